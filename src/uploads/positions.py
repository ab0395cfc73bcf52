"""What the positions of a recording say: which to believe, how fast, how far."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import pi, radians, sqrt

import numpy as np

from coaching.motion import (
    FASTEST_ON_FOOT_M_S,
    LONGEST_SILENCE_S,
    MOVING_SPEED_M_S,
    SPEED_HALF_WIDTH_S,
    STANDING_HALF_WIDTH_S,
)
from kernels.motion import drift, headway, moving
from kernels.path import (
    DROPPED,
    ECCENTRICITY_2,
    EQUATORIAL_RADIUS_M,
    RESTART,
    path,
    plane,
    plausible,
    speeds,
)
from kernels.smoothing import moving_mean
from kernels.track import arcs, cross_likelihood, cv_smooth
from models.terms import Sport
from uploads.recording import Column, Recording

# So many positions in a row must agree before a jump is believed.
_PATIENCE = 5
# A descent by bicycle; beyond it lies a jump of the receiver.
_FASTEST_RIDE_M_S = 30.0
# People turn by a right angle, or stop, about every fifty metres of a town, a park or a path. A heading that turns by
# (π/2)² rad² in 50/v seconds accelerates by v² times that, half of it along either axis.
_AGILITY_PER_CUBE = (pi / 2) ** 2 / 2 / 50
_AGILITY_HALF_WIDTH_S = 5.0
# Deviations of a receiver in metres, by half octaves: from what coordinates are rounded to up to a city's canyons.
_NOISE_M = tuple(0.05 * 2 ** (k / 2) for k in range(17))
_USUAL_NOISE = 6
# An hour and a half tells how a receiver errs.
_MOST_JUDGED = 5_000
# Corners and wild positions are rarer than noise and larger: Student's t of four degrees of freedom expects them
# (Lange, Little & Taylor 1989, Journal of the American Statistical Association 84:881).
_FREEDOM = 4.0
# Faster than that on average, a person goes somewhere, and be it around in a small circle.
_GOING_M_S = MOVING_SPEED_M_S[Sport.RUNNING]
_STANDING_M_S = MOVING_SPEED_M_S[Sport.WALKING]
# Beyond this latitude a plane around the pole is off by a thousandth at most; it has the pole's radius of curvature.
_POLAR_DEG = 85.0
_POLAR_M_PER_DEG = radians(1) * EQUATORIAL_RADIUS_M / sqrt(1 - ECCENTRICITY_2)


@dataclass(frozen=True, slots=True)
class Way:
    """The believed positions of a recording; all columns are (n,).

    Attributes:
        latitude_deg: NaN where there is no position to believe, like the longitude.
        raw_step_m: straight way from the believed position before; 0 where there is none, and where the track starts
            anew.
        step_m: the same along the smoothed track, around its corners.
        speed_m_s: at the sample, 0 where somebody stands; NaN where there is no position.
        interval_m_s: the same over the time since the believed position before, also at the samples between the two;
            NaN where there is none on either side.
    """

    latitude_deg: Column
    longitude_deg: Column
    raw_step_m: Column
    step_m: Column
    speed_m_s: Column
    interval_m_s: Column

    @property
    def known(self) -> bool:
        """Whether there are two positions to measure between."""
        return int(np.isfinite(self.latitude_deg).sum()) >= 2


def way_of(recording: Recording) -> Way:
    """Drop outliers, smooth by as much as the receiver is seen to err, and measure the steps."""
    time_s, raw_latitude, raw_longitude = recording.time_s, recording.latitude_deg, recording.longitude_deg
    raw_speed = speeds(time_s, raw_latitude, raw_longitude, SPEED_HALF_WIDTH_S)
    # A track may start anew a thousand times at most, however long and wild it is.
    patience = max(_PATIENCE, time_s.size // 1000)
    verdict = plausible(time_s, raw_latitude, raw_longitude, _fastest_m_s(raw_speed), patience=patience)
    believed = verdict != DROPPED
    latitude = np.where(believed, raw_latitude, np.nan)
    longitude = np.where(believed, raw_longitude, np.nan)
    raw_step, step = np.zeros(time_s.size), np.zeros(time_s.size)
    speed, interval = np.full(time_s.size, np.nan), np.full(time_s.size, np.nan)
    starts = np.flatnonzero(verdict == RESTART).tolist()
    for start, end in pairwise([*starts, time_s.size]):
        piece = start + np.flatnonzero(believed[start:end])
        raw_step[piece] = path(latitude[piece], longitude[piece]).step_m
        if piece.size > 1:
            step[piece], speed[piece], over = _smoothed(time_s[piece], latitude[piece], longitude[piece])
            interval[start : piece[-1] + 1] = np.repeat(over, np.diff(piece, prepend=start - 1))
    return Way(latitude, longitude, raw_step, step, speed, interval)


def _fastest_m_s(speed: Column) -> float:
    """Nobody runs faster than the first; a ride that is only being looked at may be twice as fast as most of it is."""
    known = speed[np.isfinite(speed)]
    usual = float(np.percentile(known, 95)) if known.size else 0.0
    return min(max(FASTEST_ON_FOOT_M_S, 2 * usual), _FASTEST_RIDE_M_S)


def _smoothed(time_s: Column, latitude: Column, longitude: Column) -> tuple[Column, Column, Column]:
    """Steps, speeds and the speeds of the steps along the smoothed track of known positions."""
    east, north, scale = _flat(latitude, longitude)
    agility = _agility(time_s, east, north)
    track = cv_smooth(time_s, east, north, agility, _noise_m(time_s, east, north, agility))
    step = arcs(time_s, *track, scale, LONGEST_SILENCE_S)
    interval = step / np.diff(time_s, prepend=np.nan)
    interval[0] = interval[1]
    going = moving_mean(time_s, interval, STANDING_HALF_WIDTH_S / 3)
    drifting = drift(time_s, track.east_m, track.north_m, STANDING_HALF_WIDTH_S)
    getting_on = np.where(going < _GOING_M_S, drifting, going)
    standing = ~moving(time_s, getting_on, _STANDING_M_S, STANDING_HALF_WIDTH_S)
    speed = np.hypot(track.east_m_s, track.north_m_s)
    return step, np.where(standing, 0.0, speed), np.where(standing, 0.0, interval)


def _flat(latitude: Column, longitude: Column) -> tuple[Column, Column, Column]:
    """Metres east and north on a plane, and how long its metre along the parallels is at each position."""
    if np.abs(latitude).min() > _POLAR_DEG:
        # There the parallels are small circles, and all of them meet: as seen from above the pole.
        away = (90 - np.abs(latitude)) * _POLAR_M_PER_DEG
        around = np.radians(longitude)
        return away * np.sin(around), away * np.cos(around), np.ones(latitude.size)
    east, north = plane(latitude, longitude)
    middle = (float(latitude.min()) + float(latitude.max())) / 2
    return east, north, np.cos(np.radians(latitude)) / np.cos(np.radians(middle))


def _agility(time_s: Column, east: Column, north: Column) -> Column:
    """Spectral density of a person's acceleration, m²/s³, by how fast they are."""
    speed = np.fmax(headway(time_s, east, north, _AGILITY_HALF_WIDTH_S), _STANDING_M_S)
    return np.asarray(_AGILITY_PER_CUBE * speed * speed * speed, np.float64)


def _noise_m(time_s: Column, east: Column, north: Column, agility: Column) -> float:
    """The receiver's noise by maximum likelihood, climbing from the usual one."""
    start = max(time_s.size - _MOST_JUDGED, 0) // 2
    part = slice(start, start + _MOST_JUDGED)

    @cache
    def likelihood(k: int) -> float:
        return cross_likelihood(time_s[part], east[part], north[part], agility[part], _NOISE_M[k], _FREEDOM)

    best = _USUAL_NOISE
    for direction in (-2, 2, -1, 1):
        while 0 <= best + direction < len(_NOISE_M) and likelihood(best + direction) > likelihood(best):
            best += direction
    return _NOISE_M[best]
