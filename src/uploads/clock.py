"""The clock that the person saw, where the file does not tell."""

import numpy as np

from models.entities import OffsetSource
from uploads.recording import Recording

_DEGREES_PER_HOUR = 15.0


def offset_of(recording: Recording) -> tuple[int, OffsetSource]:
    """(UTC offset in seconds, where it comes from).

    Without a recorded offset the nautical time zone of the first position stands in: whole hours by 15 degrees of
    longitude. It can be an hour or two from the legal time, which only moves an activity close to midnight.
    """
    if recording.utc_offset_s is not None:
        return recording.utc_offset_s, OffsetSource.RECORDED
    longitudes = recording.longitude_deg[np.isfinite(recording.longitude_deg)]
    if longitudes.size == 0:
        return 0, OffsetSource.UNKNOWN
    return round(float(longitudes[0]) / _DEGREES_PER_HOUR) * 3600, OffsetSource.LONGITUDE
