"""The slope around each sample, looked up point by point."""

import math


def grade(distance, altitude, window, max_gap=math.inf):
    """Rise over run between the ends of the window around each sample, without what lies beyond a long gap."""
    known = [i for i in range(len(distance)) if math.isfinite(altitude[i])]
    points = {}
    for i in known:
        points.setdefault(distance[i], altitude[i])
    found = [math.nan] * len(distance)
    if len(points) >= 2:
        for i in range(known[0], known[-1] + 1):
            centre = max(at for at in points if at <= distance[i])
            following = min((at for at in points if at > distance[i]), default=centre)
            if distance[i] == centre or following - centre <= max_gap:
                found[i] = slope(joined(points, centre, max_gap), centre, window)
    return found


def joined(points, centre, max_gap):
    """The points that can be reached from this one without a step over a long gap."""
    reached = {centre: points[centre]}
    for way in (sorted(points), sorted(points, reverse=True)):
        at = centre
        for following in way[way.index(centre) + 1 :]:
            if abs(following - at) > max_gap:
                break
            reached[following], at = points[following], following
    return reached


def slope(points, centre, window):
    begin, end = max(centre - window / 2, min(points)), min(centre + window / 2, max(points))
    if end - begin < window / 2:
        return math.nan
    return (height(points, end) - height(points, begin)) / (end - begin)


def height(points, mark):
    below, above = max(at for at in points if at <= mark), min(at for at in points if at >= mark)
    share = (mark - below) / (above - below) if above > below else 0.0
    return points[below] + share * (points[above] - points[below])


def level_speed(speed, slopes, costs, steepest, least):
    """Each speed times the cost of its slope, power by power."""
    found = []
    for v, at in zip(speed, slopes, strict=True):
        if not (math.isfinite(v) and math.isfinite(at)):
            found.append(math.nan)
            continue
        held = sorted((-steepest, at, steepest))[1]
        cost = sum(term * held**power for power, term in enumerate(reversed(costs)))
        found.append(v * max(cost / costs[-1], least))
    return found
