import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.zones import zones
from tests.kernels import naive
from tests.kernels.inputs import columns

SIZED = st.integers(0, 30).flatmap(lambda size: st.tuples(columns(size), columns(size, -1, 9)))
BOUNDS = st.lists(st.integers(-100, 100).map(float), max_size=20).map(sorted)


@given(SIZED, BOUNDS)
def test_each_zone_holds_the_seconds_that_the_twin_finds(drawn, bounds):
    values, seconds = drawn
    found = zones(values, seconds, bounds)
    np.testing.assert_allclose(found, naive.zones(values.tolist(), seconds.tolist(), bounds), atol=1e-9)


@pytest.mark.parametrize("count", [1, 5, 12, 13, 60])
def test_zones_equal_a_weighted_histogram(count):
    random = np.random.default_rng(count)
    values, seconds = random.uniform(40, 200, 2000), random.uniform(0.5, 2, 2000)
    bounds = np.sort(random.uniform(60, 190, count))
    expected, _ = np.histogram(values, np.concatenate(([-np.inf], bounds, [np.inf])), weights=seconds)
    np.testing.assert_allclose(zones(values, seconds, bounds), expected)


def test_a_bound_belongs_to_the_zone_above_it():
    assert zones([99, 100, 101, 120, 121], [1] * 5, [100, 120]).tolist() == [1, 2, 2]
    assert zones([100] * 3, [1, 2, 3], [100, 100]).tolist() == [0, 0, 6]


def test_missing_values_and_cut_gaps_add_nothing():
    assert zones([math.nan, 1, math.inf, 1, 1], [5, math.nan, 5, -3, 2], [0]).tolist() == [0, 2]
    assert zones([], [], [1, 2]).tolist() == [0, 0, 0]
    assert zones([1, 2], [1, 1], []).tolist() == [2]


def test_bounds_that_fall_are_refused():
    with pytest.raises(ValueError, match="bounds: must be finite and never fall"):
        zones([1], [1], [2, 1])
