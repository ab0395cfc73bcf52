"""Outliers against the median of their neighbours.

Hampel 1974, "The influence curve and its role in robust estimation", Journal of the American Statistical Association
69:383-393: a value lies out where it is further from the median of its window than ``k`` times the median of all such
distances, which 1.4826 makes a standard deviation where the noise is normal.
"""

import math
from operator import index
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Mask, at_least_zero, column
from kernels.jit import kernel
from kernels.registry import public

NORMAL = 1.4826
WIDEST = 10_000
LANES = 4  # a window is as long as whole vectors


class Hampel(NamedTuple):
    """The column with outliers replaced by the median around them, and where they were; each (n,)."""

    filtered: Floats
    outlier: Mask


# A window is an ordered row between infinities: first a negative one, behind the known values positive ones.


@kernel("void(f8[::1], f8, f8)")
def _replace(window: Floats, old: float, new: float) -> None:
    """Put one value in the place of another, in order; an infinity stands for none.

    Without the old one the window is ``window[k] if window[k] < old else window[k + 1]``, and every place then takes
    the middle one of its left neighbour, itself and the new value: it vectorises, and no branch is guessed.
    """
    before, here = window[0], window[1]
    for k in range(1, window.size - 1):
        after = window[k + 1]
        left = before if before < old else here
        right = here if here < old else after
        right = right if right < new else new  # noqa: FURB136 -- min() would ask for NaN first
        window[k] = left if left > right else right  # noqa: FURB136
        before, here = here, after


@kernel("f8(f8[::1], i8)")
def _median(window: Floats, known: int) -> float:
    middle = float(window[1 + known // 2])
    return middle if known % 2 else float(window[known // 2]) * 0.5 + middle * 0.5


@kernel("f8(f8[::1], i8, f8)")
def _median_distance(window: Floats, known: int, median: float) -> float:
    """Of the known values to their median: the nearest ones are taken from the middle outwards."""
    left = known // 2
    right = left + 1
    last = distance = 0.0
    for _ in range(known // 2 + 1):
        last = distance
        down, up = abs(window[left] - median), abs(window[right] - median)
        distance = min(down, up)
        left, right = (left - 1, right) if down <= up else (left, right + 1)
    return distance if known % 2 else last * 0.5 + distance * 0.5


@kernel("b1(f8[::1], i8, f8, f8, f8)")
def _lies_out(window: Floats, known: int, median: float, value: float, scale: float) -> bool:
    """Whether a value is further from the median than ``scale`` median distances."""
    distance = abs(value - median)
    if distance == 0.0:
        return False
    # Less than half of the values lie nearer than both of these do, which settles nearly all cases.
    quarter = (known // 2 + 1) // 2
    low, high = window[1 + known // 2 - quarter], window[1 + known // 2 + quarter]
    if known % 2 and distance <= scale * min(median - low, high - median):
        return False
    return scale * _median_distance(window, known, median) < distance


@kernel("void(f8[::1], i8, f8, f8[::1], f8[::1], b1[::1])")
def _hampel(values: Floats, half: int, scale: float, window: Floats, filtered: Floats, outlier: Mask) -> None:
    size, known = values.size, 0
    for i in range(-half, size):
        old = values[i - half - 1] if i > half else math.inf
        new = values[i + half] if i + half < size else math.inf
        old, new = old if math.isfinite(old) else math.inf, new if math.isfinite(new) else math.inf
        if old != new:
            _replace(window, old, new)
            known += int(new < math.inf) - int(old < math.inf)
        if i >= 0:
            filtered[i], outlier[i] = values[i], False
            if math.isfinite(values[i]):
                median = _median(window, known)
                outlier[i] = _lies_out(window, known, median, values[i], scale)
                filtered[i] = median if outlier[i] else values[i]


@public(
    shapes="values[n], half, k -> filtered[n], outlier[n]",
    reference="Hampel 1974, Journal of the American Statistical Association 69:383-393",
    oracle="scipy.ndimage.median_filter",
    peer="scipy.ndimage.median_filter",
)
def hampel(values: ArrayLike, half: int, k: float = 3.0) -> Hampel:
    """Find values further than ``k`` scaled median distances from the median of ``half`` samples to either side.

    Windows shrink at the ends and around missing values; NaN and infinite values count as missing and stay what they
    are. Where most of a window is one value every other one lies out: quantised columns want a larger window.

    Raises:
        ValueError: a half-width below zero or above 10,000 samples, a negative ``k``.
    """
    wanted = column("values", values)
    if not 0 <= half <= WIDEST:
        raise ValueError(f"half: must be from 0 to {WIDEST}, not {half}")
    scale = at_least_zero("k", k) * NORMAL
    half = index(half)
    found = Hampel(np.empty(wanted.size), np.empty(wanted.size, np.bool_))
    window = np.full(2 + -(-(2 * half + 1) // LANES) * LANES, np.inf)
    window[0] = -np.inf
    _hampel(wanted, half, scale, window, *found)
    return found
