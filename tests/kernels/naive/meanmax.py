"""Every stretch of every duration."""

import math


def mean_max(values, durations):
    """(highest mean, its first sample) for each duration; (NaN, -1) where no stretch is wholly known."""
    found = []
    for width in durations:
        stretches = [values[i : i + width] for i in range(len(values) - width + 1)]
        means = [math.fsum(s) / width if all(map(math.isfinite, s)) else -math.inf for s in stretches]
        best = max(means, default=-math.inf)
        found.append((best, means.index(best)) if best > -math.inf else (math.nan, -1))
    return found


def curve(values):
    """The highest mean for every duration."""
    return [mean for mean, _ in mean_max(values, range(1, len(values) + 1))]
