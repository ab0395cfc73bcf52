"""How hard it was: for how long at which heart rate and speed, pace by the slope, evenness, drift, load."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from coaching.load import DECOUPLING_KNOWN_SHARE, DECOUPLING_MIN_S, decoupling_pct, load_of
from coaching.motion import LONGEST_SILENCE_S
from coaching.pacing import FEWEST_SPLITS, SHORTEST_SPLIT_SHARE, evenness_pct, second_half_pct
from coaching.slope import (
    COSTS,
    KNOWN_SHARE,
    LEAST_SHARE,
    LONGEST_BRIDGE_WINDOWS,
    STEEPEST,
    WINDOW_BAROMETRIC_M,
    WINDOW_SATELLITE_M,
)
from coaching.stretches import SLOPE_DOUBT_SATELLITE_M, SLOPE_WINDOW_SATELLITE_M
from coaching.zones import HEART_RATE_STEP_BPM, SPEED_STEP_M_S
from kernels.grade import grade, level_speed
from kernels.load import halves, trimp
from kernels.meanmax import mean_max
from kernels.resampling import resample_gaps
from kernels.splits import crossings, integrals
from kernels.zones import zones
from models.entities import BestMean, Histogram, Intensity, Load, Profile, Split
from models.terms import Channel, DistanceSource, MissingReason, Sport
from uploads.axis import Axis
from uploads.clock import offset_of
from uploads.recording import Column, Recording
from uploads.stretches import positive

# The highest means are kept over these times: a sprint to an hour.
_MEANS_OVER_S = (5, 30, 60, 300, 1200, 3600)
# A jump of the receiver passes for a sprint: over less than this, positions alone tell no speed.
_POSITIONS_OVER_S = 30
# Longer than the six days of the longest races; beyond, a clock that jumped.
_LONGEST_CURVE_S = 7 * 24 * 3600
_HEART_RATES_BPM = (30.0, 240.0)
_SPEEDS_M_S = (0.0, 12.5)


@dataclass(frozen=True, slots=True)
class Slope:
    """The way as it would have been on the level, (n,): metres so far, and the speed; ``axis``'s where it is level.

    ``grade`` is how steep it is at least, whatever satellite altitude wanders by; NaN where nobody knows.
    """

    cumulative_m: Column
    speed_m_s: Column
    grade: Column


def slope_of(axis: Axis, altitude: Column | None, sport: Sport, *, barometric: bool) -> Slope | MissingReason:
    """What the way would have been on the level, from a smoothed altitude; or why nobody knows."""
    missing = _no_way(axis)
    if missing or altitude is None:
        return missing or MissingReason.NO_ALTITUDE
    window_m = WINDOW_BAROMETRIC_M if barometric else WINDOW_SATELLITE_M
    longest_m = LONGEST_BRIDGE_WINDOWS * window_m
    slope = grade(axis.cumulative_m, altitude, window_m, max_gap_m=longest_m)
    steps = np.diff(axis.cumulative_m, prepend=axis.cumulative_m[:1])
    # The ground of a long step is not that at its end.
    known = np.isfinite(slope) & (steps <= longest_m)
    if steps[known].sum() < KNOWN_SHARE * steps.sum():
        return MissingReason.NO_ALTITUDE
    share = level_speed(np.ones(slope.size), np.where(known, slope, 0.0), COSTS[sport], STEEPEST, LEAST_SHARE)
    if not barometric:
        slope = grade(axis.cumulative_m, altitude, SLOPE_WINDOW_SATELLITE_M, max_gap_m=longest_m)
        sure = np.maximum(np.abs(slope) - SLOPE_DOUBT_SATELLITE_M / SLOPE_WINDOW_SATELLITE_M, 0.0)
        slope = np.copysign(sure, slope)
    return Slope(np.cumsum(steps * share), axis.speed_m_s * share, slope)


def _no_way(axis: Axis) -> MissingReason | None:
    """Why a figure of way and time in motion cannot be had; None where it can."""
    if not axis.measured or axis.time_s.size < 2:
        return MissingReason.NO_DISTANCE
    # The first sample has no time before it.
    if not axis.moving_share[1:].any():
        return MissingReason.NOT_MOVING
    return None if axis.cumulative_m[-1] > axis.cumulative_m[0] else MissingReason.NO_DISTANCE


def intensity_of(
    recording: Recording,
    axis: Axis,
    profile: Profile,
    sport: Sport,
    slope: Slope | MissingReason,
    kilometers: tuple[Split, ...],
) -> Intensity:
    """How hard a recording was for a person, by its axis, what ``slope_of`` says of it, and its kilometres."""
    recorded = positive(recording.column(Channel.HEART_RATE_BPM))
    heart_rate = _bridged(axis.time_s, recorded)
    held = _held(axis.time_s)
    moving = held * axis.moving_share
    pacing = _pacing(axis, kilometers)
    heart_rate_s = _histogram(heart_rate, held, HEART_RATE_STEP_BPM, _HEART_RATES_BPM)
    drift, no_drift = _decoupling(axis, sport, heart_rate, moving, slope)
    return Intensity(
        heart_rate_s=heart_rate_s,
        moving_speed_s=_histogram(axis.speed_m_s, moving, SPEED_STEP_M_S, _SPEEDS_M_S),
        grade_adjusted_pace_s_per_km=_level_pace(axis, slope) if isinstance(slope, Slope) else None,
        grade_adjusted_missing=slope if isinstance(slope, MissingReason) else None,
        evenness_pct=pacing[0],
        second_half_pct=pacing[1],
        pacing_missing=pacing[2],
        decoupling_pct=drift,
        decoupling_missing=no_drift,
        load=_load(recording, profile, heart_rate, held) if heart_rate_s else Load(missing=MissingReason.NO_HEART_RATE),
        best_means=_best_means(recording, axis, recorded),
    )


def _level_pace(axis: Axis, slope: Slope) -> float:
    """Seconds per kilometre; somebody moved, and got on."""
    moving_s = float(integrals(axis.time_s, axis.moving_share, axis.time_s[:1], axis.time_s[-1:]).total[0])
    return 1000 * moving_s / float(slope.cumulative_m[-1])


def _held(time_s: Column) -> Column:
    """For how long each sample speaks: since the one before, and not over a silence."""
    return np.minimum(np.diff(time_s, prepend=time_s[:1]), LONGEST_SILENCE_S)


def _bridged(time_s: Column, heart_rate: Column) -> Column:
    """A heart rate that some samples carry speaks for those since the one before it, too, but not over a silence."""
    known = np.flatnonzero(np.isfinite(heart_rate))
    if known.size < 2:
        return heart_rate
    following = np.searchsorted(known, np.arange(heart_rate.size))
    before, after = known[np.maximum(following - 1, 0)], known[np.minimum(following, known.size - 1)]
    inside = (following > 0) & (following < known.size) & (time_s[after] - time_s[before] <= LONGEST_SILENCE_S)
    return np.where(np.isnan(heart_rate) & inside, heart_rate[after], heart_rate)


def _histogram(values: Column, seconds: Column, step: float, within: tuple[float, float]) -> Histogram | None:
    """For how long the values were in each step, from the first to the last one that was seen."""
    low, high = within
    bounds = np.arange(round((high - low) / step) + 1) * step + low
    found = np.round(zones(np.clip(values, low, high - step / 2), seconds, bounds)[1:-1], 1)
    seen = np.flatnonzero(found)
    if not seen.size:
        return None
    first, last = int(seen[0]), int(seen[-1])
    return Histogram(round(low + first * step, 3), step, tuple(found[first : last + 1].tolist()))


def _pacing(axis: Axis, kilometers: tuple[Split, ...]) -> tuple[float | None, float | None, MissingReason | None]:
    """Evenness of the whole kilometres, the second half against the first, and why there is neither, or no latter."""
    missing = _no_way(axis)
    if missing:
        return None, None, missing
    whole = [split for split in kilometers if split.distance_m >= SHORTEST_SPLIT_SHARE * 1000 and split.moving_s > 0]
    if len(whole) < FEWEST_SPLITS:
        return None, None, MissingReason.TOO_SHORT
    half_s = crossings(axis.time_s, axis.cumulative_m, float(axis.cumulative_m[-1]) / 2)[:1]
    starts, ends = np.append(axis.time_s[:1], half_s), np.append(half_s, axis.time_s[-1:])
    first_s, second_s = integrals(axis.time_s, axis.moving_share, starts, ends).total.tolist()
    evenness = evenness_pct([split.moving_s / split.distance_m for split in whole])
    slower = second_half_pct(first_s, second_s)
    return evenness, slower, MissingReason.NOT_MOVING if slower is None else None


def _decoupling(
    axis: Axis, sport: Sport, heart_rate: Column, moving: Column, slope: Slope | MissingReason
) -> tuple[float | None, MissingReason | None]:
    missing = _no_drift(axis, sport, heart_rate)
    if missing:
        return None, missing
    speed = slope.speed_m_s if isinstance(slope, Slope) else axis.speed_m_s
    found = halves(speed, heart_rate, moving)
    if found.known_s < DECOUPLING_MIN_S:
        return None, MissingReason.TOO_SHORT
    return (decoupling_pct(found.first, found.second), None) if found.first > 0 else (None, MissingReason.NO_DISTANCE)


def _no_drift(axis: Axis, sport: Sport, heart_rate: Column) -> MissingReason | None:
    """Why the halves of the time in motion cannot be compared; None where they can."""
    if sport is not Sport.RUNNING:
        return MissingReason.NOT_A_RUN
    # The first sample has no time before it.
    if not np.isfinite(heart_rate[1:]).any():
        return MissingReason.NO_HEART_RATE
    if not np.isfinite(axis.speed_m_s).any():
        return MissingReason.NO_DISTANCE
    moved_s = np.cumsum(np.diff(axis.time_s, prepend=axis.time_s[:1]) * axis.moving_share)
    if moved_s[-1] < DECOUPLING_MIN_S:
        return MissingReason.TOO_SHORT if moved_s[-1] > 0 else MissingReason.NOT_MOVING
    return _partly(axis, heart_rate, moved_s)


def _partly(axis: Axis, heart_rate: Column, moved_s: Column) -> MissingReason | None:
    """What is known of too little of either half of the time in motion, of which ``moved_s`` is the total so far."""
    time_s, speed, share = axis.time_s, axis.speed_m_s, axis.moving_share
    half_s = crossings(time_s, moved_s, float(moved_s[-1]) / 2)[:1]
    halves_s = np.append(time_s[:1], half_s), np.append(half_s, time_s[-1:])
    least_s = DECOUPLING_KNOWN_SHARE * float(moved_s[-1]) / 2
    fast = np.where(np.isfinite(speed), share, np.nan)
    if integrals(time_s, fast, *halves_s).total.min() < least_s:
        return MissingReason.NO_DISTANCE
    beating = np.where(np.isfinite(heart_rate), fast, np.nan)
    known_s = integrals(time_s, beating, *halves_s, LONGEST_SILENCE_S).total
    return MissingReason.PARTIAL_HEART_RATE if known_s.min() < least_s else None


def _load(recording: Recording, profile: Profile, heart_rate: Column, held: Column) -> Load:
    day = (recording.started_at + timedelta(seconds=offset_of(recording)[0])).date()
    return load_of(
        profile,
        day,
        lambda lows: zones(heart_rate, held, lows)[1:].tolist(),
        lambda resting, top, factor, exponent: trimp(heart_rate, held, resting, top, factor, exponent),
    )


def _best_means(recording: Recording, axis: Axis, heart_rate: Column) -> tuple[BestMean, ...]:
    """The highest means on a grid of a second; stretches across a silence do not count."""
    time_s = axis.time_s
    if not time_s.size or time_s[-1] > _LONGEST_CURVE_S:
        return ()
    start_s, count = float(time_s[0]), int(time_s[-1] - time_s[0]) + 1
    columns = {
        Channel.SPEED_M_S: axis.speed_m_s,
        Channel.HEART_RATE_BPM: heart_rate,
        Channel.POWER_W: recording.column(Channel.POWER_W),
    }
    told, found = recording.channels, []
    for channel, values in columns.items():
        if not np.isfinite(values).any():
            continue
        even = resample_gaps(time_s, values, 1.0, count, start_s=start_s, max_gap_s=LONGEST_SILENCE_S)
        guessed = channel is Channel.SPEED_M_S and axis.source is DistanceSource.POSITIONS and channel not in told
        over_s = [each for each in _MEANS_OVER_S if not guessed or each >= _POSITIONS_OVER_S]
        means, starts = mean_max(even, over_s)
        rows = zip(over_s, means.tolist(), starts.tolist(), strict=True)
        found += [BestMean(channel, float(s), mean, start_s + at) for s, mean, at in rows if at >= 0]
    return tuple(found)
