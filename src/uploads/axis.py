"""The axis that every series of an activity shares: time, distance, speed, and whether the person moved."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coaching.motion import (
    CARRIED_HOLD_S,
    CARRIED_SPEED_M_S,
    CARRIED_STEPLESS_M_S,
    CARRIED_STEPLESS_SHARE,
    FASTEST_ON_FOOT_M_S,
    LEAST_CADENCE_SPM,
    LONGEST_SILENCE_S,
    MOVING_HOLD_S,
    MOVING_SPEED_M_S,
    SPEED_HALF_WIDTH_S,
    STEPS_COUNTED_SHARE,
)
from coaching.stretches import STEP_LENGTHS_M
from kernels.motion import moving
from kernels.outliers import hampel
from kernels.smoothing import moving_mean
from models.terms import Channel, DistanceReason, DistanceSource, Sport
from uploads.counts import FASTEST_COUNT_M_S, Count, count_of, in_reach, stood_still
from uploads.positions import Way, way_of
from uploads.recording import Column, Pause, Recording

# Slower than anybody walks.
_STANDING_M_S = MOVING_SPEED_M_S[Sport.WALKING]
# A count that lacks more than this share of the way, or more than these metres of a long one, is not believed: ways
# over positions are that close to the devices' (docs/accuracy.md).
_MISSED_SHARE = 0.02
_MISSED_M = 100.0
# Nor is one that was not written for more than a tenth of the time.
_TOLD_SHARE = 0.9
# Nobody gains so much speed and loses it again within three samples of a second each.
_SPIKE_M_S = 4.0
_SPIKE_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Axis:
    """Columns of shape (n,) over the samples of a recording.

    Attributes:
        cumulative_m: distance so far by the chosen source; no NaN, never falling.
        measured: False where only a total is known and the way between was laid out evenly.
        reason: why that source.
        positions_distance_m: the way over the smoothed positions while moving; None without positions.
        raw_distance_m: the straight way from each believed position to the next, standing or moving, nothing smoothed;
            None without positions.
        speed_m_s: the recorded speed, else from distance, else from positions; NaN where none is known, and where
            somebody was carried: that is neither way nor motion.
        moving: the state over the time since the sample before.
        moving_share: how much of that time was in motion, from 0 to 1; pauses within it count.
        way: the positions behind it.
    """

    time_s: Column
    cumulative_m: Column
    source: DistanceSource
    reason: DistanceReason
    measured: bool
    positions_distance_m: float | None
    raw_distance_m: float | None
    speed_m_s: Column
    moving: NDArray[np.bool_]
    moving_share: Column
    way: Way


def axis_of(recording: Recording, sport: Sport) -> Axis:
    """Decide where and how far somebody moved."""
    way = way_of(recording)
    count, reason, stuck = _believed(recording, way, sport)
    recorded = np.where(stuck, np.nan, _recorded_speed(recording, FASTEST_ON_FOOT_M_S))
    speed = _filled(recording.time_s, recorded, count, way.speed_m_s)
    over_interval = _interval_speed(recording, way, count, speed)
    carried = _carried(recording, over_interval, sport)
    share = np.where(carried, 0.0, _moving_share(recording, over_interval, MOVING_SPEED_M_S[sport]))
    # A runner who walks has stopped running, and still gets on.
    going = np.where(carried, 0.0, _moving_share(recording, over_interval, _STANDING_M_S))
    over_positions = _over_positions(recording, way, going, sport)
    if count is None and not np.isfinite(recorded).any() and _on_the_spot(recording, over_positions):
        nowhere = np.full(recording.time_s.size, np.nan)
        return replace(axis_of(replace(recording, latitude_deg=nowhere, longitude_deg=nowhere), sport), way=way)
    source, measured = DistanceSource.DEVICE, True
    if count is not None:
        by_speed = _by_speed(recording.time_s, recorded, share)
        cumulative = _on_foot(count.distance_m, carried) + np.cumsum(np.where(count.silent, by_speed, 0.0))
        reason = DistanceReason.DEVICE_IMPLAUSIBLE if carried.any() else reason
    elif way.known:
        cumulative, source = over_positions, DistanceSource.POSITIONS
    elif np.isfinite(recorded).any():
        cumulative, reason = np.cumsum(_by_speed(recording.time_s, recorded, share)), DistanceReason.NO_POSITIONS
    else:
        cumulative, measured, reason = _laid_out(recording, share), False, DistanceReason.TOTAL_ONLY
    return Axis(
        time_s=recording.time_s,
        # Sums, differences and interpolation round: what never falls is held.
        cumulative_m=np.maximum.accumulate(cumulative),
        source=source,
        reason=reason,
        measured=measured,
        positions_distance_m=float(over_positions[-1]) if way.known else None,
        raw_distance_m=float(way.raw_step_m.sum()) if way.known else None,
        speed_m_s=np.where(carried, np.nan, speed),
        moving=share >= 0.5,
        moving_share=share,
        way=way,
    )


def spans_of(time_s: Column, on: NDArray[np.bool_], hold_s: float) -> list[tuple[int, int]]:
    """First row and end of each stretch that is on, changes that last less than ``hold_s`` left out.

    A row stands for the time since the one before it.
    """
    held = moving(time_s, on.astype(np.float64), 0.5, hold_s)
    edges = np.flatnonzero(np.diff(held.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _carried(recording: Recording, speed: Column, sport: Sport) -> NDArray[np.bool_]:
    """Where somebody got on and not on foot, (n,): too fast, or too fast for somebody of whom no steps are counted."""
    time_s = recording.time_s
    too_fast = speed > CARRIED_SPEED_M_S
    cadence = recording.channels.get(Channel.CADENCE_SPM)
    if cadence is not None:
        cadence = moving_mean(time_s, cadence, MOVING_HOLD_S)
        going, stepping = speed >= _STANDING_M_S, (cadence >= LEAST_CADENCE_SPM) & np.isfinite(speed)
        seconds = np.diff(time_s, prepend=time_s[:1])
        if stepping.any() and seconds[going & stepping].sum() >= STEPS_COUNTED_SHARE * seconds[going].sum():
            usual_m_s = float(np.median(speed[stepping]))
            least_m_s = max(CARRIED_STEPLESS_M_S[sport], CARRIED_STEPLESS_SHARE * usual_m_s)
            too_fast |= (cadence < LEAST_CADENCE_SPM) & (speed > least_m_s)
    carried = np.zeros(time_s.size, np.bool_)
    if too_fast.any():
        for first, end in spans_of(time_s, too_fast, MOVING_HOLD_S):
            carried[first:end] = time_s[end - 1] - time_s[max(first - 1, 0)] >= CARRIED_HOLD_S
    return carried


def _on_the_spot(recording: Recording, over_positions: Column) -> bool:
    """Whether steps were counted for most of the time, and the positions got on by less than anybody's steps do.

    A receiver indoors wanders: of a treadmill it knows no more than one that had no position at all.
    """
    cadence = recording.channels.get(Channel.CADENCE_SPM)
    if cadence is None or over_positions.size < 2:
        return False
    seconds = np.minimum(np.diff(recording.time_s, prepend=recording.time_s[:1]), LONGEST_SILENCE_S)
    stepped_s = np.where(cadence >= LEAST_CADENCE_SPM, seconds, 0.0)
    if 2 * stepped_s.sum() < recording.time_s[-1]:
        return False
    shortest_m, _ = STEP_LENGTHS_M[Sport.WALKING]
    steps = float((np.nan_to_num(cadence) * stepped_s).sum()) / 60
    return bool(np.isfinite(recording.latitude_deg).any()) and float(over_positions[-1]) < shortest_m * steps


def _on_foot(distance_m: Column, carried: NDArray[np.bool_]) -> Column:
    """The distance so far without what was made while carried, (n,)."""
    if not carried.any():
        return distance_m
    # Added up, and not taken off: what is rounded never falls.
    steps_m = np.diff(distance_m, prepend=0.0)
    steps_m[1:][carried[1:]] = 0.0
    return np.cumsum(steps_m)


def _believed(recording: Recording, way: Way, sport: Sport) -> tuple[Count | None, DistanceReason, NDArray[np.bool_]]:
    """The device's count where it is to be taken, why or why not, and where a refused one stood, (n,).

    Positions are taken instead of a count that leapt, that was not written all the time, or that stood while they got
    on; unless they are what is missing. Without any, the count is taken without its leaps, and is silent where it stood
    while the recorded speed got on.
    """
    count, time_s = count_of(recording), recording.time_s
    nowhere = np.zeros(time_s.size, np.bool_)
    if count is None:
        recorded = int(np.isfinite(recording.distance_m).sum()) >= 2
        return None, DistanceReason.DEVICE_IMPLAUSIBLE if recorded else DistanceReason.DEVICE_MISSING, nowhere
    if way.known:
        # What the positions say by themselves: a speed may be as stuck as the count.
        other_m = _over_positions(recording, way, _moving_share(recording, way.interval_m_s, _STANDING_M_S), sport)
    else:
        recorded_speed = _recorded_speed(recording, FASTEST_ON_FOOT_M_S)
        other_m = np.cumsum(_by_speed(time_s, recorded_speed, _moving_share(recording, recorded_speed, _STANDING_M_S)))
    stood, missed_m = stood_still(time_s, count.distance_m, other_m)
    _, hidden_m = stood_still(time_s, other_m, count.distance_m)
    enough_m = min(_MISSED_M, _MISSED_SHARE * float(other_m[-1]))
    flawed = count.leapt or missed_m > enough_m
    if way.known and (flawed or count.told < _TOLD_SHARE) and hidden_m <= max(missed_m, enough_m):
        return None, DistanceReason.DEVICE_IMPLAUSIBLE, stood
    if not way.known and missed_m > enough_m:
        count = replace(count, silent=count.silent | stood)
    return count, DistanceReason.DEVICE_IMPLAUSIBLE if flawed else DistanceReason.DEVICE_RECORDED, nowhere


def speed_of(recording: Recording, over_positions: Column) -> Column:
    """The recorded speed, filled from distance and then from positions; values no person can reach are missing."""
    recorded = _recorded_speed(recording, FASTEST_COUNT_M_S)
    return _filled(recording.time_s, recorded, count_of(recording), over_positions)


def _recorded_speed(recording: Recording, fastest_m_s: float) -> Column:
    """Without what is faster, and without spikes of one to three samples a second apart."""
    speed, time_s = recording.column(Channel.SPEED_M_S), recording.time_s
    speed = np.where((speed >= 0) & (speed <= fastest_m_s), speed, np.nan)
    usual, outlier = hampel(speed, _SPIKE_SAMPLES)
    place = np.arange(time_s.size)
    before, after = np.maximum(place - _SPIKE_SAMPLES, 0), np.minimum(place + _SPIKE_SAMPLES, time_s.size - 1)
    close = time_s[after] - time_s[before] <= 2 * SPEED_HALF_WIDTH_S + 1
    return np.where(outlier & close & (speed > usual + _SPIKE_M_S), np.nan, speed)


def _filled(time_s: Column, recorded: Column, count: Count | None, over_positions: Column) -> Column:
    if count is not None and np.isnan(recorded).any():
        recorded = np.where(np.isfinite(recorded), recorded, _slope(time_s, count))
    return np.where(np.isfinite(recorded), recorded, over_positions)


def _slope(time_s: Column, count: Count) -> Column:
    begin = np.maximum(time_s - SPEED_HALF_WIDTH_S, time_s[0])
    end = np.minimum(time_s + SPEED_HALF_WIDTH_S, time_s[-1])
    gained = np.interp(end, time_s, count.distance_m) - np.interp(begin, time_s, count.distance_m)
    return np.asarray(gained / np.where((end > begin) & ~count.silent, end - begin, np.nan), np.float64)


def _interval_speed(recording: Recording, way: Way, count: Count | None, speed: Column) -> Column:
    """Speed that speaks for the time since the sample before.

    A speed that was read at its end says little of a longer time: there it is the way that was made in it. So it is
    between two positions around a time without one.
    """
    seconds = np.diff(recording.time_s, prepend=np.nan)
    made = way.interval_m_s
    if count is not None:
        made = np.where(count.silent, np.nan, np.diff(count.distance_m, prepend=0.0) / seconds)
    return np.where(((seconds > SPEED_HALF_WIDTH_S) | np.isnan(speed)) & np.isfinite(made), made, speed)


def _moving_share(recording: Recording, speed: Column, threshold_m_s: float) -> Column:
    time_s = recording.time_s
    state = moving(time_s, speed, threshold_m_s, MOVING_HOLD_S, LONGEST_SILENCE_S)
    share = state.astype(np.float64)
    if recording.pauses:
        seconds = np.diff(time_s, prepend=np.nan)
        paused = np.diff(_paused_until(time_s, recording.pauses), prepend=0.0)
        share = np.where(state, 1 - np.clip(paused / seconds, 0, 1), 0.0)
    # A recorder that fell silent, and of which nothing tells a speed, was not carried on foot as far as anybody knows.
    share[(np.diff(time_s, prepend=np.nan) > LONGEST_SILENCE_S) & np.isnan(speed)] = 0.0
    # The first sample has no time before it: it goes with the second.
    share[:1] = share[1:2] if share.size > 1 else state[:1]
    return share


def _paused_until(time_s: Column, pauses: tuple[Pause, ...]) -> Column:
    """Seconds paused from the start up to each sample; overlapping pauses count once."""
    edges, totals = [0.0], [0.0]
    for pause in sorted(pauses, key=lambda pause: pause.start_s):
        start, end = max(pause.start_s, edges[-1]), pause.end_s
        if end > start:
            edges += [start, end]
            totals += [totals[-1], totals[-1] + end - start]
    return np.interp(time_s, edges, totals)


def _steps_in_motion(recording: Recording, way: Way, share: Column, sport: Sport) -> Column:
    """The steps between positions that count: those made while moving, and while the positions get anywhere at all."""
    seconds = np.diff(recording.time_s, prepend=np.nan)
    # A recorder that fell silent was stopped, unless somebody went through a tunnel at the pace of the sport.
    silent = (seconds > LONGEST_SILENCE_S) & (way.interval_m_s < MOVING_SPEED_M_S[sport])
    speed = np.where(silent | _stepless(recording, way), 0.0, way.interval_m_s)
    really = moving(recording.time_s, speed, _STANDING_M_S, MOVING_HOLD_S)
    # Somebody may have walked on while the timer stood: of that step counts what the time in motion allows.
    reach = np.where(share < 1, np.nan_to_num(way.interval_m_s * seconds * share), np.inf)
    return np.where(really & (share > 0), np.minimum(way.step_m, reach), 0.0)


def _over_positions(recording: Recording, way: Way, share: Column, sport: Sport) -> Column:
    """The way over the positions so far, (n,); evenly where there are samples between two of them."""
    total = np.cumsum(_steps_in_motion(recording, way, share, sport))
    fixes = np.flatnonzero(np.isfinite(way.latitude_deg))
    return np.interp(recording.time_s, recording.time_s[fixes], total[fixes]) if fixes.size else total


def _stepless(recording: Recording, way: Way) -> NDArray[np.bool_]:
    """Where a sensor that counts steps at other times counted none, and the positions hardly changed."""
    cadence = recording.column(Channel.CADENCE_SPM)
    counts = bool((cadence > 0).any())
    return np.asarray((cadence == 0) & (way.interval_m_s < MOVING_SPEED_M_S[Sport.RUNNING]) & counts, np.bool_)


def _by_speed(time_s: Column, speed: Column, share: Column) -> Column:
    """The way since each sample's last by the speed in motion, (n,)."""
    seconds = np.diff(time_s, prepend=time_s[:1]) * share
    return np.nan_to_num(speed) * np.minimum(seconds, LONGEST_SILENCE_S)


def _laid_out(recording: Recording, share: Column) -> Column:
    """The device's total, evenly over the time in motion; 0 where nobody gets so far."""
    seconds = np.diff(recording.time_s, prepend=recording.time_s[:1]) * share
    total_m, moving_s = recording.device_totals.distance_m or 0.0, float(seconds.sum())
    believed = moving_s > 0 and in_reach(total_m, float(recording.time_s[-1]))
    return np.cumsum(seconds) * (total_m / moving_s) if believed else np.zeros(seconds.size)
