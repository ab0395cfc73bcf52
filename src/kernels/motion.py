"""When somebody moves: how fast they get on, and a mask over time with hysteresis.

A sample speaks for the time since the one before it: ``moving[i]`` is the state over ``(t[i-1], t[i]]``.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Mask, at_least_zero, axis, column, mask, positive
from kernels.jit import kernel
from kernels.registry import public


@kernel("void(f8[::1], f8[::1], f8, f8, b1[::1])")
def _moving(time: Floats, speed: Floats, threshold: float, hold: float, moving: Mask) -> None:
    state, first = True, True
    turned = -1  # where the state may have changed, not yet held long enough
    for i in range(time.size):
        now = speed[i] >= threshold
        if first and not math.isnan(speed[i]):
            state, first = now, False
            moving[:i] = state
        if math.isnan(speed[i]) or now == state:
            # Missing speed neither starts a change nor ends one that has begun.
            turned = turned if math.isnan(speed[i]) else -1
        elif turned < 0:
            turned = i
        moving[i] = state
        if turned >= 0 and time[i] - time[max(turned - 1, 0)] >= hold:
            state = not state
            moving[turned : i + 1] = state
            turned = -1


@kernel("void(f8[::1], f8[::1], f8, b1[::1])")
def _forget(time: Floats, speed: Floats, longest: float, moving: Mask) -> None:
    """Where speed is missing for longer than ``longest`` nobody is known to have moved."""
    last = -1
    for i in range(time.size):
        ends = i + 1 == time.size or not math.isnan(speed[i + 1])
        if not math.isnan(speed[i]):
            last = i
        elif ends and time[i] - time[max(last, 0)] > longest:
            moving[last + 1 : i + 1] = False


@public(
    shapes="time_s[n], speed_m_s[n], threshold_m_s, hold_s, longest_s -> moving[n]",
    reference="a threshold with hysteresis",
    oracle="timers of devices (docs/accuracy.md)",
)
def moving(
    time_s: ArrayLike, speed_m_s: ArrayLike, threshold_m_s: float, hold_s: float, longest_s: float = math.inf
) -> Mask:
    """Whether each sample's interval was in motion, shape (n,).

    A change of state counts from where it began, once the speed stayed on the other side of the threshold for
    ``hold_s``; shorter stops and starts are ignored. Missing speed keeps the state for ``longest_s``; where it is
    missing for longer, nothing of that time is in motion. Where none is known at all the recorder ran and nothing says
    that it stood: in motion.
    """
    time = axis("time_s", time_s)
    speed = column("speed_m_s", speed_m_s, time.size)
    found = np.empty(time.size, np.bool_)
    threshold = at_least_zero("threshold_m_s", threshold_m_s)
    longest = at_least_zero("longest_s", longest_s)
    _moving(time, speed, threshold, at_least_zero("hold_s", hold_s), found)
    if not np.isnan(speed).all():
        _forget(time, speed, longest, found)
    return found


@kernel("f8(f8[::1], b1[::1])")
def _moving_seconds(time: Floats, moving: Mask) -> float:
    total = 0.0
    for i in range(1, time.size):
        if moving[i]:
            total += time[i] - time[i - 1]
    return total


@public(
    shapes="time_s[n], moving[n] -> moving_s",
    reference="a sum",
    oracle="numpy, differences under a mask",
    peer="numpy, differences under a mask",
)
def moving_seconds(time_s: ArrayLike, moving: ArrayLike) -> float:
    """Seconds in motion, of a mask as ``moving`` gives it; 0 for fewer than two samples."""
    time = axis("time_s", time_s)
    return _moving_seconds(time, mask("moving", moving, time.size))


@kernel("void(f8[::1], f8[::1], f8[::1], f8, f8[::1])")
def _headway(time: Floats, east: Floats, north: Floats, half_width: float, speed: Floats) -> None:
    """The positions are known."""
    first = last = 0
    for i in range(time.size):
        while time[first] < time[i] - half_width:
            first += 1
        while last + 1 < time.size and time[last + 1] <= time[i] + half_width:
            last += 1
        a, b = min(first, max(i - 1, 0)), max(last, min(i + 1, time.size - 1))
        span = time[b] - time[a]
        x, y = east[b] - east[a], north[b] - north[a]
        speed[i] = math.sqrt(x * x + y * y) / span if span > 0 else math.nan


@public(
    shapes="time_s[n], east_m[n], north_m[n], half_width_s -> speed_m_s[n]",
    reference="displacement over time",
    oracle="numpy, by index",
)
def headway(time_s: ArrayLike, east_m: ArrayLike, north_m: ArrayLike, half_width_s: float) -> Floats:
    """Speed in m/s across ``half_width_s`` to either side, and at least to both neighbours, shape (n,).

    NaN where the position is missing, or all of these share one time.
    """
    time, known, east, north = _known_positions(time_s, east_m, north_m)
    found = np.empty(east.size)
    _headway(time[known], east, north, positive("half_width_s", half_width_s), found)
    return _spread(found, known)


@kernel("f8(f8[::1], f8[::1], f8[::1], i8, f8)")
def _area(time: Floats, along: Floats, total: Floats, k: int, at: float) -> float:
    """Integral of a coordinate up to ``at``, which lies between samples k and k + 1."""
    if k + 1 >= time.size or at <= time[k]:
        return float(total[k])
    part = at - time[k]
    slope = (along[k + 1] - along[k]) / (time[k + 1] - time[k])
    return float(total[k] + part * (along[k] + 0.5 * part * slope))


@kernel("void(f8[::1], f8[::1], f8[::1], f8, f8[::1], f8[::1], f8[::1])")
def _drift(  # noqa: PLR0913, PLR0917 -- the caller allocates all outputs
    time: Floats, east: Floats, north: Floats, half_width: float, area_x: Floats, area_y: Floats, speed: Floats
) -> None:
    """The positions are known; the areas are scratch."""
    for i in range(time.size):
        area_x[i] = area_y[i] = 0.0
        if i > 0:
            dt = time[i] - time[i - 1]
            area_x[i] = area_x[i - 1] + dt * 0.5 * (east[i - 1] + east[i])
            area_y[i] = area_y[i - 1] + dt * 0.5 * (north[i - 1] + north[i])
    a = b = c = 0
    for i in range(time.size):
        begin, end = max(time[i] - half_width, time[0]), min(time[i] + half_width, time[-1])
        middle, half = 0.5 * (begin + end), 0.5 * (end - begin)
        while a + 1 < time.size and time[a + 1] <= begin:
            a += 1
        while b + 1 < time.size and time[b + 1] <= middle:
            b += 1
        while c + 1 < time.size and time[c + 1] <= end:
            c += 1
        x = (
            _area(time, east, area_x, c, end)
            - 2 * _area(time, east, area_x, b, middle)
            + _area(time, east, area_x, a, begin)
        )
        y = (
            _area(time, north, area_y, c, end)
            - 2 * _area(time, north, area_y, b, middle)
            + _area(time, north, area_y, a, begin)
        )
        speed[i] = math.sqrt(x * x + y * y) / (half * half) if half > 0 else math.nan


@public(
    shapes="time_s[n], east_m[n], north_m[n], half_width_s -> speed_m_s[n]",
    reference="difference of two means",
    oracle="scipy.integrate.quad over straight ways",
)
def drift(time_s: ArrayLike, east_m: ArrayLike, north_m: ArrayLike, half_width_s: float) -> Floats:
    """How fast the mean position moves from the first to the second half of the time around a sample, m/s, shape (n,).

    The time reaches ``half_width_s`` to either side, less at the ends of the recording. What comes and goes within one
    half cancels out: a receiver that wanders about one place hardly drifts, whoever walks does. NaN where the position
    is missing, or there is no time around it.
    """
    time, known, east, north = _known_positions(time_s, east_m, north_m)
    found = np.empty(east.size)
    half_width = positive("half_width_s", half_width_s)
    _drift(time[known], east, north, half_width, np.empty(east.size), np.empty(east.size), found)
    return _spread(found, known)


def _known_positions(time_s: ArrayLike, east_m: ArrayLike, north_m: ArrayLike) -> tuple[Floats, Mask, Floats, Floats]:
    time = axis("time_s", time_s)
    east, north = column("east_m", east_m, time.size), column("north_m", north_m, time.size)
    known = np.isfinite(east) & np.isfinite(north)
    return time, known, east[known], north[known]


def _spread(found: Floats, known: Mask) -> Floats:
    result = np.full(known.size, np.nan)
    result[known] = found
    return result
