"""Times at which a running total crosses its marks, and integrals of a column over stretches of time."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, axis, column, positive
from kernels.jit import kernel
from kernels.registry import public

# As marks of one column, this is a fault; they would fill the memory.
MOST = 1_000_000


class Integrals(NamedTuple):
    """Per stretch: the integral of the values over time, and for how many seconds they were known; each (k,)."""

    total: Floats
    known_s: Floats

    @property
    def mean(self) -> Floats:
        """Time-weighted means, NaN where nothing was known."""
        known = np.where(self.known_s > 0, self.known_s, np.nan)
        return np.asarray(self.total / known, np.float64)


@kernel("void(f8[::1], f8[::1], f8, f8[::1])")
def _crossings(time: Floats, total: Floats, unit: float, times: Floats) -> None:
    i = 0
    for k in range(times.size):
        mark = (k + 1) * unit
        while i < total.size - 1 and total[i] < mark:
            i += 1
        times[k] = time[i]
        if i > 0 and total[i] > mark:
            share = (mark - total[i - 1]) / (total[i] - total[i - 1])
            times[k] = time[i - 1] + (time[i] - time[i - 1]) * share


@public(
    shapes="time_s[n], total[n], unit -> time_s[k]",
    reference="linear interpolation",
    oracle="numpy.interp",
    peer="numpy.interp",
)
def crossings(time_s: ArrayLike, total: ArrayLike, unit: float) -> Floats:
    """When the total first reached each whole multiple of ``unit``, linear between samples, shape (k,).

    Raises:
        ValueError: more than ``MOST`` multiples.
    """
    along = axis("total", total)
    time = axis("time_s", time_s, along.size)
    step = positive("unit", unit)
    multiples = float(along[-1]) / step if along.size else 0.0
    if multiples > MOST:
        raise ValueError(f"unit: must not go more than {MOST} times into the total, not {multiples:g} times")
    count = max(int(multiples), 0)
    times = np.empty(count)
    if count:
        _crossings(time, along, step, times)
    return times


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8, f8[:, ::1])")
def _integrals(
    time: Floats, values: Floats, starts: Floats, ends: Floats, max_gap: float, totals_and_known: Floats
) -> None:
    total, known = totals_and_known
    for k in range(starts.size):
        total[k] = known[k] = 0.0
        i = max(np.searchsorted(time, starts[k], side="right"), 1)
        while i < time.size and time[i - 1] < ends[k]:
            begin = max(time[i - 1], time[i] - max_gap, starts[k])
            seconds = min(time[i], ends[k]) - begin
            if seconds > 0 and math.isfinite(values[i]):
                total[k] += values[i] * seconds
                known[k] += seconds
            i += 1


@public(
    shapes="time_s[n], values[n], starts_s[k], ends_s[k], max_gap_s -> total[k], known_s[k]",
    reference="rectangles to the left of each sample",
    oracle="parts that add up to the whole",
    peer="numpy, cumulative sums and interp",
)
def integrals(
    time_s: ArrayLike, values: ArrayLike, starts_s: ArrayLike, ends_s: ArrayLike, max_gap_s: float = math.inf
) -> Integrals:
    """Integrate a column of shape (n,) over k stretches of time.

    A value speaks for the time since the sample before it, for ``max_gap_s`` at most. Missing values add nothing.
    """
    time = axis("time_s", time_s)
    wanted = column("values", values, time.size)
    starts = column("starts_s", starts_s)
    ends = column("ends_s", ends_s, starts.size)
    found = np.empty((2, starts.size))
    _integrals(time, wanted, starts, ends, at_least_zero("max_gap_s", max_gap_s), found)
    return Integrals(*found)
