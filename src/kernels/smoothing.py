"""A centred moving mean on an axis of uneven steps."""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, axis, column
from kernels.jit import kernel
from kernels.registry import public


@kernel("void(f8[::1], f8[::1], f8, f8[::1])")
def _moving_mean(position: Floats, values: Floats, half_width: float, mean: Floats) -> None:
    first = end = known = 0
    total = 0.0
    for i in range(position.size):
        while end < position.size and position[end] <= position[i] + half_width:
            if math.isfinite(values[end]):
                total += values[end]
                known += 1
            end += 1
        while position[first] < position[i] - half_width:
            if math.isfinite(values[first]):
                total -= values[first]
                known -= 1
            first += 1
        if known == 0:
            total = 0.0  # what rounding left behind
        mean[i] = total / known if known > 0 else math.nan


@public(
    shapes="position[n], values[n], half_width -> mean[n]",
    reference="a centred mean of neighbours",
    oracle="numpy.convolve on even steps",
    peer="bottleneck.move_mean on even steps",
)
def moving_mean(position: ArrayLike, values: ArrayLike, half_width: float) -> Floats:
    """Mean of the known values no further than ``half_width`` away on the axis, shape (n,); NaN where there is none.

    ``position`` and ``half_width`` share a unit (seconds or metres); NaN and infinite values count as missing.
    """
    along = axis("position", position)
    found = np.empty(along.size)
    wanted = column("values", values, along.size)
    _moving_mean(along, wanted, at_least_zero("half_width", half_width), found)
    return found
