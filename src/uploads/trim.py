"""A recording with its beginning or its end cut off, as the person asked."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from models.entities import DeviceTotals
from models.errors import UnusableFile
from models.terms import ProblemCode
from uploads.recording import LapMark, Pause, Recording


def trimmed(recording: Recording, start_s: float, end_s: float) -> Recording:
    """The recording without its first ``start_s`` and its last ``end_s`` seconds.

    The device's totals speak of the whole and are left out. Raises UnusableFile when fewer than two samples stay.
    """
    if not start_s and not end_s:
        return recording
    time_s = recording.time_s
    last_s = float(time_s[-1]) if time_s.size else 0.0
    keep = (time_s >= start_s) & (time_s <= last_s - end_s)
    if np.count_nonzero(keep) < 2:
        raise UnusableFile(ProblemCode.TOO_SHORT, f"nothing is left between {start_s:g} s and {end_s:g} s to the end")
    zero_s, stop_s = float(time_s[keep][0]), float(time_s[keep][-1])
    distance_m = recording.distance_m[keep]
    finite = distance_m[np.isfinite(distance_m)]
    return replace(
        recording,
        started_at=recording.started_at + timedelta(seconds=zero_s),
        time_s=time_s[keep] - zero_s,
        latitude_deg=recording.latitude_deg[keep],
        longitude_deg=recording.longitude_deg[keep],
        distance_m=distance_m - finite[0] if finite.size else distance_m,
        channels={channel: column[keep] for channel, column in recording.channels.items()},
        device_totals=DeviceTotals(),
        laps=_within(recording.laps, zero_s, stop_s),
        pauses=_within(recording.pauses, zero_s, stop_s),
    )


def _within[Stretch: (LapMark, Pause)](
    stretches: tuple[Stretch, ...], zero_s: float, stop_s: float
) -> tuple[Stretch, ...]:
    """The stretches as far as they lie inside, on the new clock."""
    inside = (
        replace(stretch, start_s=max(stretch.start_s, zero_s) - zero_s, end_s=min(stretch.end_s, stop_s) - zero_s)
        for stretch in stretches
    )
    return tuple(stretch for stretch in inside if stretch.end_s > stretch.start_s)
