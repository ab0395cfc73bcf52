"""The programme of exercises, the sessions that were done, and activities scored again."""

import io
import json
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coaching.catalogue.programs import LEFT_OUT
from graph.ids import ACTIVITY, global_id
from models import client, exports
from models.object_keys import export_key
from models.records import row_of
from models.store import Transaction
from models.terms import ChangeKind, Locale
from tests.graph.scored import RUN, TOLD, WALK, WOMAN, run, walk
from tests.graph.test_profile import update
from tests.graph.test_scores import ID, asked
from tests.graph.walks import add, uid_of
from tests.models.builders import meta
from tests.models.wire import items

PROGRAM = """
query ($days: Int, $locale: Locale, $today: Date) { viewer {
bodyProgram(daysPerWeek: $days, locale: $locale, today: $today) {
  reason text level activities leftOut { key name hurt }
  basis { sport component name direction lever gainPoints points activities }
  sessions { day restDays exercises { key name sets repetitions seconds warmUp cue stopRule
    weakness { component lever } } }
} } }
"""
LOG = """
mutation ($input: LogSessionInput!) { logSession(input: $input) {
  __typename
  ... on SessionLogged { session { id day effort exercises { key name painful } } }
  ... on InputRefused { problems { field code message } }
} }
"""
SESSIONS = """
query ($from: Date!, $to: Date!) { viewer { sessions(from: $from, to: $to, locale: JA) {
  id day effort exercises { key name painful }
} } }
"""
TALLER = "mutation { updateProfile(input: {heightM: 1.75}) { ... on ProfileUpdated { rescore { id state } } } }"
SCORE = "query ($id: ID!) { activity(id: $id) { score { value reason } } }"
NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def person(service):
    somebody = service.person()
    update(somebody, **TOLD)
    service.work()  # her scores, of which there are none yet
    return somebody


def log(person, days_ago=0, **more):
    told = {"day": str(TODAY - timedelta(days=days_ago)), "exercises": ["PLANK", "BRIDGE"], "effort": "RIGHT", **more}
    return person.ask(LOG, {"input": told})["logSession"]


def program(person, **asked_for):
    data, requests = asked(person, PROGRAM, asked_for, **{"accept-language": "en"})
    assert sorted(requests) == ["list", "profile", "sessions"]
    return data["viewer"]["bodyProgram"]


def sessions(person, since=TODAY - timedelta(days=30), until=TODAY + timedelta(days=1)):
    return person.ask(SESSIONS, {"from": str(since), "to": str(until)})["viewer"]["sessions"]


def slow(n):
    """A walk of somebody with room, on one of the last days."""
    figures = replace(WALK.figures, speed_m_s=1.6, cadence_spm=1.6 / 0.66 * 60, step_length_m=0.66)
    return walk(n, replace(WALK, figures=figures), started_at=NOW - timedelta(days=n + 1))


def test_a_programme_follows_from_the_last_weeks_weaknesses(service, person):
    uid = uid_of(service)
    for n in range(3):
        add(uid, *slow(n))
    told = program(person, days=3, locale="JA")
    assert (told["reason"], told["level"], told["activities"], told["leftOut"]) == ("WEAKNESSES", 1, 3, [])
    assert told["text"].startswith("この4週間の記録")
    assert {(each["sport"], each["activities"]) for each in told["basis"]} == {("WALKING", 3)}
    assert {each["component"] for each in told["basis"]} == {"BRISK_SPEED", "STEP_LENGTH"}
    assert {each["name"] for each in told["basis"]} == {"歩行スピード", "歩幅"}
    assert all(each["gainPoints"] > 1 and each["points"] < 50 for each in told["basis"])
    assert len(told["sessions"]) == 3
    assert [each["restDays"] for each in told["sessions"]] == [1, 1, None]
    assert told["sessions"][0]["day"] == str(TODAY)
    aims = [each["weakness"] for session in told["sessions"] for each in session["exercises"]]
    worked_on = [{part: each[part] for part in ("component", "lever")} for each in told["basis"]]
    assert all(aim in worked_on for aim in aims if aim)
    assert {aim["component"] for aim in aims if aim} == {"BRISK_SPEED", "STEP_LENGTH"}
    for session in told["sessions"]:
        assert session["exercises"][0]["warmUp"]
        assert session["exercises"][0]["weakness"] is None
        assert all(each["name"] and each["cue"] and each["stopRule"] for each in session["exercises"])
        assert all((each["repetitions"] is None) != (each["seconds"] is None) for each in session["exercises"])


def test_without_scores_it_is_for_the_whole_body(person):
    told = program(person)
    assert (told["reason"], told["basis"], len(told["sessions"])) == ("NO_SCORES", [], 2)
    assert told["text"].startswith("There are no scores")
    assert [each["restDays"] for each in told["sessions"]] == [2, None]


def test_what_the_profile_lacks_for_scores_is_told(service, person):
    """A good walk lies there, and lacks nothing but a date of birth."""
    nobody = replace(WOMAN, birth_date=None)
    add(uid_of(service), *walk(0, WALK, nobody, started_at=NOW - timedelta(days=1)))
    assert program(person)["reason"] == "NO_SCORES"  # her profile is whole by now: a rescore mends that
    update(person, birthDate=None)
    told = program(person)
    assert (told["reason"], told["activities"], len(told["sessions"])) == ("PROFILE_INCOMPLETE", 0, 2)
    assert "date of birth" in told["text"]
    add(uid_of(service), *slow(1))
    assert program(person)["reason"] == "WEAKNESSES"


def test_an_empty_profile_is_no_reason_without_activities(service, person):
    update(person, birthDate=None, heightM=None)
    assert program(person)["reason"] == "NO_SCORES"
    add(uid_of(service), *walk(0, WALK, replace(WOMAN, birth_date=None), started_at=NOW - timedelta(days=29)))
    assert program(person)["reason"] == "NO_SCORES"


def test_the_programme_answers_to_the_sessions_that_were_done(service, person):
    add(uid_of(service), *slow(0))
    before = program(person)
    first = before["sessions"][0]["exercises"][1]["key"]
    assert log(person, exercises=[first, "PLANK"], painful=[first])["__typename"] == "SessionLogged"
    after = program(person)
    assert [each["key"] for each in after["leftOut"] if each["hurt"]] == [first]
    assert all(each["name"] != each["key"] for each in after["leftOut"])
    assert after["text"] == f"{before['text']} {LEFT_OUT.of(Locale.EN)}"
    left_out = {each["key"] for each in after["leftOut"]}
    assert left_out.isdisjoint(each["key"] for session in after["sessions"] for each in session["exercises"])
    assert first not in {each["key"] for session in after["sessions"] for each in session["exercises"]}
    assert after["sessions"][0]["day"] > str(TODAY)
    for days_ago in (9, 7, 5, 3):
        assert log(person, days_ago)["__typename"] == "SessionLogged"
    assert program(person)["level"] == 2


def bouncing(n):
    """A run of somebody with room, on one of the last days."""
    figures = replace(RUN.figures, vertical_ratio_pct=11.0, cadence_spm=150.0, contact_balance_pct=53.0)
    return run(n, replace(RUN, figures=figures), started_at=NOW - timedelta(days=n + 1))


def test_the_programme_is_for_the_wanted_sport_and_weighs_by_the_goal(service, person):
    uid = uid_of(service)
    add(uid, *slow(0))
    add(uid, *bouncing(1))
    assert {each["sport"] for each in program(person)["basis"]} == {"RUNNING", "WALKING"}
    for sport in ("RUNNING", "WALKING"):
        update(person, wantedSport=sport)
        assert {each["sport"] for each in program(person)["basis"]} == {sport}
    update(person, wantedSport="RUNNING")
    gains = {}
    for goal in (None, "EASIER"):
        update(person, runGoal=goal)
        gains[goal] = {each["component"]: each["gainPoints"] for each in program(person)["basis"]}
    assert gains["EASIER"]["BOUNCE"] > gains[None]["BOUNCE"] + 1


def test_there_is_none_for_children(person):
    born = TODAY.replace(day=1, year=TODAY.year - 17)
    update(person, birthDate=born.isoformat())
    told = program(person)
    assert (told["reason"], told["sessions"]) == ("UNDER_18", [])
    assert told["text"]


def test_today_is_as_it_is_told(person):
    for days in (-1, 0, 1):
        today = str(TODAY + timedelta(days=days))
        assert program(person, today=today)["sessions"][0]["day"] == today
    for days in (-2, 2):
        body = person.post(PROGRAM, {"today": str(TODAY + timedelta(days=days))}).json()
        assert body["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "field": "today", "argument": ["today"]}


def test_more_than_a_hundred_activities_of_four_weeks_all_count(service, person):
    uid = uid_of(service)
    for start in (0, 51):
        rows = Transaction()
        for n in range(start, start + 51):
            card, _ = walk(n, started_at=NOW - timedelta(hours=n + 1))
            rows.put(row_of(uid, meta(card), ChangeKind.CREATED), f"row {n}")
        assert not rows.commit()
    data, requests = asked(person, PROGRAM)
    assert data["viewer"]["bodyProgram"]["activities"] == 102
    assert sorted(requests) == ["list", "list", "profile", "sessions"]


DELETE = """
mutation ($id: ID!) { deleteSession(input: {id: $id}) {
  __typename ... on SessionDeleted { id } ... on NotFound { message }
} }
"""


def test_a_session_that_was_told_by_mistake_is_forgotten(service, person):
    kept, doomed = (log(person, days_ago, clientKey="k", painful=["PLANK"])["session"]["id"] for days_ago in (2, 1))
    assert kept != doomed
    stranger = service.person("another")
    assert stranger.ask(DELETE, {"id": doomed})["deleteSession"] == {
        "__typename": "NotFound",
        "message": "No such session.",
    }
    data, requests = asked(person, DELETE, {"id": doomed})
    assert data["deleteSession"] == {"__typename": "SessionDeleted", "id": doomed}
    assert requests == ["session", "drop session"]
    assert [each["id"] for each in sessions(person)] == [kept]
    for gone in (doomed, "nonsense", kept[:-4], ID, global_id("Session", "20269999abc"), global_id("Session", "2026")):
        assert person.ask(DELETE, {"id": gone})["deleteSession"]["__typename"] == "NotFound"
    assert [each["id"] for each in sessions(person)] == [kept]
    person.ask(DELETE, {"id": kept})
    assert program(person)["leftOut"] == []


@pytest.mark.parametrize("days", [1, 4])
def test_other_numbers_of_days_are_refused(person, days):
    body = person.post(PROGRAM, {"days": days}).json()
    assert body["errors"][0]["extensions"] == {
        "code": "BAD_USER_INPUT",
        "field": "daysPerWeek",
        "argument": ["daysPerWeek"],
    }


def test_sessions_are_in_the_export_and_go_with_the_account(service, person):
    log(person, painful=["PLANK"])
    uid = uid_of(service)
    person.ask("mutation { requestExport { state } }")
    assert service.work() == {"batchItemFailures": []}
    (newest,) = exports.every(uid)
    body = client.s3().get_object(Bucket=service.settings.bucket, Key=export_key(uid, newest.job_id))["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        (told,) = json.load(tar.extractfile("sessions.json"))
        assert "sessions.json" in tar.extractfile("README.txt").read().decode()
    assert (told["day"], told["exercises"], told["effort"], told["painful"]) == (
        str(TODAY),
        ["PLANK", "BRIDGE"],
        "RIGHT",
        ["PLANK"],
    )
    assert len(items(uid, "B#")) == 1
    person.ask('mutation { deleteAccount(input: {confirm: "DELETE"}) { __typename } }')
    service.work()
    assert items(uid, "B#") == []


def test_rescore_follows_the_profile_and_says_how_far_it_is(service, person):
    uid = uid_of(service)
    add(uid, *walk())
    add(uid, *run(1))
    add(uid, *walk(2, WALK, replace(WOMAN, birth_date=None)))
    unscored = {"id": global_id(ACTIVITY, "aid0002")}
    assert person.ask(SCORE, {"id": ID})["activity"]["score"] == {"value": 72.69, "reason": None}
    assert person.ask(SCORE, unscored)["activity"]["score"] == {"value": None, "reason": "BIRTH_DATE_UNKNOWN"}

    asked_for = person.ask("mutation { rescore { id state done requestedAt finishedAt } }")["rescore"]
    assert (asked_for["state"], asked_for["done"], asked_for["finishedAt"]) == ("QUEUED", 0, None)
    assert person.ask("mutation { rescore { id } }")["rescore"]["id"] == asked_for["id"]  # one at a time
    assert service.work() == {"batchItemFailures": []}
    node = "query ($id: ID!) { node(id: $id) { ... on Rescore { state done finishedAt } } }"
    told = person.ask(node, {"id": asked_for["id"]})["node"]
    assert (told["state"], told["done"]) == ("DONE", 3)
    assert told["finishedAt"] >= asked_for["requestedAt"]
    assert person.ask(SCORE, unscored)["activity"]["score"]["value"] == 72.69
    assert service.person("another").ask(node, {"id": asked_for["id"]}) == {"node": None}

    told = person.ask(TALLER)["updateProfile"]["rescore"]
    newest = person.ask("{ viewer { rescores { id state } } }")["viewer"]["rescores"][0]
    assert told == newest
    assert (newest["state"], newest["id"] != asked_for["id"]) == ("QUEUED", True)
    assert service.work() == {"batchItemFailures": []}
    taller = walk(0, WALK, replace(WOMAN, height_m=1.75))[1].scores[0].value
    assert taller < 72
    assert person.ask(SCORE, {"id": ID})["activity"]["score"]["value"] == round(taller, 2)


@pytest.mark.parametrize("changes", [{"weightKg": 60}, {"locale": "JA"}, {"heightM": 1.6}, {"runGoal": "LONGER"}])
def test_what_scores_do_not_depend_on_starts_nothing(service, person, changes):
    before = person.ask("{ viewer { rescores { id } } }")
    update(person, **changes)
    assert person.ask("{ viewer { rescores { id } } }") == before


def test_the_goal_is_kept_in_the_profile(person):
    query = "{ viewer { profile { runGoal } } }"
    assert person.ask(query)["viewer"]["profile"]["runGoal"] is None
    update(person, runGoal="EASIER")
    assert person.ask(query)["viewer"]["profile"]["runGoal"] == "EASIER"
    update(person, runGoal=None)
    assert person.ask(query)["viewer"]["profile"]["runGoal"] is None
