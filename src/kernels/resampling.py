"""A column on an even grid of time: linear between neighbours, missing where those lie too far apart."""

import math
from operator import index

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, axis, column, positive
from kernels.jit import kernel
from kernels.registry import public


@kernel("i8(f8[::1], i8)")
def _next_known(values: Floats, i: int) -> int:
    """The first known value from ``i`` on; the size where there is none."""
    while i < values.size and not math.isfinite(values[i]):
        i += 1
    return i


@kernel("void(f8[::1], f8[::1], f8, f8, f8, f8[::1])")
def _resample_gaps(time: Floats, values: Floats, start: float, step: float, max_gap: float, found: Floats) -> None:
    size = time.size
    before, after = -1, _next_known(values, 0)
    slope = math.nan
    for k in range(found.size):
        now = start + k * step
        turned = False
        while after < size and time[after] <= now:
            before, after = after, _next_known(values, after + 1)
            turned = True
        if turned and after < size:
            gap = time[after] - time[before]
            slope = (values[after] - values[before]) / gap if gap <= max_gap else math.nan
        if before < 0:
            found[k] = math.nan
        elif time[before] == now:
            found[k] = values[before]
        else:
            found[k] = values[before] + slope * (now - time[before]) if after < size else math.nan


@public(
    shapes="time_s[n], values[n], step_s, count, start_s, max_gap_s -> value[count]",
    reference="linear interpolation",
    oracle="numpy.interp",
    peer="numpy.interp",
)
def resample_gaps(
    time_s: ArrayLike,
    values: ArrayLike,
    step_s: float,
    count: int,
    *,
    start_s: float = 0.0,
    max_gap_s: float = math.inf,
) -> Floats:
    """The values at ``start_s``, ``start_s + step_s``, ..., shape (count,).

    Linear between known neighbours that lie at most ``max_gap_s`` apart; NaN in longer gaps, before the first known
    value and after the last. NaN and infinite values count as missing; of samples at one instant the last known speaks.

    Raises:
        ValueError: an axis that falls, a step that is not above zero, a negative count or gap.
    """
    time = axis("time_s", time_s)
    known = column("values", values, time.size)
    step, max_gap = positive("step_s", step_s), at_least_zero("max_gap_s", max_gap_s)
    start = float(start_s)
    if not math.isfinite(start):
        raise ValueError(f"start_s: must be finite, not {start_s}")
    if count < 0:
        raise ValueError(f"count: must not be negative, not {count}")
    found = np.empty(index(count))
    _resample_gaps(time, known, start, step, max_gap, found)
    return found
