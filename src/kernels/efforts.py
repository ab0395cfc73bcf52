"""The shortest time in which a distance was covered within a recording."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, axis, column
from kernels.jit import kernel
from kernels.registry import public

SHORTEST_M = 0.001
STRIDE = 16  # samples at a time while nothing in reach could be better


class Efforts(NamedTuple):
    """Per target: the shortest duration and where it starts, in seconds, each (k,); NaN where it was not covered."""

    duration_s: Floats
    start_s: Floats


@kernel("f8(f8[::1], f8[::1], i8, f8)")
def _between(time: Floats, total: Floats, i: int, mark: float) -> float:
    """The time at which the total passes ``mark`` on the way from sample i to i + 1."""
    share = (mark - total[i]) / (total[i + 1] - total[i])
    return float(time[i] + (time[i + 1] - time[i]) * share)


@kernel("i8(f8[::1], f8, i8)")
def _reached(total: Floats, mark: float, ahead: int) -> int:
    """The first sample from ``ahead`` on that has the mark; the size where none has."""
    while ahead < total.size and total[ahead] < mark:
        ahead += 1
    return ahead


@kernel("UniTuple(f8, 2)(f8, f8, f8, f8)")
def _better(seconds: float, begin: float, best: float, start: float) -> tuple[float, float]:
    if seconds < best or (seconds == best and begin < start):
        return seconds, begin
    return best, start


@kernel("i8(f8[::1], f8, i8, i8)")
def _passed(time: Floats, best: float, first: int, end: int) -> int:
    """The first start from which ``end`` is less than the best duration away; a stride is the likely way there."""
    if time[end] - time[first] < best:
        return first
    found = min(first + STRIDE, end)
    while time[end] - time[found - 1] < best:
        found -= 1
    while found < end and time[end] - time[found] >= best:
        found += 1
    return found


# The time over a distance is piecewise linear in its start: the best one starts or ends at a sample.


@kernel("UniTuple(f8, 2)(f8[::1], f8[::1], f8)")
def _best_effort(time: Floats, total: Floats, target: float) -> tuple[float, float]:
    """The shortest duration and its start; infinite and NaN where the target was not covered.

    Every start before ``first`` lies at least the best duration so far before ``end``. What could be better and either
    ends at this sample or starts at one that was just passed lies between ``outer`` and ``end``: where those are less
    than the target apart nothing is interpolated, and where a stride further on still are, the stride is skipped.
    Behind the last sample all starts are passed.
    """
    best, start = math.inf, math.nan
    first = ahead = behind = 0
    end = 1
    while end <= total.size:
        outer = max(first - 1, 0)
        if end + STRIDE < total.size and total[end + STRIDE] - total[outer] < target:
            end += STRIDE
            first = _passed(time, best, first, end)
            end += 1
            continue
        last, passed = min(end, total.size - 1), first
        while first < end and (last < end or time[end] - time[first] >= best):
            first += 1
        outer = passed if first > passed else outer
        end += 1
        if total[last] - total[outer] < target:
            continue
        for i in range(passed, first):
            mark = total[i] + target
            ahead = _reached(total, mark, max(ahead, i + 1))  # never i itself, though rounding swallows the target
            if ahead >= total.size:
                break
            if time[ahead - 1] - time[i] <= best:
                seconds = _between(time, total, ahead - 1, mark) - time[i]
                best, start = _better(seconds, time[i], best, start)
        mark = total[last] - target
        while behind + 1 < last and total[behind + 1] <= mark:
            behind += 1
        if mark >= total[0] and time[last] - time[behind + 1] <= best:
            begin = _between(time, total, behind, mark)
            best, start = _better(time[last] - begin, begin, best, start)
    return best, start


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8[::1])")
def _best_efforts(time: Floats, total: Floats, targets: Floats, duration: Floats, start: Floats) -> None:
    for k in range(targets.size):
        best, begin = _best_effort(time, total, targets[k])
        duration[k], start[k] = best if best < math.inf else math.nan, begin


@public(
    shapes="time_s[n], cumulative_m[n], targets_m[k] -> duration_s[k], start_s[k]",
    reference="two pointers over a piecewise linear way",
    oracle="every start with every end",
    peer="numpy.searchsorted and interp",
)
def best_efforts(time_s: ArrayLike, cumulative_m: ArrayLike, targets_m: ArrayLike) -> Efforts:
    """The shortest elapsed time over each target distance, linear between samples; the earliest of equal ones."""
    total = axis("cumulative_m", cumulative_m)
    time = axis("time_s", time_s, total.size)
    targets = column("targets_m", targets_m)
    if not (np.isfinite(targets) & (targets >= SHORTEST_M)).all():
        raise ValueError(f"targets_m: must be at least {SHORTEST_M}")
    found = Efforts(np.empty(targets.size), np.empty(targets.size))
    _best_efforts(time, total, targets, *found)
    return found
