"""A profile that changes while something is measured or scored: no score of the person of before stays."""

from datetime import UTC, datetime

import pytest

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import activities, keys, rescores, store, users
from models.patterns import keys_of
from models.terms import CaloriesMethod, JobState, Sport
from resolvers.access import Caller
from resolvers.edits import Correction, edit
from resolvers.rescoring import every_rescore
from resolvers.users import update_profile
from tests.models.capacity import READS
from tests.models.detour import detour
from tests.models.wire import items
from tests.uploads.scored import HERSELF, START, TODAY, is_scored, wholes
from uploads import jobs, pipeline, remeasure, rescore
from uploads.aws import handler

CUT = Correction(frozenset({"trim_end_s"}), trim_end_s=60.0)


@pytest.fixture
def arrived(exact_service):
    """Somebody who told nothing of herself, and the messages of her first run: (service, caller, messages)."""
    person = exact_service.person()
    person.send(file_bytes(recording(Sport.RUNNING, minutes=9, started_at=START)))
    caller = Caller(users.identify(exact_service.settings.issuer, "somebody"))
    return exact_service, caller, exact_service.receive()


@pytest.fixture
def measured(arrived):
    """The same once the run is there: (service, caller, its id)."""
    service, caller, messages = arrived
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    (card,) = activities.page(caller.identity.uid, first=2).records
    return service, caller, card.aid


def told_meanwhile(service, caller, real):
    """What measures, and tells of her before it answers; what is scored again because of it is over by then."""

    def slow(*arguments):
        made = real(*arguments)
        update_profile(caller, HERSELF, TODAY)
        assert service.work() == {"batchItemFailures": []}
        assert [each.state for each in every_rescore(caller)] == [JobState.DONE]
        return made

    return slow


def test_a_file_that_was_measured_meanwhile_is_scored_by_the_profile_of_now(arrived, monkeypatch):
    service, caller, messages = arrived
    monkeypatch.setattr(pipeline, "ready_of", told_meanwhile(service, caller, pipeline.ready_of))
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    (whole,) = wholes(caller.identity.uid).values()
    assert whole.detail.scores[0].value is not None
    is_scored(caller.identity.uid)


def test_an_activity_that_was_measured_again_meanwhile_is_scored_by_the_profile_of_now(exact_service, monkeypatch):
    """A walk that was told to be a run, and is a walk again: what is scored again passes it by until it is measured."""
    service = exact_service
    service.person().send(file_bytes(recording(Sport.WALKING, minutes=9, started_at=START)))
    assert service.deliver() == {"batchItemFailures": []}
    caller = Caller(users.identify(service.settings.issuer, "somebody"))
    (card,) = activities.page(caller.identity.uid, first=2).records
    edit(caller, card.aid, Correction(frozenset({"sport"}), sport=Sport.RUNNING))
    assert service.work() == {"batchItemFailures": []}
    edit(caller, card.aid, Correction(frozenset({"sport"}), sport=Sport.WALKING))
    messages = service.receive(service.engines.jobs_queue_url)
    monkeypatch.setattr(remeasure, "again", told_meanwhile(service, caller, remeasure.again))
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    (score,) = wholes(caller.identity.uid)[card.aid].detail.scores
    assert (score.sport, score.value is not None) == (Sport.WALKING, True)
    is_scored(caller.identity.uid)


def test_a_profile_that_keeps_changing_leaves_the_file_for_later(arrived, monkeypatch):
    _, caller, messages = arrived
    real, changes = pipeline.revisions.finish, iter(range(1, 40))

    def change_first(*arguments):
        users.update_profile(caller.identity.uid, {"height_m": 1.5 + next(changes) / 100})
        return real(*arguments)

    monkeypatch.setattr(pipeline.revisions, "finish", change_first)
    assert len(handler(lambda_event(messages), None)["batchItemFailures"]) == 1
    assert items(caller.identity.uid, "A#") == []
    monkeypatch.undo()
    assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    is_scored(caller.identity.uid)
    assert len(wholes(caller.identity.uid)) == 1


def test_a_walk_that_goes_on_by_the_profile_of_before_writes_nothing(measured, monkeypatch):
    """Its lease ran out, and another worker did it all by the new one; nobody asks it to begin anew."""
    service, caller, _ = measured
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    messages = service.receive(service.engines.jobs_queue_url)
    real, taller = rescore.activities.get_scored, []

    def grow_first(uid, meta):
        if not taller:
            taller.append(users.update_profile(uid, {"height_m": 1.80}))
        return real(uid, meta)

    monkeypatch.setattr(rescore.activities, "get_scored", grow_first)
    assert jobs.handler(lambda_event(messages), None) == {"batchItemFailures": []}
    assert [each.state for each in every_rescore(caller)] == [JobState.DONE]
    is_scored(uid)


@pytest.mark.parametrize("at", ["upload", "remeasure"])
def test_weight_told_a_moment_ago_counts(arrived, monkeypatch, at):
    """Read eventually, the profile may be the one of a moment ago, and nothing would come back to the calories."""
    service, caller, messages = arrived
    uid, real = caller.identity.uid, store.get
    if at == "remeasure":
        handler(lambda_event(messages), None)
    old = real(keys.user_pk(uid), keys.PROFILE_SK, strong=True)
    update_profile(caller, {"weight_kg": 61.5}, TODAY)

    def late(pk, sk, *, strong=False):
        return old if sk == keys.PROFILE_SK and not strong else real(pk, sk, strong=strong)

    monkeypatch.setattr(store, "get", late)
    if at == "upload":
        assert handler(lambda_event(messages), None) == {"batchItemFailures": []}
    else:
        (card,) = activities.page(uid, first=2).records
        edit(caller, card.aid, CUT)
        assert service.work() == {"batchItemFailures": []}
    (card,) = activities.page(uid, first=2).records
    assert card.calories_method is CaloriesMethod.ACSM_RUNNING
    assert card.calories_kcal > 0


def test_a_change_that_dies_once_it_is_stored_is_scored_when_it_is_told_again(measured):
    """The walk under way ends just before the profile is stored, by the one of before; who stored it dies."""
    service, caller, _ = measured
    uid = caller.identity.uid
    under_way, stored = rescores.request(uid, datetime.now(UTC)), []

    def die(send, operation, call):
        if stored or operation in READS or (keys.user_pk(uid), keys.PROFILE_SK) not in keys_of(operation, call):
            return send(operation, call)
        stored.append(operation)  # what the walk writes is left alone
        rescore.rescore(uid, under_way.job_id)
        stored.clear()
        send(operation, call)
        stored.append(operation)
        raise TimeoutError("the function died")

    with detour(die), pytest.raises(TimeoutError):
        update_profile(caller, HERSELF, TODAY)
    assert users.get_profile(uid, strong=True).height_m == HERSELF["height_m"]
    assert rescores.get(uid, under_way.job_id).state is JobState.DONE
    assert update_profile(caller, HERSELF, TODAY).rescore
    assert service.work() == {"batchItemFailures": []}
    is_scored(uid)


def test_what_is_told_once_more_takes_no_change_back(measured, monkeypatch):
    """It tells what the profile says; another change comes between its look and its writing."""
    service, caller, _ = measured
    uid = caller.identity.uid
    update_profile(caller, HERSELF, TODAY)
    real = users.get_profile

    def change_between(*arguments, **wishes):
        seen = real(*arguments, **wishes)
        monkeypatch.undo()
        update_profile(caller, {"height_m": 1.80}, TODAY)
        assert service.work() == {"batchItemFailures": []}
        return seen

    monkeypatch.setattr(users, "get_profile", change_between)
    update_profile(caller, HERSELF, TODAY)
    assert users.get_profile(uid, strong=True).height_m == 1.80
    is_scored(uid)


def test_two_changes_at_once_are_both_stored_and_scored(measured, monkeypatch):
    service, caller, _ = measured
    uid = caller.identity.uid
    real = users.get_profile

    def change_between(*arguments, **wishes):
        seen = real(*arguments, **wishes)
        monkeypatch.undo()
        update_profile(caller, {"height_m": 1.80}, TODAY)
        return seen

    monkeypatch.setattr(users, "get_profile", change_between)
    told = update_profile(caller, {"birth_date": HERSELF["birth_date"], "sex": "FEMALE"}, TODAY)
    assert (told.profile.height_m, told.profile.birth_date) == (1.80, HERSELF["birth_date"])
    assert service.work() == {"batchItemFailures": []}
    is_scored(uid)
    assert len(every_rescore(caller)) == 1
