"""Samples to show."""

import itertools
import math


def lttb(position, rows, points):
    """``rows`` is a list of channels."""
    n = len(position)
    if points >= n:
        return list(range(n))
    every = (n - 2) / (points - 2)
    edges = [int(every * k) + 1 for k in range(points - 1)] + [n]
    chosen = [0]
    for k in range(points - 2):
        ahead = range(edges[k + 1], min(edges[k + 2], n))
        corner = (position[ahead[0]] + position[ahead[-1]]) / 2
        areas = [0.0] * (edges[k + 1] - edges[k])
        for row in rows:
            finite = [v for v in row if math.isfinite(v)]
            spread = max(finite) - min(finite) if finite else 0.0
            mean = [row[i] for i in ahead if math.isfinite(row[i])]
            held = row[chosen[-1]]
            if not mean or not math.isfinite(held) or (spread == 0 and len(rows) > 1):
                continue
            scale = spread if len(rows) > 1 else 1.0
            for i in range(edges[k], edges[k + 1]):
                if math.isfinite(row[i]):
                    a = (position[chosen[-1]] - corner) * (row[i] - held)
                    b = (position[chosen[-1]] - position[i]) * (sum(mean) / len(mean) - held)
                    areas[i - edges[k]] += abs(a - b) / scale
        chosen.append(edges[k] + areas.index(max(areas)))
    return [*chosen, n - 1]


def minmax(values, points):
    n = len(values)
    if points >= n:
        return list(range(n))
    every = (n - 1) / (points // 2)
    edges = [0, *(int(every * (k + 1)) + 1 for k in range(points // 2))]
    chosen = []
    for start, end in itertools.pairwise(edges):
        known = [i for i in range(start, end) if math.isfinite(values[i])] or [start]
        chosen += sorted([min(known, key=values.__getitem__), max(known, key=values.__getitem__)])
    return chosen
