"""The shortest time in which a distance was covered within a recording."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, axis, column
from kernels.jit import kernel


class Efforts(NamedTuple):
    """Per target: the shortest duration and where it starts, in seconds, each (k,); NaN where it was not covered."""

    duration_s: Floats
    start_s: Floats


@kernel("f8(f8[::1], f8[::1], i8, f8)")
def _between(time: Floats, total: Floats, i: int, mark: float) -> float:
    """The time at which the total passes ``mark`` on the way from sample i to i + 1."""
    share = (mark - total[i]) / (total[i + 1] - total[i])
    return float(time[i] + (time[i + 1] - time[i]) * share)


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8[::1])")
def _best_efforts(time: Floats, total: Floats, targets: Floats, duration: Floats, start: Floats) -> None:
    last = total.size - 1
    for k in range(targets.size):
        target, best, best_start = targets[k], math.inf, math.nan
        ahead = behind = 0
        for i in range(total.size):
            # The time over a distance is piecewise linear in its start: the best one starts or ends at a sample.
            # Whole samples bound it from below, which saves nearly all interpolations.
            while ahead < last and total[ahead] - total[i] < target:
                ahead += 1
            if total[ahead] - total[i] >= target and time[ahead - 1] - time[i] < best:
                seconds = _between(time, total, ahead - 1, total[i] + target) - time[i]
                if seconds < best:
                    best, best_start = seconds, time[i]
            while behind < i and total[i] - total[behind + 1] >= target:
                behind += 1
            if behind < i and total[i] - total[behind] >= target and time[i] - time[behind + 1] < best:
                begin = _between(time, total, behind, total[i] - target)
                if time[i] - begin < best:
                    best, best_start = time[i] - begin, begin
        duration[k], start[k] = best if best < math.inf else math.nan, best_start


def best_efforts(time_s: ArrayLike, cumulative_m: ArrayLike, targets_m: ArrayLike) -> Efforts:
    """The shortest elapsed time over each target distance, linear between samples; the earliest of equal ones."""
    total = axis("cumulative_m", cumulative_m)
    time = axis("time_s", time_s, total.size)
    targets = column("targets_m", targets_m)
    if not (np.isfinite(targets) & (targets > 0)).all():
        raise ValueError("targets_m: must be above zero")
    found = Efforts(np.empty(targets.size), np.empty(targets.size))
    _best_efforts(time, total, targets, *found)
    return found
