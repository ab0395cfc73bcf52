import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import median_filter

from kernels.outliers import hampel
from tests.kernels import naive
from tests.kernels.inputs import columns


@given(st.integers(0, 30).flatmap(columns), st.integers(0, 6), st.sampled_from([0.0, 0.5, 1.0, 3.0, math.inf]))
def test_values_and_verdicts_equal_the_twin(values, half, k):
    found = hampel(values, half, k)
    filtered, outlier = naive.hampel(values.tolist(), half, k)
    np.testing.assert_array_equal(found.filtered, filtered)
    assert found.outlier.tolist() == outlier


@pytest.mark.parametrize("half", [1, 2, 5, 20])
def test_with_no_tolerance_the_interior_is_scipys_median_filter(half):
    for values in (np.random.default_rng(half).normal(size=200), np.random.default_rng(half).integers(0, 9, 200) * 1.0):
        oracle = median_filter(values, 2 * half + 1)
        np.testing.assert_array_equal(hampel(values, half, 0).filtered[half:-half], oracle[half:-half])


def test_a_spike_is_replaced_and_a_step_is_kept():
    values = np.where(np.arange(60) < 30, 140.0, 160.0) + np.sin(np.arange(60))
    spoiled = values.copy()
    spoiled[[10, 45]] = 255, 0
    found = hampel(spoiled, 5)
    assert np.flatnonzero(found.outlier).tolist() == [10, 45]
    assert np.abs(found.filtered - values).max() < 3


def test_missing_values_stay_and_are_no_neighbours():
    found = hampel([5, 6, math.nan, 5, 90, math.inf, 6, 5, 4], 4)
    np.testing.assert_array_equal(found.filtered, [5, 6, math.nan, 5, 5, math.inf, 6, 5, 4])
    assert np.flatnonzero(found.outlier).tolist() == [4]


def test_turned_upside_down_and_reversed_it_finds_the_same():
    values = np.random.default_rng(3).standard_t(1, 300)
    expected = hampel(values, 7).outlier
    assert expected.any()
    np.testing.assert_array_equal(hampel(-values, 7).outlier, expected)
    np.testing.assert_array_equal(hampel(values[::-1], 7).outlier[::-1], expected)


@pytest.mark.parametrize(("half", "k"), [(-1, 3), (10_001, 3), (2, -1), (2, math.nan)])
def test_parameters_without_sense_are_refused(half, k):
    with pytest.raises(ValueError, match="must"):
        hampel([1, 2, 3], half, k)


def test_the_largest_numbers_are_survived():
    values = np.array([1.7e308, -1.7e308] * 8 + [0.0])
    assert hampel(values, 5).filtered.size == 17
