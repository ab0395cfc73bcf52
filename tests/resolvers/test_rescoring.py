"""Which changes of a profile score everything again."""

from datetime import date

import pytest

from models import jobs, rescores, users
from models.terms import JobKind, JobState, Sex
from resolvers import rescoring
from resolvers.access import Caller
from resolvers.users import update_profile
from resolvers.validation import Refused

TODAY = date(2026, 6, 1)
BORN = date(1987, 3, 14)


@pytest.fixture
def caller(service):
    return Caller(users.identify("issuer", "somebody"))


@pytest.fixture
def sent(monkeypatch):
    """The messages that go out, beside the queue."""
    told, real = [], jobs.send

    def send(kind, uid, key="", delay_s=0):
        told.append((kind, key))
        real(kind, uid, key, delay_s)

    monkeypatch.setattr(jobs, "send", send)
    return told


@pytest.mark.parametrize("change", [{"birth_date": BORN}, {"sex": "FEMALE"}, {"height_m": 1.64}])
def test_what_a_score_depends_on_starts_a_rescore(caller, sent, change):
    done = update_profile(caller, change, TODAY)
    (asked,) = rescores.every(caller.identity.uid)
    assert sent == [(JobKind.RESCORE, asked.job_id)]
    assert done.rescore == asked


@pytest.mark.parametrize("change", [{}, {"weight_kg": 60}, {"locale": "JA"}, {"sex": None}, {"sex": Sex.UNSPECIFIED}])
def test_what_it_does_not_depend_on_and_what_is_so_already_start_none(caller, sent, change):
    assert update_profile(caller, change, TODAY).rescore is None
    assert (sent, rescores.every(caller.identity.uid)) == ([], [])


def test_a_refused_change_starts_none(caller, sent):
    assert isinstance(update_profile(caller, {"birth_date": BORN, "weight_kg": 1}, TODAY), Refused)
    assert (sent, rescores.every(caller.identity.uid)) == ([], [])


def test_a_change_that_was_stored_and_got_no_further_is_followed_when_it_is_told_again(caller, sent, monkeypatch):
    change = {"birth_date": BORN}

    def die(*_, **__):
        raise RuntimeError("the function died")

    monkeypatch.setattr(rescoring, "follow", die)
    with pytest.raises(RuntimeError):
        update_profile(caller, change, TODAY)
    monkeypatch.undo()
    uid = caller.identity.uid
    assert users.get_profile(uid).birth_date == BORN
    (waiting,) = rescores.every(uid)
    assert waiting.state is JobState.QUEUED
    taken = []
    monkeypatch.setattr(jobs, "send", lambda kind, _uid, key: taken.append((kind, key)))
    assert update_profile(caller, change, TODAY).rescore == waiting
    assert taken == [(JobKind.RESCORE, waiting.job_id)]


def test_several_changes_wait_for_one_walk(caller, sent):
    for height_m in (1.60, 1.61, 1.62):
        update_profile(caller, {"height_m": height_m}, TODAY)
    assert len(rescores.every(caller.identity.uid)) == 1
    assert len(set(sent)) == 1
