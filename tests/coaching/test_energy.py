import pytest

from coaching.energy import (
    LCDA_VALID_TO_M_S,
    acsm_running_ml_kg_min,
    acsm_walking_ml_kg_min,
    cadence_mets,
    keytel_kcal_min,
    lcda_is_extrapolated,
    lcda_walking_w_kg,
    resting_kcal_min,
    running_kcal,
    walking_kcal,
)
from models.terms import Sex


@pytest.mark.parametrize(("grade", "uptake"), [(0, 11.54), (0.05, 18.776)])
def test_acsm_walking_equals_the_formula(grade, uptake):
    assert acsm_walking_ml_kg_min(80.4 / 60, grade) == pytest.approx(uptake, abs=1e-9)


@pytest.mark.parametrize(
    ("speed_m_min", "grade", "uptake"), [(160.8, 0, 35.66), (160.8, 0.02, 38.5544), (200, 0, 43.5)]
)
def test_acsm_running_equals_the_formula(speed_m_min, grade, uptake):
    assert acsm_running_ml_kg_min(speed_m_min / 60, grade) == pytest.approx(uptake, abs=1e-9)


def test_a_minute_of_running_at_200_m_costs_15_kcal_at_70_kg():
    assert running_kcal(200 / 60, 60, 70) == pytest.approx(15.225)


@pytest.mark.parametrize(("speed_m_s", "watts"), [(1.0, 3.6200), (1.34, 4.4140), (1.8, 6.4573), (2.0, 7.8936)])
def test_lcda_on_the_level_equals_the_paper(speed_m_s, watts):
    assert lcda_walking_w_kg(speed_m_s) == pytest.approx(watts, abs=5e-5)


@pytest.mark.parametrize(("grade_pct", "watts"), [(0, 4.0359), (5, 5.6682), (10, 7.8198), (-10, 2.8357)])
def test_lcda_on_a_grade_equals_the_formula(grade_pct, watts):
    assert lcda_walking_w_kg(1.2, grade_pct) == pytest.approx(watts, abs=5e-5)


def test_a_brisk_walk_to_work_costs_100_kcal():
    assert walking_kcal(6.2 / 3.6, 18 * 60, 65) == pytest.approx(100.7, abs=0.05)


def test_a_walk_costs_no_more_than_a_run_where_people_run():
    """The fourth power alone says 1,228 kcal of half an hour at 3.5 m/s."""
    assert walking_kcal(3.5, 1800, 70) == running_kcal(3.5, 1800, 70)
    assert walking_kcal(2.2, 1800, 70) == pytest.approx(lcda_walking_w_kg(2.2) * 70 * 1800 / 4184)
    assert walking_kcal(0.1, 1800, 70) > running_kcal(0.1, 1800, 70)


def test_standing_still_costs_something():
    assert walking_kcal(0, 3600, 60) == pytest.approx(1.44 * 60 * 3600 / 4184)


def test_walking_beyond_the_fitted_speeds_is_called_an_extrapolation():
    assert not lcda_is_extrapolated(LCDA_VALID_TO_M_S)
    assert lcda_is_extrapolated(LCDA_VALID_TO_M_S + 0.01)


@pytest.mark.parametrize(
    ("sex", "bpm", "weight", "age", "kcal"),
    [
        (Sex.MALE, 150, 70, 35, 14.4631),
        (Sex.FEMALE, 150, 60, 35, 9.9641),
        (Sex.MALE, 130, 80, 50, 12.6456),
        (Sex.FEMALE, 120, 55, 60, 7.3507),
    ],
)
def test_keytel_equals_the_paper(sex, bpm, weight, age, kcal):
    assert keytel_kcal_min(sex, bpm, weight, age) == pytest.approx(kcal, abs=5e-5)


@pytest.mark.parametrize(("sex", "bpm"), [(Sex.MALE, 89), (Sex.FEMALE, 176), (Sex.UNSPECIFIED, 130)])
def test_keytel_says_nothing_beyond_what_it_is_for(sex, bpm):
    assert keytel_kcal_min(sex, bpm, 70, 35) is None


def test_nobody_takes_less_than_at_rest():
    assert resting_kcal_min(80) == pytest.approx(1.4)
    assert keytel_kcal_min(Sex.FEMALE, 90, 150, 20) == resting_kcal_min(150)


@pytest.mark.parametrize(
    ("cadence", "mets"), [(60, None), (99.9, None), (100, 3), (109, 3), (110, 4), (120, 5), (130, 6), (180, 6)]
)
def test_the_cadence_of_a_walk_tells_its_least_effort(cadence, mets):
    assert cadence_mets(cadence) == mets
