"""The signed-in person's way out: an archive of everything, and the end of the account."""

from datetime import datetime

from models import accounts, exports, files, jobs
from models.entities import Export
from models.object_keys import export_key
from models.terms import JobKind, JobState
from resolvers.access import Caller, identity_of, uid_of
from resolvers.validation import InputProblem, InputProblemCode, Refused

CONFIRMATION = "DELETE"


def delete_account(caller: Caller, confirm: str, now: datetime) -> Refused | None:
    """Close the account at once and delete everything of it in the background."""
    identity = identity_of(caller)
    if confirm != CONFIRMATION:
        return Refused((InputProblem("confirm", InputProblemCode.MALFORMED, f"must be the word {CONFIRMATION}"),))
    accounts.close(identity, now)
    return None


def request_export(caller: Caller, now: datetime) -> Export:
    """Ask for an archive of everything; while one is under way, that one, and its job is asked for again."""
    uid = uid_of(caller)
    export = exports.request(uid, now)
    jobs.send(JobKind.EXPORT, uid, export.job_id)
    return export


def every_export(caller: Caller) -> list[Export]:
    """Exports of the last month, the newest first."""
    return exports.every(uid_of(caller))


def get_export(caller: Caller, job_id: str) -> Export | None:
    """One export, or None where it is not there or not the caller's."""
    return exports.get(uid_of(caller), job_id)


def export_url(caller: Caller, export: Export, now: datetime) -> str | None:
    """A short-lived address of the archive; None before it is there and after the bucket gave it up."""
    if export.state is not JobState.DONE or export.finished_at is None:
        return None
    if (now - export.finished_at).days >= exports.KEPT_DAYS:
        return None
    return files.presign_get(export_key(uid_of(caller), export.job_id))
