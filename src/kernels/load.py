"""What an activity asks of the heart: Banister's impulse, and how the way a beat carries changes over its halves."""

import math
from typing import NamedTuple

from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, column, positive
from kernels.jit import kernel
from kernels.registry import public


class Halves(NamedTuple):
    """Speed over heart rate in either half, m/s a bpm (NaN where nothing is known), and the seconds of both."""

    first: float
    second: float
    known_s: float


@kernel("f8(f8[::1], f8[::1], f8, f8, f8, f8)")
def _trimp(
    heart_rate: Floats, seconds: Floats, resting: float, maximum: float, factor: float, exponent: float
) -> float:
    total = weight = 0.0
    last = math.nan
    for i in range(heart_rate.size):
        if math.isfinite(heart_rate[i]) and 0.0 < seconds[i] < math.inf:
            # Hearts keep their rate for some seconds, and the exponential is all that this costs.
            if heart_rate[i] != last:
                last = heart_rate[i]
                share = min(max((last - resting) / (maximum - resting), 0.0), 1.0)
                weight = share * factor * math.exp(exponent * share)
            total += seconds[i] / 60.0 * weight
    return total


@public(
    shapes="heart_rate_bpm[n], seconds[n], resting_bpm, maximum_bpm, factor, exponent -> trimp",
    reference="Banister 1991, in MacDougall et al., Physiological Testing of the High-Performance Athlete",
    oracle="closed form on a constant heart rate",
    peer="numpy, one expression",
)
def trimp(
    heart_rate_bpm: ArrayLike,
    seconds: ArrayLike,
    resting_bpm: float,
    maximum_bpm: float,
    factor: float,
    exponent: float,
) -> float:
    """The training impulse: minutes times the share x of the heart-rate reserve times ``factor * e**(exponent * x)``.

    x is held between 0 and 1. Samples count for the seconds they stand for; missing ones add nothing.
    """
    heart = column("heart_rate_bpm", heart_rate_bpm)
    held = column("seconds", seconds, heart.size)
    resting = at_least_zero("resting_bpm", resting_bpm)
    maximum = positive("maximum_bpm", maximum_bpm)
    if not resting < maximum:
        raise ValueError(f"resting_bpm: must be below the maximum, not {resting_bpm}")
    weight = positive("factor", factor)
    return float(_trimp(heart, held, resting, maximum, weight, at_least_zero("exponent", exponent)))


@kernel("b1(f8, f8, f8)")
def _counts(speed: float, heart_rate: float, seconds: float) -> bool:
    return math.isfinite(speed) and 0.0 < heart_rate < math.inf and 0.0 < seconds < math.inf


@kernel("UniTuple(f8, 3)(f8[::1], f8[::1], f8[::1])")
def _halves(speed: Floats, heart_rate: Floats, seconds: Floats) -> tuple[float, float, float]:
    known = 0.0
    for i in range(speed.size):
        if _counts(speed[i], heart_rate[i], seconds[i]):
            known += seconds[i]
    if known <= 0.0:
        return math.nan, math.nan, 0.0
    way = beats = way_first = beats_first = passed = 0.0
    for i in range(speed.size):
        if not _counts(speed[i], heart_rate[i], seconds[i]):
            continue
        early = min(max(known / 2.0 - passed, 0.0), seconds[i])
        way_first += speed[i] * early
        beats_first += heart_rate[i] * early
        way += speed[i] * (seconds[i] - early)
        beats += heart_rate[i] * (seconds[i] - early)
        passed += seconds[i]
    return way_first / beats_first, way / beats, known


@public(
    shapes="speed_m_s[n], heart_rate_bpm[n], seconds[n] -> first, second, known_s",
    reference="Friel, The Triathlete's Training Bible: aerobic decoupling",
    oracle="closed form on a constant and on a drifting heart rate",
    peer="numpy, cumulative sums and interp",
)
def halves(speed_m_s: ArrayLike, heart_rate_bpm: ArrayLike, seconds: ArrayLike) -> Halves:
    """Mean speed over mean heart rate, in m/s a bpm, in either half of the time for which both are known.

    Samples count for the seconds they stand for; what lies across the middle counts on both sides. NaN where nothing
    is known.
    """
    speed = column("speed_m_s", speed_m_s)
    heart = column("heart_rate_bpm", heart_rate_bpm, speed.size)
    held = column("seconds", seconds, speed.size)
    return Halves(*_halves(speed, heart, held))
