"""Time in zones: for how long a column lay between which bounds."""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, axis, column
from kernels.jit import kernel
from kernels.registry import public

# Up to so many bounds it is quicker to compare with each of them than to search.
_FEW = 12


@kernel("i8(f8[::1], f8)")
def _zone(bounds: Floats, value: float) -> int:
    """How many bounds are not above the value."""
    low, high = 0, bounds.size
    while low < high:
        middle = (low + high) >> 1
        if bounds[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low


@kernel("void(f8[::1], f8[::1], f8[::1], i8, f8[::1])")
def _zones(values: Floats, seconds: Floats, bounds: Floats, few: int, found: Floats) -> None:
    for i in range(values.size):
        if not (math.isfinite(values[i]) and 0.0 < seconds[i] < math.inf):
            continue
        if bounds.size <= few:
            zone = 0
            for k in range(bounds.size):
                zone += 1 if bounds[k] <= values[i] else 0
        else:
            zone = _zone(bounds, values[i])
        found[zone] += seconds[i]


@public(
    shapes="values[n], seconds[n], bounds[k] -> seconds[k + 1]",
    reference="a weighted histogram",
    oracle="numpy.histogram",
    peer="numpy.histogram",
)
def zones(values: ArrayLike, seconds: ArrayLike, bounds: ArrayLike) -> Floats:
    """Seconds below the first bound, from each bound to the next, and from the last one on, shape (k + 1,).

    A value that equals a bound lies above it. Samples count for the seconds they stand for; missing values, and times
    that are missing, infinite or not above zero, add nothing: whoever calls cuts gaps from the seconds.
    """
    wanted = column("values", values)
    held = column("seconds", seconds, wanted.size)
    limits = axis("bounds", bounds)
    found = np.zeros(limits.size + 1)
    _zones(wanted, held, limits, _FEW, found)
    return found
