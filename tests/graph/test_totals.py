"""Totals and bests as the API tells them."""

from datetime import UTC, datetime, timedelta

import pytest

from models.terms import Sport
from tests.graph.walks import add, uid_of
from tests.models.builders import activity

TOTALS = """query ($unit: TotalsUnit!, $from: Date!, $to: Date!, $sport: Sport) {
  viewer { totals(unit: $unit, from: $from, to: $to, sport: $sport) {
    unit from to sport count distanceM movingS elapsedS steps ascentM } } }"""
BESTS = """query ($sport: Sport, $year: Int) { viewer { personalBests(sport: $sport, year: $year) {
  sport distanceM durationS achievedAt activity { id distanceM } } } }"""
# 2026-05-04 is a Monday.
MONDAY = datetime(2026, 5, 4, 6, tzinfo=UTC)


@pytest.fixture
def person(service):
    """Runs on Monday and Sunday, a walk on Tuesday, and a run of the year before."""
    somebody = service.person()
    uid = uid_of(service)
    for n, (days, sport) in enumerate([(0, "RUNNING"), (1, "WALKING"), (6, "RUNNING"), (-200, "RUNNING")]):
        efforts = ((95_000, 0, 240_000), (99_000,), (90_000, 200_000, 250_000), (80_000,))[n]
        add(uid, activity(n, sport=Sport(sport), started_at=MONDAY + timedelta(days=days)), efforts_ms=efforts)
    return somebody


def totals(person, unit, first, last, sport=None):
    asked = {"unit": unit, "from": first, "to": last, "sport": sport}
    return person.ask(TOTALS, asked)["viewer"]["totals"]


def test_days_are_told_with_those_on_which_nothing_was(person):
    days = totals(person, "DAY", "2026-05-03", "2026-05-06")
    assert [(day["from"], day["to"], day["count"]) for day in days] == [
        ("2026-05-03", "2026-05-03", 0),
        ("2026-05-04", "2026-05-04", 1),
        ("2026-05-05", "2026-05-05", 1),
        ("2026-05-06", "2026-05-06", 0),
    ]
    one = days[1]
    assert (one["distanceM"], one["movingS"], one["elapsedS"]) == (5000.0, 1750.0, 1800.0)
    assert (one["steps"], one["ascentM"]) == (5200, 31.5)


@pytest.mark.parametrize(
    ("weekday", "weeks"),
    [("MONDAY", [("2026-05-04", 3)]), ("SUNDAY", [("2026-05-03", 2), ("2026-05-10", 1)])],
)
def test_weeks_begin_on_the_persons_weekday_whenever_it_was_chosen(person, weekday, weeks):
    change = "mutation ($day: Weekday) { updateProfile(input: {firstWeekday: $day}) { __typename } }"
    person.ask(change, {"day": weekday})
    told = totals(person, "WEEK", "2026-05-04", "2026-05-10")
    assert [(week["from"], week["count"]) for week in told] == weeks


def test_months_and_years_and_one_sport(person):
    (may,) = totals(person, "MONTH", "2026-05-31", "2026-05-31")
    assert (may["from"], may["to"], may["count"]) == ("2026-05-01", "2026-05-31", 3)
    (walks,) = totals(person, "MONTH", "2026-05-31", "2026-05-31", "WALKING")
    assert (walks["sport"], walks["count"], walks["distanceM"]) == ("WALKING", 1, 5001.0)
    years = totals(person, "YEAR", "2024-06-01", "2026-01-01")
    assert [(year["from"], year["to"], year["count"]) for year in years] == [
        ("2024-01-01", "2024-12-31", 0),
        ("2025-01-01", "2025-12-31", 1),
        ("2026-01-01", "2026-12-31", 3),
    ]
    assert years[2]["distanceM"] == 5000.0 + 5001.0 + 5002.0


@pytest.mark.parametrize(
    ("first", "last"), [("2026-05-04", "2026-05-03"), ("2020-01-01", "2026-01-01"), ("0001-01-01", "9999-12-31")]
)
def test_a_range_has_an_order_and_an_end(person, first, last):
    body = person.post(TOTALS, {"unit": "DAY", "from": first, "to": last}).json()
    assert body["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "field": "to", "argument": ["to"]}


@pytest.mark.parametrize("unit", ["DAY", "WEEK", "MONTH", "YEAR"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_the_ends_of_the_calendar_are_answered(person, unit, day):
    (span,) = totals(person, unit, day, day)
    assert span["from"] <= day <= span["to"]


def test_bests_of_all_time_and_of_a_year(person):
    bests = person.ask(BESTS, {"sport": "RUNNING"})["viewer"]["personalBests"]
    assert [(best["distanceM"], best["durationS"]) for best in bests] == [(400, 80), (800, 200), (1000, 240)]
    assert bests[1]["activity"]["distanceM"] == 5002.0
    assert bests[0]["achievedAt"].startswith("2025-10-16T06:00:00")
    ours = person.ask(BESTS, {"year": 2026})["viewer"]["personalBests"]
    assert [(best["sport"], best["durationS"]) for best in ours if best["distanceM"] == 400] == [
        ("RUNNING", 90),
        ("WALKING", 99),
    ]
    assert person.ask(BESTS, {"year": 2020})["viewer"]["personalBests"] == []


def test_another_person_has_none_of_it(service, person):
    other = service.person("another")
    assert totals(other, "YEAR", "2026-01-01", "2026-12-31")[0]["count"] == 0
    assert other.ask(BESTS)["viewer"]["personalBests"] == []
