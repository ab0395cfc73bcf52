"""When somebody moves: a mask over time with hysteresis.

A sample speaks for the time since the one before it: ``moving[i]`` is the state over ``(t[i-1], t[i]]``.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Mask, at_least_zero, axis, column, mask
from kernels.jit import kernel


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


def moving(time_s: ArrayLike, speed_m_s: ArrayLike, threshold_m_s: float, hold_s: float) -> Mask:
    """Whether each sample's interval was in motion, shape (n,).

    A change of state counts from where it began, once the speed stayed on the other side of the threshold for
    ``hold_s``; shorter stops and starts are ignored. Missing speed keeps the state; where none is known at all the
    recorder ran and nothing says that it stood: in motion.
    """
    time = axis("time_s", time_s)
    speed = column("speed_m_s", speed_m_s, time.size)
    found = np.empty(time.size, np.bool_)
    threshold = at_least_zero("threshold_m_s", threshold_m_s)
    _moving(time, speed, threshold, at_least_zero("hold_s", hold_s), found)
    return found


@kernel("f8(f8[::1], b1[::1])")
def _moving_seconds(time: Floats, moving: Mask) -> float:
    total = 0.0
    for i in range(1, time.size):
        if moving[i]:
            total += time[i] - time[i - 1]
    return total


def moving_seconds(time_s: ArrayLike, moving: ArrayLike) -> float:
    """Seconds in motion, of a mask as ``moving`` gives it; 0 for fewer than two samples."""
    time = axis("time_s", time_s)
    return _moving_seconds(time, mask("moving", moving, time.size))
