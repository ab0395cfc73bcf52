"""The route that is kept: no recorded position lies further from it than it says, wherever on Earth."""

import itertools
import math

import numpy as np
import polyline
import pytest
from geographiclib.geodesic import Geodesic

from models.tracks import ROUNDING_M, coarser
from uploads.positions import Way
from uploads.stretches import track_of

WGS84 = Geodesic.WGS84
# Quarters of a doubling of the finest tolerance: there a line has no more points than it needs.
LEVELS = range(0, 36, 7)


def asked_m(kept, level):
    return (kept.tolerance_m - ROUNDING_M) * 2 ** (level / 4) * (1 + 1e-12) + ROUNDING_M


def way(latitude, longitude):
    nothing = np.full(latitude.size, np.nan)
    return Way(latitude, longitude, nothing, nothing, nothing, nothing)


def northward(middle, seed, longitude=20.0, span=2.5, size=4000):
    """Across degrees of latitude, swerving by metres and by kilometres."""
    generator = np.random.default_rng(seed)
    latitude = middle + np.linspace(-span / 2, span / 2, size)
    along = np.arange(size)
    swerve_m = sum(10 ** generator.uniform(0, 4) * np.sin(along / generator.uniform(5, 900)) for _ in range(12))
    return latitude, longitude + swerve_m / (111_320 * np.cos(np.radians(latitude)))


def offset_m(latitude, longitude, start, end):
    """Metres by geodesic from a position to the part of a line, straight in degrees, that lies nearest to it."""
    wide = math.cos(math.radians(latitude))
    along, to = ((end[1] - start[1]) * wide, end[0] - start[0]), ((longitude - start[1]) * wide, latitude - start[0])
    length_2 = along[0] ** 2 + along[1] ** 2
    share = min(max((along[0] * to[0] + along[1] * to[1]) / length_2, 0.0), 1.0) if length_2 else 0.0
    place = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
    return WGS84.Inverse(latitude, longitude, *place)["s12"]


def farthest_m(latitude, onward, line):
    """The largest offset of a position from the line between the two of its points that the position lay between."""
    found, at = 0.0, 0
    for start, end in itertools.pairwise(line):
        until = at
        while until < latitude.size - 1 and max(abs(latitude[until] - end[0]), abs(onward[until] - end[1])) > 0.6e-5:
            until += 1
        found = max(found, *(offset_m(latitude[i], onward[i], start, end) for i in range(at, until + 1)))
        at = until
    assert at == latitude.size - 1
    return found


@pytest.mark.parametrize("middle", [-80.0, -61.0, 0.2, 45.0, 70.0])
def test_no_position_lies_further_from_the_line_than_told(middle):
    latitude, longitude = northward(middle, seed=round(90 + middle))
    kept = track_of(way(latitude, longitude))
    for level in LEVELS:
        line = coarser(kept, asked_m(kept, level))
        assert line.tolerance_m == max(asked_m(kept, level), kept.tolerance_m)
        offset = farthest_m(latitude, longitude, polyline.decode(line.polyline))
        # Nor is it much closer than it might be: the line is no finer than was asked for.
        assert 0.35 * line.tolerance_m < offset <= line.tolerance_m


@pytest.mark.parametrize("longitude", [180.0, -180.0])
def test_a_route_across_the_date_line_goes_on_beyond_it(longitude):
    latitude, onward = northward(64.0, seed=3, longitude=longitude)
    assert onward.min() < longitude < onward.max()
    kept = track_of(way(latitude, (onward + 180) % 360 - 180))
    shift = 360 * round((polyline.decode(kept.polyline)[0][1] - onward[0]) / 360)
    for level in LEVELS:
        line = polyline.decode(coarser(kept, asked_m(kept, level)).polyline)
        east = [point[1] for point in line]
        assert max(abs(one - other) for one, other in itertools.pairwise(east)) < 5
        assert farthest_m(latitude, onward + shift, line) <= asked_m(kept, level)


def test_a_route_around_the_pole_goes_on_around_it():
    latitude = np.full(720, 89.99)
    onward = np.arange(720.0)
    line = polyline.decode(track_of(way(latitude, (onward + 180) % 360 - 180)).polyline)
    assert [line[0], line[-1]] == [(89.99, 0), (89.99, 719)]


def test_fewer_than_two_positions_are_no_route():
    assert track_of(way(np.array([50.0, math.nan]), np.array([7.0, math.nan]))) is None
