"""Which samples to show: largest-triangle-three-buckets on an axis that channels share, and extremes of buckets.

Steinarsson 2013, "Downsampling time series for visual representation", University of Iceland. The midpoint of the next
bucket on the axis and its mean value make the third corner, as in tsdownsample, whose choice is met for one channel.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Floats, Integers, axis, column, matrix
from kernels.jit import kernel
from kernels.registry import public

# Of finite numbers, read as integers: the sign's bit, and what only infinity and NaN reach.
LOWEST, INFINITE = -(2**63), 0x7FF0_0000_0000_0000
BLOCK = 64


@kernel("f8(f8[::1], u8, u8)")
def _mean(values: Floats, start: int, end: int) -> float:
    """Of a bucket without missing values; four sums at a time, for one would wait for itself."""
    a = b = c = d = 0.0
    whole = end - (end - start) % 4
    for i in range(start, whole, 4):
        a += values[i]
        b += values[i + 1]
        c += values[i + 2]
        d += values[i + 3]
    for i in range(whole, end):
        a += values[i]
    return ((a + b) + (c + d)) / (end - start)


@kernel("b1(f8[::1], f8[::1], i8[::1])")
def _lttb_known(position: Floats, values: Floats, chosen: Integers) -> bool:
    """One channel, as long as nothing is missing: false, and nothing chosen, where something is."""
    size, points = position.size, chosen.size
    every = (size - 2) / (points - 2)
    a, start, end = 0, 1, int(every) + 1
    if not math.isfinite(_mean(values, 0, end) + values[size - 1]):
        return False
    for bucket in range(points - 2):
        chosen[bucket] = a
        next_end = min(int(every * (bucket + 2)) + 1, size)
        across = position[a] - (position[end] + position[next_end - 1]) / 2
        held = values[a]
        rise = _mean(values, end, next_end) - held
        offset = across * held + rise * position[a]
        if not math.isfinite(offset):
            return False
        a, largest = start, -1.0
        for i in range(start, end):
            area = abs(across * values[i] + rise * position[i] - offset)
            if area > largest:
                a, largest = i, area
        start, end = end, next_end
    chosen[points - 2] = a
    chosen[points - 1] = size - 1
    return True


@kernel("f8(f8[::1], i8, i8)")
def _bucket_mean(values: Floats, start: int, end: int) -> float:
    total = 0.0
    count = 0
    for i in range(start, end):
        if math.isfinite(values[i]):
            total += values[i]
            count += 1
    return total / count if count > 0 else math.nan


@kernel("void(f8[::1], f8[:, ::1], f8[::1], i8[::1], f8[::1])")
def _lttb(position: Floats, values: Floats, weights: Floats, chosen: Integers, areas: Floats) -> None:
    size, points = position.size, chosen.size
    every = (size - 2) / (points - 2)
    a = 0
    for bucket in range(points - 2):
        chosen[bucket] = a
        start, end = int(every * bucket) + 1, int(every * (bucket + 1)) + 1
        next_end = min(int(every * (bucket + 2)) + 1, size)
        across = position[a] - (position[end] + position[next_end - 1]) / 2
        areas[: end - start] = 0.0
        for channel in range(weights.size):
            held = values[channel, a]
            rise = _bucket_mean(values[channel], end, next_end) - held
            offset = across * held + rise * position[a]
            if weights[channel] > 0 and math.isfinite(offset):
                for i in range(start, end):
                    value = values[channel, i]
                    if math.isfinite(value):
                        area = abs(across * value + rise * position[i] - offset)
                        areas[i - start] += area * weights[channel]
        a = start + int(np.argmax(areas[: end - start]))
    chosen[points - 2] = a
    chosen[points - 1] = size - 1


@public(
    shapes="position[n], values[n, k], points -> index[m]",
    reference="Steinarsson 2013, Downsampling time series for visual representation",
    oracle="tsdownsample",
    peer="tsdownsample, lttbc",
)
def lttb(position: ArrayLike, values: ArrayLike, points: int) -> NDArray[np.int64]:
    """Indices of the samples to show, ascending, the first and the last among them, shape (min(n, points),).

    ``values`` is (n,) or (n, k), a column a channel. Every channel's triangles count in units of its own range and are
    summed; missing values add nothing.

    Raises:
        ValueError: fewer than three points asked for, or an axis that falls.
    """
    along = axis("position", position)
    rows = matrix("values", values, along.size)
    if points < 3:
        raise ValueError(f"points: must be at least 3, not {points}")
    if points >= along.size:
        return np.arange(along.size)
    chosen = np.empty(points, np.int64)
    if rows.shape[0] == 1 and _lttb_known(along, rows[0], chosen):
        return chosen
    areas = np.empty(int((along.size - 2) / (points - 2)) + 2)
    _lttb(along, rows, _weights(rows), chosen, areas)
    return chosen


def _weights(rows: Floats) -> Floats:
    if rows.shape[0] == 1:
        return np.ones(1)
    known = np.isfinite(rows)
    spread = np.where(known, rows, -np.inf).max(axis=1) - np.where(known, rows, np.inf).min(axis=1)
    weights = np.zeros(spread.size)
    varies = np.isfinite(spread) & (spread > 0)
    weights[varies] = 1 / spread[varies]
    return weights


# Unsigned bounds: a compiler that has to reckon with negative indices does not vectorise.


@kernel("UniTuple(i8, 2)(i8[::1], u8, u8)")
def _extremes(bits: Integers, start: int, end: int) -> tuple[int, int]:
    """Least and greatest of numbers that are read as integers: those have an order that vectorises, NaN has none."""
    least, greatest = INFINITE, -INFINITE
    for i in range(start, end):
        key = bits[i] if bits[i] >= 0 else LOWEST - bits[i]
        least, greatest = min(least, key), max(greatest, key)
    return least, greatest


@kernel("i8(i8[::1], i8, i8)")
def _first(bits: Integers, key: int, i: int) -> int:
    """Where the number with this key is, from ``i`` on."""
    while (bits[i] if bits[i] >= 0 else LOWEST - bits[i]) != key:
        i += 1
    return i


@kernel("UniTuple(i8, 2)(f8[::1], i8, i8)")
def _known_extremes(values: Floats, start: int, end: int) -> tuple[int, int]:
    """Where the first least and the first greatest of the finite values are; the start where there are none."""
    low = high = start
    least, greatest = math.inf, -math.inf
    for i in range(start, end):
        if math.isfinite(values[i]):
            if values[i] < least:
                low, least = i, values[i]
            if values[i] > greatest:
                high, greatest = i, values[i]
    return low, high


@kernel("void(f8[::1], i8[::1], i8[::1])")
def _minmax(values: Floats, bits: Integers, chosen: Integers) -> None:
    buckets = chosen.size // 2
    every = (values.size - 1) / buckets
    start = 0
    for bucket in range(buckets):
        end = int(every * (bucket + 1)) + 1
        least, greatest, low, high = INFINITE, -INFINITE, start, start
        for block in range(start, end, BLOCK):
            block_least, block_greatest = _extremes(bits, block, min(block + BLOCK, end))
            if block_least < least:
                least, low = block_least, block
            if block_greatest > greatest:
                greatest, high = block_greatest, block
        if least <= -INFINITE or greatest >= INFINITE:
            low, high = _known_extremes(values, start, end)
        else:
            low, high = _first(bits, least, low), _first(bits, greatest, high)
        chosen[2 * bucket], chosen[2 * bucket + 1] = min(low, high), max(low, high)
        start = end


@public(
    shapes="values[n], points -> index[m]",
    reference="extremes of equal buckets",
    oracle="tsdownsample",
    peer="tsdownsample",
)
def minmax(values: ArrayLike, points: int) -> NDArray[np.int64]:
    """Indices of the least and the greatest sample of each of ``points / 2`` buckets, shape (min(n, points),).

    Never falling; a bucket of equal values names its first one twice. NaN and infinite values are seen only where a
    bucket has no other: its first sample then stands for the hole.

    Raises:
        ValueError: the number of points is odd or below two.
    """
    wanted = column("values", values)
    if points < 2 or points % 2:
        raise ValueError(f"points: must be even and at least 2, not {points}")
    if points >= wanted.size:
        return np.arange(wanted.size)
    chosen = np.empty(points, np.int64)
    _minmax(wanted, wanted.view(np.int64), chosen)
    return chosen
