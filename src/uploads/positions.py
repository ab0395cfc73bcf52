"""What the positions of a recording say: which to believe, how fast, how far."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coaching.motion import FASTEST_ON_FOOT_M_S, SPEED_HALF_WIDTH_S
from kernels.path import DROPPED, RESTART, path, plausible, speeds
from kernels.smoothing import moving_mean
from uploads.recording import Column, Recording

# White noise of s metres lengthens steps of d metres by s²/d²; over eight times s that is 1.6 %.
_STEPS_PER_NOISE = 8.0
_LONGEST_SMOOTHING_S = 30.0
# So many positions in a row must agree before a jump is believed.
_PATIENCE = 5
# A descent by bicycle; beyond it lies a jump of the receiver.
_FASTEST_RIDE_M_S = 30.0
# Between sparser samples people turn: their differences are no longer noise.
_LONGEST_INTERVAL_S = 2.0
# Third differences of white noise have 20 times its variance; the median of its amount is 0.6745 deviations.
_DEVIATION_OF_THIRD_DIFFERENCES = 0.6745 * 20**0.5


@dataclass(frozen=True, slots=True)
class Way:
    """The believed positions of a recording; all columns are (n,).

    Attributes:
        latitude_deg: NaN where there is no position to believe, like the longitude.
        step_m: way from the believed position before; 0 where there is none, and where the track starts anew.
        speed_m_s: displacement over a few seconds; NaN where there is no position.
    """

    latitude_deg: Column
    longitude_deg: Column
    step_m: Column
    speed_m_s: Column

    @property
    def known(self) -> bool:
        """Whether there are two positions to measure between."""
        return int(np.isfinite(self.latitude_deg).sum()) >= 2


def way_of(recording: Recording) -> Way:
    """Drop outliers, smooth away white noise where there is any, and measure the steps."""
    time_s, raw_latitude, raw_longitude = recording.time_s, recording.latitude_deg, recording.longitude_deg
    raw_speed = speeds(time_s, raw_latitude, raw_longitude, SPEED_HALF_WIDTH_S)
    # A track may start anew a thousand times at most, however long and wild it is.
    patience = max(_PATIENCE, time_s.size // 1000)
    verdict = plausible(time_s, raw_latitude, raw_longitude, _fastest_m_s(raw_speed), patience=patience)
    latitude = np.where(verdict == DROPPED, np.nan, raw_latitude)
    longitude = np.where(verdict == DROPPED, np.nan, raw_longitude)
    speed, step = np.full(time_s.size, np.nan), np.zeros(time_s.size)
    starts = np.flatnonzero(verdict == RESTART).tolist()
    for start, end in pairwise([*starts, time_s.size]):
        piece = slice(start, end)
        speed[piece] = speeds(time_s[piece], latitude[piece], longitude[piece], SPEED_HALF_WIDTH_S)
        step[piece] = np.nan_to_num(_steps(time_s[piece], latitude[piece], longitude[piece], speed[piece]))
    return Way(latitude, longitude, step, speed)


def _fastest_m_s(speed: Column) -> float:
    """Nobody runs faster than the first; a ride that is only being looked at may be twice as fast as most of it is."""
    known = speed[np.isfinite(speed)]
    usual = float(np.percentile(known, 95)) if known.size else 0.0
    return min(max(FASTEST_ON_FOOT_M_S, 2 * usual), _FASTEST_RIDE_M_S)


def _steps(time_s: Column, latitude: Column, longitude: Column, speed: Column) -> Column:
    """Step lengths of one unbroken track, over smoothed positions where noise would lengthen the way."""
    raw = path(latitude, longitude).step_m
    known = np.isfinite(latitude)
    north, east = latitude[known], np.unwrap(longitude[known], period=360)
    half_width_s = _half_width_s(time_s[known], north, east, speed[known])
    if half_width_s <= 0:
        return raw
    smooth_latitude, smooth_longitude = np.full(latitude.size, np.nan), np.full(latitude.size, np.nan)
    smooth_latitude[known] = moving_mean(time_s[known], north, half_width_s)
    smooth_longitude[known] = (moving_mean(time_s[known], east, half_width_s) + 180) % 360 - 180
    return path(smooth_latitude, smooth_longitude).step_m


def _half_width_s(time_s: Column, latitude: Column, longitude: Column, speed_m_s: Column) -> float:
    """How far to smooth to either side; 0 where a sample to either side would already be more than is needed."""
    seconds = np.diff(time_s)
    even = (seconds[2:] == seconds[1:-1]) & (seconds[1:-1] == seconds[:-2])
    steady = np.flatnonzero(even & (seconds[2:] <= _LONGEST_INTERVAL_S) & (speed_m_s[3:] > 0))
    if steady.size < 10:
        return 0.0
    metres = np.pi / 180 * 6_371_000
    north = np.diff(latitude, 3)[steady] * metres
    east = np.diff(longitude, 3)[steady] * metres * np.cos(np.radians(latitude[steady]))
    noise_m = float(np.median(np.abs(np.concatenate((north, east))))) / _DEVIATION_OF_THIRD_DIFFERENCES
    speed = float(np.median(speed_m_s[3:][steady]))
    # The displacement is lengthened by the very noise: what is left of it is the way.
    way_m_s = np.sqrt(max(speed**2 - (noise_m / SPEED_HALF_WIDTH_S) ** 2, (0.1 * speed) ** 2))
    wanted_s = min(_STEPS_PER_NOISE * noise_m / way_m_s, _LONGEST_SMOOTHING_S)
    return wanted_s / 2 if wanted_s >= 2 * float(np.median(seconds[steady])) else 0.0
