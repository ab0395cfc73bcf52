"""Height, slope, and who moves."""

from typing import Any

import numpy as np

from bench.cases.case import Case, Peer, bytes_of, close, equal, holds, plain
from bench.cases.inputs import RUN, Column, run
from bench.loops import Loops
from bench.rounds import Work
from coaching.slope import COSTS, STEEPEST
from kernels import elevation, grade, motion
from models.terms import Sport

_THRESHOLD_M = 2.0
_WINDOW_M = 100.0
_HALF_WIDTH_S = 5.0
_MOVING_M_S, _HOLD_S = 2.8, 5.0
_COSTS = np.array(COSTS[Sport.RUNNING])
_WAY = run()
_SPEED = _WAY.speed_m_s
_MOVING = motion.moving(_WAY.time_s, _SPEED, _MOVING_M_S, _HOLD_S)
_GRADE = grade.grade(_WAY.cumulative_m, _WAY.altitude_m, _WINDOW_M)
_COLUMN = bytes_of(_WAY.time_s)


def _totals(ours: elevation.Climb, theirs: tuple[float, float]) -> None:
    close(1e-9, 1e-6)((ours.ascent_m[-1], ours.descent_m[-1]), tuple(theirs))


def _climb_loop(loops: Loops) -> Work:
    found = np.empty(2)
    return loops.filling("climb", _WAY.altitude_m, RUN, _THRESHOLD_M, found, found=found)


def _numpy_moving() -> Work:
    """Runs of one state by their edges; those that are too short turn over, one after the other."""
    time, speed = _WAY.time_s, _SPEED

    def work() -> object:
        state = speed >= _MOVING_M_S
        edges = np.flatnonzero(np.diff(state)) + 1
        starts = np.concatenate(([0], edges))
        ends = np.concatenate((edges, [time.size])) - 1
        held = time[ends] - time[np.maximum(starts - 1, 0)]
        found = np.empty(time.size, np.bool_)
        current = bool(state[0])
        for start, end, seconds in zip(starts.tolist(), ends.tolist(), held.tolist(), strict=True):
            if seconds >= _HOLD_S:
                current = bool(state[start])
            found[start : end + 1] = current
        return found

    return work


def _numpy_moving_seconds() -> Work:
    def work() -> object:
        return np.diff(_WAY.time_s)[_MOVING[1:]].sum()

    return work


def _numpy_headway() -> Work:
    time, east, north = _WAY.time_s, _WAY.east_m, _WAY.north_m

    def work() -> object:
        a = np.searchsorted(time, time - _HALF_WIDTH_S)
        b = np.searchsorted(time, time + _HALF_WIDTH_S, side="right") - 1
        return np.hypot(east[b] - east[a], north[b] - north[a]) / (time[b] - time[a])

    return work


def _numpy_drift() -> Work:
    time, east, north = _WAY.time_s, _WAY.east_m, _WAY.north_m

    def twice(along: Column, begin: Column, middle: Column, end: Column) -> Column:
        area = np.concatenate(([0.0], np.cumsum((along[1:] + along[:-1]) / 2 * np.diff(time))))
        ends, starts = np.interp(end, time, area), np.interp(begin, time, area)
        return np.asarray(ends - 2 * np.interp(middle, time, area) + starts)

    def work() -> object:
        begin, end = np.maximum(time - _HALF_WIDTH_S, time[0]), np.minimum(time + _HALF_WIDTH_S, time[-1])
        middle, half = (begin + end) / 2, (end - begin) / 2
        return np.hypot(twice(east, begin, middle, end), twice(north, begin, middle, end)) / half**2

    return work


def _inner(ours: Column, theirs: Column) -> None:
    """At the ends the middle lies between two samples, where the peer's line is not the kernel's parabola."""
    close(1e-6, 1e-6)(ours[10:-10], theirs[10:-10])


def _numpy_grade() -> Work:
    distance, altitude = _WAY.cumulative_m, _WAY.altitude_m

    def work() -> object:
        begin = np.maximum(distance - _WINDOW_M / 2, distance[0])
        end = np.minimum(distance + _WINDOW_M / 2, distance[-1])
        return (np.interp(end, distance, altitude) - np.interp(begin, distance, altitude)) / (end - begin)

    return work


def _numpy_level_speed() -> Work:
    def work() -> object:
        cost = np.polyval(_COSTS, np.clip(_GRADE, -STEEPEST, STEEPEST))
        return _SPEED * np.maximum(cost / _COSTS[-1], 0.0)

    return work


def _within(relative: float, absolute: float) -> Any:
    def same(ours: Column, theirs: Column) -> None:
        known = np.isfinite(ours)
        holds(known.mean() > 0.99, "nearly all is known")
        np.testing.assert_allclose(ours[known], theirs[known], relative, absolute)

    return same


CASES = (
    Case(
        kernel="elevation.climb",
        given="3 h at 1 Hz",
        ours=lambda: elevation.climb(_WAY.altitude_m, _THRESHOLD_M),
        peers={"plain Python": Peer(plain("climb", (_WAY.altitude_m,), _THRESHOLD_M), _totals)},
        loop=_climb_loop,
        loop_same=_totals,
        moved_bytes=3 * _COLUMN,
    ),
    Case(
        kernel="motion.moving",
        given="3 h at 1 Hz",
        ours=lambda: motion.moving(_WAY.time_s, _SPEED, _MOVING_M_S, _HOLD_S),
        peers={"NumPy, run by run": Peer(_numpy_moving, equal)},
        moved_bytes=2 * _COLUMN + RUN,
    ),
    Case(
        kernel="motion.moving_seconds",
        given="3 h at 1 Hz",
        ours=lambda: motion.moving_seconds(_WAY.time_s, _MOVING),
        peers={"NumPy": Peer(_numpy_moving_seconds, close())},
        moved_bytes=_COLUMN + RUN,
    ),
    Case(
        kernel="motion.headway",
        given="3 h at 1 Hz, 5 s either way",
        ours=lambda: motion.headway(_WAY.time_s, _WAY.east_m, _WAY.north_m, _HALF_WIDTH_S),
        peers={"NumPy searchsorted, hypot": Peer(_numpy_headway, close())},
        moved_bytes=4 * _COLUMN,
    ),
    Case(
        kernel="motion.drift",
        given="3 h at 1 Hz, 5 s either way",
        ours=lambda: motion.drift(_WAY.time_s, _WAY.east_m, _WAY.north_m, _HALF_WIDTH_S),
        peers={"NumPy cumsum, interp": Peer(_numpy_drift, _inner)},
        moved_bytes=4 * _COLUMN,
    ),
    Case(
        kernel="grade.grade",
        given="3 h at 1 Hz",
        ours=lambda: grade.grade(_WAY.cumulative_m, _WAY.altitude_m, _WINDOW_M),
        peers={"NumPy interp": Peer(_numpy_grade, _within(1e-9, 1e-9))},
        moved_bytes=3 * _COLUMN,
    ),
    Case(
        kernel="grade.level_speed",
        given="3 h at 1 Hz",
        ours=lambda: grade.level_speed(_SPEED, _GRADE, _COSTS, STEEPEST),
        peers={"NumPy polyval and clip": Peer(_numpy_level_speed, _within(1e-9, 1e-9))},
        target=2,
        moved_bytes=3 * _COLUMN,
    ),
)
