"""Ascent and descent by turning points (zigzag): a leg counts once it is as high as a threshold."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Integers, column, positive
from kernels.jit import kernel
from kernels.registry import public


class Climb(NamedTuple):
    """Metres climbed and descended up to each sample, each (n,): from 0, never falling, no NaN."""

    ascent_m: Floats
    descent_m: Floats


@kernel("i8(f8[::1], f8, i8[::1])")
def _turns(altitude: Floats, threshold: float, turns: Integers) -> int:
    """Indices of the turning points, alternately low and high, the ends of the first and the last leg included."""
    low = high = -1
    direction = count = 0
    for i in range(altitude.size):
        if not math.isfinite(altitude[i]):
            continue
        low = i if low < 0 or altitude[i] < altitude[low] else low
        high = i if high < 0 or altitude[i] > altitude[high] else high
        if direction <= 0 and altitude[i] - altitude[low] >= threshold:
            turns[count] = low
            count += 1
            direction, high = 1, i
        elif direction >= 0 and altitude[high] - altitude[i] >= threshold:
            turns[count] = high
            count += 1
            direction, low = -1, i
    if direction != 0:
        turns[count] = high if direction > 0 else low
        count += 1
    return count


@kernel("void(f8[::1], i8[::1], f8[::1], f8[::1])")
def _profile(altitude: Floats, turns: Integers, up: Floats, down: Floats) -> None:
    leg = 0
    risen = fallen = best = 0.0
    for i in range(altitude.size):
        if leg + 1 < turns.size and i > turns[leg]:
            start, end = turns[leg], turns[leg + 1]
            sign = 1.0 if altitude[end] > altitude[start] else -1.0
            if math.isfinite(altitude[i]):
                best = max(best, sign * (altitude[i] - altitude[start]))
            up[i] = risen + (best if sign > 0 else 0.0)
            down[i] = fallen + (best if sign < 0 else 0.0)
            if i == end:
                risen, fallen, best = up[i], down[i], 0.0
                leg += 1
        else:
            up[i], down[i] = risen, fallen


@public(
    shapes="altitude_m[n], threshold_m -> ascent_m[n], descent_m[n]",
    reference="turning points with a threshold (zigzag)",
    oracle="published profiles",
)
def climb(altitude_m: ArrayLike, threshold_m: float) -> Climb:
    """Ascent and descent up to each sample of an altitude of shape (n,); the last entries are the totals.

    Legs run from turning point to turning point of at least ``threshold_m``, so 100 m in steps of 0.1 m are 100 m and
    a saw of half a metre is none. Within a leg the new extremes count. Missing altitudes are bridged.
    """
    altitude = column("altitude_m", altitude_m)
    turns = np.empty(altitude.size + 1, np.int64)
    count = _turns(altitude, positive("threshold_m", threshold_m), turns)
    found = Climb(np.zeros(altitude.size), np.zeros(altitude.size))
    _profile(altitude, turns[:count], *found)
    return found
