from datetime import date

import pytest

from coaching.norms import (
    BRISK_M_MIN,
    COMFORTABLE_M_S,
    DECADE_MIDDLES,
    age_years,
    at_age,
    brisk_m_min,
    brisk_step_m,
    comfortable_m_s,
    running_cadence_spm,
)
from models.terms import Sex

# Metres in three minutes of the twenties to sixties.
EXERCISE_GUIDE = {Sex.MALE: (375, 360, 360, 345, 345), Sex.FEMALE: (345, 345, 330, 315, 300)}


@pytest.mark.parametrize(("sex", "age", "speed"), [(Sex.FEMALE, 35, 115), (Sex.MALE, 65, 115), (Sex.FEMALE, 39, 113)])
def test_the_published_brisk_speeds(sex, age, speed):
    assert brisk_m_min(sex, age) == pytest.approx(speed)


@pytest.mark.parametrize("sex", EXERCISE_GUIDE)
def test_the_table_is_the_guides_metres_in_three_minutes(sex):
    assert BRISK_M_MIN[sex][:5] == tuple(metres / 3 for metres in EXERCISE_GUIDE[sex])


@pytest.mark.parametrize("sex", EXERCISE_GUIDE)
def test_from_seventy_on_it_follows_the_comfortable_speed(sex):
    brisk, comfortable = BRISK_M_MIN[sex], COMFORTABLE_M_S[sex]
    for decade in (5, 6):
        assert brisk[decade] == pytest.approx(brisk[4] * comfortable[decade] / comfortable[4], abs=0.05)


@pytest.mark.parametrize("sex", EXERCISE_GUIDE)
def test_nobody_is_expected_to_be_faster_by_getting_older(sex):
    assert list(BRISK_M_MIN[sex]) == sorted(BRISK_M_MIN[sex], reverse=True)
    assert all(woman <= man for woman, man in zip(BRISK_M_MIN[Sex.FEMALE], BRISK_M_MIN[Sex.MALE], strict=True))


def test_between_the_middles_of_decades_the_table_is_linear_and_beyond_it_level():
    table = BRISK_M_MIN[Sex.MALE]
    assert [at_age(table, middle) for middle in DECADE_MIDDLES] == list(table)
    assert at_age(table, 30) == pytest.approx(122.5)
    assert (at_age(table, 18), at_age(table, 110)) == (125, 83.1)


def test_comfortable_speeds_are_those_of_the_meta_analysis():
    assert comfortable_m_s(Sex.MALE, 45) == 1.434
    assert comfortable_m_s(Sex.FEMALE, 85) == 0.943
    assert comfortable_m_s(Sex.UNSPECIFIED, 25) == pytest.approx((1.358 + 1.341) / 2)


def test_a_brisk_step_is_half_the_height_at_the_reference_speed_and_goes_with_the_root_of_the_speed():
    assert brisk_step_m(Sex.MALE, 35, 1.71, 0.5) == pytest.approx(0.855)
    assert brisk_step_m(Sex.FEMALE, 39, 1.60, 0.5) == pytest.approx(0.8 * (113 / 115) ** 0.5)


@pytest.mark.parametrize(
    ("speed", "height_m", "cadence"), [(2.5, 1.70, 167), (4.0, 1.70, 176), (3.0, 1.55, 178), (3.0, 1.85, 163)]
)
def test_the_expected_cadence_of_the_reference(speed, height_m, cadence):
    assert running_cadence_spm(speed, height_m) == pytest.approx(cadence, abs=0.5)


def test_an_age_has_fractions():
    assert age_years(date(2000, 1, 1), date(2026, 1, 1)) == pytest.approx(26, abs=0.003)
    assert age_years(date(2000, 1, 1), date(2026, 7, 2)) == pytest.approx(26.5, abs=0.003)
