"""The slope of the ground, and what a speed on it would be on the level."""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, axis, column, positive
from kernels.jit import kernel
from kernels.registry import public

_COSTS = 6


@kernel("i8(f8[::1], f8[::1], f8[::1], f8[::1])")
def _rising(distance: Floats, altitude: Floats, along: Floats, height: Floats) -> int:
    """Collect the known altitudes, of several at one distance the first; how many there are."""
    count = 0
    for i in range(distance.size):
        if math.isfinite(altitude[i]) and (count == 0 or distance[i] > along[count - 1]):
            along[count], height[count] = distance[i], altitude[i]
            count += 1
    return count


@kernel("f8(f8[::1], f8[::1], i8, f8)")
def _between(along: Floats, height: Floats, i: int, mark: float) -> float:
    """The altitude at ``mark``, on the line from entry i to the next one."""
    return float(height[i] + (height[i + 1] - height[i]) * ((mark - along[i]) / (along[i + 1] - along[i])))


@kernel("void(f8[::1], f8[::1], f8, f8[::1])")
def _slopes(along: Floats, height: Floats, window: float, slope: Floats) -> None:
    behind = ahead = 0
    last = along.size - 1
    for i in range(along.size):
        begin = max(along[i] - window / 2.0, along[0])
        end = min(along[i] + window / 2.0, along[last])
        while behind + 1 < last and along[behind + 1] < begin:
            behind += 1
        while ahead + 1 < last and along[ahead + 1] < end:
            ahead += 1
        if end - begin >= window / 2.0:
            risen = _between(along, height, ahead, end) - _between(along, height, behind, begin)
            slope[i] = risen / (end - begin)
        else:
            slope[i] = math.nan


@kernel("void(f8[::1], f8[::1], f8, f8, f8[::1])")
def _slopes_apart(along: Floats, height: Floats, window: float, max_gap: float, slope: Floats) -> None:
    """The slopes of each row of altitudes without a longer gap, as if there were nothing else."""
    begin = 0
    for i in range(1, along.size + 1):
        if i == along.size or along[i] - along[i - 1] > max_gap:
            _slopes(along[begin:i], height[begin:i], window, slope[begin:i])
            begin = i


@kernel("void(f8[::1], f8[::1], f8, f8, f8[:, ::1], f8[::1])")
def _grade(distance: Floats, altitude: Floats, window: float, max_gap: float, scratch: Floats, found: Floats) -> None:
    along, height, slope = scratch[0], scratch[1], scratch[2]
    count = _rising(distance, altitude, along, height)
    found[:] = math.nan
    if count < 2:
        return
    _slopes_apart(along[:count], height[:count], window, max_gap, slope[:count])
    first, last = 0, distance.size - 1
    while not math.isfinite(altitude[first]):
        first += 1
    while not math.isfinite(altitude[last]):
        last -= 1
    at = 0
    for i in range(first, last + 1):
        while at + 1 < count and along[at + 1] <= distance[i]:
            at += 1
        bridged = at + 1 == count or distance[i] == along[at] or along[at + 1] - along[at] <= max_gap
        found[i] = slope[at] if bridged else math.nan


@public(
    shapes="distance_m[n], altitude_m[n], window_m, max_gap_m -> grade[n]",
    reference="the altitude's difference over a window of distance",
    oracle="numpy.interp at both ends of the window",
    peer="numpy.interp",
)
def grade(distance_m: ArrayLike, altitude_m: ArrayLike, window_m: float, *, max_gap_m: float = math.inf) -> Floats:
    """Metres risen a metre over the window around each sample, shape (n,); a fraction, negative downhill.

    The altitude is linear in the distance between the samples where it is known; of several at one distance the first
    counts, and samples without one take the slope of the one before them. Known altitudes that lie more than
    ``max_gap_m`` apart are not bridged: what is between them is NaN, and either side ends there. At the ends the window
    is cut, down to its half. NaN before the first known altitude, after the last, and where less than half of the
    window is left.
    """
    distance = axis("distance_m", distance_m)
    altitude = column("altitude_m", altitude_m, distance.size)
    wide = positive("window_m", window_m)
    gap = at_least_zero("max_gap_m", max_gap_m)
    found = np.empty(distance.size)
    _grade(distance, altitude, wide, gap, np.empty((3, distance.size)), found)
    return found


@kernel("void(f8[::1], f8[::1], f8[::1], f8, f8, f8[::1])")
def _level_speed(speed: Floats, slope: Floats, costs: Floats, steepest: float, least: float, found: Floats) -> None:
    """``costs`` are six, so that the loop has no loop within and vectorises."""
    c5, c4, c3, c2, c1, c0 = costs[0], costs[1], costs[2], costs[3], costs[4], costs[5]
    for i in range(speed.size):
        at = min(steepest, slope[i])
        at = max(-steepest, at)
        share = (((((c5 * at + c4) * at + c3) * at + c2) * at + c1) * at + c0) / c0
        share = max(least, share)
        # What is missing or infinite less itself is NaN, all else is 0.
        found[i] = speed[i] * share + (slope[i] - slope[i])


@public(
    shapes="speed_m_s[n], slope[n], costs[k], steepest, least -> speed_m_s[n]",
    reference="Minetti et al. 2002, J Appl Physiol 93:1039: cost of a metre as a polynomial of the slope",
    oracle="the paper's polynomial, row by row",
    peer="numpy.polyval and numpy.clip",
)
def level_speed(
    speed_m_s: ArrayLike, slope: ArrayLike, costs: ArrayLike, steepest: float, least: float = 0.0
) -> Floats:
    """The speed on the level that costs as much: speed times cost at the slope over cost on the level, shape (n,).

    Args:
        speed_m_s: shape (n,).
        slope: metres risen a metre, shape (n,).
        costs: coefficients of the polynomial, highest power first, six at most; the last is the cost on the level.
        steepest: slopes beyond it, either way, count as this one.
        least: the share is never below it: downhill a polynomial promises more than people make of it.

    NaN where speed or slope is missing.
    """
    speed = column("speed_m_s", speed_m_s)
    grades = column("slope", slope, speed.size)
    terms = column("costs", costs)
    if not (0 < terms.size <= _COSTS and np.isfinite(terms).all() and terms[-1] > 0):
        raise ValueError(f"costs: must be 1 to {_COSTS} finite numbers, the last one above zero")
    padded = np.concatenate((np.zeros(_COSTS - terms.size), terms))
    found = np.empty(speed.size)
    limit = positive("steepest", steepest)
    _level_speed(speed, grades, padded, limit, at_least_zero("least", least), found)
    return found
