"""One activity from any number of deliveries, and nothing counted twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_plus

import pytest

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import client, object_keys, revisions, store, uploads
from models.entities import EPOCH
from models.errors import RetryLater
from models.terms import FileFormat, Sport, UploadState
from tests.models.recount import recount, stored
from tests.models.wire import items
from uploads import pipeline
from uploads.aws import handler


def uid_and_upload(messages):
    for message in messages:
        for record in json.loads(message["Body"]).get("Records", ()):
            return object_keys.parse_raw_key(unquote_plus(record["s3"]["object"]["key"]))
    raise AssertionError("no notification arrived")


def totals(uid):
    """Every counter and best of the person, by sort key."""
    return stored(uid)


def everything(uid):
    return sorted(json.dumps(item, sort_keys=True, default=str) for item in items(uid))


def counted_once(uid):
    """The sums are exactly what the one row says."""
    (row,) = items(uid, "A#")
    assert stored(uid) == recount(uid)
    assert {counters[f"{part}rc"] for counters, part in zip(stored(uid).values(), _parts(row), strict=True)} == {1}


def _parts(row):
    local = EPOCH + timedelta(milliseconds=int(row["SK"]["S"].split("#")[1]), seconds=int(row["o"]["N"]))
    return str(local.weekday()), f"{local.month:02d}"


@pytest.fixture
def arrived(exact_service):
    """A file that arrived and was not delivered yet: (service, person, messages, uid, upload id)."""
    person = exact_service.person()
    upload = person.send(file_bytes(recording(Sport.RUNNING, minutes=8)))
    messages = exact_service.receive()
    return exact_service, person, messages, *uid_and_upload(messages), upload


def test_five_deliveries_make_one_activity(arrived):
    _, _, messages, uid, _, _ = arrived
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    once = everything(uid)
    for _ in range(4):
        assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert everything(uid) == once
    counted_once(uid)


def test_two_deliveries_at_once_make_one_activity(arrived):
    _, _, messages, uid, upload_id, _ = arrived
    event = lambda_event([message for message in messages if "Records" in message["Body"]])
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: handler(deepcopy(event), None), range(2)))
    failures = sum(len(answer["batchItemFailures"]) for answer in answers)
    assert failures <= 1  # the one that came second is asked to come again
    assert handler(event, None) == {"batchItemFailures": []}
    assert uploads.get(uid, upload_id, datetime.now(UTC)).state is UploadState.DONE
    counted_once(uid)


def test_two_uploads_of_the_same_recording_at_once_make_one_activity(exact_service):
    person = exact_service.person()
    data = file_bytes(recording(Sport.RUNNING, minutes=8))
    for key in ("one", "two"):
        assert person.put(person.promise(data, clientKey=key), data).status_code == 200
    messages = [message for message in exact_service.receive() if "Records" in message["Body"]]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda message: handler(lambda_event([message]), None), messages))
    assert answers == [{"batchItemFailures": []}] * 2
    uid, _ = uid_and_upload(messages)
    counted_once(uid)
    tickets = items(uid, "T#")
    assert [ticket["state"]["S"] for ticket in tickets] == ["DONE", "DONE"]
    assert len({json.dumps(ticket["activity_ids"]) for ticket in tickets}) == 1


def test_many_files_at_once_are_each_counted(exact_service):
    """Transactions on the same totals conflict; none of them may be lost."""
    person = exact_service.person()
    start = datetime(2026, 5, 4, 6, tzinfo=UTC)
    for n in range(6):
        person.send(file_bytes(recording(Sport.RUNNING, minutes=3, started_at=start + timedelta(hours=n))))
    messages = [message for message in exact_service.receive() if "Records" in message["Body"]]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda message: handler(lambda_event([message]), None), messages))
    assert answers == [{"batchItemFailures": []}] * 6
    uid, _ = uid_and_upload(messages)
    assert totals(uid)["TY#2026"]["05rc"] == 6
    assert totals(uid) == recount(uid)


def test_a_deleted_activity_leaves_totals_at_nothing(arrived):
    _, _, messages, uid, _, _ = arrived
    handler(lambda_event(messages), None)
    (row,) = items(uid, "A#")
    aid = row["SK"]["S"].rsplit("#", 1)[1]
    assert revisions.delete(uid, aid) is not None
    assert totals(uid) == {}
    left = {item["SK"]["S"].split("#")[0] for item in items(uid, "")}
    assert left == {"", "T", "TW", "TY", "D", "V", "Q"}


def test_nothing_is_visible_before_the_transaction(arrived, monkeypatch):
    """A worker that dies just before it leaves parts behind, but no activity, and the next one finishes the work."""
    _, person, messages, uid, upload_id, _ = arrived

    def die(*_):
        raise RuntimeError("the worker died")

    monkeypatch.setattr(store.Transaction, "commit", die)
    failed = handler(lambda_event(messages), None)["batchItemFailures"]
    assert len(failed) == 1
    assert (items(uid, "A#"), totals(uid)) == ([], {})
    assert person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"] == []
    monkeypatch.undo()
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert uploads.get(uid, upload_id, datetime.now(UTC)).state is UploadState.DONE
    counted_once(uid)


def test_a_lost_answer_of_the_transaction_counts_once(arrived, monkeypatch):
    """The transaction was done, its answer was lost: the retry finds its own work and takes it as done."""
    _, _, messages, uid, upload_id, _ = arrived
    real = store.Transaction.commit

    def lose(transaction):
        assert not real(transaction)
        return real(transaction)

    monkeypatch.setattr(store.Transaction, "commit", lose)
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert uploads.get(uid, upload_id, datetime.now(UTC)).state is UploadState.DONE
    counted_once(uid)


def test_an_upload_that_a_worker_holds_is_left_to_it_until_its_lease_runs_out(arrived):
    service, _, _, uid, upload_id, _ = arrived
    now = datetime.now(UTC)
    claimed, _ = uploads.claim(uid, upload_id, "first", now, 60)
    assert claimed is uploads.Claim.MINE
    with pytest.raises(RetryLater):
        pipeline.process(uid, upload_id)
    later, _ = uploads.claim(uid, upload_id, "second", now + timedelta(seconds=61), 60)
    assert later is uploads.Claim.MINE
    assert not uploads.release(uid, upload_id, "first")
    assert uploads.release(uid, upload_id, "second")
    pipeline.process(uid, upload_id)
    counted_once(uid)
    assert service.settings.lease_s > 0


def test_a_worker_that_lost_its_lease_cannot_finish(arrived, monkeypatch):
    _, _, _, uid, upload_id, _ = arrived
    real = pipeline.files.write_detail

    def slow(*arguments):
        real(*arguments)
        monkeypatch.undo()
        far = datetime.now(UTC) + timedelta(hours=1)
        assert uploads.claim(uid, upload_id, "thief", far, 60)[0] is uploads.Claim.MINE

    monkeypatch.setattr(pipeline.files, "write_detail", slow)
    with pytest.raises(RetryLater):
        pipeline.process(uid, upload_id)
    assert items(uid, "A#") == []
    assert totals(uid) == {}


def test_a_message_for_an_upload_that_nobody_promised_is_let_go(exact_service):
    key = object_keys.raw_key("nobody", "nothing")
    client.s3().put_object(Bucket=exact_service.settings.bucket, Key=key, Body=b"x")
    assert exact_service.deliver() == {"batchItemFailures": []}


def test_the_same_recording_in_another_format_of_another_device_is_kept_beside_it(exact_service):
    person = exact_service.person()
    for file_format in (FileFormat.FIT, FileFormat.GPX):
        person.send(file_bytes(recording(Sport.RUNNING, minutes=8, file_format=file_format)))
    assert exact_service.deliver() == {"batchItemFailures": []}
    nodes = person.ask("{ viewer { activities { nodes { id distanceM } } } }")["viewer"]["activities"]["nodes"]
    assert len(nodes) == 2
    assert nodes[0]["distanceM"] == pytest.approx(nodes[1]["distanceM"], rel=0.015)


def test_a_ticket_stays_as_long_as_its_file_and_goes_some_time_after_it(arrived):
    _, person, messages, uid, upload_id, _ = arrived
    (waiting,) = items(uid, "T#")
    assert days_left(waiting) == pytest.approx(7, abs=0.1)
    handler(lambda_event(messages), None)
    (done,) = items(uid, "T#")
    assert "ttl" not in done
    person.ask("mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }", newest(person))
    (left,) = items(uid, "T#")
    assert days_left(left) == pytest.approx(30, abs=0.1)
    far = datetime.now(UTC) + timedelta(days=31)
    assert uploads.get(uid, upload_id, far) is None


def days_left(ticket):
    return (EPOCH + timedelta(seconds=int(ticket["ttl"]["N"])) - datetime.now(UTC)) / timedelta(days=1)


def newest(person):
    return person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"][0]


def test_a_file_that_is_promised_again_after_years_is_known(arrived):
    _, person, messages, uid, upload_id, _ = arrived
    handler(lambda_event(messages), None)
    far = datetime.now(UTC) + timedelta(days=1000)
    assert uploads.get(uid, upload_id, far).state is UploadState.DONE
    again = person.promise(file_bytes(recording(Sport.RUNNING, minutes=8)))
    assert (again["state"], again["putUrl"]) == ("DONE", None)
    counted_once(uid)


def test_a_recording_from_the_future_is_not_taken(exact_service):
    person = exact_service.person()
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    upload = person.send(file_bytes(recording(Sport.RUNNING, minutes=3, started_at=tomorrow)))
    assert exact_service.deliver() == {"batchItemFailures": []}
    told = person.ask("query ($id: ID!) { upload(id: $id) { state problem { code detail } } }", {"id": upload})[
        "upload"
    ]
    assert (told["state"], told["problem"]["code"]) == ("FAILED", "NO_TIMES")
    assert "future" in told["problem"]["detail"]


def test_what_was_wrong_with_the_file_is_told_with_its_activity(exact_service):
    person = exact_service.person()
    person.send(file_bytes(recording(Sport.RUNNING, minutes=8))[:-400])
    assert exact_service.deliver() == {"batchItemFailures": []}
    (node,) = person.ask("{ viewer { activities { nodes { problems { code } } } } }")["viewer"]["activities"]["nodes"]
    assert "TRUNCATED" in {problem["code"] for problem in node["problems"]}


def two_in_one_file():
    """A chained file: two runs of one morning."""
    start = datetime(2026, 5, 4, 6, tzinfo=UTC)
    runs = [recording(Sport.RUNNING, minutes=3, seed=n, started_at=start + timedelta(hours=n)) for n in range(2)]
    return b"".join(file_bytes(run) for run in runs)


def test_a_message_that_comes_before_its_file_leaves_the_upload_waiting(exact_service):
    person = exact_service.person()
    data = file_bytes(recording(Sport.RUNNING, minutes=3))
    upload = person.promise(data)
    assert person.put(upload, data).status_code == 200
    messages = exact_service.receive()
    uid, upload_id = uid_and_upload(messages)
    client.s3().delete_object(Bucket=exact_service.settings.bucket, Key=object_keys.raw_key(uid, upload_id))
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    again = person.promise(data)
    assert again["state"] == "WAITING"
    assert person.put(again, data).status_code == 200
    assert exact_service.deliver() == {"batchItemFailures": []}
    counted_once(uid)


def test_an_upload_that_we_failed_can_be_sent_again(exact_service, monkeypatch):
    person = exact_service.person()
    data = file_bytes(recording(Sport.RUNNING, minutes=3))
    upload = person.promise(data)
    person.put(upload, data)

    def break_down(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(pipeline, "ready_of", break_down)
    assert len(exact_service.deliver()["batchItemFailures"]) == 1
    monkeypatch.undo()
    again = person.promise(data)
    assert (again["id"], again["state"]) == (upload["id"], "WAITING")
    assert person.put(again, data).status_code == 200
    assert exact_service.deliver() == {"batchItemFailures": []}


def test_deleting_one_of_two_while_the_other_is_finished_loses_nothing(exact_service, monkeypatch):
    person = exact_service.person()
    upload = person.send(two_in_one_file())
    messages = exact_service.receive()
    uid, upload_id = uid_and_upload(messages)
    real = pipeline.revisions.finish
    delete = "mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }"

    def finish_and_delete_the_first(*arguments):
        done = real(*arguments)
        monkeypatch.undo()
        (first,) = person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"]
        assert person.ask(delete, first)["deleteActivity"]["__typename"] == "ActivityDeleted"
        return done

    monkeypatch.setattr(pipeline.revisions, "finish", finish_and_delete_the_first)
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    told = person.ask("query ($id: ID!) { upload(id: $id) { state activities { id } } }", {"id": upload})["upload"]
    assert (told["state"], len(told["activities"])) == ("DONE", 1)
    counted_once(uid)
    raw = object_keys.raw_key(uid, upload_id)
    assert client.s3().head_object(Bucket=exact_service.settings.bucket, Key=raw)["ContentLength"] > 0


def test_a_file_that_lost_one_of_its_activities_brings_it_back(exact_service):
    person = exact_service.person()
    data = two_in_one_file()
    upload = person.send(data)
    exact_service.deliver()
    nodes = person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"]
    person.ask("mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }", nodes[0])
    again = person.promise(data)
    assert (again["id"], again["state"]) == (upload, "WAITING")
    assert person.put(again, data).status_code == 200
    assert exact_service.deliver() == {"batchItemFailures": []}
    back = person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"]
    assert back == nodes


def test_the_same_recording_in_other_packing_is_told_and_deleted_with_the_first(exact_service):
    person = exact_service.person()
    data = file_bytes(recording(Sport.WALKING, minutes=3, file_format=FileFormat.GPX))
    person.send(data)
    exact_service.deliver()
    second = person.send(data + b"\n")
    assert exact_service.deliver() == {"batchItemFailures": []}
    query = "query ($id: ID!) { upload(id: $id) { state activities { id } skipped { code } } }"
    told = person.ask(query, {"id": second})["upload"]
    assert (told["state"], told["skipped"]) == ("DONE", [{"code": "ALREADY_THERE"}])
    (activity,) = told["activities"]
    person.ask("mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }", activity)
    assert client.s3().list_objects_v2(Bucket=exact_service.settings.bucket)["KeyCount"] == 0
    assert person.promise(data + b"\n")["state"] == "WAITING"
