"""Exports: one under way, one worker at a time, and the way they went."""

from datetime import UTC, datetime, timedelta

import pytest

from models import exports
from models.terms import JobState
from tests.models.builders import UID

pytestmark = pytest.mark.usefixtures("any_table")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def job(any_table):
    """An export that was asked for."""
    return exports.request(UID, NOW).job_id


def claim(job, worker="first", now=NOW):
    return exports.claim(UID, job, worker, now, 60)


def test_an_export_is_kept_as_it_was_asked_for(job):
    found = exports.get(UID, job)
    assert (found.state, found.requested_at) == (JobState.QUEUED, NOW)
    assert (found.finished_at, found.size_bytes) == (None, None)
    assert exports.every(UID) == [found]


def test_asking_again_gives_the_one_under_way_and_a_new_one_after_its_end(job):
    assert exports.request(UID, NOW + SECOND).job_id == job
    claim(job)
    assert exports.request(UID, NOW + SECOND).job_id == job
    exports.finish(UID, job, "first", NOW + SECOND, 4321)
    newer = exports.request(UID, NOW + 2 * SECOND).job_id
    assert newer != job
    assert [each.job_id for each in exports.every(UID)] == [newer, job]


def test_one_worker_at_a_time_until_its_lease_runs_out(job):
    assert claim(job).progress == {}
    assert claim(job) is not None  # the answer to its own claim was lost
    assert claim(job, "second") is None
    assert claim(job, "second", NOW + 61 * SECOND).export.state is JobState.RUNNING
    assert not exports.advance(UID, job, "first", {}, NOW)
    assert not exports.release(UID, job, "first")
    assert not exports.finish(UID, job, "first", NOW, 1)


def test_what_was_written_down_is_there_for_the_next_worker(job):
    progress = {"upload": "u", "tags": ['"a"', '"ü"'], "place": "1/aid", "bytes": 12_345_678_901}
    claim(job)
    assert exports.advance(UID, job, "first", progress, NOW + 60 * SECOND)
    assert claim(job, "second", NOW + SECOND) is None
    assert exports.release(UID, job, "first")
    assert claim(job, "second", NOW + SECOND).progress == progress


def test_a_finished_export_tells_its_size_and_is_not_worked_on_again(job):
    claim(job)
    assert exports.finish(UID, job, "first", NOW + SECOND, 4321)
    found = exports.get(UID, job)
    assert (found.state, found.finished_at, found.size_bytes) == (JobState.DONE, NOW + SECOND, 4321)
    assert claim(job, "second", NOW + timedelta(days=1)) is None


def test_what_nobody_asked_for_is_neither_there_nor_made(job):
    for somebody, other in ((UID, "none"), ("somebody else", job)):
        assert exports.get(somebody, other) is None
        assert exports.claim(somebody, other, "first", NOW, 60) is None
        assert not exports.advance(somebody, other, "first", {}, NOW)
        assert not exports.release(somebody, other, "first")
        assert not exports.finish(somebody, other, "first", NOW, 1)
    assert [each.job_id for each in exports.every(UID)] == [job]
    assert exports.every("somebody else") == []
