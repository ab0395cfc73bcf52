import pytest

from coaching.load import decoupling_pct, edwards


def test_published_load_of_five_zones():
    assert edwards([10, 20, 15, 10, 5]) == 160


def test_a_heart_that_beats_faster_for_the_same_speed_decouples():
    assert decoupling_pct(3 / 145, 3 / 155) == pytest.approx(100 * (1 - 145 / 155))
    assert decoupling_pct(0.02, 0.02) == 0
    assert decoupling_pct(0.02, 0.021) == pytest.approx(-5)
