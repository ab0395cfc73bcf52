"""Deleted accounts: refused at once, and nothing of them left, wherever the work was interrupted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import accounts, client, keys, object_keys, store, users
from models.errors import AccountClosed
from models.settings import use
from models.table import IdentityItem
from models.terms import AccountState, Sport
from resolvers.access import Caller
from resolvers.accounts import delete_account, request_export
from resolvers.validation import Refused
from tests.models.wire import items
from uploads import deletion, jobs, pipeline
from uploads.aws import handler

START = datetime(2026, 5, 4, 6, tzinfo=UTC)


class Died(Exception):
    pass


@pytest.fixture
def leaving(exact_service):
    """A person with two activities, a waiting upload and an export: (service, person, identity)."""
    use(replace(exact_service.settings, linger_s=0))  # the second look need not wait
    person = exact_service.person("leaving")
    for n, sport in enumerate(Sport):
        person.send(file_bytes(recording(sport, minutes=3, seed=n, started_at=START + timedelta(hours=n))))
    assert exact_service.deliver() == {"batchItemFailures": []}
    person.promise(b"never sent")
    identity = users.identify(exact_service.settings.issuer, "leaving")
    request_export(Caller(identity), datetime.now(UTC))
    assert exact_service.work() == {"batchItemFailures": []}
    client.s3().put_bucket_versioning(
        Bucket=exact_service.settings.bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    for prefix in object_keys.person_prefixes(identity.uid):
        client.s3().put_object(Bucket=exact_service.settings.bucket, Key=f"{prefix}twice", Body=b"1")
        client.s3().put_object(Bucket=exact_service.settings.bucket, Key=f"{prefix}twice", Body=b"2")
    client.s3().create_multipart_upload(
        Bucket=exact_service.settings.bucket, Key=object_keys.export_key(identity.uid, "begun")
    )
    return exact_service, person, identity


def left_in_bucket(service):
    found = client.s3().list_object_versions(Bucket=service.settings.bucket)
    begun = client.s3().list_multipart_uploads(Bucket=service.settings.bucket).get("Uploads", [])
    return [*found.get("Versions", []), *found.get("DeleteMarkers", []), *begun]


def left_in_table(uid):
    return [item["SK"]["S"] for item in items(uid)]


def close(identity):
    assert delete_account(Caller(identity), "DELETE", datetime.now(UTC)) is None


def finish(service, rounds=6):
    for _ in range(rounds):
        service.work()


def is_gone(service, identity):
    assert left_in_table(identity.uid) == ["#X"]
    assert left_in_bucket(service) == []
    raw = store.get(keys.identity_pk(identity.issuer, identity.subject), keys.IDENTITY_SK, strong=True)
    assert raw["state"] == {"S": "CLOSED"}
    days = (datetime.fromtimestamp(int(raw["ttl"]["N"]), UTC) - datetime.now(UTC)).days
    assert days in {39, 40}
    assert "ttl" in items(identity.uid)[0]


def test_nothing_is_left_of_a_deleted_account_and_others_keep_theirs(leaving):
    service, _, identity = leaving
    other = service.person("staying")
    other.send(file_bytes(recording(Sport.RUNNING, minutes=3)))
    service.deliver()
    kept = [item["SK"]["S"] for item in items(users.identify(identity.issuer, "staying").uid)]
    close(identity)
    finish(service)
    assert left_in_table(identity.uid) == ["#X"]
    staying = users.identify(identity.issuer, "staying").uid
    assert [item["SK"]["S"] for item in items(staying)] == kept
    assert {found["Key"].split("/")[1] for found in left_in_bucket(service)} == {staying}


def test_the_account_is_refused_at_once_and_says_how_far_it_is(leaving):
    service, person, identity = leaving
    told = person.ask('mutation { deleteAccount(input: {confirm: "DELETE"}) { __typename } }')
    assert told["deleteAccount"]["__typename"] == "AccountClosing"
    answer = person.post("{ viewer { id } }")
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["state"]) == (403, "CLOSING")
    finish(service)
    assert person.post("{ viewer { id } }").json()["errors"][0]["extensions"]["state"] == "CLOSED"
    is_gone(service, identity)


def test_it_takes_the_word(leaving):
    _, _, identity = leaving
    assert isinstance(delete_account(Caller(identity), "delete", datetime.now(UTC)), Refused)
    assert accounts.deletion(identity.uid) is None
    close(identity)
    with pytest.raises(AccountClosed):
        close(identity)


STEPS = [
    (deletion.accounts, "note"),
    (deletion.store, "query"),
    (deletion.store, "batch_delete"),
    (deletion.files, "delete_prefix"),
    (deletion.files, "abort_uploads"),
    (deletion.accounts, "end"),
    (deletion.jobs, "send"),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_deletion_interrupted_at_any_step_is_ended_by_the_next_call(leaving, monkeypatch, module, name, after):
    service, _, identity = leaving
    close(identity)
    service.receive(service.engines.jobs_queue_url)
    message = {"MessageId": "m", "ReceiptHandle": "r"}
    message["Body"] = f'{{"kind": "DELETE_ACCOUNT", "uid": "{identity.uid}", "key": ""}}'
    real, calls = getattr(module, name), 0

    def die_sometimes(*arguments, **named):
        nonlocal calls
        calls += 1
        dying = calls % 3 == 1 and calls < 12
        if dying and not after:
            raise Died
        done = real(*arguments, **named)
        if dying:
            raise Died
        return done

    monkeypatch.setattr(module, name, die_sometimes)
    for _ in range(30):
        jobs.handler(lambda_event([message]), None)
    monkeypatch.undo()
    jobs.handler(lambda_event([message]), None)
    assert calls
    is_gone(service, identity)


def test_a_deletion_interrupted_after_every_page_is_ended(leaving, monkeypatch):
    service, _, identity = leaving
    for n in range(60):
        store.put(IdentityItem(keys.user_pk(identity.uid), f"T#{n:04d}", uid="x" * 1000))
    real, pages = store.query, []

    def small(*arguments, **named):
        if len(pages) % 2:
            pages.append("died")
            raise Died
        pages.append("page")
        return real(*arguments, **named | {"limit": 7})

    close(identity)
    monkeypatch.setattr(deletion.store, "query", small)
    for _ in range(60):
        service.work()
        jobs.handler(lambda_event([asked(identity)]), None)
    monkeypatch.undo()
    finish(service, 2)
    jobs.handler(lambda_event([asked(identity)]), None)
    assert pages.count("died") > 8
    is_gone(service, identity)


def asked(identity):
    body = f'{{"kind": "DELETE_ACCOUNT", "uid": "{identity.uid}", "key": ""}}'
    return {"MessageId": "m", "ReceiptHandle": "r", "Body": body}


def test_a_lost_message_is_sent_again_by_the_next_sign_in(leaving):
    service, _, identity = leaving
    close(identity)
    service.receive(service.engines.jobs_queue_url)
    accounts.nudge(identity, datetime.now(UTC))
    assert service.receive(service.engines.jobs_queue_url) == []  # it was asked for just now
    accounts.nudge(identity, datetime.now(UTC) + timedelta(minutes=6))
    finish(service)
    is_gone(service, identity)


def test_a_file_that_arrives_afterwards_is_swept(leaving):
    service, person, identity = leaving
    data = file_bytes(recording(Sport.RUNNING, minutes=3, seed=9))
    upload = person.promise(data)
    close(identity)
    finish(service)
    assert person.put(upload, data).status_code == 200
    assert service.deliver() == {"batchItemFailures": []}
    is_gone(service, identity)


def test_an_upload_under_way_cannot_finish_any_more(leaving, monkeypatch):
    service, person, identity = leaving
    person.send(file_bytes(recording(Sport.RUNNING, minutes=3, seed=9)))
    messages = service.receive()

    real = pipeline.files.write_detail

    def meanwhile(*arguments):
        monkeypatch.undo()
        close(identity)
        finish(service, 1)
        real(*arguments)

    monkeypatch.setattr(pipeline.files, "write_detail", meanwhile)
    assert len(handler(lambda_event(messages), None)["batchItemFailures"]) == 1
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    finish(service)
    is_gone(service, identity)


def test_once_it_is_forgotten_the_same_login_is_a_new_person(leaving):
    service, _, identity = leaving
    close(identity)
    finish(service)
    assert users.identify(identity.issuer, identity.subject).state is AccountState.CLOSED
    past = int((datetime.now(UTC) - timedelta(seconds=5)).timestamp())
    pk = keys.identity_pk(identity.issuer, identity.subject)
    store.update(pk, keys.IDENTITY_SK, [IdentityItem.ttl.set(past)])
    new = users.identify(identity.issuer, identity.subject)
    assert (new.state, new.uid != identity.uid) == (AccountState.ACTIVE, True)


def test_a_message_that_cannot_be_sent_after_the_closing_was_sent_before(leaving, monkeypatch):
    _, _, identity = leaving
    real, sent = accounts.jobs.send, []

    def once(*arguments, **named):
        if sent:
            raise Died
        sent.append(named)
        real(*arguments, **named)

    monkeypatch.setattr(accounts.jobs, "send", once)
    with pytest.raises(Died):
        close(identity)
    assert sent == [{"delay_s": accounts.LATER_S}]
    assert accounts.deletion(identity.uid)
    monkeypatch.undo()
    jobs.run(asked(identity)["Body"])  # what that message asks for
    assert left_in_table(identity.uid) == ["#X"]
