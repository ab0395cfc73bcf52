import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.bests import BEST_EFFORT_DISTANCES_M
from coaching.zones import (
    heart_rate_bounds,
    karvonen_bpm,
    max_heart_rate,
    pace_bounds,
    riegel_s,
    riegel_speed_m_s,
    seconds_in,
    tanaka_bpm,
)
from models.entities import Histogram, PersonalBest, Profile
from models.terms import HeartRateZoneMethod, MissingReason, PaceZoneMethod, Sport

DAY = date(2026, 6, 1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
HISTOGRAMS = st.builds(
    Histogram,
    st.integers(0, 40).map(float),
    st.sampled_from([0.1, 1.0, 2.5]),
    st.lists(st.integers(0, 3600).map(float), max_size=60).map(tuple),
)


def best(distance, seconds, sport=Sport.RUNNING):
    return PersonalBest(round(seconds * 1000), NOW, "aid", sport, BEST_EFFORT_DISTANCES_M.index(distance))


def test_published_maximum_of_an_age():
    assert tanaka_bpm(40) == pytest.approx(180.0)


@pytest.mark.parametrize(("share", "bpm"), [(0.5, 120), (0.7, 144), (0.85, 162)])
def test_published_shares_of_the_reserve(share, bpm):
    assert karvonen_bpm(share, 60, 180) == pytest.approx(bpm)


@pytest.mark.parametrize(
    ("seconds", "distance", "target", "expected"),
    [
        (1200, 5000, 10_000, 2501.92),
        (2400, 10_000, 42_195, 11_040.48),
        (5400, 21_097.5, 42_195, 11_258.63),
    ],
)
def test_published_times_over_other_distances(seconds, distance, target, expected):
    assert riegel_s(seconds, distance, target) == pytest.approx(expected, abs=0.005)


@given(st.floats(600, 9000), st.floats(2000, 45_000))
def test_the_speed_held_for_an_hour_takes_an_hour(seconds, distance):
    speed = riegel_speed_m_s(seconds, distance, 3600)
    assert riegel_s(seconds, distance, speed * 3600) == pytest.approx(3600)


def test_zones_of_the_reserve_where_rest_and_maximum_are_known():
    found = heart_rate_bounds(Profile("u", resting_heart_rate_bpm=60, max_heart_rate_bpm=180), DAY)
    assert found.lows_bpm == (120, 132, 144, 156, 168)
    assert (found.method, found.max_bpm, found.max_estimated) == (HeartRateZoneMethod.RESERVE, 180, False)
    assert found.resting_bpm == 60


def test_zones_of_the_maximum_without_a_resting_heart_rate():
    found = heart_rate_bounds(Profile("u", max_heart_rate_bpm=190), DAY)
    assert found.lows_bpm == (95, 114, 133, 152, 171)
    assert (found.method, found.resting_bpm) == (HeartRateZoneMethod.MAXIMUM, None)


def test_a_maximum_is_estimated_from_the_age_on_the_day():
    assert max_heart_rate(Profile("u", birth_date=date(1986, 6, 1)), DAY) == (pytest.approx(180, abs=0.01), True)
    found = heart_rate_bounds(Profile("u", birth_date=date(1986, 6, 1), resting_heart_rate_bpm=60), DAY)
    assert (found.method, found.max_estimated, found.lows_bpm[0]) == (HeartRateZoneMethod.RESERVE, True, 120)


@pytest.mark.parametrize(
    "profile", [Profile("u"), *(Profile("u", birth_date=date(year, 6, 2)) for year in (1, 1700, 1800, 2026, 3000))]
)
def test_without_maximum_and_age_there_are_no_zones(profile):
    assert heart_rate_bounds(profile, DAY) is MissingReason.MAX_HEART_RATE_UNKNOWN


def test_a_rest_above_an_estimated_maximum_is_not_used():
    found = heart_rate_bounds(Profile("u", birth_date=date(1907, 1, 1), resting_heart_rate_bpm=125), DAY)
    assert found.method is HeartRateZoneMethod.MAXIMUM


def test_the_threshold_is_the_best_hour_that_the_efforts_promise():
    found = pace_bounds(Sport.RUNNING, [best(10_000, 3600), best(5_000, 1800)])
    assert found.method is PaceZoneMethod.THRESHOLD
    assert found.threshold_m_s == pytest.approx(10_000 / 3600)
    paces = [1000 / speed for speed in found.lows_m_s]
    assert paces == pytest.approx([share * 360 for share in (1.29, 1.14, 1.06, 0.99)])


@pytest.mark.parametrize(
    "bests",
    [[], [best(1000, 200)], [best(50_000, 5 * 3600)], [best(10_000, 5400, Sport.WALKING)]],
)
def test_efforts_far_from_an_hour_and_walks_promise_nothing(bests):
    assert pace_bounds(Sport.RUNNING, bests) is MissingReason.NO_BEST_EFFORT


def test_walks_have_fixed_bands():
    found = pace_bounds(Sport.WALKING, [])
    assert (found.method, found.threshold_m_s) == (PaceZoneMethod.WALKING_SPEEDS, None)
    assert [speed * 3.6 for speed in found.lows_m_s] == pytest.approx([3, 5, 6, 7])


@given(HISTOGRAMS, st.lists(st.floats(-10, 200), max_size=6).map(sorted))
def test_no_second_is_lost_between_zones(histogram, lows):
    found = seconds_in(histogram, lows)
    assert len(found) == len(lows) + 1
    assert math.fsum(found) == pytest.approx(math.fsum(histogram.seconds))
    assert min(found) >= 0


def test_a_bound_within_a_step_shares_it_out():
    assert seconds_in(Histogram(10, 1, (4, 8)), [11]) == [4, 8]
    assert seconds_in(Histogram(10, 1, (4, 8)), [11.25]) == [6, 6]
    assert seconds_in(Histogram(10, 1, (4, 8)), [5, 12]) == [0, 12, 0]
