from datetime import date

import pytest

from coaching.load import decoupling_pct, edwards, load_later
from models.entities import Histogram, Profile
from models.terms import MissingReason, Sex

DAY = date(2026, 4, 5)
HOUR_AT_150 = Histogram(150.0, 1.0, (3600.0,))


def test_published_load_of_five_zones():
    assert edwards([10, 20, 15, 10, 5]) == 160


def test_a_heart_that_beats_faster_for_the_same_speed_decouples():
    assert decoupling_pct(3 / 145, 3 / 155) == pytest.approx(100 * (1 - 145 / 155))
    assert decoupling_pct(0.02, 0.02) == 0
    assert decoupling_pct(0.02, 0.021) == pytest.approx(-5)


def test_a_load_that_came_later_is_the_published_one():
    person = Profile("somebody", sex=Sex.MALE, resting_heart_rate_bpm=60, max_heart_rate_bpm=180)
    found = load_later(person, DAY, HOUR_AT_150)
    assert (found.banister, found.edwards) == (pytest.approx(121.556, abs=1e-3), pytest.approx(240))
    assert found.missing is None


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"max_heart_rate_bpm": None}, MissingReason.MAX_HEART_RATE_UNKNOWN),
        ({"resting_heart_rate_bpm": None}, MissingReason.RESTING_HEART_RATE_UNKNOWN),
        ({"resting_heart_rate_bpm": 180}, MissingReason.RESTING_HEART_RATE_UNKNOWN),
        ({"sex": Sex.UNSPECIFIED}, MissingReason.SEX_UNSPECIFIED),
        *(
            ({"max_heart_rate_bpm": None, "birth_date": date(year, 1, 1)}, MissingReason.MAX_HEART_RATE_UNKNOWN)
            for year in (1, 1700, 1800, 2900)
        ),
    ],
)
def test_what_the_profile_lacks_is_told(lacking, reason):
    whole = {"sex": Sex.FEMALE, "resting_heart_rate_bpm": 60, "max_heart_rate_bpm": 180}
    found = load_later(Profile("somebody", **(whole | lacking)), DAY, HOUR_AT_150)
    assert (found.banister, found.missing) == (None, reason)
