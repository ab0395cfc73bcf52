"""The ellipsoid by chords, and verdicts on positions."""

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
        near = [j for j in known if time[i] - half_width <= time[j] <= time[i] + half_width]
        a, b = near[0], near[-1]
        if k > 0 and (time[i] - time[known[k - 1]] > half_width or time[a] == time[b]):
            a, b = known[k - 1], i
        if time[b] > time[a]:
            result[i] = distance(latitude[a], longitude[a], latitude[b], longitude[b]) / (time[b] - time[a])
    return result


def onward(longitude):
    """As many rounds as before, and more or fewer where that is further than half of one."""
    result, before, rounds = [], 0.0, 0
    for here in longitude:
        if not abs(here) <= 180:
            result.append(math.nan)
            continue
        while here + 360 * rounds - before > 180:
            rounds -= 1
        while before - here - 360 * rounds > 180:
            rounds += 1
        before = here + 360 * rounds
        result.append(before)
    return result


def plane(latitude, longitude, *, enlarged=False):
    """Metres a degree from how far a ten-thousandth of one goes at a latitude; longitudes from the one before."""
    known = [here for here in zip(latitude, longitude, strict=True) if is_position(*here)]
    if not known:
        return [math.nan] * len(latitude), [math.nan] * len(latitude)
    middle, before, turn = (min(known)[0] + max(known)[0]) / 2, known[0][1], 0.0
    least, most = (choose((abs(here[0]) for here in known), default=0) for choose in (min, max))
    if min(known)[0] < 0 < max(known)[0]:
        least = 0
    wide, steep = (least, most) if enlarged else (middle, middle)
    east_m = math.dist(ecef(wide, -1e-4), ecef(wide, 1e-4)) / 2e-4
    north_m = math.dist(ecef(steep - 1e-4, 0), ecef(steep + 1e-4, 0)) / 2e-4
    east, north = [], []
    for here in zip(latitude, longitude, strict=True):
        if is_position(*here):
            turn += (here[1] - before + 180) % 360 - 180
            before = here[1]
        east.append(east_m * turn if is_position(*here) else math.nan)
        north.append(north_m * (here[0] - middle) if is_position(*here) else math.nan)
    return east, north
