import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from kernels.filtering import lowpass, sosfiltfilt
from tests.kernels import naive
from tests.kernels.inputs import columns


@pytest.mark.parametrize("channels", range(1, 8))
@pytest.mark.parametrize("order", [1, 2, 3, 4, 7])
def test_any_number_of_columns_and_sections_gives_what_scipy_does(channels, order):
    values = np.random.default_rng(order).normal(size=(150, channels)).cumsum(axis=0)
    for kind, edge in (("lowpass", 5), ("highpass", 2), ("bandpass", [1, 8])):
        sections = signal.butter(order, edge, kind, fs=100, output="sos")
        values = values[: 150 - order]
        found = sosfiltfilt(sections, values)
        np.testing.assert_allclose(found, signal.sosfiltfilt(sections, values, axis=0), rtol=0, atol=1e-10)


@given(st.integers(1, 25).flatmap(lambda n: columns(n).filter(lambda c: np.isfinite(c).all())), st.sampled_from([1, 3]))
def test_short_columns_equal_the_twin(values, order):
    sections = lowpass(order, 10, 100)
    twin = naive.sosfiltfilt(sections.tolist(), values.tolist())
    np.testing.assert_allclose(sosfiltfilt(sections, values), twin, atol=1e-9)


def test_a_constant_stays_and_a_slow_wave_is_not_delayed():
    sections = lowpass(4, 5, 100)
    np.testing.assert_allclose(sosfiltfilt(sections, np.full(200, 9.81)), 9.81, rtol=1e-12)
    time = np.arange(1000) / 100
    wave = np.sin(2 * math.pi * 0.5 * time)
    np.testing.assert_allclose(sosfiltfilt(sections, wave)[60:-60], wave[60:-60], atol=2e-4)


def test_reversed_it_filters_the_same():
    values = np.random.default_rng(1).normal(size=(400, 3))
    sections = lowpass(4, 10, 100)
    middle = slice(150, -150)
    backwards = sosfiltfilt(sections, values[::-1])[::-1]
    np.testing.assert_allclose(backwards[middle], sosfiltfilt(sections, values)[middle], atol=1e-9)


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_column_with_a_hole_is_missing_and_its_fellows_are_not(wrong):
    values = np.random.default_rng(2).normal(size=(80, 4))
    whole = sosfiltfilt(lowpass(2, 5, 100), values)
    for column in range(4):
        spoiled = values.copy()
        spoiled[40, column] = wrong
        found = sosfiltfilt(lowpass(2, 5, 100), spoiled)
        assert np.isnan(found[:, column]).all()
        np.testing.assert_array_equal(np.delete(found, column, 1), np.delete(whole, column, 1))


def test_shapes_are_kept():
    sections = lowpass(2, 5, 100)
    for shape in ((0,), (1,), (2,), (0, 3), (1, 3), (2, 2), (5, 0)):
        assert sosfiltfilt(sections, np.ones(shape)).shape == shape


@pytest.mark.parametrize("order", range(1, 17))
@pytest.mark.parametrize("cutoff", [0.5, 5, 40, 49.9])
def test_the_design_answers_as_scipys(order, cutoff):
    oracle = signal.butter(order, cutoff, fs=100, output="sos")
    places = np.linspace(0.01, math.pi - 0.01, 50)
    found, expected = (signal.freqz_sos(sections, places)[1] for sections in (lowpass(order, cutoff, 100), oracle))
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize(
    ("order", "cutoff", "rate"), [(0, 5, 100), (17, 5, 100), (4, 50, 100), (4, 0, 100), (4, 5, math.nan)]
)
def test_a_filter_that_is_none_is_refused(order, cutoff, rate):
    with pytest.raises(ValueError, match="must"):
        lowpass(order, cutoff, rate)


@pytest.mark.parametrize(
    "sections",
    [np.empty((0, 6)), [[1, 0, 0, 1, 0]], [[1, 0, 0, 2, 0, 0]], [[1, 0, math.nan, 1, 0, 0]], [1, 0, 0, 1, 0, 0]],
)
def test_sections_that_are_none_are_refused(sections):
    with pytest.raises(ValueError, match="sections"):
        sosfiltfilt(sections, [1, 2, 3])
