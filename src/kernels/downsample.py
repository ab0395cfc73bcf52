"""Largest-triangle-three-buckets on an axis that several channels share.

Steinarsson 2013, "Downsampling time series for visual representation", University of Iceland. The midpoint of the next
bucket on the axis and its mean value make the third corner, as in tsdownsample, whose choice is met for one channel.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Floats, Integers, axis, matrix
from kernels.jit import kernel


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
