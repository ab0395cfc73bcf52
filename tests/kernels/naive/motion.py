"""Moving or standing."""

import math
from itertools import pairwise


def moving(time, speed, threshold, hold, longest=math.inf):
    known = [i for i in range(len(time)) if not math.isnan(speed[i])]
    if not known:
        return [True] * len(time)
    state = speed[known[0]] >= threshold
    result = [state] * len(time)
    turned = None
    for i in known:
        if (speed[i] >= threshold) == state:
            turned = None
        elif turned is None:
            turned = i
        # A stretch of missing speed counts to the change that had begun.
        until = next((j for j in known if j > i), len(time)) - 1
        if turned is not None:
            begun = time[max(turned - 1, 0)]
            held = [j for j in range(i, until + 1) if time[j] - begun >= hold]
            if held:
                state = not state
                for j in range(turned, len(time)):
                    result[j] = state
                turned = None
    # A stretch of missing speed lasts from the last known one, or the first sample, to its own last one.
    for before, after in pairwise([-1, *known, len(time)]):
        if after - before > 1 and time[after - 1] - time[max(before, 0)] > longest:
            result[before + 1 : after] = [False] * (after - before - 1)
    return result


def moving_seconds(time, mask):
    return sum(time[i] - time[i - 1] for i in range(1, len(time)) if mask[i])


def known_positions(east, north):
    return [i for i in range(len(east)) if math.isfinite(east[i]) and math.isfinite(north[i])]


def headway(time, east, north, half_width):
    known = known_positions(east, north)
    result = [math.nan] * len(time)
    for k, i in enumerate(known):
        near = [j for j in known if time[i] - half_width <= time[j] <= time[i] + half_width]
        near += known[max(k - 1, 0) : k + 2]
        a, b = min(near), max(near)
        if time[b] > time[a]:
            result[i] = math.dist((east[a], north[a]), (east[b], north[b])) / (time[b] - time[a])
    return result


def drift(time, east, north, half_width):
    known = known_positions(east, north)
    result = [math.nan] * len(time)
    for i in known:
        begin, end = max(time[i] - half_width, time[known[0]]), min(time[i] + half_width, time[known[-1]])
        middle = (begin + end) / 2
        if end > begin:
            first, second = (
                [mean_between(time, along, known, *half) for along in (east, north)]
                for half in ((begin, middle), (middle, end))
            )
            result[i] = math.dist(first, second) / ((end - begin) / 2)
    return result


def mean_between(time, along, known, begin, end):
    """Mean over time of a coordinate that runs straight from sample to sample."""
    total = 0.0
    for a, b in pairwise(known):
        start, stop = max(time[a], begin), min(time[b], end)
        if stop > start:
            values = [along[a] + (along[b] - along[a]) * (at - time[a]) / (time[b] - time[a]) for at in (start, stop)]
            total += (stop - start) * sum(values) / 2
    return total / (end - begin)
