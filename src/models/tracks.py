"""A stored route at a coarser tolerance, without NumPy: points are left out of the line that is kept.

Each point of a kept line carries its level: up to which tolerance it stays (``kernels.simplify``), in quarters of a
doubling of the finest one. Rounded down, so that a coarser line has a few points more than it needs, and none too few.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.entities import Track

# Five decimals of a degree put a point up to 0.8 m aside; every stated tolerance includes it.
ROUNDING_M = 0.8
_A_DOUBLING = 4
_HIGHEST = 255  # a byte; the ends, which always stay


def levels_of(tolerances_m: Iterable[float], finest_m: float) -> tuple[int, ...]:
    """The levels of points that stay up to these tolerances, infinity for the ends."""
    return tuple(_level(tolerance, finest_m) for tolerance in tolerances_m)


def coarser(track: Track, tolerance_m: float) -> Track:
    """The route at a tolerance; as it is stored where that is coarser already, or has no levels."""
    if tolerance_m <= track.tolerance_m or len(track.levels) != track.points:
        return track
    least = _level(tolerance_m - ROUNDING_M, track.tolerance_m - ROUNDING_M)
    points = list(decoded(track.polyline))
    kept = [point for point, level in zip(points, track.levels, strict=True) if level >= least]
    levels = tuple(level for level in track.levels if level >= least)
    return replace(track, polyline=encoded(kept), tolerance_m=tolerance_m, points=len(kept), levels=levels)


def _level(tolerance_m: float, finest_m: float) -> int:
    if tolerance_m == math.inf:
        return _HIGHEST
    return min(int(_A_DOUBLING * math.log2(max(tolerance_m / finest_m, 1.0))), _HIGHEST - 1)


def decoded(polyline: str) -> Iterator[tuple[int, int]]:
    """Latitude and longitude of each point of a polyline, in units of its last decimal."""
    latitude = longitude = 0
    numbers = _numbers(polyline)
    for north, east in zip(numbers, numbers, strict=True):
        latitude, longitude = latitude + north, longitude + east
        yield latitude, longitude


def _numbers(polyline: str) -> Iterator[int]:
    bits = shift = 0
    for character in polyline.encode("ascii"):
        bits |= (character - 63 & 31) << shift
        shift += 5
        if character - 63 < 32:
            yield ~(bits >> 1) if bits & 1 else bits >> 1
            bits = shift = 0


def encoded(points: Iterable[tuple[int, int]]) -> str:
    """The inverse of ``decoded``."""
    text = bytearray()
    before = 0, 0
    for point in points:
        for number, last in zip(point, before, strict=True):
            bits = number - last << 1
            bits = ~bits if bits < 0 else bits
            while bits >= 32:
                text.append((32 | bits & 31) + 63)
                bits >>= 5
            text.append(bits + 63)
        before = point
    return text.decode("ascii")
