"""Points of a line."""

import math


def offset(x, y, a, b, i):
    length = math.dist((x[a], y[a]), (x[b], y[b]))
    if length == 0:
        return math.dist((x[a], y[a]), (x[i], y[i]))
    share = ((x[i] - x[a]) * (x[b] - x[a]) + (y[i] - y[a]) * (y[b] - y[a])) / length**2
    share = min(max(share, 0.0), 1.0)
    return math.dist((x[i], y[i]), (x[a] + share * (x[b] - x[a]), y[a] + share * (y[b] - y[a])))


def simplify(x, y, tolerance):
    """The indices that stay."""

    def between(a, b):
        offsets = {i: offset(x, y, a, b, i) for i in range(a + 1, b)}
        if not offsets or max(offsets.values()) <= tolerance:
            return []
        cut = max(offsets, key=offsets.__getitem__)
        return [*between(a, cut), cut, *between(cut, b)]

    known = [i for i in range(len(x)) if math.isfinite(x[i]) and math.isfinite(y[i])]
    if not known:
        return []
    x, y = [x[i] for i in known], [y[i] for i in known]
    return [known[i] for i in sorted({0, *between(0, len(x) - 1), len(x) - 1})]


def visvalingam(x, y):
    """The areas at which points go; looks at every triangle that is left for every point that goes."""
    areas = [math.nan] * len(x)
    left = [i for i in range(len(x)) if math.isfinite(x[i]) and math.isfinite(y[i])]
    largest = 0.0

    def area(k):
        a, b, c = left[k - 1], left[k], left[k + 1]
        return 0.5 * abs((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]))

    while len(left) > 2:
        least = min(range(1, len(left) - 1), key=area)
        largest = max(largest, area(least))
        areas[left.pop(least)] = largest
    for i in left:
        areas[i] = math.inf
    return areas


def tolerances(x, y, finest):
    """The smallest of the offsets of all cuts that led to a point, its own among them."""
    known = [i for i in range(len(x)) if math.isfinite(x[i]) and math.isfinite(y[i])]
    found = [0.0] * len(x)

    def between(a, b, bound):
        offsets = {k: offset(x, y, known[a], known[b], known[k]) for k in range(a + 1, b)}
        if offsets and max(offsets.values()) > finest:
            cut = max(offsets, key=offsets.__getitem__)
            bound = min(bound, offsets[cut])
            found[known[cut]] = bound
            between(a, cut, bound)
            between(cut, b, bound)

    if known:
        found[known[0]] = found[known[-1]] = math.inf
        between(0, len(known) - 1, math.inf)
    return found
