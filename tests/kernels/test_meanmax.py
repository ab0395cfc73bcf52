import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.meanmax import curve, mean_max
from tests.kernels import naive
from tests.kernels.inputs import columns

VALUES = st.integers(0, 60).flatmap(columns)


@given(VALUES, st.lists(st.integers(1, 70), max_size=6))
def test_means_equal_trying_every_stretch(values, durations):
    found = mean_max(values, durations)
    expected = naive.mean_max(values.tolist(), durations)
    np.testing.assert_allclose(found.mean, [mean for mean, _ in expected], atol=1e-9)
    assert [start < 0 for start in found.start] == [start < 0 for _, start in expected]
    for width, mean, start in zip(durations, found.mean, found.start, strict=True):
        if start >= 0:
            assert np.mean(values[start : start + width]) == pytest.approx(mean, abs=1e-9)


@given(st.lists(st.integers(0, 9).map(float), max_size=60), st.lists(st.integers(1, 20), min_size=1, max_size=4))
def test_the_earliest_of_equal_stretches_of_whole_numbers_is_named(values, durations):
    starts = mean_max(values, durations).start.tolist()
    assert starts == [start for _, start in naive.mean_max(values, durations)]


@given(VALUES)
def test_the_curve_holds_every_duration(values):
    expected = [mean for mean, _ in naive.mean_max(values.tolist(), range(1, values.size + 1))]
    np.testing.assert_allclose(curve(values), expected, atol=1e-9)


def test_a_long_recording_equals_numpy():
    random = np.random.default_rng(7)
    values = 150 + random.normal(0, 1, 900).cumsum()
    sums = np.concatenate(([0.0], values.cumsum()))
    expected = [(sums[width:] - sums[:-width]).max() / width for width in range(1, 901)]
    np.testing.assert_allclose(curve(values), expected, rtol=1e-12)


def test_a_stretch_with_a_hole_does_not_count():
    values = [9, 9, math.nan, 1, 2, 3, math.inf, 8]
    found = mean_max(values, [1, 2, 3, 4])
    np.testing.assert_array_equal(found.mean, [9, 9, 2, math.nan])
    assert found.start.tolist() == [0, 0, 3, -1]


def test_a_constant_is_its_own_mean_from_the_start():
    found = mean_max([151.3] * 200, [1, 30, 200])
    np.testing.assert_allclose(found.mean, 151.3)
    assert (mean_max([7] * 200, [1, 30, 200]).start == 0).all()


@pytest.mark.parametrize("wrong", [0, -1, 1.5, math.nan, math.inf])
def test_a_duration_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="durations: must be whole samples"):
        mean_max([1, 2], [wrong])
