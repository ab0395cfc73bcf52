import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.load import BANISTER
from kernels.load import halves, trimp
from models.terms import Sex
from tests.kernels import naive
from tests.kernels.inputs import columns

MAN, WOMAN = BANISTER[Sex.MALE], BANISTER[Sex.FEMALE]
RATES = st.integers(0, 30).flatmap(lambda size: st.tuples(columns(size, 30, 230), columns(size, -1, 20)))
EFFORTS = st.integers(0, 30).flatmap(
    lambda size: st.tuples(columns(size, 0, 8), columns(size, -5, 230), columns(size, -1, 20))
)


@given(RATES)
def test_impulses_equal_the_twin(drawn):
    heart_rate, seconds = drawn
    expected = naive.trimp(heart_rate.tolist(), seconds.tolist(), 50, 190, *MAN)
    assert trimp(heart_rate, seconds, 50, 190, *MAN) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("sex", "minutes", "share", "expected"),
    [(MAN, 60, 0.75, 121.556), (WOMAN, 60, 0.75, 135.414), (MAN, 30, 0.5, 25.072), (MAN, 60, 1, 261.925)],
)
def test_published_impulses_of_a_constant_heart_rate(sex, minutes, share, expected):
    heart_rate = np.full(minutes * 60, 50 + 140 * share)
    assert trimp(heart_rate, np.ones(minutes * 60), 50, 190, *sex) == pytest.approx(expected, abs=5e-4)


@given(RATES)
def test_impulses_add_up_and_rise_with_the_heart_rate(drawn):
    heart_rate, seconds = drawn
    whole = trimp(heart_rate, seconds, 50, 190, *WOMAN)
    parts = [trimp(heart_rate[part], seconds[part], 50, 190, *WOMAN) for part in (slice(9), slice(9, None))]
    assert 0 <= whole == pytest.approx(sum(parts))
    assert trimp(heart_rate + 10, seconds, 50, 190, *WOMAN) >= whole


def test_beyond_rest_and_maximum_counts_as_these():
    assert trimp([40, 50], [60, 60], 50, 190, *MAN) == 0
    assert trimp([190, 230], [60, 60], 50, 190, *MAN) == pytest.approx(2 * MAN[0] * math.exp(MAN[1]))


@pytest.mark.parametrize(("resting", "maximum"), [(190, 190), (200, 190), (-1, 190), (math.nan, 190), (50, math.nan)])
def test_heart_rates_that_make_no_sense_are_refused(resting, maximum):
    with pytest.raises(ValueError, match=r"(resting|maximum)_bpm: must"):
        trimp([100], [1], resting, maximum, *MAN)


@given(EFFORTS)
def test_halves_equal_the_twin(drawn):
    speed, heart_rate, seconds = drawn
    expected = naive.halves(speed.tolist(), heart_rate.tolist(), seconds.tolist())
    np.testing.assert_allclose(halves(speed, heart_rate, seconds), expected, rtol=1e-9, atol=1e-12)


def test_a_constant_effort_does_not_drift_and_a_rising_heart_rate_does():
    seconds = np.ones(3600)
    steady = halves(np.full(3600, 3.0), np.full(3600, 150.0), seconds)
    assert steady == pytest.approx((0.02, 0.02, 3600))
    # From 140 to 160 in even steps the means of the halves are 145 and 155.
    drifting = halves(np.full(3600, 3.0), np.linspace(140, 160, 3600), seconds)
    assert drifting == pytest.approx((3 / 145, 3 / 155, 3600), rel=1e-4)


def test_a_sample_across_the_middle_counts_on_both_sides():
    assert halves([1, 2, 4], [100, 100, 100], [1, 2, 1]) == pytest.approx((0.015, 0.03, 4))


def test_nothing_known_has_no_halves():
    for nothing in ([], [math.nan]):
        first, second, known_s = halves(nothing, nothing, nothing)
        assert (math.isnan(first), math.isnan(second), known_s) == (True, True, 0)
    assert math.isnan(halves([3, 3], [0, -4], [1, 1]).first)
