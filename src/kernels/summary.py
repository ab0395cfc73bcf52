"""One column in one pass: time-weighted mean, maximum, integral."""

import math
from typing import NamedTuple

from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, axis, column
from kernels.jit import kernel
from kernels.registry import public


class Summary(NamedTuple):
    """Mean and maximum (NaN where nothing is known), the integral over time, and the seconds it covers."""

    mean: float
    maximum: float
    integral: float
    known_s: float


@kernel("UniTuple(f8, 4)(f8[::1], f8[::1], f8)")
def _summary(time: Floats, values: Floats, max_gap: float) -> tuple[float, float, float, float]:
    integral = seconds = plain = 0.0
    maximum = -math.inf
    count = 0
    for i in range(time.size):
        if not math.isfinite(values[i]):
            continue
        maximum = max(maximum, values[i])
        plain += values[i]
        count += 1
        if i > 0:
            held = min(time[i] - time[i - 1], max_gap)
            integral += values[i] * held
            seconds += held
    if count == 0:
        return math.nan, math.nan, 0.0, 0.0
    # A single sample stands for no time, but it does have a mean.
    mean = integral / seconds if seconds > 0 else plain / count
    return mean, maximum, integral, seconds


@public(
    shapes="time_s[n], values[n], max_gap_s -> mean, maximum, integral, known_s",
    reference="a time-weighted mean",
    oracle="numpy.mean and max on even steps",
    peer="numpy.nanmean and nanmax",
)
def summary(time_s: ArrayLike, values: ArrayLike, max_gap_s: float = math.inf) -> Summary:
    """Summarise a column of shape (n,): a value speaks for the time since the sample before it, at most the gap."""
    time = axis("time_s", time_s)
    wanted = column("values", values, time.size)
    return Summary(*_summary(time, wanted, at_least_zero("max_gap_s", max_gap_s)))
