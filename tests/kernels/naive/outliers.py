"""Medians of medians, sorted anew for every sample."""

import math
from statistics import median


def hampel(values, half, k):
    filtered, outlier = [], []
    for i, value in enumerate(values):
        near = [v for v in values[max(i - half, 0) : i + half + 1] if math.isfinite(v)]
        if math.isfinite(value):
            middle = median(near)
            spread = k * 1.4826 * median(abs(v - middle) for v in near)
            outlier.append(abs(value - middle) > spread)
            filtered.append(middle if outlier[-1] else value)
        else:
            outlier.append(False)
            filtered.append(value)
    return filtered, outlier
