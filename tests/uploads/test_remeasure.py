"""Activities measured again with what the person corrected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import activities, client, object_keys, revisions, users
from models.entities import Identity
from models.terms import ChangeKind, Sport
from resolvers.access import Caller
from resolvers.edits import Correction, edit
from tests.models.recount import recount, stored
from tests.models.wire import items
from uploads import jobs, remeasure


def correction(**given):
    return Correction(frozenset(given), **given)


@pytest.fixture
def arrived(exact_service):
    """A run of eight minutes: (service, caller, its meta)."""
    person = exact_service.person()
    person.send(file_bytes(recording(Sport.RUNNING, minutes=8)))
    assert exact_service.deliver() == {"batchItemFailures": []}
    identity = users.identify(exact_service.settings.issuer, "somebody")
    (card,) = activities.page(identity.uid, first=2).records
    return exact_service, Caller(Identity("", "", identity.uid)), activities.get_meta(identity.uid, card.aid)


def objects(service, prefix):
    found = client.s3().list_objects_v2(Bucket=service.settings.bucket, Prefix=prefix).get("Contents", ())
    return {each["Key"] for each in found}


def test_a_trimmed_activity_is_measured_from_what_is_left(arrived):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    seen = edit(caller, aid, correction(trim_start_s=60.0, trim_end_s=120.0))
    assert seen.remeasuring
    assert seen.activity.elapsed_s == before.activity.elapsed_s
    assert service.work() == {"batchItemFailures": []}
    whole = activities.get_whole(uid, aid)
    after = whole.meta
    assert after.remeasuring is None
    assert after.activity.started_at == before.activity.started_at + timedelta(seconds=60)
    assert after.activity.elapsed_s == pytest.approx(before.activity.elapsed_s - 180, abs=2)
    assert 0.5 < after.activity.distance_m / before.activity.distance_m < 0.75
    assert whole.detail.track
    assert after.activity.gear_id == before.activity.gear_id
    assert stored(uid) == recount(uid)
    assert objects(service, "detail/") == {object_keys.detail_key(uid, aid, after.job)}
    assert {item["SK"]["S"].rsplit("#", 1)[1] for item in items(uid, "D#")} == {"0", after.job}

    # Taken back, it is the whole recording again.
    edit(caller, aid, correction(trim_start_s=0.0, trim_end_s=0.0))
    assert service.work() == {"batchItemFailures": []}
    again = activities.get_meta(uid, aid)
    assert replace(again.activity, updated_at=before.activity.updated_at) == before.activity
    assert stored(uid) == recount(uid)


def test_a_run_that_was_a_walk_is_one_at_once_and_measured_as_one_later(arrived):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    seen = edit(caller, aid, correction(sport=Sport.WALKING, name="With the dog"))
    assert (seen.activity.sport, seen.activity.name) == (Sport.WALKING, "With the dog")
    assert stored(uid) == recount(uid)
    assert [card.aid for card in activities.page(uid, first=2, sport=Sport.WALKING).records] == [aid]
    assert service.work() == {"batchItemFailures": []}
    after = activities.get_meta(uid, aid)
    assert (after.activity.sport, after.activity.name, after.remeasuring) == (Sport.WALKING, "With the dog", None)
    assert stored(uid) == recount(uid)


def test_a_change_while_it_is_measured_is_kept_and_measured_again(arrived, monkeypatch):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    edit(caller, aid, correction(trim_start_s=60.0))
    real = remeasure.again

    def slow(*arguments):
        monkeypatch.undo()
        edit(caller, aid, correction(name="meanwhile"))
        return real(*arguments)

    monkeypatch.setattr(remeasure, "again", slow)
    assert service.work() == {"batchItemFailures": []}
    after = activities.get_meta(uid, aid)
    assert (after.activity.name, after.remeasuring, after.edits.trim_start_s) == ("meanwhile", None, 60.0)
    assert stored(uid) == recount(uid)
    assert service.work() == {"batchItemFailures": []}  # the second edit asked for a job of its own


def test_edits_that_leave_nothing_are_taken_back_and_told(arrived):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    edit(caller, aid, correction(name="kept"))
    edits = replace(before.edits, name="kept", trim_start_s=9_000.0)
    revisions.change(uid, aid, ChangeKind.EDITED, lambda known: replace(known, edits=edits, remeasuring="job"))
    jobs.run(f'{{"kind": "REMEASURE", "uid": "{uid}", "key": "{aid}"}}')
    after = activities.get_meta(uid, aid)
    assert (after.edits.name, after.edits.trim_start_s, after.remeasuring) == ("kept", 0.0, None)
    assert "TOO_SHORT" in {problem.code for problem in after.problems}
    assert after.activity.distance_m == before.activity.distance_m
    assert service.work() == {"batchItemFailures": []}


def test_a_worker_that_dies_anywhere_leaves_work_that_the_next_one_ends(arrived, monkeypatch):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    edit(caller, aid, correction(trim_end_s=60.0))
    messages = service.receive(service.engines.jobs_queue_url)
    steps = [(remeasure.files, "read"), (remeasure.files, "write_detail"), (remeasure.revisions, "remeasure")]
    for module, name in [*steps, (remeasure.files, "delete")]:

        def die(*_):
            raise RuntimeError("the worker died")

        monkeypatch.setattr(module, name, die)
        assert len(jobs.handler(lambda_event(messages), None)["batchItemFailures"]) == 1
        monkeypatch.undo()
        assert stored(uid) == recount(uid)
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert activities.get_meta(uid, aid).remeasuring is None
    assert stored(uid) == recount(uid)


def test_a_job_for_what_is_gone_does_nothing(arrived):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    edit(caller, aid, correction(trim_end_s=60.0))
    revisions.delete(uid, aid)
    assert service.work() == {"batchItemFailures": []}
    assert activities.get_meta(uid, aid) is None


def test_a_trim_that_is_taken_back_leaves_figures_and_edits_that_agree(arrived):
    service, caller, before = arrived
    uid, aid = caller.identity.uid, before.activity.aid
    edit(caller, aid, correction(sport=Sport.WALKING, trim_start_s=60.0))
    service.work()
    trimmed = activities.get_meta(uid, aid)
    assert trimmed.activity.elapsed_s == before.activity.elapsed_s - 60
    edits = replace(trimmed.edits, trim_end_s=9_000.0)
    revisions.change(uid, aid, ChangeKind.EDITED, lambda known: replace(known, edits=edits, remeasuring="job"))
    jobs.run(f'{{"kind": "REMEASURE", "uid": "{uid}", "key": "{aid}"}}')
    after = activities.get_meta(uid, aid)
    assert (after.edits.trim_start_s, after.edits.trim_end_s, after.remeasuring) == (0.0, 0.0, None)
    assert (after.activity.elapsed_s, after.activity.sport) == (before.activity.elapsed_s, Sport.WALKING)
    assert after.activity.started_at == before.activity.started_at
    assert stored(uid) == recount(uid)
