"""Tickets: one worker at a time, two ends, and time that runs out."""

from datetime import timedelta

import pytest

from models import uploads
from models.entities import Problem, Skipped
from models.terms import FileFormat, ProblemCode, Sport, UploadState
from models.uploads import Claim, TicketClosing
from tests.models.builders import NOW, SHA256, UID, claim, items, promise

pytestmark = pytest.mark.usefixtures("any_table")
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
PROBLEM = Problem(ProblemCode.NO_TIMES, "no clock")
SKIPPED = (Skipped(ProblemCode.UNSUPPORTED_SPORT, "a ride"),)
CLOSING = TicketClosing(("one", "two"), SKIPPED)


def got(upload_id="upload", now=NOW):
    return uploads.get(UID, upload_id, now)


def test_a_promise_is_kept_as_it_was_made():
    made = uploads.promise(UID, "upload", NOW, file=(FileFormat.TCX, 4321, SHA256), sport_hint=Sport.WALKING)
    assert made == got()
    assert (made.state, made.format, made.size_bytes) == (UploadState.WAITING, FileFormat.TCX, 4321)
    assert (made.sha256, made.sport_hint) == (SHA256, Sport.WALKING)
    assert (made.created_at, made.expires_at) == (NOW, NOW + WEEK)
    assert (made.activity_ids, made.skipped, made.problem) == ((), (), None)


def test_a_taken_id_is_not_promised_again():
    promise()
    assert promise(now=NOW + WEEK) is None
    assert got().created_at == NOW


def test_an_expired_ticket_is_gone_and_its_id_is_free():
    promise()
    assert got(now=NOW + WEEK) is not None
    late = NOW + WEEK + SECOND
    assert got(now=late) is None
    assert claim(now=late) is Claim.UNKNOWN
    assert promise(now=late).created_at == late
    assert claim(now=late) is Claim.MINE


def test_a_ticket_belongs_to_its_person():
    promise()
    assert uploads.get("somebody else", "upload", NOW) is None
    assert uploads.claim("somebody else", "upload", "job", NOW, 60) == (Claim.UNKNOWN, None)
    assert items() == items("T#")


def test_a_lease_keeps_others_away_until_it_runs_out():
    promise()
    assert claim(job="first") is Claim.MINE
    assert claim(job="first") is Claim.MINE  # the answer to its own claim was lost
    assert claim(job="second") is Claim.BUSY
    assert claim(job="second", now=NOW + 60 * SECOND) is Claim.BUSY
    assert claim(job="second", now=NOW + 61 * SECOND) is Claim.MINE
    assert not uploads.close(UID, "upload", "first", CLOSING)
    assert not uploads.fail(UID, "upload", "first", PROBLEM, ())
    assert not uploads.release(UID, "upload", "first")
    assert got().state is UploadState.PROCESSING


def test_a_released_upload_is_taken_by_the_next_worker():
    promise()
    claim(job="first")
    assert uploads.release(UID, "upload", "first")
    assert claim(job="second") is Claim.MINE


def test_a_closed_upload_tells_its_activities_and_is_not_worked_on_again():
    promise()
    claim()
    assert uploads.close(UID, "upload", "job", CLOSING)
    done = got()
    assert (done.state, done.activity_ids) == (UploadState.DONE, ("one", "two"))
    assert (done.skipped, done.problem) == (SKIPPED, None)
    assert done.expires_at is None
    assert claim(job="second", now=NOW + timedelta(days=1)) is Claim.ENDED
    assert not uploads.close(UID, "upload", "job", CLOSING)
    assert not uploads.release(UID, "upload", "job")


def test_an_upload_waits_again_where_its_file_is_not_there():
    promise()
    claim()
    assert not uploads.put_back(UID, "upload", "another", NOW)
    assert uploads.put_back(UID, "upload", "job", NOW)
    assert got().state is UploadState.WAITING
    assert claim(job="second") is Claim.MINE


def test_an_upload_that_its_worker_gave_up_can_wait_again():
    promise()
    claim()
    assert not uploads.rearm(UID, "upload", NOW)
    assert uploads.release(UID, "upload", "job")
    assert uploads.rearm(UID, "upload", NOW)
    assert got().state is UploadState.WAITING


def test_a_failed_upload_tells_why():
    promise()
    claim()
    assert uploads.fail(UID, "upload", "job", PROBLEM, SKIPPED)
    failed = got()
    assert (failed.state, failed.problem, failed.skipped) == (UploadState.FAILED, PROBLEM, SKIPPED)
    assert failed.expires_at is None
    assert claim(job="second") is Claim.ENDED
    assert not uploads.close(UID, "upload", "job", CLOSING)


def test_a_failed_upload_can_wait_for_its_file_again():
    promise()
    assert not uploads.rearm(UID, "upload", NOW)
    claim()
    assert not uploads.rearm(UID, "upload", NOW)
    uploads.fail(UID, "upload", "job", PROBLEM, ())
    assert uploads.rearm(UID, "upload", NOW + SECOND)
    again = got()
    assert (again.state, again.problem, again.expires_at) == (UploadState.WAITING, None, NOW + SECOND + WEEK)
    assert not uploads.release(UID, "upload", "job")
    assert claim(job="second") is Claim.MINE


@pytest.mark.parametrize("ask", [uploads.rearm, uploads.get])
def test_an_upload_that_nobody_promised_is_not_made_by_asking(ask):
    assert not ask(UID, "nothing", NOW)
    assert claim("nothing") is Claim.UNKNOWN
    assert not uploads.release(UID, "nothing", "job")
    assert items() == []
