"""Line simplification: Douglas & Peucker 1973, Cartographica 10:112, with distances to the segment."""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Integers, Mask, at_least_zero, column
from kernels.jit import kernel

# Below this depth a stretch is halved instead of cut at its farthest point: no line takes more than
# (DEEPEST + log2 n) looks at a point. Real tracks stay far above it.
DEEPEST = 256


@kernel("f8(f8[::1], f8[::1], i8, i8, i8)")
def _offset_2(x: Floats, y: Floats, start: int, end: int, i: int) -> float:
    """Squared distance of point i from the segment."""
    along_x, along_y = float(x[end] - x[start]), float(y[end] - y[start])
    to_x, to_y = float(x[i] - x[start]), float(y[i] - y[start])
    length_2 = along_x * along_x + along_y * along_y
    dot = to_x * along_x + to_y * along_y
    if dot <= 0.0 or length_2 <= 0.0:
        return to_x * to_x + to_y * to_y
    if dot >= length_2:
        beyond_x, beyond_y = to_x - along_x, to_y - along_y
        return beyond_x * beyond_x + beyond_y * beyond_y
    cross = to_x * along_y - to_y * along_x
    return cross * cross / length_2


@kernel("i8(f8[::1], f8[::1], i8, i8, f8)")
def _farthest(x: Floats, y: Floats, start: int, end: int, tolerance: float) -> int:
    """The point between the two that lies farthest from their segment; -1 where none is beyond the tolerance."""
    found = -1
    farthest = tolerance * tolerance
    for i in range(start + 1, end):
        offset = _offset_2(x, y, start, end, i)
        if offset > farthest:
            found, farthest = i, offset
    return found


@kernel("void(f8[::1], f8[::1], f8, i8[:, ::1], b1[::1])")
def _simplify(x: Floats, y: Floats, tolerance: float, stack: Integers, kept: Mask) -> None:
    kept[0] = kept[-1] = True
    start, end, depth, waiting = 0, x.size - 1, 0, 0
    while True:
        cut = _farthest(x, y, start, end, tolerance)
        if cut < 0:
            if waiting == 0:
                return
            waiting -= 1
            start, end, depth = stack[waiting, 0], stack[waiting, 1], stack[waiting, 2]
            continue
        if depth >= DEEPEST:
            cut = (start + end) // 2
        kept[cut] = True
        depth += 1
        # The longer side waits, so that never more than log2 n of them do.
        left_waits = cut - start > end - cut
        stack[waiting, 0], stack[waiting, 1] = (start, cut) if left_waits else (cut, end)
        stack[waiting, 2] = depth
        waiting += 1
        start, end = (cut, end) if left_waits else (start, cut)


def simplify(x_m: ArrayLike, y_m: ArrayLike, tolerance_m: float) -> Mask:
    """Which points of shape (n,) to keep, so that none lies further than the tolerance from the kept line.

    The first and the last point stay; missing points are never kept.
    """
    x = column("x_m", x_m)
    y = column("y_m", y_m, x.size)
    tolerance = at_least_zero("tolerance_m", tolerance_m)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    kept = np.zeros(known.size, np.bool_)
    if known.size:
        stack = np.empty((math.ceil(math.log2(known.size + 1)) + 2, 3), np.int64)
        _simplify(x[known], y[known], tolerance, stack, kept)
    found = np.zeros(x.size, np.bool_)
    found[known[kept]] = True
    return found
