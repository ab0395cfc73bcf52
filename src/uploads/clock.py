"""The clock that the person saw, where the file does not tell."""

import numpy as np

from models.terms import OffsetSource
from uploads.recording import Recording

# The widest offsets of any legal time; what lies beyond was a clock that had not been set.
WESTERNMOST_S = -12 * 3600
EASTERNMOST_S = 14 * 3600
_DEGREES_PER_HOUR = 15.0


def offset_of(recording: Recording) -> tuple[int, OffsetSource]:
    """(UTC offset in seconds, where it comes from).

    Without a recorded offset the nautical time zone of the first position stands in: whole hours by 15 degrees of
    longitude. It can be an hour or two from the legal time, which only moves an activity close to midnight.
    """
    recorded_s = recording.utc_offset_s
    if recorded_s is not None and WESTERNMOST_S <= recorded_s <= EASTERNMOST_S:
        return recorded_s, OffsetSource.RECORDED
    longitudes = recording.longitude_deg[np.isfinite(recording.longitude_deg)]
    if longitudes.size == 0:
        return 0, OffsetSource.UNKNOWN
    return round(float(longitudes[0]) / _DEGREES_PER_HOUR) * 3600, OffsetSource.LONGITUDE
