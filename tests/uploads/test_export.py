"""Exports: everything of a person in one archive, wherever its writing was interrupted."""

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import activities, client, deadline, exports, revisions, totals, users
from models.object_keys import export_key
from models.terms import ChangeKind, JobState, Sport
from resolvers.access import Caller
from resolvers.accounts import every_export, export_url, request_export
from resolvers.edits import Correction, edit
from tests.models.recount import recount
from tests.models.wire import items
from uploads import archive, export, jobs

START = datetime(2026, 5, 4, 6, tzinfo=UTC)
FILES = 3


class Died(Exception):
    pass


@pytest.fixture
def person_with_files(exact_service, monkeypatch):
    """A person with a few activities, and parts so small that the archive has many: (service, caller, files)."""
    person = exact_service.person("leaving")
    sent = []
    for n in range(FILES):
        sport = list(Sport)[n % 2]
        sent.append(file_bytes(recording(sport, minutes=3, seed=n, started_at=START + timedelta(days=n))))
        person.send(sent[-1])
    person.send(b"no recording at all")
    assert exact_service.deliver() == {"batchItemFailures": []}
    monkeypatch.setattr(export, "PART_BYTES", 20_000)
    # The embedded S3 refuses parts of less than 5 MiB when they are joined; that rule is S3's, not this code's.
    monkeypatch.setattr("moto.settings.S3_UPLOAD_PART_MIN_SIZE", 1)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1, raising=False)
    identity = users.identify(exact_service.settings.issuer, "leaving")
    return exact_service, Caller(identity), sent


def opened(service, caller):
    """The files of the newest archive."""
    uid = caller.identity.uid
    newest = every_export(caller)[0]
    assert newest.state is JobState.DONE
    body = client.s3().get_object(Bucket=service.settings.bucket, Key=export_key(uid, newest.job_id))["Body"].read()
    assert len(body) == newest.size_bytes
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        names = tar.getnames()
        assert len(names) == len(set(names))
        return {name: tar.extractfile(name).read() for name in names}


def is_everything(service, caller, sent):
    uid = caller.identity.uid
    files = opened(service, caller)
    digests = {hashlib.sha256(data).hexdigest() for name, data in files.items() if name.startswith("raw/")}
    assert digests == {hashlib.sha256(data).hexdigest() for data in [*sent, b"no recording at all"]}
    told = [json.loads(data) for name, data in files.items() if name.startswith("activities/")]
    listed = activities.page(uid, first=50).records + activities.hidden_page(uid, first=50).records
    assert {each["activity"]["aid"] for each in told} == {card.aid for card in listed}
    by_aid = {card.aid: card for card in listed}
    for each in told:
        card = by_aid[each["activity"]["aid"]]
        assert each["activity"]["distance_m"] == card.distance_m
        assert each["kilometer_splits"] or card.distance_m < 1000
        assert each["form"]["sport"] == card.sport
        assert [score["version"] for score in each["scores"]] == [1]
        assert "packed_scores" not in each["activity"]
    for name, data in files.items():
        if name.startswith("detail/"):
            assert json.loads(gzip.decompress(data))["points"] > 100
    months = json.loads(files["months.json"])
    counted = sum(month.get(sport.lower(), {}).get("distance_mm", 0) for month in months for sport in Sport)
    assert counted == sum(int(row["d"]["N"]) for row in items(uid, "A#"))
    assert len(json.loads(files["bests.json"])) == len(totals.bests(uid))
    assert recount(uid)
    assert {"README.txt", "profile.json", "days.json", "gear.json", "devices.json"} <= set(files)


def test_an_export_holds_everything_of_its_person_alone(person_with_files):
    service, caller, sent = person_with_files
    other = service.person("another")
    other.send(file_bytes(recording(Sport.RUNNING, minutes=3, seed=77)))
    service.deliver()
    asked = request_export(caller, datetime.now(UTC))
    assert asked.state is JobState.QUEUED
    assert export_url(caller, asked, datetime.now(UTC)) is None
    assert request_export(caller, datetime.now(UTC)) == asked  # one at a time
    assert service.work() == {"batchItemFailures": []}
    is_everything(service, caller, sent)
    done = every_export(caller)[0]
    assert export_key(caller.identity.uid, done.job_id) in export_url(caller, done, datetime.now(UTC))
    assert export_url(caller, done, datetime.now(UTC) + timedelta(days=8)) is None
    assert request_export(caller, datetime.now(UTC)).job_id != done.job_id


def test_a_merged_activity_is_in_the_archive(person_with_files):
    service, caller, sent = person_with_files
    uid = caller.identity.uid
    one, other = [card.aid for card in activities.page(uid, first=2).records]

    revisions.change(uid, one, ChangeKind.MERGED, lambda seen: replace(seen, merged_into=other))
    request_export(caller, datetime.now(UTC))
    assert service.work() == {"batchItemFailures": []}
    is_everything(service, caller, sent)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["begin_archive", "write_part", "read", "end_archive"])
def test_an_export_interrupted_at_any_file_or_part_goes_on(person_with_files, monkeypatch, name, after):
    service, caller, sent = person_with_files
    request_export(caller, datetime.now(UTC))
    messages = service.receive(service.engines.jobs_queue_url)
    real, calls = getattr(export.files, name), 0

    def die_sometimes(*arguments):
        nonlocal calls
        calls += 1
        dying = calls % 3 == 1 and calls < 20
        if dying and not after:
            raise Died
        done = real(*arguments)
        if dying:
            raise Died
        return done

    monkeypatch.setattr(export.files, name, die_sometimes)
    for _ in range(20):
        if jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}:
            break
    assert calls > (name != "begin_archive")
    is_everything(service, caller, sent)


def test_an_export_that_runs_out_of_time_after_each_part_asks_for_itself(person_with_files):
    service, caller, sent = person_with_files
    request_export(caller, datetime.now(UTC))
    rounds = 0
    while every_export(caller)[0].state is not JobState.DONE:
        with deadline.within(20):
            assert service.work() == {"batchItemFailures": []}
        rounds += 1
        assert rounds < 30
    assert rounds >= FILES
    is_everything(service, caller, sent)


def test_two_workers_do_not_write_the_same_export(person_with_files):
    service, caller, sent = person_with_files
    uid = caller.identity.uid
    job = request_export(caller, datetime.now(UTC)).job_id
    assert exports.claim(uid, job, "first", datetime.now(UTC), 60)
    messages = service.receive(service.engines.jobs_queue_url)
    assert len(jobs.handler(lambda_event(messages), None)["batchItemFailures"]) == 1
    exports.release(uid, job, "first")
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    is_everything(service, caller, sent)


@pytest.mark.parametrize(("name", "code"), [("write_part", "NoSuchUpload"), ("end_archive", "InvalidPart")])
def test_parts_that_the_bucket_gave_up_are_written_anew(person_with_files, monkeypatch, name, code):
    """As S3 tells it; the embedded engine breaks down instead."""
    service, caller, sent = person_with_files
    job = request_export(caller, datetime.now(UTC)).job_id
    messages = service.receive(service.engines.jobs_queue_url)
    real, calls = getattr(export.files, name), 0

    def gone_at_the_end(*arguments):
        nonlocal calls
        calls += 1
        if calls == (2 if name == "write_part" else 1):
            raise ClientError({"Error": {"Code": code}}, name)
        return real(*arguments)

    monkeypatch.setattr(export.files, name, gone_at_the_end)
    assert len(jobs.handler(lambda_event(messages), None)["batchItemFailures"]) == 1
    assert exports.get(caller.identity.uid, job).state is JobState.RUNNING
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    is_everything(service, caller, sent)


def test_an_activity_that_is_measured_again_meanwhile_keeps_its_series(person_with_files):
    service, caller, _ = person_with_files
    uid = caller.identity.uid
    aid = activities.page(uid, first=1).records[0].aid
    for member in archive.members(uid, ""):
        if member.place == f"1/{aid}/1":
            edit(caller, aid, Correction(frozenset({"trim_start_s"}), trim_start_s=20.0))
            assert service.work() == {"batchItemFailures": []}
            assert json.loads(gzip.decompress(member.read()))["points"] > 100
            return
    raise AssertionError("the activity is not in the archive")
