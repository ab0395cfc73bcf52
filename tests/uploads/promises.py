"""What the readers promise of every recording, whatever the file was."""

import numpy as np

from uploads.recording import Recording


def assert_holds(recording: Recording) -> None:
    """What every recording promises."""
    n = recording.time_s.size
    assert n >= 2
    assert recording.time_s[0] == 0
    assert (np.diff(recording.time_s) > 0).all()
    known = recording.distance_m[np.isfinite(recording.distance_m)]
    assert (np.diff(known) >= 0).all()
    assert (np.isnan(recording.latitude_deg) == np.isnan(recording.longitude_deg)).all()
    assert all(column.shape == (n,) and not np.isinf(column).any() for column in recording.channels.values())
    for stretch in (*recording.laps, *recording.pauses):
        assert 0 <= stretch.start_s < stretch.end_s <= recording.time_s[-1]
