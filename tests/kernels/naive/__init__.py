"""Slow twins of the kernels: plain Python, one obvious loop each, no cleverness shared with what they check."""

import math

A, F = 6378137.0, 1 / 298.257223563
E2 = F * (2 - F)
DROPPED, KEPT, RESTART = 0, 1, 2


def is_position(latitude, longitude):
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def ecef(latitude, longitude):
    phi, lam = math.radians(latitude), math.radians(longitude)
    n = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    return n * math.cos(phi) * math.cos(lam), n * math.cos(phi) * math.sin(lam), n * (1 - E2) * math.sin(phi)


def distance(latitude_1, longitude_1, latitude_2, longitude_2):
    """The straight chord through the ellipsoid, bent onto a sphere: right to a millionth up to a degree."""
    chord = math.dist(ecef(latitude_1, longitude_1), ecef(latitude_2, longitude_2))
    return 2 * 6371000 * math.asin(min(chord / 2 / 6371000, 1.0))


def path(latitude, longitude):
    steps, totals, total, last = [], [], 0.0, None
    for here in zip(latitude, longitude, strict=True):
        if not is_position(*here):
            steps.append(math.nan)
        else:
            steps.append(0.0 if last is None else distance(*last, *here))
            total += steps[-1]
            last = here
        totals.append(total)
    return steps, totals


def plausible(time, latitude, longitude, fastest, patience):
    def reachable(a, b):
        way = distance(latitude[a], longitude[a], latitude[b], longitude[b])
        return way <= fastest * max(time[b] - time[a], 1.0)

    verdict, believed, doubted = [], None, []
    for i in range(len(time)):
        if not is_position(latitude[i], longitude[i]):
            verdict.append(DROPPED)
        elif believed is None:
            verdict.append(RESTART)
            believed = i
        elif reachable(believed, i):
            verdict.append(KEPT)
            believed, doubted = i, []
        else:
            doubted = [*doubted, i] if doubted and reachable(doubted[-1], i) else [i]
            verdict.append(RESTART if len(doubted) == patience else DROPPED)
            if len(doubted) == patience:
                believed, doubted = i, []
    return verdict


def speeds(time, latitude, longitude, half_width):
    known = [i for i in range(len(time)) if is_position(latitude[i], longitude[i])]
    result = [math.nan] * len(time)
    for k, i in enumerate(known):
        near = [j for j in known if abs(time[j] - time[i]) <= half_width]
        a, b = near[0], near[-1]
        if k > 0 and (time[i] - time[known[k - 1]] > half_width or time[a] == time[b]):
            a, b = known[k - 1], i
        if time[b] > time[a]:
            result[i] = distance(latitude[a], longitude[a], latitude[b], longitude[b]) / (time[b] - time[a])
    return result


def moving(time, speed, threshold, hold):
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
    return result


def moving_seconds(time, mask):
    return sum(time[i] - time[i - 1] for i in range(1, len(time)) if mask[i])


def moving_mean(position, values, half_width):
    result = []
    for here in position:
        near = [
            v
            for p, v in zip(position, values, strict=True)
            if here - half_width <= p <= here + half_width and math.isfinite(v)
        ]
        result.append(sum(near) / len(near) if near else math.nan)
    return result


def climb(altitude, threshold):
    """Totals only: walk from turning point to turning point."""
    heights = [z for z in altitude if math.isfinite(z)]
    up = down = 0.0
    start = direction = 0
    while True:
        turn = next_turn(heights, start, direction, threshold)
        if turn is None:
            break
        base, direction = turn
        leg = heights[base:]
        # The leg ends at the extreme before the first way back of a threshold.
        extreme = 0
        for k, height in enumerate(leg):
            if direction * (height - leg[extreme]) > 0:
                extreme = k
            elif direction * (leg[extreme] - height) >= threshold:
                break
        if direction > 0:
            up += leg[extreme] - leg[0]
        else:
            down += leg[0] - leg[extreme]
        start, direction = base + extreme, -direction
    return up, down


def next_turn(heights, start, direction, threshold):
    """Where the next leg begins and which way it goes; None where nothing is high enough any more."""
    for i in range(start, len(heights)):
        seen = heights[start : i + 1]
        if direction >= 0 and heights[i] - min(seen) >= threshold:
            return start + seen.index(min(seen)), 1
        if direction <= 0 and max(seen) - heights[i] >= threshold:
            return start + seen.index(max(seen)), -1
    return None


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


def summary(time, values, max_gap):
    known = [i for i in range(len(time)) if math.isfinite(values[i])]
    if not known:
        return math.nan, math.nan, 0.0, 0.0
    held = {i: min(time[i] - time[i - 1], max_gap) for i in known if i > 0}
    integral, seconds = sum(values[i] * s for i, s in held.items()), sum(held.values())
    mean = integral / seconds if seconds > 0 else sum(values[i] for i in known) / len(known)
    return mean, max(values[i] for i in known), integral, seconds


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


def encode(latitude, longitude, precision):
    text, last = "", (0, 0)
    for here in zip(latitude, longitude, strict=True):
        if not is_position(*here):
            continue
        whole = tuple(math.floor(abs(v * 10**precision) + 0.5) * (-1 if v < 0 else 1) for v in here)
        for new, old in zip(whole, last, strict=True):
            bits = (new - old) << 1
            bits = ~bits if new < old else bits
            while bits >= 0x20:
                text += chr((0x20 | (bits & 0x1F)) + 63)
                bits >>= 5
            text += chr(bits + 63)
        last = whole
    return text


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
