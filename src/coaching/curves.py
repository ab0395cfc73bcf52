"""From a figure to points and back: bounded maps from what was measured to 0 to 100, where 50 is typical."""

import math
from bisect import bisect_right
from itertools import pairwise
from statistics import NormalDist

# Figure and points, by the figure: linear between them, level beyond.
type Anchors = tuple[tuple[float, float], ...]

_STANDARD = NormalDist()

# The middle fifth of people, and the fifth and a half to either side, in points and in standard deviations.
AVERAGE_POINTS = (40.0, 60.0)
SLIGHT_POINTS = (25.0, 75.0)
AVERAGE_Z = _STANDARD.inv_cdf(0.60)
SLIGHT_Z = _STANDARD.inv_cdf(0.75)


def normal_points(z: float) -> float:
    """How many of 100 people lie below somebody who is ``z`` standard deviations above the mean."""
    return 50.0 * math.erfc(-z * math.sqrt(0.5))


def points_at(anchors: Anchors, figure: float) -> float:
    """The points of a figure: linear between the anchors, those of the outermost beyond."""
    place = bisect_right(anchors, figure, key=_figure)
    if place == 0:
        return anchors[0][1]
    if place == len(anchors):
        return anchors[-1][1]
    (low, begin), (high, end) = anchors[place - 1], anchors[place]
    return begin + (end - begin) * ((figure - low) / (high - low))


def figure_at(anchors: Anchors, points: float) -> float:
    """The figure of these points where the anchors only rise or only fall: the inverse of ``points_at`` inside them."""
    for (low, begin), (high, end) in pairwise(anchors):
        if min(begin, end) <= points <= max(begin, end) and begin != end:
            return low + (high - low) * (points - begin) / (end - begin)
    raise ValueError(f"no figure has {points} points")


def _figure(anchor: tuple[float, float]) -> float:
    return anchor[0]
