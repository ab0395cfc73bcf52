"""Everything of a person as one archive, written in parts: interrupted anywhere, it goes on where it was."""

import logging
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from models import deadline, exports, files, jobs
from models.errors import NotFound, RetryLater
from models.exports import Work
from models.object_keys import export_key
from models.settings import settings
from models.terms import JobKind
from uploads.archive import TAR_END, members, tar_bytes

log = logging.getLogger(__name__)

PART_BYTES = 5 * 1024 * 1024  # the smallest that S3 takes, but for the last one
_ENOUGH_S = 30.0
# The bucket gives up multipart uploads after a day, and knows only the last one of two writers' parts.
_LOST = {"NoSuchUpload", "InvalidPart", "404", "NoSuchKey"}


class OutOfTime(Exception):
    """The rest is for the next call."""


@dataclass(slots=True)
class Archive:
    """An archive that is being written: the part at hand, and what was written down of those before.

    ``progress`` holds the multipart upload's id, the tags of its parts, the place of the last whole member in them,
    the bytes so far, and whether all parts are there.
    """

    uid: str
    work: Work
    worker: str
    progress: dict[str, Any]
    part: bytearray = field(default_factory=bytearray)

    @property
    def key(self) -> str:
        """Where the archive will lie."""
        return export_key(self.uid, self.work.export.job_id)

    def write(self, *, place: str, last: bool = False) -> None:
        """Put the part at hand into the bucket and write down that everything up to this place is there."""
        tags: list[str] = self.progress["tags"]
        tag = files.write_part(self.key, self.progress["upload"], len(tags) + 1, bytes(self.part))
        self.progress |= {
            "tags": [*tags, tag],
            "place": place,
            "bytes": self.progress["bytes"] + len(self.part),
            "complete": last,
        }
        self.part.clear()
        self.note()

    def note(self) -> None:
        """Write down how far it is; raises RetryLater when another worker took over."""
        lease_until = _now() + timedelta(seconds=settings().lease_s)
        if not exports.advance(self.uid, self.work.export.job_id, self.worker, self.progress, lease_until):
            raise RetryLater("another worker writes this export")


def export(uid: str, job_id: str) -> None:
    """Write an export's archive, or the rest of it; safe to interrupt anywhere and to call again."""
    worker = secrets.token_hex(4)
    work = exports.claim(uid, job_id, worker, _now(), settings().lease_s)
    if work is None:
        _check_free(uid, job_id)
        return
    empty = {"upload": "", "tags": [], "place": "", "bytes": 0, "complete": False}
    archive = Archive(uid, work, worker, empty | work.progress)
    try:
        _write(archive)
        files.end_archive(archive.key, archive.progress["upload"], archive.progress["tags"])
        exports.finish(uid, job_id, worker, _now(), archive.progress["bytes"])
    except ClientError as error:
        if error.response["Error"]["Code"] not in _LOST:
            exports.release(uid, job_id, worker)
            raise
        log.warning("export %s lost its parts and begins anew: %s", job_id, error)
        exports.advance(uid, job_id, worker, {}, _now())
        exports.release(uid, job_id, worker)
        raise RetryLater("the parts of this export are gone") from error
    except OutOfTime:
        exports.release(uid, job_id, worker)
        jobs.send(JobKind.EXPORT, uid, job_id)
    except Exception:
        exports.release(uid, job_id, worker)
        raise


def _check_free(uid: str, job_id: str) -> None:
    """Nothing to do for an export that is over; one that another worker holds comes again later."""
    found = exports.get(uid, job_id)
    if found is None or found.finished_at is not None:
        log.info("export %s is over", job_id)
        return
    raise RetryLater(f"another worker writes export {job_id}")


def _write(archive: Archive) -> None:
    progress = archive.progress
    if progress["complete"]:
        return
    if not progress["upload"]:
        progress["upload"] = files.begin_archive(archive.key)
        archive.note()
    place = progress["place"]
    for member in members(archive.uid, place):
        try:
            archive.part += tar_bytes(member, archive.work.export.requested_at)
        except NotFound:
            # Not its name, which tells a day.
            log.info("a file is gone since export %s began", archive.work.export.job_id)
        place = member.place
        if len(archive.part) >= PART_BYTES:
            archive.write(place=place)
            _check_time()
    archive.part += TAR_END
    archive.write(place=place, last=True)


def _check_time() -> None:
    left_s = deadline.left()
    if left_s is not None and left_s < _ENOUGH_S:
        raise OutOfTime


def _now() -> datetime:
    return datetime.now(UTC)
