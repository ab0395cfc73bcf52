"""Line simplification for one tolerance or for all.

Douglas & Peucker 1973, Cartographica 10:112-122, with distances to the segment: a stretch is cut at its farthest point,
until none lies further than the tolerance. The cuts are the same for every tolerance, only fewer for a coarser one: a
point stays as long as its own distance, and those of all the cuts that led to it, are larger.

Visvalingam & Whyatt 1993, The Cartographic Journal 30:46-51, with the area at which each point goes.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Integers, Mask, at_least_zero, column
from kernels.jit import kernel
from kernels.registry import public

# Below this depth a stretch is halved instead of cut at its farthest point: no line takes more than
# (DEEPEST + log2 n) looks at a point. Real tracks stay far above it.
DEEPEST = 256
LARGEST = 1.7976931348623157e308


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


@kernel("void(f8[::1], f8[::1], f8, i8[:, ::1], f8[::1], f8[::1])")
def _tolerances(x: Floats, y: Floats, finest: float, stack: Integers, bounds: Floats, found: Floats) -> None:
    """``bounds`` are the tolerances, squared, up to which the waiting stretches are looked at."""
    found[0] = found[-1] = math.inf
    stack[0, 0], stack[0, 1], stack[0, 2], bounds[0] = 0, x.size - 1, 0, math.inf
    waiting = 1
    while waiting > 0:
        waiting -= 1
        start, end, depth, bound = stack[waiting, 0], stack[waiting, 1], stack[waiting, 2], bounds[waiting]
        while True:
            cut, farthest = -1, finest * finest
            for i in range(start + 1, end):
                offset = _offset_2(x, y, start, end, i)
                if offset > farthest:
                    cut, farthest = i, offset
            if cut < 0:
                break
            if depth >= DEEPEST:
                cut = (start + end) // 2
            bound = min(bound, farthest)
            found[cut] = math.sqrt(bound)
            depth += 1
            # The longer side waits, so that never more than log2 n of them do.
            left_waits = cut - start > end - cut
            stack[waiting, 0], stack[waiting, 1] = (start, cut) if left_waits else (cut, end)
            stack[waiting, 2], bounds[waiting] = depth, bound
            waiting += 1
            start, end = (cut, end) if left_waits else (start, cut)


@public(
    shapes="x_m[n], y_m[n], finest_m -> tolerance_m[n]",
    reference="Douglas & Peucker 1973, Cartographica 10:112, with distances to the segment",
    oracle="shapely.simplify at any tolerance",
    peer="shapely.simplify, once",
)
def tolerances(x_m: ArrayLike, y_m: ArrayLike, finest_m: float) -> Floats:
    """Up to which tolerance each point stays, shape (n,): infinity for the ends, 0 for those that ``finest_m`` drops.

    The points above any tolerance from ``finest_m`` on are a line from which no point lies further than that.
    Missing points stay at 0.
    """
    x = column("x_m", x_m)
    y = column("y_m", y_m, x.size)
    finest = at_least_zero("finest_m", finest_m)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    levels = np.zeros(known.size)
    if known.size:
        deep = math.ceil(math.log2(known.size + 1)) + 2
        _tolerances(x[known], y[known], finest, np.empty((deep, 3), np.int64), np.empty(deep), levels)
    found = np.zeros(x.size)
    found[known] = levels
    return found


@public(
    shapes="x_m[n], y_m[n], tolerance_m -> kept[n]",
    reference="Douglas & Peucker 1973, Cartographica 10:112",
    oracle="shapely",
    peer="shapely, simplification",
)
def simplify(x_m: ArrayLike, y_m: ArrayLike, tolerance_m: float) -> Mask:
    """Which points of shape (n,) to keep, so that none lies further than the tolerance from the kept line.

    The first and the last point stay; missing points are never kept.
    """
    return tolerances(x_m, y_m, at_least_zero("tolerance_m", tolerance_m)) > 0


@kernel("f8(f8[::1], f8[::1], i8, i8, i8)")
def _area(x: Floats, y: Floats, a: int, b: int, c: int) -> float:
    """Of the triangle; finite even where coordinates are not of this world, for only what is gone is infinite."""
    area = 0.5 * abs((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]))
    return area if area < LARGEST else LARGEST  # noqa: FURB136 -- NaN too


@kernel("void(f8[::1], i8[::1], i8)")
def _play(keys: Floats, winners: Integers, node: int) -> None:
    """Play the matches above a leaf anew, as far as anything changes; of equal ones the first one wins."""
    key, winner = keys[node], winners[node]
    while node > 1:
        rival, rivals = keys[node ^ 1], winners[node ^ 1]
        node >>= 1
        # Reckoned, not decided: nobody can guess who wins.
        loses = int(rival < key) | (int(rival == key) & int(rivals < winner))
        key = rival if rival < key else key  # noqa: FURB136 -- min() would ask for NaN first
        winner += loses * (rivals - winner)
        if key == keys[node] and winner == winners[node]:
            return
        keys[node], winners[node] = key, winner


@kernel("void(f8[::1], f8[::1], f8[::1], i8[::1], i8[:, ::1], f8[::1])")
def _visvalingam(
    x: Floats, y: Floats, keys: Floats, winners: Integers, neighbours: Integers, effective: Floats
) -> None:
    """The least area is found by a tournament: unlike in a heap no way through it has to be guessed."""
    size, leaves = x.size, keys.size // 2
    before, after = neighbours[0], neighbours[1]
    for i in range(size):
        winners[leaves + i], before[i], after[i] = i, i - 1, i + 1
        effective[i] = math.inf
        if 0 < i < size - 1:
            keys[leaves + i] = _area(x, y, i - 1, i, i + 1)
    for node in range(leaves - 1, 0, -1):
        won = 2 * node if keys[2 * node] <= keys[2 * node + 1] else 2 * node + 1
        keys[node], winners[node] = keys[won], winners[won]
    largest = 0.0
    for _ in range(size - 2):
        i = winners[1]
        largest = max(largest, keys[1])
        effective[i] = largest
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        keys[leaves + i] = math.inf
        if a > 0:
            keys[leaves + a] = _area(x, y, before[a], a, b)
            _play(keys, winners, leaves + a)
        if b < size - 1:
            keys[leaves + b] = _area(x, y, a, b, after[b])
            _play(keys, winners, leaves + b)
        _play(keys, winners, leaves + i)


@public(
    shapes="x_m[n], y_m[n] -> area_m2[n]",
    reference="Visvalingam & Whyatt 1993, The Cartographic Journal 30:46-51",
    oracle="simplification (Rust) in the benchmark",
    peer="simplification.simplify_coords_vw",
)
def visvalingam(x_m: ArrayLike, y_m: ArrayLike) -> Floats:
    """The area in m² at which each point of shape (n,) goes: at a tolerance the points above it are the line.

    Points go by the least triangle with their neighbours, the first of equal ones first; no area is below that of a
    point that went before, so one call serves every tolerance. Infinite for both ends, NaN for missing points.
    """
    x = column("x_m", x_m)
    y = column("y_m", y_m, x.size)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    found = np.full(x.size, np.nan)
    if known.size:
        leaves = 1 << int(known.size - 1).bit_length()
        effective = np.empty(known.size)
        _visvalingam(
            x[known],
            y[known],
            np.full(2 * leaves, np.inf),
            np.zeros(2 * leaves, np.int64),
            np.empty((2, known.size), np.int64),
            effective,
        )
        found[known] = effective
    return found
