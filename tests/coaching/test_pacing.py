import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.pacing import evenness_pct, second_half_pct

PACES = st.lists(st.floats(150, 900), min_size=3, max_size=50)


def test_a_metronome_is_even():
    assert evenness_pct([300] * 5) == 0
    assert evenness_pct([290, 300, 310]) == pytest.approx(100 * (200 / 3) ** 0.5 / 300)


@pytest.mark.parametrize("paces", [[], [300], [300, 310]])
def test_two_kilometres_have_no_spread(paces):
    assert evenness_pct(paces) is None


@given(PACES, st.floats(0.5, 2))
def test_it_has_no_unit_and_no_order(paces, factor):
    assert evenness_pct([pace * factor for pace in paces]) == pytest.approx(evenness_pct(paces), abs=1e-6)
    assert evenness_pct(paces[::-1]) == pytest.approx(evenness_pct(paces), abs=1e-6)


def test_a_negative_split_is_negative():
    assert second_half_pct(1000, 980) == pytest.approx(-2)
    assert second_half_pct(1000, 1000) == 0
    assert second_half_pct(0, 1000) is None
    assert second_half_pct(1000, 0) is None
