"""The axis that every series of an activity shares: time, distance, speed, and whether the person moved."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coaching.motion import (
    FASTEST_ON_FOOT_M_S,
    LONGEST_SILENCE_S,
    MOVING_HOLD_S,
    MOVING_SPEED_M_S,
    SPEED_HALF_WIDTH_S,
)
from kernels.motion import moving
from models.terms import Channel, DistanceReason, DistanceSource, Sport
from uploads.positions import Way, way_of
from uploads.recording import Column, Pause, Recording

# Slower than anybody walks.
_STANDING_M_S = MOVING_SPEED_M_S[Sport.WALKING]
# What a device says beyond this is a fault of its own; rides are looked at, too, before they are refused.
_FASTEST_M_S = 2 * FASTEST_ON_FOOT_M_S


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
        speed_m_s: the recorded speed, else from distance, else from positions; NaN where none is known.
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
    device_m = device_distance(recording)
    speed = _speed(recording, device_m, way.speed_m_s)
    over_interval = _interval_speed(recording, way, device_m, speed)
    share = _moving_share(recording, over_interval, MOVING_SPEED_M_S[sport])
    # A runner who walks has stopped running, and still gets on.
    steps = _steps_in_motion(recording, way, _moving_share(recording, over_interval, _STANDING_M_S), sport)
    over_positions = np.cumsum(steps)
    if device_m is not None:
        cumulative, measured = device_m, True
        source, reason = DistanceSource.DEVICE, DistanceReason.DEVICE_RECORDED
    elif way.known:
        cumulative, measured = over_positions, True
        source, reason = DistanceSource.POSITIONS, _without_device(recording)
    else:
        cumulative, measured = _without_distance(recording, share)
        source = DistanceSource.DEVICE
        reason = DistanceReason.NO_POSITIONS if measured else DistanceReason.TOTAL_ONLY
    return Axis(
        time_s=recording.time_s,
        cumulative_m=cumulative,
        source=source,
        reason=reason,
        measured=measured,
        positions_distance_m=float(over_positions[-1]) if way.known else None,
        raw_distance_m=float(way.raw_step_m.sum()) if way.known else None,
        speed_m_s=speed,
        moving=share >= 0.5,
        moving_share=share,
        way=way,
    )


def _without_device(recording: Recording) -> DistanceReason:
    recorded = int(np.isfinite(recording.distance_m).sum()) >= 2
    return DistanceReason.DEVICE_IMPLAUSIBLE if recorded else DistanceReason.DEVICE_MISSING


def device_distance(recording: Recording) -> Column | None:
    """The distance the device accumulated, gaps bridged; None where it is missing, stands still or cannot be."""
    time_s = recording.time_s
    known = np.flatnonzero(np.isfinite(recording.distance_m))
    if known.size < 2 or time_s[known[-1]] - time_s[known[0]] < 0.5 * (time_s[-1] - time_s[0]):
        return None
    distance = np.interp(time_s, time_s[known], recording.distance_m[known])
    # A few metres before the first sample belong to the activity; a count that started long ago does not.
    before = distance[0] if distance[0] > FASTEST_ON_FOOT_M_S * (time_s[0] + LONGEST_SILENCE_S) else 0.0
    distance = np.maximum.accumulate(np.maximum(distance - before, 0.0))
    return distance if _in_reach(float(distance[-1]), float(time_s[-1])) else None


def speed_of(recording: Recording, over_positions: Column) -> Column:
    """The recorded speed, filled from distance and then from positions; values no person can reach are missing."""
    return _speed(recording, device_distance(recording), over_positions)


def _speed(recording: Recording, device_m: Column | None, over_positions: Column) -> Column:
    speed = recording.column(Channel.SPEED_M_S)
    speed = np.where((speed >= 0) & (speed <= _FASTEST_M_S), speed, np.nan)
    if device_m is not None and np.isnan(speed).any():
        speed = np.where(np.isfinite(speed), speed, _slope(recording.time_s, device_m))
    return np.where(np.isfinite(speed), speed, over_positions)


def _slope(time_s: Column, cumulative_m: Column) -> Column:
    begin = np.maximum(time_s - SPEED_HALF_WIDTH_S, time_s[0])
    end = np.minimum(time_s + SPEED_HALF_WIDTH_S, time_s[-1])
    gained = np.interp(end, time_s, cumulative_m) - np.interp(begin, time_s, cumulative_m)
    return np.asarray(gained / np.where(end > begin, end - begin, np.nan), np.float64)


def _interval_speed(recording: Recording, way: Way, device_m: Column | None, speed: Column) -> Column:
    """Speed that speaks for the time since the sample before.

    A speed that was read at its end says little of a longer time: there it is the way that was made in it.
    """
    seconds = np.diff(recording.time_s, prepend=np.nan)
    made = way.interval_m_s if device_m is None else np.diff(device_m, prepend=0.0) / seconds
    return np.where((seconds > SPEED_HALF_WIDTH_S) & np.isfinite(made), made, speed)


def _moving_share(recording: Recording, speed: Column, threshold_m_s: float) -> Column:
    time_s = recording.time_s
    state = moving(time_s, speed, threshold_m_s, MOVING_HOLD_S)
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


def _stepless(recording: Recording, way: Way) -> NDArray[np.bool_]:
    """Where a sensor that counts steps at other times counted none, and the positions hardly changed."""
    cadence = recording.column(Channel.CADENCE_SPM)
    counts = bool((cadence > 0).any())
    return np.asarray((cadence == 0) & (way.interval_m_s < MOVING_SPEED_M_S[Sport.RUNNING]) & counts, np.bool_)


def _without_distance(recording: Recording, share: Column) -> tuple[Column, bool]:
    """From speed where there is one, else the device's total laid out evenly over the time in motion."""
    seconds = np.diff(recording.time_s, prepend=recording.time_s[:1]) * share
    speed = recording.column(Channel.SPEED_M_S)
    if np.isfinite(speed).any():
        return np.cumsum(np.nan_to_num(speed) * np.minimum(seconds, LONGEST_SILENCE_S)), True
    total_m, moving_s = recording.device_totals.distance_m or 0.0, float(seconds.sum())
    believed = moving_s > 0 and _in_reach(total_m, float(recording.time_s[-1]))
    return (np.cumsum(seconds) * (total_m / moving_s) if believed else np.zeros(seconds.size)), False


def _in_reach(distance_m: float, elapsed_s: float) -> bool:
    return 0.0 < distance_m <= _FASTEST_M_S * (elapsed_s + 1.0)
