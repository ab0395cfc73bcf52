"""Every start and every end."""

import math


def best_effort(time, total, target):
    """The shortest time over one distance: tries every sample as the start and every sample as the end."""
    seconds = []
    for i in range(len(time)):
        ends = [j for j in range(i, len(time)) if total[j] - total[i] >= target]
        if ends:
            seconds.append(when(time, total, ends[0] - 1, total[i] + target) - time[i])
        starts = [j for j in range(i) if total[i] - total[j] >= target]
        if starts:
            seconds.append(time[i] - when(time, total, starts[-1], total[i] - target))
    return min(seconds, default=math.nan)


def when(time, total, i, mark):
    return time[i] + (time[i + 1] - time[i]) * (mark - total[i]) / (total[i + 1] - total[i])
