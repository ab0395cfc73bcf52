import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.resampling import resample_gaps
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@given(
    axes().flatmap(lambda time: st.tuples(st.just(time), columns(time.size))),
    st.sampled_from([-7.0, 0.0, 0.1]),
    st.sampled_from([0.25, 1.0, 30.0]),
    st.sampled_from([0.0, 1.0, 5.0, math.inf]),
)
def test_values_equal_the_twin(drawn, ahead, step, max_gap):
    time, values = drawn
    start = (time[0] if time.size else 0.0) + ahead
    found = resample_gaps(time, values, step, 25, start_s=start, max_gap_s=max_gap)
    twin = naive.resample_gaps(time.tolist(), values.tolist(), start, step, 25, max_gap)
    np.testing.assert_allclose(found, twin, atol=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_without_gaps_it_is_numpys_interp(seed):
    generator = np.random.default_rng(seed)
    time, values = generator.exponential(1, 50).cumsum(), generator.normal(size=50)
    grid = 0.5 + np.arange(80) * 0.7
    oracle = np.interp(grid, time, values, left=math.nan, right=math.nan)
    np.testing.assert_array_equal(resample_gaps(time, values, 0.7, 80, start_s=0.5), oracle)


def test_a_long_gap_and_what_lies_outside_are_missing():
    found = resample_gaps([1, 2, 5, 6], [10, 20, 50, 60], 0.5, 14, max_gap_s=1)
    nan = math.nan
    np.testing.assert_array_equal(found, [nan, nan, 10, 15, 20, nan, nan, nan, nan, nan, 50, 55, 60, nan])


def test_missing_values_make_their_neighbours_a_gap():
    time, values = [0, 1, 2, 3], [0, math.nan, math.inf, 3]
    assert resample_gaps(time, values, 1, 4, max_gap_s=3).tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(resample_gaps(time, values, 1, 4, max_gap_s=2), [0, math.nan, math.nan, 3])


def test_of_samples_at_one_instant_the_last_known_speaks():
    assert resample_gaps([0, 1, 1, 1, 2], [0, 5, 7, math.nan, 9], 0.5, 5).tolist() == [0, 2.5, 7, 8, 9]


def test_nothing_gives_nothing():
    assert resample_gaps([0], [1], 1, 0).size == 0
    assert np.isnan(resample_gaps([], [], 1, 3)).all()
    np.testing.assert_array_equal(resample_gaps([2], [7], 1, 4), [math.nan, math.nan, 7, math.nan])


@pytest.mark.parametrize(
    ("step", "count", "options", "name"),
    [
        (0, 5, {}, "step_s"),
        (1, -1, {}, "count"),
        (1, 5, {"start_s": math.nan}, "start_s"),
        (1, 5, {"max_gap_s": math.nan}, "max_gap_s"),
    ],
)
def test_a_grid_that_is_none_is_refused_by_name(step, count, options, name):
    with pytest.raises(ValueError, match=name):
        resample_gaps([0, 1], [0, 1], step, count, **options)
