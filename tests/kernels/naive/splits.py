"""Marks and stretches."""

import math


def crossings(time, total, unit):
    times = []
    mark = unit
    while total and mark <= total[-1]:
        i = next(k for k in range(len(total)) if total[k] >= mark)
        if i == 0 or total[i] == mark:
            times.append(time[i])
        else:
            share = (mark - total[i - 1]) / (total[i] - total[i - 1])
            times.append(time[i - 1] + share * (time[i] - time[i - 1]))
        mark = unit * (len(times) + 1)
    return times


def integrals(time, values, starts, ends, max_gap):
    result = []
    for start, end in zip(starts, ends, strict=True):
        total = known = 0.0
        for i in range(1, len(time)):
            begin = max(time[i - 1], time[i] - max_gap, start)
            seconds = min(time[i], end) - begin
            if seconds > 0 and math.isfinite(values[i]):
                total += seconds * values[i]
                known += seconds
        result.append((total, known))
    return result
