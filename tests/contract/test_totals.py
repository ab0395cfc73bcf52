"""Sums and bests as they are read: the right days, months and efforts, of the right person."""

from datetime import date, timedelta

import pytest

from models import totals
from models.entities import Amounts
from models.terms import Sport
from tests.models.builders import START, UID, activity, add

pytestmark = pytest.mark.usefixtures("any_table")
# START is a Monday.
MONDAY = START.date()
DAY = timedelta(days=1)


@pytest.fixture
def year():
    """Runs on Monday, Sunday and the next Monday, a walk on Tuesday, and a run of the year before."""
    outings = [
        (0, Sport.RUNNING, (95_000, 0, 240_000)),
        (6, Sport.RUNNING, (90_000, 200_000, 250_000)),
        (7, Sport.RUNNING, (96_000,)),
        (1, Sport.WALKING, (99_000,)),
        (-200, Sport.RUNNING, (80_000,)),
    ]
    for n, (after, sport, efforts_ms) in enumerate(outings):
        add(activity(n, sport=sport, started_at=START + after * DAY), efforts_ms=efforts_ms)


def days(since, until):
    return [((day.start - MONDAY).days, *sorted(day.amounts)) for day in totals.days(UID, since, until)]


def test_days_include_their_first_and_not_their_last(year):
    assert days(MONDAY, MONDAY + 7 * DAY) == [(0, Sport.RUNNING), (1, Sport.WALKING), (6, Sport.RUNNING)]
    assert days(MONDAY + DAY, MONDAY + 6 * DAY) == [(1, Sport.WALKING)]
    assert days(MONDAY + 6 * DAY, MONDAY + 8 * DAY) == [(6, Sport.RUNNING), (7, Sport.RUNNING)]
    assert days(MONDAY + 2 * DAY, MONDAY + 6 * DAY) == days(MONDAY, MONDAY) == []
    assert len(days(date(1970, 1, 1), date(9998, 12, 31))) == 5


def test_a_day_tells_its_amounts(year):
    (day,) = totals.days(UID, MONDAY, MONDAY + DAY)
    assert day.amounts == {Sport.RUNNING: Amounts(1, 5_000_000, 1_750_000, 1_800_000, 5200, 315)}


def test_both_sports_of_a_day_are_told_beside_each_other(year):
    add(activity(7, sport=Sport.WALKING))
    (day,) = totals.days(UID, MONDAY, MONDAY + DAY)
    assert {sport: amounts.distance_mm for sport, amounts in day.amounts.items()} == {
        Sport.RUNNING: 5_000_000,
        Sport.WALKING: 5_007_000,
    }


def test_months_are_told_by_their_first_day(year):
    found = totals.months(UID, date(2025, 1, 1), date(2027, 1, 1))
    assert [(month.start, {sport: each.count for sport, each in month.amounts.items()}) for month in found] == [
        (date(2025, 10, 1), {Sport.RUNNING: 1}),
        (date(2026, 5, 1), {Sport.RUNNING: 3, Sport.WALKING: 1}),
    ]
    assert totals.months(UID, date(2026, 1, 1), date(2026, 5, 1)) == []


def test_bests_of_all_time_and_of_a_year(year):
    def told(year=None):
        return [(best.sport, best.position, best.duration_ms, best.aid) for best in totals.bests(UID, year)]

    run, walk = Sport.RUNNING, Sport.WALKING
    this_year = [(run, 1, 200_000, "aid0001"), (run, 2, 240_000, "aid0000"), (walk, 0, 99_000, "aid0003")]
    assert told() == [(run, 0, 80_000, "aid0004"), *this_year]
    assert told(2026) == [(run, 0, 90_000, "aid0001"), *this_year]
    assert told(2025) == [(run, 0, 80_000, "aid0004")]
    assert told(2024) == []


def test_of_equal_efforts_the_earlier_one_is_the_best():
    for n in (2, 1, 3):
        add(activity(n), efforts_ms=(90_000,))
    assert [best.aid for best in totals.bests(UID)] == ["aid0001"]


def test_others_sums_are_not_told(year):
    assert totals.days("somebody else", date(1970, 1, 1), date(9998, 12, 31)) == []
    assert totals.months("somebody else", date(1970, 1, 1), date(9998, 12, 31)) == []
    assert totals.bests("somebody else") == []
