"""Coarser lines from a stored one: never further off than asked, and written like every other polyline."""

import math

import numpy as np
import polyline
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.path import plane
from kernels.polyline import encode
from kernels.simplify import tolerances
from models.entities import Track
from models.tracks import ROUNDING_M, coarser, levels_of
from tests.kernels import naive

FINEST_M = 5 - ROUNDING_M
ASKED = (5.0, 5.7, 9.9, 10.0, 23.0, 80.0, 1e3, 1e6)


def wander(seed, size=160, longitude=139.0):
    """A walk of random turns near a place, and its stored line."""
    random = np.random.default_rng(seed)
    heading = random.normal(0, 0.35, size).cumsum()
    latitude = 35 + (np.cos(heading) * 9).cumsum() / 111_000
    east = longitude + (np.sin(heading) * 9).cumsum() / 91_000
    return latitude, (east + 180) % 360 - 180


def stored(latitude, longitude):
    reach = tolerances(*plane(latitude, longitude), FINEST_M)
    kept = reach > FINEST_M
    return Track(
        encode(latitude[kept], longitude[kept]), 5.0, int(kept.sum()), levels_of(reach[kept].tolist(), FINEST_M)
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("longitude", [139.0, 180.0])
def test_no_recorded_point_lies_further_from_a_coarser_line_than_asked(seed, longitude):
    latitude, east = wander(seed, longitude=longitude)
    line, before = stored(latitude, east), math.inf
    for asked in ASKED:
        found = coarser(line, asked)
        assert found.tolerance_m == asked
        assert found.points == len(found.levels) == len(polyline.decode(found.polyline)) <= before
        before = found.points
        assert farthest(latitude, east, polyline.decode(found.polyline)) <= asked + 1e-6
    assert coarser(line, 1e6).points == 2


def farthest(latitude, longitude, line):
    """The largest offset of a recorded point from a line whose points are, rounded, some of the recorded ones."""
    near = [np.hypot(latitude - at[0], (longitude - at[1] + 180) % 360 - 180).argmin() for at in line]
    east = [(at[1] + 180) % 360 - 180 for at in line]
    x, y = plane(np.append(latitude, [at[0] for at in line]), np.append(longitude, east))
    spans = zip(range(len(line) - 1), near, near[1:], strict=False)
    size = latitude.size
    return max(naive.offset(x, y, size + k, size + k + 1, i) for k, a, b in spans for i in range(a, b + 1))


@pytest.mark.parametrize("seed", range(4))
def test_the_points_that_stay_are_those_of_the_line(seed):
    line = stored(*wander(seed))
    points = polyline.decode(line.polyline)
    for asked in ASKED:
        found = coarser(line, asked)
        assert set(polyline.decode(found.polyline)) <= set(points)
        assert polyline.encode(polyline.decode(found.polyline)) == found.polyline
    assert coarser(line, 5.0) is line


@pytest.mark.parametrize("asked", [0.0, 1.0, 5.0])
def test_a_finer_line_than_the_stored_one_is_not_to_be_had(asked):
    line = stored(*wander(1))
    assert coarser(line, asked) is line


def test_a_line_of_an_older_version_has_no_levels_and_stays():
    old = Track("_p~iF~ps|U_ulLnnqC", 5.0, 2)
    assert coarser(old, 500) is old


@given(st.lists(st.tuples(st.floats(4.3, 1e9), st.floats(5, 1e9)), max_size=30))
def test_a_level_never_drops_what_a_tolerance_keeps(pairs):
    for reach_m, asked_m in pairs:
        (level,), (least,) = levels_of([reach_m], FINEST_M), levels_of([asked_m - ROUNDING_M], FINEST_M)
        assert level >= least or reach_m <= asked_m - ROUNDING_M
    assert levels_of([math.inf, FINEST_M], FINEST_M) == (255, 0)
