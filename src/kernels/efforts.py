"""The shortest time in which a distance was covered within a recording."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, axis, column
from kernels.jit import kernel

SHORTEST_M = 0.001


class Efforts(NamedTuple):
    """Per target: the shortest duration and where it starts, in seconds, each (k,); NaN where it was not covered."""

    duration_s: Floats
    start_s: Floats


@kernel("f8(f8[::1], f8[::1], i8, f8)")
def _between(time: Floats, total: Floats, i: int, mark: float) -> float:
    """The time at which the total passes ``mark`` on the way from sample i to i + 1."""
    share = (mark - total[i]) / (total[i + 1] - total[i])
    return float(time[i] + (time[i + 1] - time[i]) * share)


# The time over a distance is piecewise linear in its start: the best one starts or ends at a sample.
# Whole samples bound it from below, which saves nearly all interpolations.


@kernel("UniTuple(f8, 2)(f8[::1], f8[::1], f8)")
def _best_from_a_sample(time: Floats, total: Floats, target: float) -> tuple[float, float]:
    best, start = math.inf, math.nan
    ahead = 0
    for i in range(total.size):
        mark = total[i] + target
        ahead = max(ahead, i + 1)  # also where rounding swallows the target
        while ahead < total.size and total[ahead] < mark:
            ahead += 1
        if ahead >= total.size:
            break
        if time[ahead - 1] - time[i] < best:
            seconds = _between(time, total, ahead - 1, mark) - time[i]
            if seconds < best:
                best, start = seconds, time[i]
    return best, start


@kernel("UniTuple(f8, 2)(f8[::1], f8[::1], f8)")
def _best_to_a_sample(time: Floats, total: Floats, target: float) -> tuple[float, float]:
    best, start = math.inf, math.nan
    behind = 0
    for i in range(1, total.size):
        mark = total[i] - target
        if mark < total[0]:
            continue
        while behind + 1 < i and total[behind + 1] <= mark:
            behind += 1
        if time[i] - time[behind + 1] < best:
            begin = _between(time, total, behind, mark)
            if time[i] - begin < best:
                best, start = time[i] - begin, begin
    return best, start


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8[::1])")
def _best_efforts(time: Floats, total: Floats, targets: Floats, duration: Floats, start: Floats) -> None:
    for k in range(targets.size):
        best, begin = _best_from_a_sample(time, total, targets[k])
        other, other_begin = _best_to_a_sample(time, total, targets[k])
        if other < best:
            best, begin = other, other_begin
        duration[k], start[k] = best if best < math.inf else math.nan, begin


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
