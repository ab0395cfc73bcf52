import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.elevation import climb
from tests.kernels import naive
from tests.kernels.inputs import columns

SAW = np.tile([0.5, -0.5], 100)


@given(st.integers(0, 40).flatmap(lambda size: columns(size, -12, 12)), st.sampled_from([0.5, 3.0, 10.0]))
def test_totals_equal_the_twin(altitude, threshold):
    found = climb(altitude, threshold)
    totals = [column[-1] if column.size else 0.0 for column in found]
    assert totals == pytest.approx(naive.climb(altitude.tolist(), threshold), abs=1e-9)


@given(st.integers(1, 40).flatmap(lambda size: columns(size, -12, 12)))
def test_progress_never_falls_and_starts_at_zero(altitude):
    for column in climb(altitude, 3.0):
        assert column[0] == 0
        assert (np.diff(column) >= 0).all()


@given(st.integers(0, 40).flatmap(lambda size: columns(size, -12, 12)))
def test_downhill_is_uphill_turned_over(altitude):
    found, turned = climb(altitude, 3.0), climb(-altitude, 3.0)
    assert found.ascent_m.tolist() == turned.descent_m.tolist()
    assert found.descent_m.tolist() == turned.ascent_m.tolist()


@pytest.mark.parametrize(
    ("altitude", "ascent_m", "descent_m"),
    [
        ([0, 1, 2, 1, 2, 3, 4, 5, 4, 3, 2], 5, 3),
        (np.arange(0, 100.05, 0.1), 100, 0),
        (SAW, 0, 0),
        ([0, 10, 8, 20], 20, 0),
        ([0, 10, 6, 20], 24, 4),
        ([0, math.nan, 10, math.inf, 6, 20], 24, 4),
        ([5], 0, 0),
    ],
)
def test_published_profiles_at_three_metres(altitude, ascent_m, descent_m):
    found = climb(altitude, 3)
    assert (found.ascent_m[-1], found.descent_m[-1]) == pytest.approx((ascent_m, descent_m))


def test_a_leg_grows_where_it_is_climbed():
    assert climb([0, 4, 3, 8, 0], 3).ascent_m.tolist() == [0, 4, 4, 8, 8]
