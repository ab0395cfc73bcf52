"""Rescores: one walk under way, beginning anew for who asks while it goes on, and apart from exports."""

from datetime import UTC, datetime, timedelta

import pytest

from models import exports, rescores, users, work
from models.errors import NotFound
from models.terms import JobState, Locale, Sex
from tests.models.builders import UID

pytestmark = pytest.mark.usefixtures("any_table")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PLACE = {"place": "A#01777874400000#aid", "hidden": False}


@pytest.fixture
def person(any_table):
    """Somebody who told nothing of herself."""
    return users.identify("https://issuer.example", "rescored").uid


@pytest.fixture
def job(any_table):
    """A walk that was asked for."""
    return rescores.request(UID, NOW).job_id


def claim(job, worker="first", now=NOW):
    return rescores.claim(UID, job, worker, now, 60)


def test_a_walk_is_kept_as_it_was_asked_for_and_tells_how_far_it_is(job):
    found = rescores.get(UID, job)
    assert (found.state, found.requested_at, found.finished_at, found.done) == (JobState.QUEUED, NOW, None, 0)
    assert rescores.every(UID) == [found]
    assert claim(job).progress == {}
    assert rescores.begin(UID, job, "first", PLACE, NOW + 60 * SECOND)
    assert rescores.advance(UID, job, "first", PLACE, NOW + 60 * SECOND, 25)
    running = rescores.get(UID, job)
    assert (running.state, running.done) == (JobState.RUNNING, 25)
    assert rescores.finish(UID, job, "first", NOW + SECOND)
    over = rescores.get(UID, job)
    assert (over.state, over.finished_at, over.done) == (JobState.DONE, NOW + SECOND, 25)
    assert claim(job, "second", NOW + timedelta(days=1)) is None


def test_the_next_worker_finds_where_the_last_one_was(job):
    claim(job)
    rescores.begin(UID, job, "first", PLACE, NOW)
    rescores.advance(UID, job, "first", PLACE, NOW + 60 * SECOND, 7)
    assert claim(job, "second", NOW + SECOND) is None
    assert rescores.release(UID, job, "first")
    found = claim(job, "second", NOW + SECOND)
    assert (found.progress, found.rescore.done) == (PLACE, 7)
    for lost in (rescores.begin, rescores.advance):
        assert not lost(UID, job, "first", PLACE, NOW, *([9] if lost is rescores.advance else []))
    assert not rescores.finish(UID, job, "first", NOW)


def test_who_asks_while_it_goes_on_makes_it_begin_anew_at_its_end(job):
    claim(job)
    rescores.begin(UID, job, "first", PLACE, NOW)
    assert rescores.request(UID, NOW + SECOND).job_id == job
    assert not rescores.finish(UID, job, "first", NOW + SECOND)
    assert rescores.get(UID, job).state is JobState.RUNNING
    assert rescores.advance(UID, job, "first", PLACE, NOW, 25)
    assert rescores.begin(UID, job, "first", PLACE, NOW)
    assert rescores.get(UID, job).done == 25  # what was told already stays
    assert rescores.finish(UID, job, "first", NOW + SECOND)
    newer = rescores.request(UID, NOW + 2 * SECOND).job_id
    assert [each.job_id for each in rescores.every(UID)] == [newer, job]


def test_exports_and_rescores_do_not_know_each_other(job):
    export = exports.request(UID, NOW).job_id
    assert export != job
    assert (exports.get(UID, job), rescores.get(UID, export)) == (None, None)
    assert [each.job_id for each in exports.every(UID)] == [export]
    assert [each.job_id for each in rescores.every(UID)] == [job]
    assert rescores.get("somebody else", job) is None
    assert claim("none") is None


def test_a_walk_that_was_intended_begins_anew_or_is_another_one_where_it_is_over(job):
    asked = rescores.get(UID, job)
    assert rescores.renew(UID, asked, NOW + SECOND) == asked
    claim(job)
    assert not rescores.finish(UID, job, "first", NOW + SECOND)
    rescores.begin(UID, job, "first", PLACE, NOW)
    assert rescores.finish(UID, job, "first", NOW + SECOND)
    assert rescores.renew(UID, asked, NOW + 2 * SECOND).job_id != job


def test_a_profile_and_the_walk_that_follows_from_it_are_written_together(person):
    asked = rescores.change_profile(person, {"height_m": 1.64, "locale": "JA"}, NOW)
    told = users.get_profile(person, strong=True)
    assert (told.height_m, told.locale) == (1.64, Locale.JA)
    assert rescores.every(person) == [asked]
    assert (asked.state, asked.requested_at) == (JobState.QUEUED, NOW)
    # The next one finds it waiting, and it begins anew.
    assert rescores.change_profile(person, {"height_m": 1.65}, NOW + SECOND) == asked
    assert rescores.claim(person, asked.job_id, "first", NOW, 60)
    assert not rescores.finish(person, asked.job_id, "first", NOW + SECOND)
    rescores.begin(person, asked.job_id, "first", PLACE, NOW)
    assert rescores.finish(person, asked.job_id, "first", NOW + SECOND)
    later = rescores.change_profile(person, {"height_m": None}, NOW + 2 * SECOND)
    assert later.job_id != asked.job_id
    assert users.get_profile(person, strong=True).height_m is None


def test_nobody_has_no_profile_to_change_and_no_walk(person):
    with pytest.raises(NotFound):
        rescores.change_profile("nobody", {"height_m": 1.64}, NOW)
    assert rescores.every("nobody") == rescores.every(person) == []


def test_a_walk_that_ends_meanwhile_is_followed_by_another_one(person, monkeypatch):
    first = rescores.request(person, NOW)
    real = work.under_way

    def end_it(uid, kind):
        found = real(uid, kind)
        rescores.claim(person, first.job_id, "first", NOW, 60)
        rescores.finish(person, first.job_id, "first", NOW + SECOND)
        return found

    monkeypatch.setattr(work, "under_way", end_it)
    asked = rescores.change_profile(person, {"sex": "FEMALE"}, NOW + SECOND)
    assert (asked.job_id != first.job_id, users.get_profile(person, strong=True).sex) == (True, Sex.FEMALE)
    assert rescores.every(person)[0] == asked
