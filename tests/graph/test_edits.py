"""Activities corrected, merged and restored through the API; shoes; and what phones learn of it."""

from datetime import timedelta

import pytest

from graph.ids import ACTIVITY, global_id
from models import feed
from models.terms import Sport
from resolvers import edits
from tests.graph.walks import add, uid_of
from tests.models.builders import START, activity
from tests.models.recount import gear_recount, gear_stored, recount, stored

EDIT = """mutation ($input: EditActivityInput!) { editActivity(input: $input) { __typename
  ... on ActivityEdited { activity { __typename id name sport remeasuring gear { name distanceM } } }
  ... on InputRefused { problems { field code } } } }"""
MERGE = """mutation ($keep: ID!, $hide: ID!) { mergeActivities(input: {keepId: $keep, hideId: $hide}) { __typename
  ... on ActivitiesMerged { activity { id } } ... on InputRefused { problems { field } } } }"""
RESTORE = "mutation ($id: ID!) { restoreActivity(input: {id: $id}) { __typename } }"
CREATE_GEAR = """mutation ($input: CreateGearInput!) { createGear(input: $input) { __typename
  ... on Gear { id name defaultFor } ... on InputRefused { problems { field } } } }"""
UPDATE_GEAR = """mutation ($input: UpdateGearInput!) { updateGear(input: $input) { __typename
  ... on Gear { name retired defaultFor } ... on InputRefused { problems { field } } } }"""
CHANGES = """query ($since: String, $first: Int! = 50) { viewer { changes(since: $since, first: $first) {
  nodes { kind activityId activity { distanceM } } pageInfo { hasNextPage endCursor } } } }"""
LIST = "{ viewer { activities { nodes { id } } hiddenActivities { nodes { id mergedInto { id } } } } }"
RUN, WALK = (global_id(ACTIVITY, f"aid000{n}") for n in range(2))


@pytest.fixture
def person(service):
    """A run, and half an hour later a walk that overlaps with it."""
    somebody = service.person()
    uid = uid_of(service)
    add(uid, activity(0))
    add(uid, activity(1, sport=Sport.WALKING, started_at=START + timedelta(minutes=10)))
    return somebody


def edit(person, **wanted):
    return person.ask(EDIT, {"input": {"id": RUN, **wanted}})["editActivity"]


def listed(person):
    viewer = person.ask(LIST)["viewer"]
    return [node["id"] for node in viewer["activities"]["nodes"]], viewer["hiddenActivities"]["nodes"]


def test_a_name_is_changed_and_cleared(service, person):
    assert edit(person, name="  Round the lake ")["activity"]["name"] == "Round the lake"
    assert edit(person)["activity"]["name"] == "Round the lake"
    assert edit(person, name=None)["activity"]["name"] is None
    assert stored(uid_of(service)) == recount(uid_of(service))


def test_a_corrected_sport_shows_at_once_and_is_measured_later(service, person):
    made = edit(person, sport="WALKING")["activity"]
    assert (made["__typename"], made["sport"], made["remeasuring"]) == ("Walk", "WALKING", True)
    assert made["id"] == RUN
    assert len(service.receive(service.engines.jobs_queue_url)) == 1
    edit(person, sport="WALKING")  # the phone did not get the answer: the job is asked for again
    assert len(service.receive(service.engines.jobs_queue_url)) == 1
    assert stored(uid_of(service)) == recount(uid_of(service))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"sport": None}, "sport"),
        ({"trimStartS": -1}, "trimStartS"),
        ({"trimStartS": 1e9}, "trimStartS"),
        ({"trimStartS": 900, "trimEndS": 895}, "trimEndS"),
        ({"gearId": "nonsense"}, "gearId"),
        ({"gearId": RUN}, "gearId"),
    ],
)
def test_what_cannot_be_used_changes_nothing(service, person, wanted, field):
    before = stored(uid_of(service))
    done = edit(person, **wanted)
    assert (done["__typename"], done["problems"][0]["field"]) == ("InputRefused", field)
    assert stored(uid_of(service)) == before


def test_nobody_changes_what_is_not_theirs(service, person):
    other = service.person("another")
    for wanted in ({"name": "mine"}, {"sport": "WALKING"}):
        assert edit(other, **wanted)["__typename"] == "NotFound"
    assert other.ask(MERGE, {"keep": RUN, "hide": WALK})["mergeActivities"]["__typename"] == "NotFound"
    assert other.ask(RESTORE, {"id": RUN})["restoreActivity"]["__typename"] == "NotFound"
    assert person.ask(EDIT, {"input": {"id": "bm9uZQ", "name": "x"}})["editActivity"]["__typename"] == "NotFound"
    assert listed(person)[0] == [WALK, RUN]


def test_two_recordings_of_an_outing_are_offered_merged_and_restored(service, person):
    asked = "query ($id: ID!) { activity(id: $id) { possibleDuplicates { id } mergedInto { id } } }"
    assert person.ask(asked, {"id": RUN})["activity"] == {"possibleDuplicates": [{"id": WALK}], "mergedInto": None}
    for _ in range(2):
        merged = person.ask(MERGE, {"keep": RUN, "hide": WALK})["mergeActivities"]
        assert merged == {"__typename": "ActivitiesMerged", "activity": {"id": RUN}}
    assert listed(person) == ([RUN], [{"id": WALK, "mergedInto": {"id": RUN}}])
    assert stored(uid_of(service)) == recount(uid_of(service))
    for _ in range(2):
        assert person.ask(RESTORE, {"id": WALK})["restoreActivity"]["__typename"] == "ActivityRestored"
    assert listed(person) == ([WALK, RUN], [])
    assert stored(uid_of(service)) == recount(uid_of(service))


def test_what_is_no_duplicate_is_not_merged(service, person):
    add(uid_of(service), activity(5))
    far = global_id(ACTIVITY, "aid0005")
    for keep, hide in ((RUN, RUN), (RUN, far)):
        assert person.ask(MERGE, {"keep": keep, "hide": hide})["mergeActivities"]["__typename"] == "InputRefused"
    person.ask(MERGE, {"keep": RUN, "hide": WALK})
    refused = person.ask(MERGE, {"keep": WALK, "hide": RUN})["mergeActivities"]
    assert refused["problems"] == [{"field": "keepId"}]


def test_one_that_goes_while_another_is_merged_into_it_is_told(service, person, monkeypatch):
    real = edits.revisions.change

    def too_late(uid, *arguments):
        monkeypatch.undo()
        edits.revisions.delete(uid, "aid0000")
        return real(uid, *arguments)

    monkeypatch.setattr(edits.revisions, "change", too_late)
    refused = person.ask(MERGE, {"keep": RUN, "hide": WALK})["mergeActivities"]
    assert refused["problems"] == [{"field": "keepId"}]
    assert listed(person) == ([WALK], [])


def test_shoes_are_worn_by_default_counted_and_retired(service, person):
    made = person.ask(CREATE_GEAR, {"input": {"name": "Road", "defaultFor": ["RUNNING"]}})["createGear"]
    assert (made["name"], made["defaultFor"]) == ("Road", ["RUNNING"])
    assert edit(person, gearId=made["id"])["activity"]["gear"] == {"name": "Road", "distanceM": 5000.0}
    assert person.ask("{ viewer { gear { id activities defaultFor } } }")["viewer"]["gear"] == [
        {"id": made["id"], "activities": 1, "defaultFor": ["RUNNING"]}
    ]
    assert gear_stored(uid_of(service)) == gear_recount(uid_of(service))
    done = person.ask(UPDATE_GEAR, {"input": {"id": made["id"], "name": "Old road", "retired": True}})["updateGear"]
    assert done == {"__typename": "Gear", "name": "Old road", "retired": True, "defaultFor": []}
    assert person.ask("{ viewer { gear(retired: false) { id } } }")["viewer"]["gear"] == []
    node = person.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": made["id"]})["node"]
    assert node == {"id": made["id"]}
    delete = "mutation ($id: ID!) { deleteGear(input: {id: $id}) { __typename } }"
    assert person.ask(delete, {"id": made["id"]})["deleteGear"]["__typename"] == "GearDeleted"
    assert person.ask(delete, {"id": made["id"]})["deleteGear"]["__typename"] == "NotFound"
    assert edit(person)["activity"]["gear"] is None
    for name in ("", "x" * 81):
        refused = person.ask(CREATE_GEAR, {"input": {"name": name}})["createGear"]
        assert refused["problems"] == [{"field": "name"}]
    gone = person.ask(UPDATE_GEAR, {"input": {"id": made["id"], "name": "x"}})["updateGear"]
    assert gone["__typename"] == "NotFound"


def test_a_phone_that_was_offline_learns_every_change(service, person, monkeypatch):
    monkeypatch.setattr(feed, "SETTLED", timedelta(0))  # as if all of it had happened a minute ago
    first = person.ask(CHANGES)["viewer"]["changes"]
    assert [(node["kind"], node["activityId"]) for node in first["nodes"]] == [("CREATED", RUN), ("CREATED", WALK)]
    cursor = first["pageInfo"]["endCursor"]
    nothing = person.ask(CHANGES, {"since": cursor})["viewer"]["changes"]
    assert (nothing["nodes"], nothing["pageInfo"]["hasNextPage"]) == ([], False)
    edit(person, name="x")
    person.ask(MERGE, {"keep": RUN, "hide": WALK})
    told = person.ask(CHANGES, {"since": nothing["pageInfo"]["endCursor"]})["viewer"]["changes"]
    assert [(node["kind"], node["activityId"]) for node in told["nodes"]] == [("EDITED", RUN), ("MERGED", WALK)]
    assert told["nodes"][1]["activity"]["distanceM"] == 5001.0
    person.ask(RESTORE, {"id": WALK})
    person.ask("mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }", {"id": RUN})
    told = person.ask(CHANGES, {"since": cursor, "first": 1})["viewer"]["changes"]
    assert (told["nodes"][0]["kind"], told["pageInfo"]["hasNextPage"]) == ("RESTORED", True)
    told = person.ask(CHANGES, {"since": told["pageInfo"]["endCursor"], "first": 1})["viewer"]["changes"]
    assert told["nodes"] == [{"kind": "DELETED", "activityId": RUN, "activity": None}]
    assert told["pageInfo"]["hasNextPage"] is False


def test_a_cursor_of_the_feed_is_the_persons_own(service, person):
    cursor = person.ask(CHANGES)["viewer"]["changes"]["pageInfo"]["endCursor"]
    for who, since in ((service.person("another"), cursor), (person, "nonsense"), (person, cursor[:-2])):
        body = who.post(CHANGES, {"since": since}).json()
        assert body["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


def test_an_export_is_asked_for_and_found_again(service, person):
    made = person.ask("mutation { requestExport { id state url } }")["requestExport"]
    assert (made["state"], made["url"]) == ("QUEUED", None)
    assert service.work() == {"batchItemFailures": []}
    (done,) = person.ask("{ viewer { exports { id state url sizeBytes finishedAt } } }")["viewer"]["exports"]
    assert (done["id"], done["state"]) == (made["id"], "DONE")
    assert done["sizeBytes"] > 10_000
    node = person.ask("query ($id: ID!) { node(id: $id) { ... on Export { url } } }", {"id": made["id"]})["node"]
    assert "X-Amz-Signature" in node["url"]
    other = service.person("another")
    assert other.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": made["id"]})["node"] is None


def test_shoes_with_a_client_key_are_made_once(service, person):
    wanted = {"name": "Road", "clientKey": "phone 1"}
    made = [person.ask(CREATE_GEAR, {"input": wanted})["createGear"]["id"] for _ in range(2)]
    other = person.ask(CREATE_GEAR, {"input": {"name": "Road"}})["createGear"]["id"]
    assert made[0] == made[1] != other
    assert len(person.ask("{ viewer { gear { id } } }")["viewer"]["gear"]) == 2
    refused = person.ask(CREATE_GEAR, {"input": {"name": "Road", "clientKey": ""}})["createGear"]
    assert refused["problems"] == [{"field": "clientKey"}]


def test_retired_shoes_are_no_default_until_they_are_worn_again(service, person):
    shoes = person.ask(CREATE_GEAR, {"input": {"name": "Road"}})["createGear"]["id"]
    person.ask(UPDATE_GEAR, {"input": {"id": shoes, "retired": True}})
    wanted = {"id": shoes, "defaultFor": ["RUNNING"]}
    assert person.ask(UPDATE_GEAR, {"input": wanted})["updateGear"]["problems"] == [{"field": "defaultFor"}]
    done = person.ask(UPDATE_GEAR, {"input": {**wanted, "retired": False}})["updateGear"]
    assert (done["retired"], done["defaultFor"]) == (False, ["RUNNING"])


def test_a_wrong_cursor_is_told_by_the_name_of_its_argument(service, person):
    for query, field in (
        ('changes(since: "x") { nodes { kind } }', "since"),
        ('activities(after: "") { nodes { id } }', "after"),
    ):
        (error,) = person.post(f"{{ viewer {{ {query} }} }}").json()["errors"]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_CURSOR", field)
