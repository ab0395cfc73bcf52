"""Every activity scored again: for a changed profile, by a newer version, wherever it was interrupted."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coaching.parameters import RUNNING_1, VERSIONS, WALKING_1
from coaching.scores import CURRENT
from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import activities, deadline, rescores, revisions, scores, store, users
from models.errors import RetryLater
from models.terms import ChangeKind, JobState, MissingReason, Sport, Weekday
from resolvers import history
from resolvers.access import Caller
from resolvers.edits import Correction, edit, restore
from resolvers.rescoring import every_rescore, get_rescore, request_rescore
from resolvers.users import update_profile
from tests.models.wire import items
from tests.uploads.scored import HERSELF, START, TODAY, is_scored, wholes
from uploads import jobs, rescore

OUTINGS = 5


@pytest.fixture
def scored(exact_service):
    """Three runs and two walks of somebody who told nothing of herself, one of them hidden: (service, caller)."""
    person = exact_service.person()
    for n in range(OUTINGS):
        sport = list(Sport)[n % 2]
        person.send(file_bytes(recording(sport, minutes=9, seed=n, started_at=START + timedelta(days=n))))
    assert exact_service.deliver() == {"batchItemFailures": []}
    caller = Caller(users.identify(exact_service.settings.issuer, "somebody"))
    uid = caller.identity.uid
    one, other = [card.aid for card in activities.page(uid, first=2).records]
    revisions.change(uid, one, ChangeKind.MERGED, lambda seen: replace(seen, merged_into=other))
    return exact_service, caller


@pytest.fixture
def second_version(monkeypatch):
    """The code of a later day, with a second version of both scores."""
    for first in (RUNNING_1, WALKING_1):
        second = replace(first, version=2, weights={key: 1 / n for n, key in enumerate(first.weights, 1)})
        monkeypatch.setitem(VERSIONS, (first.sport, 2), second)
        monkeypatch.setitem(CURRENT, first.sport, 2)


def everything(uid):
    """All of the account but its jobs, and how many of them it may ask for."""
    left_out = ("E#", "Q#")
    return sorted(json.dumps(item, sort_keys=True) for item in items(uid) if not item["SK"]["S"].startswith(left_out))


def test_a_score_waits_for_the_profile_and_comes_with_it(scored):
    service, caller = scored
    uid = caller.identity.uid
    before = wholes(uid)
    assert len(before) == OUTINGS
    for whole in before.values():
        assert whole.detail.form.missing is None
        (score,) = whole.detail.scores
        # A run of which bounce, symmetry and rhythm are known could be scored without a height, of which it has use.
        assert (score.value, score.missing) == (None, MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN)
        (card,) = scores.unpack(whole.meta.activity.packed_scores)
        assert (card.version, card.value) == (1, None)
    update_profile(caller, HERSELF, TODAY)
    (asked,) = every_rescore(caller)
    assert asked.state is JobState.QUEUED
    assert service.work() == {"batchItemFailures": []}
    is_scored(uid)
    done = get_rescore(caller, asked.job_id)
    assert (done.state, done.done) == (JobState.DONE, OUTINGS)
    assert done.finished_at >= done.requested_at
    for aid, whole in wholes(uid).items():
        assert whole.detail.form == before[aid].detail.form
        assert whole.meta.revision == before[aid].meta.revision + 1


def test_a_second_run_changes_nothing(scored):
    service, caller = scored
    update_profile(caller, HERSELF, TODAY)
    service.work()
    once = everything(caller.identity.uid)
    request_rescore(caller, datetime.now(UTC))
    assert service.work() == {"batchItemFailures": []}
    assert everything(caller.identity.uid) == once
    assert [each.state for each in every_rescore(caller)] == [JobState.DONE, JobState.DONE]


def test_versions_lie_side_by_side(scored, second_version):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    service.work()
    is_scored(uid, (2, 1))
    values = {tuple(score.value for score in whole.detail.scores) for whole in wholes(uid).values()}
    assert all(new != old for new, old in values)
    # A taller person is one in both versions: a trend never mixes two people.
    update_profile(caller, {"height_m": 1.80}, TODAY)
    service.work()
    is_scored(uid, (2, 1))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["rescore", "advance", "begin", "finish"])
def test_a_worker_that_dies_anywhere_leaves_the_rest_to_the_next(scored, monkeypatch, name, after):
    service, caller = scored
    monkeypatch.setattr(rescore, "_PAGE", 2)
    update_profile(caller, HERSELF, TODAY)
    messages = service.receive(service.engines.jobs_queue_url)
    module = revisions if name == "rescore" else rescores
    real, calls = getattr(module, name), 0

    def die_sometimes(*arguments):
        nonlocal calls
        calls += 1
        dying = calls % 2 == 1 and calls < 10
        if dying and not after:
            raise RuntimeError("the worker died")
        done = real(*arguments)
        if dying:
            raise RuntimeError("the worker died")
        return done

    monkeypatch.setattr(module, name, die_sometimes)
    died = 0
    while jobs.handler(lambda_event(messages), None)["batchItemFailures"]:
        died += 1
        assert died < 12
    assert died
    is_scored(caller.identity.uid)
    assert every_rescore(caller)[0].state is JobState.DONE


def test_a_walk_that_runs_out_of_time_asks_for_itself(scored, monkeypatch):
    service, caller = scored
    update_profile(caller, HERSELF, TODAY)
    real, looked_at = rescore._score_again, 0

    def slow(*arguments):
        nonlocal looked_at
        looked_at += 1
        real(*arguments)

    monkeypatch.setattr(rescore, "_score_again", slow)
    monkeypatch.setattr(rescore.deadline, "left", lambda: 100.0 if looked_at % 2 == 0 else 1.0)
    rounds = 0
    while every_rescore(caller)[0].state is not JobState.DONE:
        assert service.work() == {"batchItemFailures": []}
        looked_at += looked_at % 2  # the time of the next call
        rounds += 1
        assert rounds < 20
    assert rounds >= OUTINGS
    assert deadline.left() is not None
    monkeypatch.undo()
    is_scored(caller.identity.uid)


def test_an_activity_deleted_meanwhile_stays_deleted(scored, monkeypatch):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    real, gone = rescore.activities.get_scored, []

    def delete_first(uid, meta):
        found = real(uid, meta)
        if not gone:
            gone.append(meta.activity.aid)
            revisions.delete(uid, meta.activity.aid)
        return found

    monkeypatch.setattr(rescore.activities, "get_scored", delete_first)
    assert service.work() == {"batchItemFailures": []}
    assert len(wholes(uid)) == OUTINGS - 1
    assert [item for item in items(uid, "D#") if gone[0] in item["SK"]["S"] and "x" not in item] == []
    is_scored(uid)


def test_an_edit_meanwhile_is_kept_and_scored(scored, monkeypatch):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    real, edited = rescore.activities.get_scored, []

    def edit_first(uid, meta):
        found = real(uid, meta)
        if not edited:
            edited.append(meta.activity.aid)
            edit(caller, meta.activity.aid, Correction(frozenset({"name"}), name="meanwhile"))
        return found

    monkeypatch.setattr(rescore.activities, "get_scored", edit_first)
    assert service.work() == {"batchItemFailures": []}
    assert wholes(uid)[edited[0]].meta.activity.name == "meanwhile"
    is_scored(uid)


def test_an_activity_that_is_measured_again_meanwhile_is_scored_from_its_new_form(scored, monkeypatch):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    messages = service.receive(service.engines.jobs_queue_url)
    real, cut = rescore.activities.get_scored, []

    def measure_again_first(uid, meta):
        if not cut:
            cut.append(meta.activity.aid)
            edit(caller, meta.activity.aid, Correction(frozenset({"trim_end_s"}), trim_end_s=60.0))
            assert service.work() == {"batchItemFailures": []}
        return real(uid, meta)

    monkeypatch.setattr(rescore.activities, "get_scored", measure_again_first)
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert wholes(uid)[cut[0]].meta.edits.trim_end_s == 60.0
    is_scored(uid)


def test_an_activity_that_keeps_changing_is_left_for_later(scored, monkeypatch):
    service, caller = scored
    update_profile(caller, HERSELF, TODAY)
    messages = service.receive(service.engines.jobs_queue_url)
    monkeypatch.setattr(revisions, "rescore", lambda *_: False)
    assert len(jobs.handler(lambda_event(messages), None)["batchItemFailures"]) == 1
    with pytest.raises(RetryLater, match="is being changed"):
        rescore.rescore(caller.identity.uid, every_rescore(caller)[0].job_id)
    monkeypatch.undo()
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    is_scored(caller.identity.uid)


def test_a_profile_changed_behind_the_walk_makes_it_begin_anew(scored, monkeypatch):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    real, grown = rescore.activities.rows_behind, []

    def grow_at_the_end(*arguments, hidden):
        if hidden and not grown:
            grown.append(update_profile(caller, {"height_m": 1.75}, TODAY))
        return real(*arguments, hidden=hidden)

    steps, told = {name: getattr(rescores, name) for name in ("begin", "advance")}, []
    began = []

    def heard(name):
        def step(*arguments):
            done = steps[name](*arguments)
            told.append(every_rescore(caller)[0].done)
            began.extend(told[-1:] if name == "begin" else [])
            return done

        return step

    monkeypatch.setattr(rescore, "_PAGE", 2)
    for name in steps:
        monkeypatch.setattr(rescores, name, heard(name))
    monkeypatch.setattr(rescore.activities, "rows_behind", grow_at_the_end)
    assert service.work() == {"batchItemFailures": []}
    assert users.get_profile(uid).height_m == 1.75
    assert told == sorted(told)  # what the app shows never falls, though the walk begins anew
    assert began == [0, OUTINGS - 1]
    assert told[-1] == OUTINGS
    assert [(each.state, each.done) for each in every_rescore(caller)] == [(JobState.DONE, OUTINGS)]
    is_scored(uid)


@pytest.mark.parametrize("over", [False, True], ids=["before its end", "after its end"])
def test_an_activity_that_is_restored_behind_the_walk_is_not_missed(scored, monkeypatch, over):
    """The newest one is shown again once the visible rows are done, and told of at once or when the walk is over."""
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    messages = service.receive(service.engines.jobs_queue_url)
    (hidden,) = activities.hidden_page(uid, first=2).records
    real, shown = rescore.activities.rows_behind, []

    def show_at_the_end(*arguments, hidden):
        if hidden and not shown:
            shown.append(aid)
            if over:
                revisions.change(uid, aid, ChangeKind.RESTORED, lambda seen: replace(seen, merged_into=None))
            else:
                restore(caller, aid)
        return real(*arguments, hidden=hidden)

    aid = hidden.aid
    monkeypatch.setattr(rescore.activities, "rows_behind", show_at_the_end)
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert shown
    if over:
        restore(caller, aid)  # what was left of that call, or a second one
    assert service.work() == {"batchItemFailures": []}
    is_scored(uid)
    assert {each.state for each in every_rescore(caller)} == {JobState.DONE}


def test_a_restored_activity_starts_no_walk_where_none_was(scored):
    service, caller = scored
    (hidden,) = activities.hidden_page(caller.identity.uid, first=2).records
    restore(caller, hidden.aid)
    assert (every_rescore(caller), service.receive(service.engines.jobs_queue_url)) == ([], [])


def test_what_comes_in_after_a_second_version_is_scored_by_the_first_too(scored, second_version):
    """Until everything is scored again the history is the first version's, and lacks nothing."""
    service, caller = scored
    uid = caller.identity.uid
    service.person().send(file_bytes(recording(Sport.RUNNING, minutes=9, seed=9, started_at=START + timedelta(days=9))))
    assert service.deliver() == {"batchItemFailures": []}
    asked = history.Asked(Sport.RUNNING, weeks=4)
    found = history.rows(caller, asked, datetime(2026, 5, 14, tzinfo=UTC))
    assert [[card.version for card in scores.unpack(row.packed_scores)] for row in found][-1] == [2, 1]
    told = history.history(found, asked, Weekday.MONDAY, datetime(2026, 5, 14, tzinfo=UTC), found[-1])
    assert (told.version, told.pending) == (None, len(found) - 1)  # without a profile there is no score of either
    update_profile(caller, HERSELF, TODAY)
    service.work()
    is_scored(uid, (2, 1))


def test_a_walk_that_is_asked_for_again_and_again_is_left_for_later(scored, monkeypatch, caplog):
    service, caller = scored
    update_profile(caller, HERSELF, TODAY)
    messages = service.receive(service.engines.jobs_queue_url)
    monkeypatch.setattr(rescores, "finish", lambda *_: False)
    assert len(jobs.handler(lambda_event(messages), None)["batchItemFailures"]) == 1
    told = [record for record in caplog.records if "comes again" in record.getMessage()]
    assert [(record.levelname, record.exc_info) for record in told] == [("WARNING", None)]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    monkeypatch.undo()
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    is_scored(caller.identity.uid)


def test_activities_measured_before_there_was_a_form_are_left_as_they_are(scored):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    for aid, whole in wholes(uid).items():
        store.delete(f"U#{uid}", f"D#{aid}#3score#{whole.meta.job}")
    before = everything(uid)
    assert service.work() == {"batchItemFailures": []}
    assert everything(uid) == before
    assert {whole.detail.form for whole in wholes(uid).values()} == {None}


def test_a_walk_that_was_a_run_has_no_score_until_it_is_measured_as_one(scored):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    service.work()
    aid = next(aid for aid, whole in wholes(uid).items() if whole.meta.activity.sport is Sport.RUNNING)
    edit(caller, aid, Correction(frozenset({"sport"}), sport=Sport.WALKING))
    waiting = wholes(uid)[aid]
    assert (waiting.meta.activity.packed_scores, waiting.detail.form, waiting.detail.scores) == (None, None, ())
    messages = service.receive(service.engines.jobs_queue_url)
    asked = request_rescore(caller, datetime.now(UTC))
    rescore.rescore(uid, asked.job_id)
    assert wholes(uid)[aid].meta.activity.packed_scores is None
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    measured = wholes(uid)[aid]
    assert measured.detail.form.sport is Sport.WALKING
    assert [score.sport for score in measured.detail.scores] == [Sport.WALKING]


def test_measuring_again_keeps_the_versions_that_were_there(scored, second_version):
    service, caller = scored
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    service.work()
    aid = activities.page(uid, first=1).records[0].aid
    edit(caller, aid, Correction(frozenset({"trim_end_s"}), trim_end_s=45.0))
    assert service.work() == {"batchItemFailures": []}
    is_scored(uid, (2, 1))


def test_one_worker_at_a_time_and_nothing_for_who_is_gone(scored):
    service, caller = scored
    uid = caller.identity.uid
    asked = request_rescore(caller, datetime.now(UTC))
    assert rescores.claim(uid, asked.job_id, "first", datetime.now(UTC), 60)
    with pytest.raises(RetryLater):
        rescore.rescore(uid, asked.job_id)
    assert rescores.release(uid, asked.job_id, "first")
    rescore.rescore(uid, asked.job_id)
    rescore.rescore(uid, asked.job_id)  # over
    rescore.rescore(uid, "unknown")
    rescore.rescore("nobody", asked.job_id)
    assert service.work() == {"batchItemFailures": []}
