"""One column."""

import math


def summary(time, values, max_gap):
    known = [i for i in range(len(time)) if math.isfinite(values[i])]
    if not known:
        return math.nan, math.nan, 0.0, 0.0
    held = {i: min(time[i] - time[i - 1], max_gap) for i in known if i > 0}
    integral, seconds = sum(values[i] * s for i, s in held.items()), sum(held.values())
    mean = integral / seconds if seconds > 0 else sum(values[i] for i in known) / len(known)
    return mean, max(values[i] for i in known), integral, seconds
