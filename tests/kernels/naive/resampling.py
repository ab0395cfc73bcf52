"""A column on an even grid."""

import math


def resample_gaps(time, values, start, step, count, max_gap):
    known = [(t, v) for t, v in zip(time, values, strict=True) if math.isfinite(v)]
    return [at(known, start + k * step, max_gap) for k in range(count)]


def at(known, now, max_gap):
    before = [(t, v) for t, v in known if t <= now]
    after = [(t, v) for t, v in known if t > now]
    if not before:
        return math.nan
    (t, v) = before[-1]
    if t == now:
        return v
    if not after or after[0][0] - t > max_gap:
        return math.nan
    return v + (now - t) * (after[0][1] - v) / (after[0][0] - t)
