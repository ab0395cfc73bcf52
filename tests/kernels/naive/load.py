"""Sums over samples."""

import math


def trimp(heart_rate, seconds, resting, maximum, factor, exponent):
    """Minutes times the weighted share of the reserve."""
    total = 0.0
    for rate, held in zip(heart_rate, seconds, strict=True):
        if math.isfinite(rate) and 0 < held < math.inf:
            x = sorted((0.0, (rate - resting) / (maximum - resting), 1.0))[1]
            total += held / 60 * x * factor * math.e ** (exponent * x)
    return total


def halves(speed, heart_rate, seconds):
    """Speed over heart rate of two lists of samples: the one in the middle is cut in two."""
    known = [
        (v, rate, held)
        for v, rate, held in zip(speed, heart_rate, seconds, strict=True)
        if math.isfinite(v) and 0 < rate < math.inf and 0 < held < math.inf
    ]
    whole = sum(held for _, _, held in known)
    if not known:
        return math.nan, math.nan, 0.0
    early, late, passed = [], [], 0.0
    for v, rate, held in known:
        before = sorted((0.0, whole / 2 - passed, held))[1]
        early.append((v, rate, before))
        late.append((v, rate, held - before))
        passed += held
    return ratio(early), ratio(late), whole


def ratio(samples):
    return sum(v * held for v, _, held in samples) / sum(rate * held for _, rate, held in samples)
