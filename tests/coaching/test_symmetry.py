import pytest

from coaching.symmetry import imbalance_pct, index_of_balance_pct, log_asymmetry_pct, symmetry_index_pct


def test_the_published_index():
    assert symmetry_index_pct(250, 240) == pytest.approx(4.0816, abs=5e-5)


def test_a_balance_of_50_plus_x_is_an_index_of_4_x():
    assert index_of_balance_pct(51.13) == pytest.approx(4.52)
    assert symmetry_index_pct(51.13, 48.87) == pytest.approx(index_of_balance_pct(51.13))
    assert imbalance_pct(48.87) == pytest.approx(1.13)


@pytest.mark.parametrize("measure", [symmetry_index_pct, log_asymmetry_pct])
def test_neither_side_nor_scale_matters(measure):
    assert measure(250, 240) == pytest.approx(measure(240, 250)) == pytest.approx(measure(2500, 2400))
    assert measure(7, 7) == 0


def test_the_logarithm_is_near_the_index_where_sides_are_nearly_alike():
    assert log_asymmetry_pct(250, 240) == pytest.approx(4.0822, abs=5e-5)
