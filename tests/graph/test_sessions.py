"""Sessions of exercises that were told: what is kept of them, and what is refused at which field."""

from datetime import timedelta

import pytest

from tests.graph.test_programs import SESSIONS, TODAY, log, sessions


@pytest.fixture
def person(service):
    return service.person()


def test_a_session_is_kept_as_it_was_told(person):
    told = log(person, 1, effort="HARD", painful=["PLANK"])["session"]
    assert told["exercises"] == [
        {"key": "PLANK", "name": "Plank", "painful": True},
        {"key": "BRIDGE", "name": "Bridge", "painful": False},
    ]
    (kept,) = sessions(person)
    assert (kept["id"], kept["day"], kept["effort"]) == (told["id"], str(TODAY - timedelta(days=1)), "HARD")
    assert [each["key"] for each in kept["exercises"]] == ["PLANK", "BRIDGE"]
    assert kept["exercises"][0]["name"] == "プランク"


def test_sessions_are_those_of_both_ends_and_between_oldest_first(person):
    for days_ago in (1, 4, 2, 3):
        log(person, days_ago)
    found = sessions(person, TODAY - timedelta(days=3), TODAY - timedelta(days=2))
    assert [each["day"] for each in found] == [str(TODAY - timedelta(days=days)) for days in (3, 2)]
    for since, until in ((TODAY, TODAY - timedelta(days=1)), (TODAY - timedelta(days=400), TODAY)):
        body = person.post(SESSIONS, {"from": str(since), "to": str(until)}).json()
        assert body["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "field": "to", "argument": ["to"]}


def test_a_session_told_twice_with_a_client_key_is_one(service, person):
    first = log(person, clientKey="k")["session"]
    assert log(person, clientKey="k", effort="HARD", exercises=["BIRD_DOG"])["session"] == first
    assert len(sessions(person)) == 1
    assert log(person, 1, clientKey="k")["session"]["day"] != first["day"]
    assert log(person)["session"]["id"] != log(person)["session"]["id"]
    assert log(service.person("another"), clientKey="k")["session"]["id"] != first["id"]
    assert len(sessions(person)) == 4


def test_a_day_has_ten_sessions_at_most(person):
    first = log(person, clientKey="k")["session"]
    for _ in range(9):
        assert log(person)["__typename"] == "SessionLogged"
    refused = log(person)
    assert refused["__typename"] == "InputRefused"
    assert [(problem["field"], problem["code"]) for problem in refused["problems"]] == [("day", "TOO_MANY")]
    assert log(person, clientKey="k")["session"] == first  # told again, not one more
    assert log(person, 1)["__typename"] == "SessionLogged"
    assert len(sessions(person)) == 11


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ({"day": str(TODAY + timedelta(days=2))}, "day", "OUT_OF_RANGE"),
        ({"day": str(TODAY - timedelta(days=367))}, "day", "OUT_OF_RANGE"),
        ({"exercises": []}, "exercises", "OUT_OF_RANGE"),
        ({"exercises": ["PLANK"] * 21}, "exercises", "OUT_OF_RANGE"),
        ({"exercises": ["PLANK", "HANDSTAND"]}, "exercises", "MALFORMED"),
        ({"painful": ["CLAMSHELL"]}, "painful", "INCONSISTENT"),
        ({"exercises": ["HANDSTAND"], "painful": ["HANDSTAND"]}, "exercises", "MALFORMED"),
        ({"clientKey": ""}, "clientKey", "MALFORMED"),
    ],
)
def test_what_cannot_have_been_is_refused_by_name(person, told, field, code):
    refused = log(person, **told)
    assert refused["__typename"] == "InputRefused"
    assert [(problem["field"], problem["code"]) for problem in refused["problems"]] == [(field, code)]
    assert sessions(person) == []


def test_every_problem_of_a_session_is_told_at_its_field(person):
    told = {"exercises": ["plank", "JUMP", "PLANK", "plank"], "painful": ["BRIDGE", "PLANK", "SQUAT"], "clientKey": ""}
    refused = log(person, -2, **told)
    assert {problem["field"]: problem["message"] for problem in refused["problems"]} == {
        "day": "must lie within the last year",
        "exercises": "no such exercise: 'plank', 'JUMP'",
        "painful": "must be among the exercises: 'BRIDGE', 'SQUAT'",
        "clientKey": "must have 1 to 128 characters",
    }


def test_what_is_told_of_many_wrong_keys_stays_short(person):
    refused = log(person, exercises=[f"{n}{'X' * 100}" for n in range(30)], painful=["Y" * 100, *map(str, range(30))])
    told = [(problem["field"], problem["code"]) for problem in refused["problems"]]
    assert told == [("exercises", "OUT_OF_RANGE"), ("exercises", "MALFORMED"), ("painful", "INCONSISTENT")]
    assert max(len(problem["message"]) for problem in refused["problems"]) < 1000
    assert refused["problems"][1]["message"].endswith(", ...")


def test_a_session_may_be_of_a_day_that_has_begun_elsewhere(person):
    assert log(person, -1)["__typename"] == "SessionLogged"
