"""Another person's token finds nothing: not the activity, not the upload, not the node, not the cursor."""

import base64

import pytest

from console.athlete.recordings import file_bytes, recording
from models.terms import Sport

NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
ACTIVITY = "query ($id: ID!) { activity(id: $id) { id } }"
UPLOAD = "query ($id: ID!) { upload(id: $id) { id activities { id } } }"
DELETE = "mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }"
LIST = """query ($after: String, $sport: Sport) { viewer { id activities(first: 1, after: $after, sport: $sport) {
  nodes { id } pageInfo { endCursor } } } }"""


@pytest.fixture
def owned(service):
    """What an owner has, and a stranger who signed in as well."""
    owner, stranger = service.person("owner"), service.person("stranger")
    upload_id = owner.send(file_bytes(recording(Sport.RUNNING, minutes=5)))
    service.deliver()
    listed = owner.ask(LIST)["viewer"]
    activities = listed["activities"]
    return {
        "owner": owner,
        "stranger": stranger,
        "upload": upload_id,
        "user": listed["id"],
        "activity": activities["nodes"][0]["id"],
        "cursor": activities["pageInfo"]["endCursor"],
    }


def test_the_owner_finds_everything(owned):
    owner = owned["owner"]
    assert owner.ask(ACTIVITY, {"id": owned["activity"]})["activity"]["id"] == owned["activity"]
    assert owner.ask(UPLOAD, {"id": owned["upload"]})["upload"]["activities"] == [{"id": owned["activity"]}]
    for kind, typename in (("activity", "Run"), ("upload", "Upload"), ("user", "User")):
        assert owner.ask(NODE, {"id": owned[kind]})["node"] == {"__typename": typename, "id": owned[kind]}


@pytest.mark.parametrize(
    ("query", "field", "kind"),
    [
        (ACTIVITY, "activity", "activity"),
        (UPLOAD, "upload", "upload"),
        (NODE, "node", "activity"),
        (NODE, "node", "upload"),
        (NODE, "node", "user"),
    ],
)
def test_a_stranger_finds_nothing_by_id(owned, query, field, kind):
    foreign = owned["stranger"].post(query, {"id": owned[kind]}).json()
    missing = owned["stranger"].post(query, {"id": "QWN0aXZpdHk6bm90aGluZw"}).json()
    assert foreign == missing
    assert foreign["data"] == {field: None}
    assert "errors" not in foreign


def test_a_stranger_deletes_nothing(owned):
    assert owned["stranger"].ask(DELETE, {"id": owned["activity"]})["deleteActivity"] == {"__typename": "NotFound"}
    assert owned["owner"].ask(ACTIVITY, {"id": owned["activity"]})["activity"]["id"] == owned["activity"]


@pytest.mark.parametrize(
    "cursor",
    [
        lambda owned: owned["cursor"],
        lambda owned: owned["cursor"][:-2] + "AA",
        lambda _: "nonsense",
        lambda _: "",
        lambda _: "é",
        lambda _: base64.urlsafe_b64encode(b"A#00000000000001#x").decode(),
    ],
    ids=["foreign", "forged", "nonsense", "empty", "not ascii", "unsigned"],
)
def test_a_cursor_that_is_not_the_strangers_is_refused(owned, cursor):
    body = owned["stranger"].post(LIST, {"after": cursor(owned)}).json()
    assert body["errors"][0]["extensions"]["code"] == "BAD_CURSOR"
    assert body["data"]["viewer"]["activities"] is None


def test_a_cursor_of_another_list_is_refused(owned):
    body = owned["owner"].post(LIST, {"after": owned["cursor"], "sport": "RUNNING"}).json()
    assert body["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


def test_strangers_do_not_see_each_others_uploads_under_one_client_key(service):
    data = file_bytes(recording(Sport.RUNNING, minutes=5))
    first = service.person("owner").promise(data, clientKey="same")
    second = service.person("stranger").promise(data, clientKey="same")
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    "text", ["", "!!!", "QWN0aXZpdHk6", "QWN0aXZpdHk", "4pyT", "é", "VXNlcjo", "QWN0aXZpdHk6IyMjIw"]
)
def test_ids_that_never_were_find_nothing(service, text):
    person = service.person()
    assert person.ask(NODE, {"id": text})["node"] is None
    assert person.ask(ACTIVITY, {"id": text})["activity"] is None
    assert person.ask(UPLOAD, {"id": text})["upload"] is None
