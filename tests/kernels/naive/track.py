"""Kalman's filter and the smoother by matrices written out, one axis at a time; curves by a thousand chords."""

import math


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def plus(a, b):
    return [[x + y for x, y in zip(one, other, strict=True)] for one, other in zip(a, b, strict=True)]


def turned(a):
    return [list(column) for column in zip(*a, strict=True)]


def inverse(a):
    determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    return [[a[1][1] / determinant, -a[0][1] / determinant], [-a[1][0] / determinant, a[0][0] / determinant]]


def step(dt, q):
    """Transition and the covariance that it adds."""
    return [[1.0, dt], [0.0, 1.0]], [[q * dt**3 / 3, q * dt**2 / 2], [q * dt**2 / 2, q * dt]]


def filtered(time, along, agility, noise, known):
    """For each sample from the first known one on: state and covariance, and before it was seen."""
    first = known.index(True)
    now = ([[along[first]], [0.0]], [[noise**2, 0.0], [0.0, 10.0**2]])
    rows = [(now, now)]
    for i in range(first + 1, len(time)):
        move, added = step(time[i] - time[i - 1], agility[i])
        before = (product(move, now[0]), plus(product(product(move, now[1]), turned(move)), added))
        now = before
        if known[i]:
            (x, v), p = before
            gain = [p[0][0] / (p[0][0] + noise**2), p[1][0] / (p[0][0] + noise**2)]
            off = along[i] - x[0]
            keep = [[1 - gain[0], 0.0], [-gain[1], 1.0]]
            now = ([[x[0] + gain[0] * off], [v[0] + gain[1] * off]], product(keep, p))
        rows.append((before, now))
    return rows


def smoothed(time, along, agility, noise, known):
    result = [(math.nan, math.nan)] * len(time)
    if not any(known):
        return result
    first, last = known.index(True), len(known) - 1 - known[::-1].index(True)
    rows = filtered(time, along, agility, noise, known)
    later = rows[last - first][1][0]
    result[last] = (later[0][0], later[1][0])
    for i in range(last - 1, first - 1, -1):
        state, spread = rows[i - first][1]
        ahead, ahead_spread = rows[i + 1 - first][0]
        if time[i + 1] > time[i]:
            move, _ = step(time[i + 1] - time[i], agility[i + 1])
            gain = product(product(spread, turned(move)), inverse(ahead_spread))
            off = [[later[0][0] - ahead[0][0]], [later[1][0] - ahead[1][0]]]
            later = plus(state, product(gain, off))
        result[i] = (later[0][0], later[1][0])
    return result


def cv_smooth(time, east, north, agility, noise):
    known = [math.isfinite(x) and math.isfinite(y) for x, y in zip(east, north, strict=True)]
    columns = [smoothed(time, along, agility, noise, known) for along in (east, north)]
    return [[state[part] for state in columns[side]] for part in (0, 1) for side in (0, 1)]


def cross_likelihood(time, east, north, agility, noise, freedom):
    known = [math.isfinite(x) and math.isfinite(y) for x, y in zip(east, north, strict=True)]
    if not any(known):
        return 0.0
    first = known.index(True)
    rows = [filtered(time, along, agility, noise, known) for along in (east, north)]
    total = 0.0
    for i in range(first + 1, len(time)):
        if known[i]:
            ((x, u), spread), ((y, v), _) = rows[0][i - first][0], rows[1][i - first][0]
            variance = spread[0][0] + noise**2
            pace = math.hypot(u[0], v[0])
            off_x, off_y = east[i] - x[0], north[i] - y[0]
            side = (u[0] * off_y - v[0] * off_x) / pace if pace > 0 else off_x
            total -= math.log(variance) / 2 + (freedom + 1) / 2 * math.log(1 + side**2 / (freedom * variance))
    return total


def arcs(time, east, north, east_s, north_s, scale, longest):
    result, last = [], None
    for i in range(len(time)):
        if not (math.isfinite(east[i]) and math.isfinite(north[i])):
            result.append(math.nan)
            continue
        result.append(0.0 if last is None else arc(time, east, north, east_s, north_s, scale, longest, last, i))
        last = i
    return result


def arc(time, east, north, east_s, north_s, scale, longest, a, b):
    dt, wide = time[b] - time[a], (scale[a] + scale[b]) / 2
    ends = ((wide * east[a], north[a]), (wide * east[b], north[b]))
    chord = math.dist(*ends)
    if not 0 < dt <= longest:
        return chord
    pace = [(wide * east_s[k] * dt, north_s[k] * dt) for k in (a, b)]

    def at(s):
        h = (2 * s**3 - 3 * s**2 + 1, 3 * s**2 - 2 * s**3, s**3 - 2 * s**2 + s, s**3 - s**2)
        return tuple(h[0] * ends[0][k] + h[1] * ends[1][k] + h[2] * pace[0][k] + h[3] * pace[1][k] for k in (0, 1))

    length = sum(math.dist(at(k / 1000), at((k + 1) / 1000)) for k in range(1000))
    return min(length, max(chord, math.hypot(*pace[0]), math.hypot(*pace[1])))
