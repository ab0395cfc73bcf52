"""The altitude as its sensor would have told it without faults and noise."""

import numpy as np

from coaching.motion import (
    ALTITUDE_HALF_WIDTH_BAROMETRIC_S,
    ALTITUDE_HALF_WIDTH_SATELLITE_S,
    CLIMB_THRESHOLD_BAROMETRIC_M,
    CLIMB_THRESHOLD_SATELLITE_M,
)
from coaching.slope import FASTEST_RISE_M_S
from kernels.outliers import hampel
from kernels.smoothing import moving_mean
from models.terms import Channel
from uploads.recording import Column, Recording

# Outliers are looked for within this time to either side, but among so many samples at least, and at most.
# Longer, and a steep slope hides them; shorter, and those that come in a row hide each other.
_OUTLIER_HALF_WIDTH_BAROMETRIC_S = 5.0
_OUTLIER_HALF_WIDTH_SATELLITE_S = 15.0
_FEWEST, _MOST = 5, 100


def altitude_of(recording: Recording) -> Column | None:
    """The altitude, (n,), m, without faults of its sensor and smoothed; None where none was recorded."""
    altitude = recording.column(Channel.ALTITUDE_M)
    known = np.isfinite(altitude)
    if not known.any():
        return None
    barometric = bool(recording.barometric)
    sound = np.full(altitude.size, np.nan)
    sound[known] = without_faults(recording.time_s[known], altitude[known], barometric=barometric)
    half_width_s = ALTITUDE_HALF_WIDTH_BAROMETRIC_S if barometric else ALTITUDE_HALF_WIDTH_SATELLITE_S
    return moving_mean(recording.time_s, sound, half_width_s)


def without_faults(time_s: Column, altitude_m: Column, *, barometric: bool) -> Column:
    """The altitudes, all of them known, (n,), with NaN for those that cannot be.

    Wrong is what lies out among its neighbours (Hampel) and could not have been reached on foot from the last one that
    does not, or the next one from there: summits, the step of a lift and a hill between two silences stay. Wrong ones
    in a row are found as long as they are the smaller part of a window.
    """
    if altitude_m.size < 2:
        return altitude_m
    wide_s = _OUTLIER_HALF_WIDTH_BAROMETRIC_S if barometric else _OUTLIER_HALF_WIDTH_SATELLITE_S
    half = np.clip(round(wide_s / float(np.median(np.diff(time_s)))), _FEWEST, _MOST)
    lies_out = hampel(altitude_m, int(half)).outlier
    out, others = np.flatnonzero(lies_out), np.flatnonzero(~lies_out)
    if not out.size:
        return altitude_m
    noise_m = CLIMB_THRESHOLD_BAROMETRIC_M if barometric else CLIMB_THRESHOLD_SATELLITE_M
    following = np.searchsorted(others, out)
    wrong = np.zeros(out.size, np.bool_)
    for place in (following - 1, following):
        beside = others[np.clip(place, 0, others.size - 1)]
        reach_m = noise_m + FASTEST_RISE_M_S * np.abs(time_s[out] - time_s[beside])
        wrong |= np.abs(altitude_m[out] - altitude_m[beside]) > reach_m
    sound = altitude_m.copy()
    sound[out[wrong]] = np.nan
    return sound
