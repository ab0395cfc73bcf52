import pytest

from coaching.maximum import gulati_bpm, nes_bpm


def test_published_maxima_of_an_age():
    assert gulati_bpm(40) == pytest.approx(170.8)
    assert nes_bpm(40) == pytest.approx(185.4)
