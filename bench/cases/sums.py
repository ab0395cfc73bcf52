"""Sums over samples: summaries, stretches, zones, load, the best of a distance and of a duration."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.cases.case import Case, Peer, bytes_of, close
from bench.cases.inputs import HOUR, RUN, Column, run
from bench.loops import Loops
from bench.rounds import Work
from coaching.motion import BEST_EFFORT_DISTANCES_M
from kernels import efforts, load, meanmax, splits, summary, zones

_WAY = run()
_HEART = _WAY.heart_rate_bpm
_HELD = np.diff(_WAY.time_s, prepend=0.0)
_COLUMN = bytes_of(_WAY.time_s)
_BOUNDS = np.array([120.0, 140.0, 150.0, 160.0, 170.0])
_TARGETS = np.array([float(metres) for metres in BEST_EFFORT_DISTANCES_M][:8])
_DURATIONS = np.unique(np.geomspace(5, 7200, 25).astype(np.int64))
_UNIT_M = 1000.0
_MARKS = splits.crossings(_WAY.time_s, _WAY.cumulative_m, _UNIT_M)
_STARTS = np.concatenate(([0.0], _MARKS[:-1]))
_HOUR_OF_SPEED = run(HOUR).speed_m_s
_RESTING, _MAXIMUM, _FACTOR, _EXPONENT = 50.0, 190.0, 0.64, 1.92


def _numpy_summary() -> Work:
    return lambda: (np.nanmean(_HEART), np.nanmax(_HEART))


def _summary_same(ours: summary.Summary, theirs: tuple[float, float]) -> None:
    # The kernel's mean is over time: the first sample has none.
    np.testing.assert_allclose(ours.mean, (theirs[0] * RUN - _HEART[0]) / (RUN - 1))
    close(0, 0)(ours.maximum, theirs[1])


def _summary_loop(loops: Loops) -> Work:
    found = np.empty(4)
    return loops.filling("summary", _WAY.time_s, _HEART, RUN, np.inf, found, found=found)


def _numpy_crossings() -> Work:
    total, time = _WAY.cumulative_m, _WAY.time_s
    return lambda: np.interp(np.arange(_UNIT_M, total[-1] + 1e-9, _UNIT_M), total, time)


def _crossings_loop(loops: Loops) -> Work:
    found = np.empty(_MARKS.size)
    return loops.filling("crossings", _WAY.time_s, _WAY.cumulative_m, _UNIT_M, _MARKS.size, found, found=found)


def _numpy_integrals() -> Work:
    def work() -> object:
        total = np.concatenate(([0.0], np.cumsum(_HEART[1:] * np.diff(_WAY.time_s))))
        return np.interp(_MARKS, _WAY.time_s, total) - np.interp(_STARTS, _WAY.time_s, total)

    return work


def _histogram() -> Work:
    edges = np.concatenate(([-np.inf], _BOUNDS, [np.inf]))
    return lambda: np.histogram(_HEART, edges, weights=_HELD)[0]


def _zones_loop(loops: Loops) -> Work:
    found = np.empty(_BOUNDS.size + 1)
    return loops.filling("zones", _HEART, _HELD, RUN, _BOUNDS, _BOUNDS.size, found, found=found)


def _numpy_trimp() -> Work:
    def work() -> object:
        share = np.clip((_HEART - _RESTING) / (_MAXIMUM - _RESTING), 0, 1)
        return float((_HELD / 60 * share * _FACTOR * np.exp(_EXPONENT * share)).sum())

    return work


def _numpy_halves() -> Work:
    speed = _WAY.speed_m_s

    def work() -> object:
        elapsed = np.cumsum(_HELD)
        early = np.clip(elapsed[-1] / 2 - (elapsed - _HELD), 0, _HELD)
        late = _HELD - early
        return (speed * early).sum() / (_HEART * early).sum(), (speed * late).sum() / (_HEART * late).sum(), elapsed[-1]

    return work


def _numpy_efforts() -> Work:
    time, total = _WAY.time_s, _WAY.cumulative_m

    def best(target: float) -> float:
        ends, starts = total + target, total - target
        forward = np.interp(ends[ends <= total[-1]], total, time) - time[: np.count_nonzero(ends <= total[-1])]
        back = time[starts >= total[0]] - np.interp(starts[starts >= total[0]], total, time)
        return float(min(forward.min(initial=np.inf), back.min(initial=np.inf)))

    return lambda: np.array([best(target) for target in _TARGETS])


def _searched_efforts() -> Work:
    """The same with a search for each sample, and lines between neighbours by hand."""
    time, total = _WAY.time_s, _WAY.cumulative_m

    def when(marks: Column, after: NDArray[np.intp]) -> Column:
        share = (marks - total[after - 1]) / (total[after] - total[after - 1])
        return time[after - 1] + share * (time[after] - time[after - 1])

    def best(target: float) -> float:
        after = np.searchsorted(total, total + target)
        starts = np.flatnonzero(after < total.size)
        forward = when(total[starts] + target, after[starts]) - time[starts]
        behind = np.searchsorted(total, total - target, side="right")
        ends = np.flatnonzero(behind > 0)
        back = time[ends] - when(total[ends] - target, behind[ends])
        return float(min(forward.min(initial=np.inf), back.min(initial=np.inf)))

    return lambda: np.array([best(target) for target in _TARGETS])


def _efforts_loop(loops: Loops) -> Work:
    best = np.empty(_TARGETS.size)
    return loops.filling("best_efforts", _WAY.time_s, _WAY.cumulative_m, RUN, _TARGETS, _TARGETS.size, best, found=best)


def _efforts_same(ours: efforts.Efforts, theirs: Column) -> None:
    reached = theirs < np.inf
    close()(ours.duration_s[reached], theirs[reached])


def _slices(values: Column, widths: Any) -> Work:
    asked = widths.tolist()

    def work() -> object:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        return np.array([(sums[width:] - sums[:-width]).max() / width for width in asked])

    return work


def _slices_loop(values: Column, widths: Any) -> Any:
    def loop(loops: Loops) -> Work:
        sums, found = np.empty(values.size + 1), np.empty(widths.size)
        return loops.filling("mean_max", values, values.size, widths, widths.size, sums, found, found=found)

    return loop


def _means_same(ours: meanmax.MeanMax, theirs: Column) -> None:
    close()(ours.mean, theirs)


_ALL = np.arange(1, HOUR + 1)

CASES = (
    Case(
        kernel="summary.summary",
        given="3 h at 1 Hz",
        ours=lambda: summary.summary(_WAY.time_s, _HEART),
        peers={"NumPy nanmean, nanmax": Peer(_numpy_summary, _summary_same)},
        loop=_summary_loop,
        loop_same=lambda ours, theirs: close()(np.array(ours), theirs),
        moved_bytes=2 * _COLUMN,
    ),
    Case(
        kernel="splits.crossings",
        given="3 h at 1 Hz, each km",
        ours=lambda: splits.crossings(_WAY.time_s, _WAY.cumulative_m, _UNIT_M),
        peers={"NumPy interp": Peer(_numpy_crossings, close())},
        loop=_crossings_loop,
        loop_same=close(),
        moved_bytes=_COLUMN,
    ),
    Case(
        kernel="splits.integrals",
        given="3 h at 1 Hz, each km",
        ours=lambda: splits.integrals(_WAY.time_s, _HEART, _STARTS, _MARKS),
        peers={
            "NumPy cumsum, interp": Peer(_numpy_integrals, lambda ours, theirs: close(1e-9, 1e-6)(ours.total, theirs))
        },
        moved_bytes=2 * _COLUMN,
    ),
    Case(
        kernel="zones.zones",
        given="3 h at 1 Hz, 6 zones",
        ours=lambda: zones.zones(_HEART, _HELD, _BOUNDS),
        peers={"numpy.histogram": Peer(_histogram, close())},
        target=4,
        loop=_zones_loop,
        loop_same=close(),
        moved_bytes=2 * _COLUMN,
    ),
    Case(
        kernel="load.trimp",
        given="3 h at 1 Hz",
        ours=lambda: load.trimp(_HEART, _HELD, _RESTING, _MAXIMUM, _FACTOR, _EXPONENT),
        peers={"NumPy": Peer(_numpy_trimp, close())},
        moved_bytes=2 * _COLUMN,
    ),
    Case(
        kernel="load.halves",
        given="3 h at 1 Hz",
        ours=lambda: load.halves(_WAY.speed_m_s, _HEART, _HELD),
        peers={"NumPy": Peer(_numpy_halves, lambda ours, theirs: close()(tuple(ours), theirs))},
        moved_bytes=3 * _COLUMN,
    ),
    Case(
        kernel="efforts.best_efforts",
        given="3 h at 1 Hz, 8 distances",
        ours=lambda: efforts.best_efforts(_WAY.time_s, _WAY.cumulative_m, _TARGETS),
        peers={
            "NumPy searchsorted": Peer(_searched_efforts, _efforts_same),
            "NumPy interp, both ways": Peer(_numpy_efforts, _efforts_same),
        },
        target=10,
        loop=_efforts_loop,
        loop_same=_efforts_same,
        moved_bytes=2 * _COLUMN,
        why="np.interp remembers its place: a merge in C, as ours is",
    ),
    Case(
        kernel="meanmax.mean_max",
        given="3 h at 1 Hz, 25 durations",
        ours=lambda: meanmax.mean_max(_WAY.speed_m_s, _DURATIONS),
        peers={"NumPy slices": Peer(lambda: _slices(_WAY.speed_m_s, _DURATIONS), _means_same)},
        target=1,
        loop=_slices_loop(_WAY.speed_m_s, _DURATIONS),
        loop_same=_means_same,
        moved_bytes=_COLUMN,
    ),
    Case(
        kernel="meanmax.curve",
        given="1 h at 1 Hz, every duration",
        ours=lambda: meanmax.curve(_HOUR_OF_SPEED),
        peers={"NumPy slices": Peer(lambda: _slices(_HOUR_OF_SPEED, _ALL), close())},
        target=1.5,
        loop=_slices_loop(_HOUR_OF_SPEED, _ALL),
        loop_same=close(),
        moved_bytes=2 * bytes_of(_HOUR_OF_SPEED),
    ),
)
