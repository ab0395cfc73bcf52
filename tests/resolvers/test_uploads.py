"""What may be promised, and what a promise answers the second time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import client, files, object_keys, uploads, users
from models.entities import MAX_UPLOAD_BYTES, Identity, Problem, Upload
from models.errors import Conflict, NotFound, Unauthenticated
from models.terms import ProblemCode, Sport, UploadState
from resolvers.access import Caller
from resolvers.uploads import NewUpload, create_upload, get_upload, put_request
from resolvers.validation import MAX_CLIENT_KEY, InputProblemCode, Refused

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NEW = NewUpload(1000, "ab" * 32, client_key="key")


@pytest.fixture
def caller(service):
    return Caller(users.identify("issuer", "somebody"))


def refused(**changes):
    """(field, code) of each problem; the table is not even asked."""
    done = create_upload(Caller(Identity("issuer", "somebody", "uid")), replace(NEW, **changes), NOW)
    assert isinstance(done, Refused)
    return [(problem.field, problem.code) for problem in done.problems]


def test_sizes_from_one_byte_to_the_limit_are_taken(caller):
    for size_bytes in (1, MAX_UPLOAD_BYTES):
        made = create_upload(caller, replace(NEW, size_bytes=size_bytes, client_key=str(size_bytes)), NOW)
        assert made.size_bytes == size_bytes


@pytest.mark.parametrize("size_bytes", [0, -1, MAX_UPLOAD_BYTES + 1, 2**63])
def test_other_sizes_are_refused(size_bytes):
    assert refused(size_bytes=size_bytes) == [("sizeBytes", InputProblemCode.OUT_OF_RANGE)]


@pytest.mark.parametrize(
    "sha256", ["", "ab" * 31, "ab" * 33, "ag" * 32, "ab" * 32 + "\n", " " + "ab" * 32, "٣" * 64, "-" + "a" * 63]
)
def test_only_64_hexadecimal_digits_are_a_hash(sha256):
    assert refused(sha256=sha256) == [("sha256", InputProblemCode.MALFORMED)]


@pytest.mark.parametrize("client_key", ["", "k" * (MAX_CLIENT_KEY + 1), "\ud800"])
def test_client_keys_have_a_length(client_key):
    assert refused(client_key=client_key) == [("clientKey", InputProblemCode.MALFORMED)]


def test_client_keys_may_say_anything(caller):
    for client_key in ("k", "k" * MAX_CLIENT_KEY, "走る #1 / run|\0\n"):
        made = create_upload(caller, replace(NEW, client_key=client_key), NOW)
        assert object_keys.parse_raw_key(object_keys.raw_key(made.uid, made.upload_id)) == (made.uid, made.upload_id)


def test_every_problem_is_named_at_once():
    found = refused(size_bytes=0, sha256="", client_key="")
    assert [field for field, _ in found] == ["sizeBytes", "sha256", "clientKey"]


def test_the_same_key_and_content_are_the_same_upload(caller):
    made = create_upload(caller, NEW, NOW)
    later = NOW + timedelta(hours=1)
    assert create_upload(caller, replace(NEW, sha256="AB" * 32), later) == made
    assert create_upload(caller, replace(NEW, client_key="another"), later).upload_id != made.upload_id


def test_without_a_key_the_content_is_the_key(caller):
    made = create_upload(caller, replace(NEW, client_key=None), NOW)
    assert create_upload(caller, replace(NEW, client_key=None, sha256="AB" * 32), NOW) == made
    assert create_upload(caller, replace(NEW, client_key=None, sha256="cd" * 32), NOW).upload_id != made.upload_id


def test_the_same_key_for_other_content_is_a_conflict(caller):
    made = create_upload(caller, NEW, NOW)
    for other in ({"size_bytes": 1001}, {"sha256": "cd" * 32}):
        with pytest.raises(Conflict) as conflict:
            create_upload(caller, replace(NEW, **other), NOW)
        assert conflict.value.field == "clientKey"
    assert get_upload(caller, made.upload_id, NOW) == made


def test_people_do_not_share_keys_or_uploads(caller):
    made = create_upload(caller, NEW, NOW)
    other = Caller(users.identify("issuer", "another"))
    assert create_upload(other, replace(NEW, sha256="cd" * 32), NOW).upload_id != made.upload_id
    assert get_upload(other, made.upload_id, NOW) is None


def test_a_failed_upload_waits_for_its_file_again_and_its_old_file_goes(caller, service):
    made = create_upload(caller, NEW, NOW)
    key = object_keys.raw_key(made.uid, made.upload_id)
    client.s3().put_object(Bucket=service.settings.bucket, Key=key, Body=b"broken")
    uploads.claim(made.uid, made.upload_id, "job", NOW, 60)
    uploads.fail(made.uid, made.upload_id, "job", Problem(ProblemCode.UNREADABLE_FILE), ())
    again = create_upload(caller, NEW, NOW + timedelta(hours=1))
    assert (again.state, again.problem) == (UploadState.WAITING, None)
    assert "Contents" not in client.s3().list_objects_v2(Bucket=service.settings.bucket)


def test_an_old_file_goes_with_the_next_promise_when_the_one_before_died(caller, service):
    made = create_upload(caller, NEW, NOW)
    uploads.claim(made.uid, made.upload_id, "job", NOW, 60)
    later = NOW + timedelta(hours=1)  # the worker gave up, and the first promise after that got no further than this
    assert uploads.rearm(made.uid, made.upload_id, later)
    key = object_keys.raw_key(made.uid, made.upload_id)
    client.s3().put_object(Bucket=service.settings.bucket, Key=key, Body=b"of before")
    assert create_upload(caller, NEW, later).state is UploadState.WAITING
    assert "Contents" not in client.s3().list_objects_v2(Bucket=service.settings.bucket)


def test_only_a_waiting_upload_has_an_address(caller):
    made = create_upload(caller, NEW, NOW)
    request = put_request(made, NOW)
    assert request.expires_at == NOW + timedelta(hours=1)
    assert request.headers["Content-Length"] == "1000"
    for state in set(UploadState) - {UploadState.WAITING}:
        assert put_request(replace(made, state=state), NOW) is None
    assert isinstance(made, Upload)


def test_uploads_need_a_person():
    for ask in (lambda who: create_upload(who, NEW, NOW), lambda who: get_upload(who, "upload", NOW)):
        with pytest.raises(Unauthenticated):
            ask(Caller(None))


@pytest.mark.parametrize("failed", [False, True])
def test_the_sport_can_be_told_afterwards(caller, failed):
    made = create_upload(caller, NEW, NOW)
    assert made.sport_hint is None
    if failed:
        uploads.claim(made.uid, made.upload_id, "job", NOW, 60)
        uploads.fail(made.uid, made.upload_id, "job", Problem(ProblemCode.UNSUPPORTED_SPORT), ())
    again = create_upload(caller, replace(NEW, sport_hint=Sport.WALKING), NOW)
    assert (again.state, again.sport_hint) == (UploadState.WAITING, Sport.WALKING)
    assert get_upload(caller, made.upload_id, NOW).sport_hint is Sport.WALKING
    assert create_upload(caller, NEW, NOW).sport_hint is Sport.WALKING


def test_a_file_that_was_put_again_is_not_taken_away_by_a_repeated_promise(caller, service):
    made = create_upload(caller, NEW, NOW)
    key = object_keys.raw_key(made.uid, made.upload_id)
    uploads.claim(made.uid, made.upload_id, "job", NOW, 60)
    uploads.fail(made.uid, made.upload_id, "job", Problem(ProblemCode.UNREADABLE_FILE), ())
    client.s3().put_object(Bucket=service.settings.bucket, Key=key, Body=b"of before")
    create_upload(caller, NEW, NOW)
    with pytest.raises(NotFound):
        files.read(key)
    client.s3().put_object(Bucket=service.settings.bucket, Key=key, Body=b"put again")
    create_upload(caller, NEW, NOW)
    assert files.read(key) == b"put again"
