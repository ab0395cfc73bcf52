"""The whole story through the product: a file goes up, an activity comes back."""

import gzip
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest

from console.athlete.recordings import file_bytes, recording
from models import client
from models.terms import Sport

UPLOAD = """
query ($id: ID!) { upload(id: $id) {
  id state putUrl expiresAt problem { code message detail } skipped { code }
  activities { __typename id distanceM }
} }
"""
ACTIVITY = """
query ($id: ID!) { activity(id: $id) {
  __typename id sport name startedAt utcOffsetS utcOffsetSource distanceM distanceSource positionsDistanceM
  elapsedS movingS speedMS paceSPerKm steps stepLengthM averageHeartRateBpm maxHeartRateBpm averageCadenceSpm
  ascentM descentM caloriesKcal caloriesMethod channels problems { code }
  device { name manufacturer product serial }
  deviceTotals { distanceM elapsedS timerS ascentM caloriesKcal steps averageHeartRateBpm }
  laps { index startS elapsedS movingS distanceM averageHeartRateBpm trigger }
  splits { index distanceM elapsedS movingS } miles: splits(unit: MILE) { distanceM }
  bestEfforts { distanceM durationS startS }
  track { polyline toleranceM points }
  series(channels: [HEART_RATE_BPM, ALTITUDE_M], maxPoints: 100) {
    points elapsedS distanceM latitudeDeg longitudeDeg moving channels { channel unit values }
  }
  detailUrl
} }
"""
LIST = """
query ($first: Int!, $after: String, $sport: Sport) { viewer { activities(first: $first, after: $after, sport: $sport) {
  nodes { id startedAt sport } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }
} } }
"""
DELETE = """
mutation ($id: ID!) { deleteActivity(input: {id: $id}) {
  __typename ... on ActivityDeleted { id } ... on NotFound { message }
} }
"""


@pytest.fixture
def run():
    return recording(Sport.RUNNING, minutes=24, seed=3)


def only_activity(person, upload_id):
    upload = person.ask(UPLOAD, {"id": upload_id})["upload"]
    assert (upload["state"], upload["problem"], upload["putUrl"]) == ("DONE", None, None)
    (activity,) = upload["activities"]
    return activity


def test_a_run_goes_up_and_comes_back_measured(service, run):
    person = service.person()
    upload_id = person.send(file_bytes(run))
    assert person.ask(UPLOAD, {"id": upload_id})["upload"]["state"] == "WAITING"
    assert service.deliver() == {"batchItemFailures": []}
    told = person.ask(ACTIVITY, {"id": only_activity(person, upload_id)["id"]})["activity"]

    totals = run.totals()
    assert (told["__typename"], told["sport"]) == ("Run", "RUNNING")
    assert told["distanceM"] == pytest.approx(totals.distance_m, rel=0.002)
    assert told["positionsDistanceM"] == pytest.approx(totals.distance_m, rel=0.015)
    assert told["elapsedS"] == pytest.approx(totals.elapsed_s, abs=1)
    assert told["movingS"] == pytest.approx(totals.timer_s, rel=0.02)
    assert told["averageHeartRateBpm"] == pytest.approx(totals.average_heart_rate_bpm, abs=1)
    assert told["steps"] == pytest.approx(totals.steps, rel=0.01)
    assert told["stepLengthM"] == pytest.approx(told["distanceM"] / told["steps"], abs=1e-4)
    assert told["paceSPerKm"] == pytest.approx(1000 * told["movingS"] / told["distanceM"], abs=0.01)
    assert told["utcOffsetS"] == run.utc_offset_s
    assert told["startedAt"].endswith("+09:00")
    assert told["deviceTotals"]["distanceM"] == pytest.approx(totals.distance_m, abs=0.01)
    assert sum(split["distanceM"] for split in told["splits"]) == pytest.approx(told["distanceM"], abs=1)
    assert sum(lap["distanceM"] for lap in told["laps"]) == pytest.approx(told["distanceM"], rel=0.002)
    assert [effort["distanceM"] for effort in told["bestEfforts"]][:3] == [400, 800, 1000]
    assert told["track"]["polyline"]


def test_all_channels_share_one_axis(service, run):
    person = service.person()
    upload_id = person.send(file_bytes(run))
    service.deliver()
    series = person.ask(ACTIVITY, {"id": only_activity(person, upload_id)["id"]})["activity"]["series"]
    assert series["points"] == 100
    columns = [series[name] for name in ("elapsedS", "distanceM", "latitudeDeg", "longitudeDeg", "moving")]
    assert [len(column) for column in columns] == [100] * 5
    assert [(made["channel"], made["unit"], len(made["values"])) for made in series["channels"]] == [
        ("HEART_RATE_BPM", "bpm", 100),
        ("ALTITUDE_M", "m", 100),
    ]
    assert series["elapsedS"][0] == 0
    assert series["elapsedS"] == sorted(series["elapsedS"])
    assert series["distanceM"] == sorted(series["distanceM"])


def test_the_detail_url_reads_every_recorded_point(service, run):
    person = service.person()
    upload_id = person.send(file_bytes(run))
    service.deliver()
    told = person.ask(ACTIVITY, {"id": only_activity(person, upload_id)["id"]})["activity"]
    parts = urlsplit(told["detailUrl"])
    answer = service.http.get(f"{parts.path}?{parts.query}", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    document = answer.json()
    assert document["points"] == run.time_s.size
    elapsed = document["columns"]["elapsedS"]
    assert elapsed["values"][-1] / elapsed["scale"] == run.end_s
    assert len(document["columns"]["heartRateBpm"]["values"]) == run.time_s.size
    assert int(parse_qs(parts.query)["X-Amz-Expires"][0]) <= 900


def test_a_gzip_packed_file_is_read(service, run):
    person = service.person()
    upload_id = person.send(gzip.compress(file_bytes(run)))
    service.deliver()
    assert only_activity(person, upload_id)["__typename"] == "Run"


def test_the_same_client_key_gives_the_same_upload_and_other_content_conflicts(service, run):
    person = service.person()
    data = file_bytes(run)
    first = person.promise(data, clientKey="k1")
    assert person.promise(data, clientKey="k1")["id"] == first["id"]
    other = person.promise(data + b"x", clientKey="k1")
    assert (other["__typename"], other["field"]) == ("UploadConflict", "clientKey")


def test_a_waiting_upload_hands_out_a_fresh_address(service, run):
    person = service.person()
    first = person.promise(file_bytes(run))
    again = person.ask(UPLOAD, {"id": first["id"]})["upload"]
    assert again["putUrl"]
    assert again["expiresAt"]


def test_a_put_is_signed_for_length_checksum_type_and_absence(service, run):
    upload = service.person().promise(file_bytes(run))
    query = parse_qs(urlsplit(upload["putUrl"]).query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert set(query["X-Amz-SignedHeaders"][0].split(";")) >= {
        "content-length",
        "content-type",
        "host",
        "if-none-match",
        "x-amz-checksum-sha256",
    }


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda upload, data: (upload, data[:-1]), 403),
        (lambda upload, data: ({**upload, "putUrl": upload["putUrl"].replace("raw/", "raw/x")}, data), 403),
        (lambda upload, data: ({**upload, "putUrl": upload["putUrl"].split("?")[0]}, data), 403),
        (
            lambda upload, data: (
                {**upload, "putHeaders": [h for h in upload["putHeaders"] if h["name"] != "If-None-Match"]},
                data,
            ),
            403,
        ),
        (lambda upload, data: (upload, data[:-1] + b"\0"), 400),
    ],
    ids=["shorter", "other key", "unsigned", "header left out", "other bytes"],
)
def test_a_tampered_put_is_refused(service, run, change, status):
    person = service.person()
    data = file_bytes(run)
    upload, sent = change(person.promise(data), data)
    upload = {**upload, "putHeaders": [h for h in upload["putHeaders"] if h["name"] != "Content-Length"]}
    assert person.put(upload, sent).status_code == status
    assert service.deliver() == {"batchItemFailures": []}
    assert person.ask(UPLOAD, {"id": upload["id"]})["upload"]["state"] == "WAITING"


def test_a_second_put_of_the_same_upload_is_refused(service, run):
    person = service.person()
    upload = person.promise(file_bytes(run))
    assert person.put(upload, file_bytes(run)).status_code == 200
    assert person.put(upload, file_bytes(run)).status_code == 412


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"not a recording at all", "UNKNOWN_FORMAT"), (b"\x0e\x10", "UNKNOWN_FORMAT")],
)
def test_an_unusable_file_fails_with_a_code_and_a_sentence(service, data, code):
    person = service.person()
    upload_id = person.send(data)
    assert service.deliver() == {"batchItemFailures": []}
    upload = person.ask(UPLOAD, {"id": upload_id})["upload"]
    assert (upload["state"], upload["problem"]["code"]) == ("FAILED", code)
    assert upload["problem"]["message"] == "This is not a FIT, TCX or GPX file."
    japanese = person.post(UPLOAD, {"id": upload_id}, **{"accept-language": "ja, en;q=0.5"}).json()
    assert "形式" in japanese["data"]["upload"]["problem"]["message"]


def test_a_failed_upload_can_be_tried_again(service):
    person = service.person()
    upload_id = person.send(b"not a recording at all")
    service.deliver()
    again = person.promise(b"not a recording at all")
    assert (again["id"], again["state"]) == (upload_id, "WAITING")
    assert person.put(again, b"not a recording at all").status_code == 200
    service.deliver()
    assert person.ask(UPLOAD, {"id": upload_id})["upload"]["state"] == "FAILED"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sizeBytes": 0}, "sizeBytes"),
        ({"sizeBytes": 64 * 1024 * 1024 + 1}, "sizeBytes"),
        ({"sha256": "xyz"}, "sha256"),
    ],
)
def test_a_promise_that_cannot_be_kept_names_the_field(service, changed, field):
    refused = service.person().promise(b"abc", **changed)
    assert refused["__typename"] == "InputRefused"
    assert [problem["field"] for problem in refused["problems"]] == [field]


def test_activities_are_paged_newest_first_by_sport(service):
    person = service.person()
    made = [(Sport.RUNNING, 1), (Sport.WALKING, 2), (Sport.RUNNING, 3), (Sport.WALKING, 4), (Sport.RUNNING, 5)]
    for sport, seed in made:
        started_at = datetime(2026, 3, seed, 7, tzinfo=UTC)
        person.send(file_bytes(recording(sport, minutes=6, seed=seed, started_at=started_at)))
    service.deliver()
    seen, after = [], None
    while True:
        page = person.ask(LIST, {"first": 2, "after": after})["viewer"]["activities"]
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        seen += [node["id"] for node in page["nodes"]]
        assert [edge["node"]["id"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    everything = person.ask(LIST, {"first": 100})["viewer"]["activities"]["nodes"]
    assert seen == [node["id"] for node in everything]
    assert len(set(seen)) == len(made)
    assert everything == sorted(everything, key=lambda node: node["startedAt"], reverse=True)
    walks = person.ask(LIST, {"first": 2, "sport": "WALKING"})["viewer"]["activities"]
    assert [node["sport"] for node in walks["nodes"]] == ["WALKING", "WALKING"]
    assert not walks["pageInfo"]["hasNextPage"]


def test_a_deleted_activity_is_gone_and_can_be_sent_again(service, run):
    person = service.person()
    data = file_bytes(run)
    upload_id = person.send(data)
    service.deliver()
    activity_id = only_activity(person, upload_id)["id"]
    assert person.ask(DELETE, {"id": activity_id})["deleteActivity"] == {
        "__typename": "ActivityDeleted",
        "id": activity_id,
    }
    assert person.ask(ACTIVITY, {"id": activity_id})["activity"] is None
    assert person.ask(LIST, {"first": 5})["viewer"]["activities"]["nodes"] == []
    # Asked again by a phone that lost the answer, it is deleted all the same.
    assert person.ask(DELETE, {"id": activity_id})["deleteActivity"]["__typename"] == "ActivityDeleted"
    person.send(data)
    service.deliver()
    assert only_activity(person, upload_id)["id"] == activity_id


def test_nothing_of_a_deleted_activity_stays_in_the_bucket(service, run):

    person = service.person()
    upload_id = person.send(file_bytes(run))
    service.deliver()
    bucket = service.settings.bucket
    assert client.s3().list_objects_v2(Bucket=bucket)["KeyCount"] == 2
    person.ask(DELETE, {"id": only_activity(person, upload_id)["id"]})
    assert client.s3().list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_a_file_that_is_not_the_promised_one_fails(service, run):
    """The handler trusts neither S3 nor the queue: here the object was swapped behind its back."""

    person = service.person()
    data = file_bytes(run)
    upload_id = person.send(data)
    bodies = [json.loads(message["Body"]) for message in service.receive()]
    (key,) = [unquote_plus(body["Records"][0]["s3"]["object"]["key"]) for body in bodies if "Records" in body]
    for swapped, code in ((data[:-1] + b"\0", "CHECKSUM_MISMATCH"), (data[:-1], "SIZE_MISMATCH")):
        client.s3().put_object(Bucket=service.settings.bucket, Key=key, Body=swapped)
        assert service.deliver() == {"batchItemFailures": []}
        assert person.ask(UPLOAD, {"id": upload_id})["upload"]["problem"]["code"] == code
        person.promise(data)
