"""The form over weeks, and one activity beside another."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coaching import parameters, scores
from coaching.scores import card_of, weighted
from graph.ids import ACTIVITY, global_id
from models.entities import Detail
from models.scores import pack
from models.terms import RunGoal, Sport, Weekday
from resolvers.history import Asked
from resolvers.history import history as weeks_of
from tests.graph.scored import RUN, STROLL, TOLD, WALK, WOMAN, run, walk
from tests.graph.test_profile import update
from tests.graph.test_scores import asked
from tests.graph.walks import add, uid_of
from tests.models.builders import activity

HISTORY = """
query ($sport: Sport!, $weeks: Int, $goal: RunGoal, $version: Int) { viewer {
  formHistory(sport: $sport, weeks: $weeks, goal: $goal, version: $version) {
    sport version pending weeks { from to activities score components { key name(locale: EN) unit value points } }
  }
} }
"""
WHY = """
query ($sport: Sport!) { viewer { formHistory(sport: $sport, weeks: 2) {
  version reason help(locale: EN) weeks { score }
} } }
"""
COMPARED = """
query ($a: ID!, $b: ID!) { viewer { compareActivities(a: $a, b: $b) {
  __typename
  ... on ActivityComparison {
    a { id } b { id }
    figures { key unit a b difference better }
    score { version a b difference better }
    components { key name(locale: JA) unit a b difference better }
  }
  ... on NotFound { message }
} } }
"""
NOW = datetime.now(UTC)
TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def at(day, hour=12):
    """An instant of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def bouncing(ratio_pct, **figures):
    """The form of a run with this vertical ratio."""
    return replace(RUN, figures=replace(RUN.figures, vertical_ratio_pct=ratio_pct, **figures))


@pytest.fixture
def person(service):
    somebody = service.person()
    update(somebody, **TOLD)
    return somebody


def history(person, sport="RUNNING", **asked_for):
    data, requests = asked(person, HISTORY, {"sport": sport, **asked_for})
    assert sorted(requests) == ["list", "profile", "sport of a year"]
    return data["viewer"]["formHistory"]


def second_version(monkeypatch):
    """A version 2 of the running score, for which bounce is all that counts."""
    two = replace(
        parameters.RUNNING_1, version=2, weights={key: float(key == "BOUNCE") for key in parameters.RUNNING_1.weights}
    )
    monkeypatch.setitem(parameters.VERSIONS, (Sport.RUNNING, 2), two)
    monkeypatch.setitem(scores.CURRENT, Sport.RUNNING, 2)


def by_versions(n, start, *versions):
    """A run with scores of these versions."""
    card, detail = run(n, started_at=start)
    (one,) = detail.scores
    made = tuple(weighted(replace(one, version=version), None) for version in versions)
    return replace(card, packed_scores=pack(map(card_of, made))), Detail(form=RUN, scores=made)


def test_weeks_have_the_medians_of_their_activities(service, person):
    uid = uid_of(service)
    earlier = MONDAY - timedelta(days=14)
    for n, ratio in enumerate((7.0, 8.2, 9.4)):
        add(uid, *run(n, bouncing(ratio), started_at=at(earlier + timedelta(days=n))))
    add(uid, *run(3, bouncing(9.4), started_at=at(earlier - timedelta(days=1))))  # a week earlier
    add(uid, *walk(4, started_at=at(earlier)))
    add(uid, *walk(5, STROLL, started_at=at(earlier)))
    told = history(person, weeks=4)
    assert (told["sport"], told["version"], told["pending"]) == ("RUNNING", 1, 0)
    assert [week["from"] for week in told["weeks"]] == [str(MONDAY - timedelta(days=7 * back)) for back in (3, 2, 1, 0)]
    assert [week["to"] for week in told["weeks"]] == [
        str(MONDAY + timedelta(days=6 - 7 * back)) for back in (3, 2, 1, 0)
    ]
    assert [week["activities"] for week in told["weeks"]] == [1, 3, 0, 0]
    middle = run(0, bouncing(8.2))[1].scores[0]
    week = told["weeks"][1]
    assert week["score"] == pytest.approx(middle.value, abs=0.006)
    bounce = next(part for part in week["components"] if part["key"] == "BOUNCE")
    assert (bounce["name"], bounce["unit"], bounce["value"]) == ("Vertical ratio", "%", 8.2)
    points = next(part.points for part in middle.components if part.key == "BOUNCE")
    assert bounce["points"] == pytest.approx(points, abs=0.006)
    assert {part["key"] for part in week["components"]} == {"BOUNCE", "CADENCE", "SPRING", "SYMMETRY", "RHYTHM"}
    assert (told["weeks"][2]["score"], told["weeks"][2]["components"]) == (None, [])
    walked = history(person, "WALKING", weeks=4)
    assert [week["activities"] for week in walked["weeks"]] == [0, 1, 0, 0]  # a stroll has no score
    then = walk(4, started_at=at(earlier))[1].scores[0].value
    assert walked["weeks"][1]["score"] == pytest.approx(then, abs=0.006)


def test_a_goal_weighs_the_weeks_anew(service, person):
    add(uid_of(service), *run(0, started_at=at(TODAY, 0)))
    score = run(0)[1].scores[0]
    values = {goal: history(person, weeks=1, goal=goal)["weeks"][0]["score"] for goal in (None, *RunGoal)}
    assert len(set(values.values())) == 4
    for goal, value in values.items():
        assert value == pytest.approx(weighted(score, goal).value, abs=0.011)


@pytest.mark.parametrize("weekday", ["MONDAY", "WEDNESDAY", "SUNDAY"])
def test_a_week_begins_on_the_persons_first_weekday(service, person, weekday):
    update(person, firstWeekday=weekday)
    told = history(person)
    firsts = [date.fromisoformat(week["from"]) for week in told["weeks"]]
    assert len(firsts) == 12
    assert {first.strftime("%A").upper() for first in firsts} == {weekday}
    assert firsts[-1] <= TODAY <= date.fromisoformat(told["weeks"][-1]["to"])
    assert (told["version"], told["pending"]) == (None, 0)


def test_today_is_where_the_newest_activity_was(service, person):
    """East of here a week may have begun that is not this one yet."""
    offset_s = 14 * 3600
    local = (NOW + timedelta(seconds=offset_s)).date()
    update(person, firstWeekday=local.strftime("%A").upper())
    add(uid_of(service), *run(0, started_at=NOW - timedelta(minutes=1), utc_offset_s=offset_s))
    (week,) = history(person, weeks=1)["weeks"]
    assert (week["from"], week["activities"]) == (str(local), 1)


def test_today_is_also_where_the_newest_activity_of_the_other_sport_was():
    """She ran in London, and walks on Samoa, where the week has begun."""
    now = datetime(2026, 5, 10, 12, tzinfo=UTC)  # a Sunday
    ran = activity(0, started_at=now - timedelta(days=3))
    walked = activity(1, sport=Sport.WALKING, started_at=now - timedelta(hours=1), utc_offset_s=13 * 3600)
    asked_for = Asked(Sport.RUNNING, weeks=1)
    for latest, monday in ((ran, date(2026, 5, 4)), (walked, date(2026, 5, 11)), (None, date(2026, 5, 4))):
        (week,) = weeks_of([ran], asked_for, Weekday.MONDAY, now, latest).weeks
        assert week.span.first == monday


def test_the_newest_activity_of_the_other_sport_is_asked_for(service, person):
    offset_s = 14 * 3600
    local = (NOW + timedelta(seconds=offset_s)).date()
    update(person, firstWeekday=local.strftime("%A").upper())
    add(uid_of(service), *run(0, started_at=NOW - timedelta(days=1)))
    add(uid_of(service), *walk(1, started_at=NOW - timedelta(minutes=1), utc_offset_s=offset_s))
    (week,) = history(person, weeks=1)["weeks"]
    assert week["from"] == str(local)


def test_a_trend_never_mixes_two_versions(service, person, monkeypatch):
    second_version(monkeypatch)
    uid = uid_of(service)
    add(uid, *by_versions(0, at(TODAY, 0), 1))
    add(uid, *by_versions(1, at(TODAY, 1), 1, 2))
    one, two = (weighted(replace(run(0)[1].scores[0], version=version), None).value for version in (1, 2))
    assert abs(one - two) > 1
    told = history(person, weeks=1)
    assert (told["version"], told["pending"]) == (1, 1)
    assert (told["weeks"][0]["activities"], told["weeks"][0]["score"]) == (2, pytest.approx(one, abs=0.006))
    newer = history(person, weeks=1, version=2)
    assert (newer["weeks"][0]["activities"], newer["weeks"][0]["score"]) == (1, pytest.approx(two, abs=0.006))
    add(uid, *by_versions(2, at(TODAY, 2), 2))  # a new one, which version 1 never saw
    assert history(person, weeks=1)["version"] == 1
    assert history(person, weeks=1)["weeks"][0]["activities"] == 2


def test_once_all_are_scored_by_the_newest_version_it_is_told(service, person, monkeypatch):
    second_version(monkeypatch)
    uid = uid_of(service)
    add(uid, *by_versions(0, at(TODAY, 0), 1, 2))
    add(uid, *by_versions(1, at(TODAY, 1), 2))
    told = history(person, weeks=1)
    assert (told["version"], told["pending"], told["weeks"][0]["activities"]) == (2, 0, 2)


def test_weeks_without_any_score_say_why_and_what_to_do(service, person):
    """What the profile lacks, else what the newest activity does; a version that scored nothing is none."""
    uid = uid_of(service)

    def why(sport="WALKING"):
        data, requests = asked(person, WHY, {"sport": sport})
        told = data["viewer"]["formHistory"]
        assert {week["score"] for week in told["weeks"]} == {None}
        return (told["version"], told["reason"], told["help"]), requests.count("detail")

    assert why() == ((None, None, None), 0)
    add(uid, *walk(0, WALK, replace(WOMAN, birth_date=None), started_at=at(TODAY, 0)))
    stale, details = why()
    assert (stale[:2], details) == ((None, "BIRTH_DATE_UNKNOWN"), 1)
    add(uid, *walk(1, STROLL, started_at=at(TODAY, 1)))
    stroll, details = why()
    assert (stroll[:2], details) == ((None, "NO_BRISK_WALKING"), 1)
    assert stroll[2].startswith("No brisk walking was found.")
    update(person, birthDate=None)
    lacking, details = why()
    assert (lacking[:2], details) == ((None, "BIRTH_DATE_UNKNOWN"), 0)
    assert "date of birth" in lacking[2]
    update(person, heightM=None)
    assert why()[0][1] == "BIRTH_DATE_AND_HEIGHT_UNKNOWN"
    assert why("RUNNING")[0] == (None, None, None)


def test_weeks_with_a_score_have_no_reason(service, person):
    add(uid_of(service), *walk(0, started_at=at(TODAY, 0)))
    add(uid_of(service), *walk(1, STROLL, started_at=at(TODAY, 1)))
    data, requests = asked(person, WHY, {"sport": "WALKING"})
    told = data["viewer"]["formHistory"]
    assert (told["version"], told["reason"], told["help"], "detail" in requests) == (1, None, None, False)


@pytest.mark.parametrize("weeks", [0, 105])
def test_as_many_weeks_are_refused(person, weeks):
    body = person.post(HISTORY, {"sport": "RUNNING", "weeks": weeks}).json()
    assert body["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "field": "weeks", "argument": ["weeks"]}
    assert body["data"] == {"viewer": {"formHistory": None}}


@pytest.mark.parametrize("version", [0, 9, -1])
def test_a_version_that_never_was_is_refused(person, version):
    body = person.post(HISTORY, {"sport": "WALKING", "version": version}).json()
    (error,) = body["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "version", "argument": ["version"]}
    assert error["message"] == "version: must be one of 1."


def ids(*numbers):
    return [global_id(ACTIVITY, f"aid{n:04d}") for n in numbers]


def test_two_activities_lie_beside_each_other(service, person):
    uid = uid_of(service)
    add(uid, *run(0, bouncing(9.0), average_heart_rate_bpm=150.0))
    add(uid, *run(1, bouncing(7.0), distance_m=5200.0))
    one, other = ids(0, 1)
    data, requests = asked(person, COMPARED, {"a": one, "b": other})
    assert requests == ["detail", "detail"]
    told = data["viewer"]["compareActivities"]
    assert (told["a"]["id"], told["b"]["id"]) == (one, other)
    figures = {figure["key"]: figure for figure in told["figures"]}
    assert figures["DISTANCE"] == {
        "key": "DISTANCE",
        "unit": "m",
        "a": 5000.0,
        "b": 5200.0,
        "difference": 200.0,
        "better": None,
    }
    assert figures["PACE"]["difference"] == pytest.approx(1750 / 5.2 - 1750 / 5, abs=0.001)
    assert (figures["HEART_RATE"]["a"], figures["HEART_RATE"]["b"], figures["HEART_RATE"]["difference"]) == (
        150.0,
        None,
        None,
    )
    assert (told["score"]["version"], told["score"]["better"]) == (1, "B")
    assert told["score"]["difference"] == pytest.approx(told["score"]["b"] - told["score"]["a"], abs=0.011)
    parts = {part["key"]: part for part in told["components"]}
    bounce = {"name": "上下動比", "unit": "%", "a": 9.0, "b": 7.0, "difference": -2.0, "better": "B"}
    assert parts["BOUNCE"] == {"key": "BOUNCE", **bounce}
    assert (parts["CONTACT_TIME"]["a"], parts["CONTACT_TIME"]["better"]) == (250.0, None)
    assert (parts["CADENCE"]["difference"], parts["CADENCE"]["better"]) == (0.0, None)


def test_scores_are_compared_by_one_version_and_in_one_sport_alone(service, person, monkeypatch):
    second_version(monkeypatch)
    uid = uid_of(service)
    add(uid, *by_versions(0, at(TODAY, 0), 1, 2))
    add(uid, *by_versions(1, at(TODAY, 1), 1))
    add(uid, *by_versions(2, at(TODAY, 2), 2))
    add(uid, *walk(3))
    add(uid, activity(4), Detail())

    def versions(a, b):
        one, other = ids(a, b)
        told = person.ask(COMPARED, {"a": one, "b": other})["viewer"]["compareActivities"]
        assert len(told["figures"]) == 6
        return (told["score"] or {}).get("version"), bool(told["components"])

    assert versions(0, 1) == (1, True)
    assert versions(2, 0) == (2, True)
    assert versions(1, 2) == versions(1, 3) == versions(1, 4) == (None, False)


def test_what_is_not_there_cannot_be_compared(service, person):
    add(uid_of(service), *run(0))
    (there,) = ids(0)
    for a, b in ((there, ids(9)[0]), (ids(9)[0], there), (there, "nonsense"), ("nonsense", "nonsense")):
        told = person.ask(COMPARED, {"a": a, "b": b})["viewer"]["compareActivities"]
        assert told["__typename"] == "NotFound"
    stranger = service.person("another").ask(COMPARED, {"a": there, "b": there})
    assert stranger["viewer"]["compareActivities"]["__typename"] == "NotFound"


def test_the_previous_comparable_one_is_of_the_sport_and_of_about_the_distance(service, person):
    uid = uid_of(service)
    lengths_m = (5900.0, 4100.0, 3900.0, 6100.0, 5000.0)
    for n, length_m in enumerate(lengths_m):
        add(uid, *run(n, distance_m=length_m))
    add(uid, *walk(5, distance_m=5000.0))
    query = "query ($id: ID!) { activity(id: $id) { previousComparable { id distanceM } } }"

    def previous(n):
        data, requests = asked(person, query, {"id": ids(n)[0]})
        assert sorted(requests) == ["list of a sport", "meta"]
        return data["activity"]["previousComparable"]

    assert previous(4) == {"id": ids(1)[0], "distanceM": 4100.0}
    assert previous(3) == {"id": ids(0)[0], "distanceM": 5900.0}
    assert previous(0) is None
    assert previous(5) is None
