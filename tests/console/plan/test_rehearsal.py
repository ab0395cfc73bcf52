"""A rehearsal asks what the service really asks, and sends nothing."""

import asyncio
import socket
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from graphql import GraphQLError

from console.plan.rehearsal import Operation, rehearse
from console.plan.rounds import Rounds
from graph.ids import ACTIVITY, EXPORT, GEAR, SESSION, UPLOAD, USER, global_id
from graph.threads import in_thread
from models import devices, exports, gear, revisions, sessions, uploads
from models.catalog import CATALOG
from models.entities import Device, Form
from models.metering import meter
from models.settings import settings
from models.terms import ChangeKind, Effort, Sport
from resolvers.sessions import key_of
from tests.graph.test_requests import OPERATIONS, PREVIEW
from tests.graph.walks import uid_of
from tests.models.builders import DETAIL, SHA256, activity, meta

AID, OTHER = (global_id(ACTIVITY, f"aid000{n}") for n in (1, 2))
HIDDEN, TWIN = (global_id(ACTIVITY, f"aid000{n}") for n in (4, 5))
HOME = """
{ viewer {
  profile { locale }
  activities(first: 20) { nodes { __typename startedAt distanceM movingS } }
  totals(unit: WEEK, from: "2026-05-04", to: "2026-07-26") { distanceM }
  personalBests { distanceM durationS }
} }
"""
WHOLE = "laps { index } splits { index } bestEfforts { distanceM } track { points } device { name }"
QUERIES = {
    "home": HOME,
    "rows with shoes and devices": "{ viewer { activities(first: 3) { nodes { gear { name } device { name } } } } }",
    "by a fragment, an alias and a variable": "query ($n: Int!) { viewer { ...Some } } fragment Some on User "
    "{ one: activities(first: $n) { nodes { name } } two: activities(first: $n, sport: WALKING) { nodes { name } } }",
    "a directive that skips": "query ($n: Int!) { viewer { activities(first: $n) { nodes { name } } "
    "profile @include(if: false) { locale } } }",
    "an activity": f'{{ activity(id: "{AID}") {{ name {WHOLE} mergedInto {{ id }} possibleDuplicates {{ id }} }} }}',
    "a node": f'{{ node(id: "{AID}") {{ ... on Run {{ {WHOLE} series(maxPoints: 1024) {{ points }} }} }} }}',
    "shoes as a node": '{ node(id: "$gear") { ... on Gear { name } } }',
    "an export as a node": '{ node(id: "$export") { ... on Export { state url } } }',
    "a file": '{ upload(id: "$upload") { state activities { name } } }',
    "the person as a node": '{ node(id: "$user") { ... on User { profile { locale } devices { name } } } }',
    "changes": "{ viewer { changes(first: 2) { nodes { kind activity { name device { name } } } } } }",
    "merged ones": "{ viewer { hiddenActivities { nodes { name mergedInto { id } } } } }",
    "shoes": "{ viewer { gear(retired: false) { name defaultFor } } }",
    "days": '{ viewer { totals(unit: DAY, from: "2026-05-01", to: "2026-05-31") { count } } }',
    "bests": "{ viewer { personalBests(year: 2026) { durationS activity { name } } } }",
    "walking over weeks": "{ viewer { formHistory(sport: WALKING) { weeks { score components { key unit } } } } }",
    "running over weeks": "{ viewer { formHistory(sport: RUNNING) { weeks { score components { key unit } } } } }",
    "exercises": "{ viewer { bodyProgram { reason basis { name } sessions { exercises { name } } } } }",
    "nothing at all": '{ __typename activity(id: "nonsense") { id } }',
}
PROMISE = "createUpload(input: {sizeBytes: 1000, sha256: $sha}) { ... on Upload { state putUrl } }"
MUTATIONS = {
    "a file promised": f"mutation ($sha: String!) {{ {PROMISE} }}",
    "renamed": f'mutation {{ editActivity(input: {{id: "{AID}", name: "x"}}) {{ __typename }} }}',
    "other sport": f'mutation {{ editActivity(input: {{id: "{AID}", sport: WALKING}}) {{ __typename }} }}',
    "trimmed": f'mutation {{ editActivity(input: {{id: "{AID}", trimStartS: 5}}) {{ __typename }} }}',
    "other shoes": f'mutation {{ editActivity(input: {{id: "{AID}", gearId: "$gear"}}) {{ __typename }} }}',
    "edited and read again": f'mutation {{ editActivity(input: {{id: "{AID}", name: "y"}}) {{ '
    "... on ActivityEdited { activity { name device { name } gear { name } } } } }",
    "merged": f'mutation {{ mergeActivities(input: {{keepId: "{OTHER}", hideId: "{TWIN}"}}) {{ __typename }} }}',
    "restored": f'mutation {{ restoreActivity(input: {{id: "{HIDDEN}"}}) {{ __typename }} }}',
    "deleted": f'mutation {{ deleteActivity(input: {{id: "{OTHER}"}}) {{ __typename }} }}',
    "new shoes": 'mutation { createGear(input: {name: "red", defaultFor: [WALKING]}) { __typename } }',
    "shoes retired": 'mutation { updateGear(input: {id: "$gear", retired: true}) { __typename } }',
    "shoes forgotten": 'mutation { deleteGear(input: {id: "$gear"}) { __typename } }',
    "a session forgotten": 'mutation { deleteSession(input: {id: "$session"}) { __typename } }',
    "an export": "mutation { requestExport { state } }",
    "the profile": "mutation { updateProfile(input: {weightKg: 60, restingHeartRateBpm: 50}) { __typename } }",
    "the profile, and new scores": "mutation { updateProfile(input: {heightM: 1.71}) { __typename } }",
    "two at once": 'mutation { a: createGear(input: {name: "a"}) { __typename } '
    "b: updateProfile(input: {weightKg: 60}) { __typename } }",
    "the end": 'mutation { deleteAccount(input: {confirm: "DELETE"}) { __typename } }',
}


def outing(uid, n, gear_id, **known):
    """An activity with all of its parts, its file under an id that the API could give."""
    upload_id, now = f"upload{n}", datetime.now(UTC)
    uploads.promise(uid, upload_id, now, file=(None, 1000, SHA256), sport_hint=None)
    assert uploads.claim(uid, upload_id, "job", now, 60)[0] is uploads.Claim.MINE
    made = meta(activity(n, gear_id=gear_id, **known), upload_id)
    closing = uploads.TicketClosing((made.activity.aid,), ())
    assert revisions.finish(uid, made, replace(DETAIL, preview=PREVIEW, form=Form(made.activity.sport)), closing)


def merge(uid, aid, kept):
    revisions.change(uid, aid, ChangeKind.MERGED, lambda seen: replace(seen, merged_into=kept))


@pytest.fixture
def person(service):
    """Somebody with runs, a walk, merged ones, two pairs of shoes, a device and an export; and ids of these."""
    somebody, uid, now = service.person(), uid_of(service), datetime.now(UTC)
    pairs = [gear.create(uid, name).gear_id for name in ("blue", "green")]
    gear.wear(uid, Sport.RUNNING, pairs[0])
    devices.see(uid, Device("maker", "watch", "123"), now.date())
    for n in range(4):
        outing(uid, n, pairs[n == 3], sport=Sport.WALKING if n == 3 else Sport.RUNNING)
    for n, twin in ((4, 3), (5, 2), (6, 3)):
        outing(uid, n, pairs[0], started_at=activity(twin).started_at + timedelta(minutes=n))
    merge(uid, "aid0004", "aid0003")
    merge(uid, "aid0006", "aid0003")
    export = exports.request(uid, now)
    assert exports.claim(uid, export.job_id, "worker", now, 60)
    assert exports.finish(uid, export.job_id, "worker", now, 1000)
    somebody.ask("{ viewer { id } }")  # signed in, and remembered
    ids = {
        "$gear": global_id(GEAR, pairs[1]),
        "$export": global_id(EXPORT, export.job_id),
        "$upload": global_id(UPLOAD, "upload1"),
        "$user": global_id(USER, uid),
        "$session": global_id(SESSION, key_of(sessions.log(uid, now.date(), ("PLANK",), Effort.RIGHT))),
    }
    return somebody, ids


def really_asked(person, query, variables):
    with meter_of() as seen:
        person.ask(query, variables)
    return Counter(CATALOG.pattern_of(request.operation, request.call).name for request in seen)


@contextmanager
def meter_of():
    """Every request of this process."""
    seen = []
    leave = meter.watch(seen.append)
    yield seen
    leave()


def differences(person, operations):
    """Operations whose rehearsal and run differ, with the patterns of both."""
    somebody, ids = person
    found = {}
    for name, operation in operations.items():
        query = reduce(lambda text, place: text.replace(place, ids[place]), ids, operation)
        given = {"n": 2, "sha": "cd" * 32}
        variables = {variable: value for variable, value in given.items() if f"${variable}:" in query}
        plan = rehearse(Operation(query, variables))
        planned = Counter(request.pattern for request in plan.requests)
        asked = really_asked(somebody, query, variables)
        if planned != asked or plan.errors:
            found[name] = (planned, asked, plan.errors)
    return found


def test_queries_ask_what_their_rehearsals_ask(person):
    assert differences(person, {**{query: query for query in OPERATIONS}, **QUERIES}) == {}


def test_mutations_ask_what_their_rehearsals_ask(person):
    assert differences(person, MUTATIONS) == {}


def test_the_home_screen_takes_four_requests_in_one_round_and_three_units():
    plan = rehearse(Operation(HOME))
    assert [request.pattern for request in plan.requests] == ["profile", "list", "days", "months"]
    assert {request.round for request in plan.requests} == {1}
    assert sum(request.units for request in plan.requests) <= 3


def test_what_waits_for_an_answer_comes_in_a_later_round():
    plan = rehearse(
        Operation("{ viewer { activities(first: 3) { nodes { gear { name defaultFor } device { name } } } } }")
    )
    rounds = [(request.round, request.pattern) for request in plan.requests]
    assert rounds == [(1, "list"), (2, "metas"), (2, "gear"), (3, "profile")]


def test_shoes_cost_no_profile_where_nobody_asks_what_they_are_worn_for():
    plan = rehearse(Operation("{ viewer { activities(first: 3) { nodes { gear { name } } } gear { name } } }"))
    assert sorted(request.pattern for request in plan.requests) == ["gear", "gear", "list"]


def test_a_mutation_keeps_the_order_of_its_requests():
    plan = rehearse(Operation(MUTATIONS["renamed"]))
    told = [(request.round, request.pattern) for request in plan.requests]
    assert told == [(1, "meta"), (2, "meta"), (3, "row"), (4, "change activity")]


def test_nothing_leaves_this_process(monkeypatch):
    def refuse(*_):
        raise AssertionError("something was sent")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    before = settings()
    beside = {
        name: rehearse(Operation(MUTATIONS[name])).beside for name in ("deleted", "trimmed", "an export", "the end")
    }
    sent = "SQS SendMessage"
    assert beside == {"deleted": ["S3 DeleteObjects"], "trimmed": [sent], "an export": [sent], "the end": [sent, sent]}
    assert settings() is before


def test_addresses_are_signed_without_anybody():
    plan = rehearse(Operation(f'{{ activity(id: "{AID}") {{ detailUrl }} }}'))
    assert ([request.pattern for request in plan.requests], plan.beside, plan.errors) == (["meta"], [], [])


def test_a_cursor_of_a_real_list_is_taken(person):
    somebody, _ = person
    page = "query ($after: String) { viewer { activities(first: 1, after: $after) { pageInfo { endCursor } } } }"
    cursor = somebody.ask(page)["viewer"]["activities"]["pageInfo"]["endCursor"]
    plan = rehearse(Operation(page, {"after": cursor}))
    assert ([request.pattern for request in plan.requests], plan.errors) == (["list"], [])
    refused = rehearse(Operation(page, {"after": "nonsense"}))
    assert [error.extensions["code"] for error in refused.errors] == ["BAD_CURSOR"]
    assert somebody.post(page, {"after": f"{cursor[:-4]}AAAA"}).json()["errors"]  # the real check is back


@pytest.mark.parametrize(
    ("query", "variables"), [("{ viewer {", {}), ("{ nothing }", {}), ("query ($n: Int!) { node(id: $n) { id } }", {})]
)
def test_a_document_that_cannot_be_used_is_refused(query, variables):
    with pytest.raises(GraphQLError):
        rehearse(Operation(query, variables))


def test_what_the_arguments_are_refused_with_is_told_beside_the_requests():
    plan = rehearse(Operation("{ viewer { activities(first: 1000) { nodes { id } } devices { name } } }"))
    assert [request.pattern for request in plan.requests] == ["devices"]
    assert [error.path for error in plan.errors] == [["viewer", "activities"]]


def test_a_round_waits_for_a_thread_that_has_not_asked_yet():
    async def joined():
        rounds = Rounds()
        conductor = asyncio.create_task(rounds.conduct())

        def twice(pause_s):
            time.sleep(pause_s)
            return rounds.join(), rounds.join()

        try:
            return await asyncio.gather(*(in_thread(twice, pause_s) for pause_s in (0, 0.05, 0.1)))
        finally:
            conductor.cancel()
            rounds.end()

    assert asyncio.run(joined()) == [(1, 2)] * 3
