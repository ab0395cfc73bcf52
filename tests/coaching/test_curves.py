from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.curves import AVERAGE_Z, SLIGHT_Z, figure_at, normal_points, points_at

FALLING = ((0.0, 100.0), (2.0, 85.0), (5.0, 60.0), (10.0, 25.0), (20.0, 0.0))


def test_the_bands_end_where_the_reference_says():
    assert pytest.approx(0.253, abs=5e-4) == AVERAGE_Z
    assert pytest.approx(0.674, abs=6e-4) == SLIGHT_Z


@pytest.mark.parametrize("z", [-6, -2.5, -0.253, 0, 0.674, 1.5, 6])
def test_normal_points_are_the_share_of_people_below(z):
    assert normal_points(z) == pytest.approx(100 * NormalDist().cdf(z), rel=1e-12)


@given(st.floats(allow_nan=False))
def test_normal_points_never_leave_their_bounds(z):
    assert 0 <= normal_points(z) <= 100


@pytest.mark.parametrize(
    ("figure", "points"), [(-5, 100), (0, 100), (1, 92.5), (2, 85), (3.5, 72.5), (10, 25), (15, 12.5), (20, 0), (99, 0)]
)
def test_points_are_linear_between_the_anchors(figure, points):
    assert points_at(FALLING, figure) == pytest.approx(points)


@given(st.floats(0, 100))
def test_a_figure_has_the_points_that_it_is_for(points):
    assert points_at(FALLING, figure_at(FALLING, points)) == pytest.approx(points, abs=1e-9)


def test_points_that_no_figure_has_are_refused():
    with pytest.raises(ValueError, match="no figure has 3 points"):
        figure_at(((6.1, 95.0), (10.1, 5.0)), 3)
