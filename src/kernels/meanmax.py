"""The mean-maximal curve: the highest mean of a column over every stretch of a duration, on an even grid.

A stretch's sum is the difference of two prefix sums. Blocks of neighbouring starts are passed over where the largest
prefix sum at their ends less the smallest at their starts is below the best one so far, which is most of them.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Integers, column
from kernels.jit import kernel
from kernels.registry import public

_BLOCK = 16


class MeanMax(NamedTuple):
    """Per duration: the highest mean and the sample where its stretch starts, each (k,); NaN and -1 where none fits."""

    mean: Floats
    start: Integers


@kernel("i8(f8[::1], i8)")
def _known(values: Floats, start: int) -> int:
    """How many values are known from ``start`` up to the first missing one."""
    end = start
    while end < values.size and math.isfinite(values[end]):
        end += 1
    return end - start


@kernel("f8(f8[::1], f8[::1], f8[:, ::1])")
def _sums(values: Floats, sums: Floats, blocks: Floats) -> float:
    """Prefix sums of the values less a level, with the smallest and the largest of each block; the level.

    Without the level the sums of a block would differ by more than the stretches do. It is a whole number, so that
    those of whole numbers stay exact.
    """
    level = 0.0
    for i in range(values.size):
        level += values[i]
    level = float(np.floor(level / values.size))
    lowest, highest = blocks[0], blocks[1]
    total = 0.0
    for begin in range(0, values.size + 1, _BLOCK):
        low, high = math.inf, -math.inf
        for i in range(begin, min(begin + _BLOCK, values.size + 1)):
            sums[i] = total
            low = min(low, total)
            high = max(high, total)
            total += values[i] - level if i < values.size else 0.0
        lowest[begin // _BLOCK], highest[begin // _BLOCK] = low, high
    return level


@kernel("i8(f8[::1], f8[:, ::1], i8, i8)")
def _highest(sums: Floats, blocks: Floats, width: int, likely: int) -> int:
    """Where the largest sum over ``width`` values starts; the earliest of equal ones. ``likely`` is looked at first."""
    lowest, highest = blocks[0], blocks[1]
    places = sums.size - width
    at = min(likely, places - 1)
    best = sums[at + width] - sums[at]
    for block in range((places - 1) // _BLOCK + 1):
        begin = block * _BLOCK
        end = min(begin + _BLOCK, places)
        reach = max(highest[(begin + width) // _BLOCK], highest[(end - 1 + width) // _BLOCK])
        if reach - lowest[block] < best:
            continue
        for i in range(begin, end):
            total = sums[i + width] - sums[i]
            if total > best or (total == best and i < at):
                best, at = total, i
    return at


@kernel("void(f8[::1], i8[::1], f8[::1], f8[:, ::1], f8[::1], i8[::1])")
def _mean_max(values: Floats, widths: Integers, sums: Floats, blocks: Floats, mean: Floats, first: Integers) -> None:
    mean[:] = math.nan
    first[:] = -1
    start = 0
    while start < values.size:
        count = _known(values, start)
        if count > 0:
            level = _sums(values[start : start + count], sums[: count + 1], blocks)
            at = 0
            for k in range(widths.size):
                if widths[k] > count:
                    continue
                at = _highest(sums[: count + 1], blocks, widths[k], at)
                found = (sums[at + widths[k]] - sums[at]) / widths[k] + level
                if first[k] < 0 or found > mean[k]:
                    mean[k], first[k] = found, start + at
        start += count + 1


def _found(values: Floats, widths: Integers) -> MeanMax:
    found = MeanMax(np.empty(widths.size), np.empty(widths.size, np.int64))
    sums, blocks = np.empty(values.size + 1), np.empty((2, values.size // _BLOCK + 1))
    _mean_max(values, widths, sums, blocks, *found)
    return found


@public(
    shapes="values[n], durations[k] -> mean[k], start[k]",
    reference="prefix sums; blocks of starts are passed over by a bound",
    oracle="brute force",
    peer="numpy, one slice a duration",
)
def mean_max(values: ArrayLike, durations: ArrayLike) -> MeanMax:
    """The highest mean over each duration, in samples of an even grid, and where it starts; the earliest of equal ones.

    A stretch with a missing value does not count: a mean over what was not measured would be none.
    """
    wanted = column("values", values)
    asked = column("durations", durations)
    if not (np.isfinite(asked) & (asked >= 1) & (asked == np.floor(asked))).all():
        raise ValueError("durations: must be whole samples, at least 1")
    return _found(wanted, np.minimum(asked, wanted.size + 1).astype(np.int64))


@public(
    shapes="values[n] -> mean[n]",
    reference="prefix sums; blocks of starts are passed over by a bound",
    oracle="brute force",
    peer="numpy, one slice a duration",
)
def curve(values: ArrayLike) -> Floats:
    """The highest mean over every duration from 1 sample to n, shape (n,); NaN where no known stretch is as long."""
    wanted = column("values", values)
    return _found(wanted, np.arange(1, wanted.size + 1)).mean
