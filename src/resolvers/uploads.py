"""Uploads of the signed-in person: promised, and asked for."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import activities, allowances, files, keys, uploads
from models.entities import MAX_UPLOAD_BYTES, Upload
from models.errors import Conflict, RetryLater
from models.object_keys import raw_key
from models.terms import FileFormat, Sport, UploadState
from resolvers.access import Caller, uid_of
from resolvers.validation import InputProblem, InputProblemCode, Problems, Refused, check_client_key

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class NewUpload:
    """What a client promises to send."""

    size_bytes: int
    sha256: str
    format: FileFormat | None = None
    sport_hint: Sport | None = None
    client_key: str | None = None


@dataclass(frozen=True, slots=True)
class PutRequest:
    """How to send the file: address, headers that must go with it, and until when."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


def create_upload(caller: Caller, new: NewUpload, now: datetime) -> Upload | Refused:
    """The ticket of a file; the same client key and content give the same one, other content raises Conflict.

    An upload that failed, that a worker gave up, or that lost an activity since, waits for its file again; the sport
    hint may be another one then. Raises RateLimited where somebody promises without an end.
    """
    uid = uid_of(caller)
    sha256 = new.sha256.lower()
    if problems := _problems(new, sha256):
        return Refused(problems)
    allowances.take(uid, allowances.UPLOADS, now)
    upload_id = keys.upload_id(uid, new.client_key or sha256)
    made = uploads.promise(uid, upload_id, now, file=(new.format, new.size_bytes, sha256), sport_hint=new.sport_hint)
    if made:
        return made
    found = uploads.get(uid, upload_id, now)
    if found is None:
        raise RetryLater("this upload was just deleted")
    if (found.size_bytes, found.sha256) != (new.size_bytes, sha256):
        raise Conflict("clientKey", "names an upload of other content")
    if found.rearmed:
        _clear(found)  # whoever rearmed it may have died before
    if _ended_without_all(uid, found, now):
        return _rearmed(uid, found, new.sport_hint, now)
    if new.sport_hint and uploads.hint(uid, upload_id, new.sport_hint):
        return replace(found, sport_hint=new.sport_hint)
    return found


def get_upload(caller: Caller, upload_id: str, now: datetime) -> Upload | None:
    """One upload, or None where it is not there or not the caller's."""
    return uploads.get(uid_of(caller), upload_id, now)


def put_request(upload: Upload, now: datetime) -> PutRequest | None:
    """A fresh address for the file of an upload that waits for it; None for any other."""
    if upload.state is not UploadState.WAITING:
        return None
    key = raw_key(upload.uid, upload.upload_id)
    url, headers = files.presign_put(key, upload.size_bytes, upload.sha256)
    return PutRequest(url, headers, now + timedelta(seconds=files.PUT_EXPIRES_S))


def _ended_without_all(uid: str, found: Upload, now: datetime) -> bool:
    if found.state is UploadState.DONE:
        return not activities.all_alive(uid, found.activity_ids)
    given_up = found.state is UploadState.PROCESSING and (found.lease_until or now) < now
    return given_up or found.state is UploadState.FAILED


def _rearmed(uid: str, ended: Upload, sport_hint: Sport | None, now: datetime) -> Upload:
    if uploads.rearm(uid, ended.upload_id, now, sport_hint):
        _clear(ended)
    return uploads.get(uid, ended.upload_id, now) or ended


def _clear(upload: Upload) -> None:
    """Delete a file of before, once: the PUT is refused while there is an object."""
    files.delete(raw_key(upload.uid, upload.upload_id))
    uploads.cleared(upload.uid, upload.upload_id)


def _problems(new: NewUpload, sha256: str) -> tuple[InputProblem, ...]:
    problems = Problems()
    problems.check_range("sizeBytes", new.size_bytes, 1, MAX_UPLOAD_BYTES)
    if not _SHA256.fullmatch(sha256):
        problems.add("sha256", InputProblemCode.MALFORMED, "must be 64 hexadecimal digits")
    problems.take(check_client_key(new.client_key))
    return tuple(problems.found)
