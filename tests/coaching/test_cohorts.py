"""People of the same age and sex: bands, bins, and how they take over from the norm."""

import random
from bisect import bisect_left
from datetime import date
from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.cohorts import (
    BINS,
    FEWEST_CHANGES,
    FEWEST_PEOPLE,
    PEOPLE_STEP,
    PRIOR_PEOPLE,
    band_of,
    bin_of,
    bins_of,
    blended,
    cohort_of,
    every_cohort,
    percentile,
    percentile_of,
    published,
    settled,
)
from models.entities import CohortName, ScoreCard
from models.terms import Component, Sex, Sport

MONTH = date(2026, 5, 1)
NORMAL = NormalDist()


@pytest.mark.parametrize(
    ("age", "band"), [(17.99, None), (18, 18), (29.99, 18), (30, 30), (39.9, 30), (79.9, 70), (80, 80), (104, 80)]
)
def test_bands_begin_at_18_and_then_with_each_decade(age, band):
    assert band_of(age) == band


def test_a_cohort_goes_by_the_age_on_the_first_of_the_month():
    name = cohort_of(Sport.WALKING, 1, Sex.FEMALE, date(1986, 5, 2), MONTH)
    assert name == CohortName(Sport.WALKING, 1, Sex.FEMALE, 30)  # 40 tomorrow
    assert cohort_of(Sport.WALKING, 1, Sex.FEMALE, date(1986, 4, 30), MONTH) == CohortName(
        Sport.WALKING, 1, Sex.FEMALE, 40
    )


@pytest.mark.parametrize(("sex", "born"), [(Sex.UNSPECIFIED, date(1986, 1, 1)), (Sex.MALE, None), (Sex.MALE, MONTH)])
def test_who_tells_no_sex_or_no_age_or_is_a_child_is_in_no_cohort(sex, born):
    assert cohort_of(Sport.RUNNING, 1, sex, born, MONTH) is None


def test_a_person_counts_once_a_month_by_the_mean_of_their_points():
    cards = [
        ScoreCard(1, 60.0, 1.0, ((Component.BOUNCE, 8.0, 40.0), (Component.CADENCE, 170.0, 90.0))),
        ScoreCard(1, 70.0, 1.0, ((Component.BOUNCE, 7.0, 60.0),)),
        ScoreCard(2, 10.0, 1.0, ((Component.BOUNCE, 9.0, 1.0),)),
    ]
    assert bins_of(cards, 1) == {Component.BOUNCE: bin_of(50.0), Component.CADENCE: bin_of(90.0)}
    assert bins_of(cards, 3) == {}


def test_every_point_lies_in_one_of_the_bins():
    assert (BINS, bin_of(0.0), bin_of(49.999), bin_of(50.0), bin_of(99.99), bin_of(100.0)) == (50, 0, 24, 25, 49, 49)


def test_forty_nine_people_are_never_told_and_change_nothing():
    assert FEWEST_PEOPLE == 50
    assert blended(30.0, 30.0, _counts(80.0, 49)) == (30.0, None)
    assert blended(30.0, None, _counts(80.0, 49)) is None
    april = {Component.BOUNCE: _counts(80.0, 49), Component.CADENCE: _counts(80.0, 50)}
    assert _published([april]) == {Component.CADENCE: _counts(80.0, 50)}


def test_the_same_people_in_a_year_of_months_are_no_more_people():
    """Fifty weigh as fifty, whatever months they walk in; the shape is that of all of them."""
    year = [{Component.BOUNCE: _counts(40.0 + 2 * month, 50)} for month in range(12)]
    told = _published(year)[Component.BOUNCE]
    assert sum(told) == pytest.approx(50, abs=0.1)
    assert blended(50.0, 50.0, told) == (50.0, 50)
    assert len([each for each in told if each]) > 1


def test_a_month_of_one_person_adds_nothing():
    april = {Component.BOUNCE: _counts(20.0, 50)}
    lonely = {Component.BOUNCE: _counts(80.0, 1)}
    assert _published([april, *[lonely] * 11]) == {Component.BOUNCE: _counts(20.0, 50)}
    assert _published([lonely] * 60) == {}


def test_people_take_over_smoothly():
    """With the 50th the norm still stands alone; with 200 more it counts half."""
    assert blended(30.0, 30.0, _counts(80.0, FEWEST_PEOPLE)) == (30.0, 50)
    found = blended(30.0, 30.0, _counts(80.0, FEWEST_PEOPLE + PRIOR_PEOPLE))
    assert found == (15.0, 250)
    steps = [blended(30.0, 30.0, _counts(80.0, people))[0] for people in range(40, 5000)]
    assert max(before - after for before, after in pairwise(steps)) <= 2.0


def test_what_rests_on_people_is_told_in_whole_per_cent_and_people_in_tens():
    ours = tuple(1.2 for _ in range(BINS))
    assert blended(61.234, None, ours) == (float(round(percentile(61.234, ours))), 60)
    assert blended(61.234, 61.234, _counts(80.0, 49)) == (61.234, None)
    for people in range(50, 60):
        assert blended(33.3, None, _counts(80.0, people)) == (0.0, 50)
        assert blended(33.3, 33.3, _counts(80.0, people)) == (33.0, 50)


def test_no_number_of_people_between_two_tens_can_be_found_out_by_asking_for_many_points():
    """The weight of people beside the norm goes by what is told of them: else the point at which a whole per cent
    begins tells how many there are."""
    asked = [each / 100 for each in range(2, 10_000, 7)]
    for people in (70, 250, 1230):
        answers = {
            tuple(blended(points, points, _counts(99.99, people + more)) for points in asked)
            for more in range(PEOPLE_STEP)
        }
        assert len(answers) == 1


def test_a_newcomer_is_not_told_until_there_are_ten():
    """Fifty one day, 51 the next: the difference would be the newcomer's bin."""
    fifty = {Component.BOUNCE: _counts(20.0, 50)}
    for more in range(1, FEWEST_CHANGES):
        assert settled(fifty, {Component.BOUNCE: _sum(_counts(20.0, 50), _counts(80.0, more))}) == fifty
    sixty = {Component.BOUNCE: _sum(_counts(20.0, 50), _counts(80.0, FEWEST_CHANGES))}
    assert settled(fifty, sixty) == sixty


def test_ten_who_come_hide_none_who_leaves():
    before = {Component.BOUNCE: _sum(_counts(20.0, 60), _counts(50.0, 1))}
    assert settled(before, {Component.BOUNCE: _sum(_counts(20.0, 60), _counts(80.0, 10))}) == before
    both = {Component.BOUNCE: _sum(_counts(20.0, 50), _counts(80.0, 11))}
    assert settled(before, both) == both


def test_who_leaves_a_small_month_and_comes_back_with_somebody_brings_nobody_to_light():
    """With 49 the month is not told; with 50 again, one of them another, it is told as it was."""
    before = {Component.BOUNCE: _counts(20.0, 50)}
    fewer = {Component.BOUNCE: _counts(20.0, 49)}
    kept = settled(before, fewer)
    assert published([kept], [fewer]) == {}
    back = {Component.BOUNCE: _sum(_counts(20.0, 49), _counts(80.0, 1))}
    assert published([settled(kept, back)], [back]) == before


def test_each_figure_waits_for_its_own_ten():
    before = {Component.BOUNCE: _counts(20.0, 50), Component.CADENCE: _counts(20.0, 50)}
    now = {Component.BOUNCE: _counts(20.0, 60), Component.CADENCE: _counts(20.0, 51)}
    assert settled(before, now) == {Component.BOUNCE: _counts(20.0, 60), Component.CADENCE: _counts(20.0, 50)}


@given(st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=12))
def test_two_states_that_are_told_differ_by_nobody_or_by_ten_to_either_side(days):
    told = {}
    for day in days:
        now = {Component.BOUNCE: (*day, *(0,) * (BINS - 4))}
        before, told = told, settled(told, now)
        old, new = (known.get(Component.BOUNCE, (0,) * BINS) for known in (before, told))
        moves = [here - there for there, here in zip(old, new, strict=True)]
        came, left = sum(max(each, 0) for each in moves), sum(max(-each, 0) for each in moves)
        assert all(each == 0 or each >= FEWEST_CHANGES for each in (came, left))
        assert not told or sum(told[Component.BOUNCE]) >= FEWEST_PEOPLE


def test_a_component_without_a_norm_is_told_by_people_alone():
    assert blended(90.0, None, _counts(80.0, 50)) == (100.0, 50)
    found = percentile_of({Component.SPRING: _counts(80.0, 60)}, lambda key: key is Component.BOUNCE)
    assert found(Component.SPRING, 10.0) == (0.0, 60)
    assert found(Component.BOUNCE, 44.0) == (44.0, None)
    assert found(Component.RHYTHM, 44.0) is None


def test_percentiles_of_200000_people_are_within_a_point_of_exact():
    """In 28 cohorts that do better or worse than the norm says, by up to half of its spread, more or less alike."""
    chance = random.Random(5)
    worst = 0.0
    for cohort in range(28):
        mean_z, spread_z = cohort / 27 - 0.5, chance.uniform(0.8, 1.3)
        people = sorted(100 * NORMAL.cdf(chance.gauss(mean_z, spread_z)) for _ in range(200_000 // 28))
        counts = [0] * BINS
        for points in people:
            counts[bin_of(points)] += 1
        for points in (chance.uniform(0, 100) for _ in range(500)):
            exact = 100 * bisect_left(people, points) / len(people)
            worst = max(worst, abs(percentile(points, tuple(counts)) - exact))
    assert worst < 1.0


def test_every_cohort_of_the_current_versions():
    names = every_cohort({Sport.RUNNING: 1, Sport.WALKING: 2})
    assert len(names) == len(set(names)) == 2 * 2 * 7
    assert {(name.sport, name.version) for name in names} == {(Sport.RUNNING, 1), (Sport.WALKING, 2)}


def _published(months):
    """What is told of months of which nothing was told before."""
    return published([settled({}, month) for month in months], months)


def _sum(*counts):
    return tuple(map(sum, zip(*counts, strict=True)))


def _counts(points, people):
    counts = [0] * BINS
    counts[bin_of(points)] = people
    return tuple(counts)
