"""Rescoring: every activity of a person scored again, by a newer version or for a changed profile.

One walk over the activities is under way at a time. Whoever asks for another one while it goes on makes it begin anew
at its end: it may be past what has changed since.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import keys, users, work
from models.entities import Rescore, from_epoch_ms
from models.errors import NotFound, RetryLater
from models.store import RawItem, Transaction
from models.table import JobItem, ProfileItem
from models.terms import JobKind, JobState
from models.work import release

__all__ = [
    "Work",
    "advance",
    "begin",
    "change_profile",
    "claim",
    "every",
    "finish",
    "get",
    "release",
    "renew",
    "request",
]

_TRIES = 5
_IS_OPEN = JobItem.state.is_in(JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Work:
    """A walk that this worker holds, and how far an earlier one came."""

    rescore: Rescore
    progress: dict[str, Any]


def request(uid: str, now: datetime) -> Rescore:
    """The walk that is under way, which will begin anew, or a new one."""
    there = work.under_way(uid, JobKind.RESCORE)
    if there is not None and _begins_anew(uid, keys.tail(there["SK"]["S"])):
        return _rescore_of(there)
    return _rescore_of(work.ask(uid, JobKind.RESCORE, now))


def change_profile(uid: str, changes: dict[str, Any], now: datetime) -> Rescore:
    """Set the named fields of a profile and ask for the walk that follows from it, both or neither.

    In one transaction, because in two the walk might meet what was asked for by the profile of before, and whoever
    wanted to ask again once the profile is stored might not live to do so. Raises NotFound, and RateLimited where a new
    walk is one too many: then nothing is set.
    """
    allowed = False
    for _ in range(_TRIES):
        there = work.under_way(uid, JobKind.RESCORE)
        if not there and not allowed:
            work.allow(uid, JobKind.RESCORE, now)
            allowed = True
        raw = there or work.new(uid, JobKind.RESCORE, now).serialize()
        transaction = Transaction()
        place = (keys.user_pk(uid), keys.PROFILE_SK)
        transaction.update(ProfileItem, place, users.actions_of(changes), "profile", ProfileItem.pk.exists())
        if there:
            open_job = (there["PK"]["S"], there["SK"]["S"])
            transaction.update(JobItem, open_job, [JobItem.again.set(True)], "job", _IS_OPEN)
        else:
            transaction.put_raw(raw, "job")
        refused = transaction.commit()
        if "profile" in refused:
            raise NotFound("profile", uid)
        if not refused:
            return _rescore_of(raw)
    raise RetryLater("one walk after the other ends")


def renew(uid: str, asked: Rescore, now: datetime) -> Rescore:
    """The same walk, which will begin anew; another one where it is over by now."""
    return asked if _begins_anew(uid, asked.job_id) else request(uid, now)


def _begins_anew(uid: str, job_id: str) -> bool:
    return work.change(uid, job_id, [JobItem.again.set(True)], _IS_OPEN)


def every(uid: str) -> list[Rescore]:
    """Those of the last month, in one request, the newest first."""
    return list(map(_rescore_of, work.every(uid, JobKind.RESCORE)))


def get(uid: str, job_id: str) -> Rescore | None:
    """One of them, or None."""
    raw = work.get(uid, job_id, JobKind.RESCORE)
    return _rescore_of(raw) if raw else None


def claim(uid: str, job_id: str, worker: str, now: datetime, lease_s: int) -> Work | None:
    """Take the work for a while; None when it is over, or another worker holds it."""
    raw = work.claim(uid, job_id, JobKind.RESCORE, worker, now, lease_s)
    return Work(_rescore_of(raw), work.progress_of(raw)) if raw else None


def begin(uid: str, job_id: str, worker: str, progress: dict[str, Any], lease_until: datetime) -> bool:
    """Write down that the walk begins: what was asked for until now is met by it. False when another took over."""
    return work.advance(uid, job_id, worker, progress, lease_until, [JobItem.again.remove()])


def advance(uid: str, job_id: str, worker: str, progress: dict[str, Any], lease_until: datetime, done: int) -> bool:
    """Write down how far it is; False when another worker took over."""
    return work.advance(uid, job_id, worker, progress, lease_until, [JobItem.done.set(done)])


def finish(uid: str, job_id: str, worker: str, now: datetime) -> bool:
    """It is done; False when another worker took over, or it was asked for again since it began."""
    return work.finish(uid, job_id, worker, now, only_if=JobItem.again.does_not_exist())


def _rescore_of(raw: RawItem) -> Rescore:
    numbers = {name: int(value["N"]) for name, value in raw.items() if "N" in value}
    return Rescore(
        job_id=keys.tail(raw["SK"]["S"]),
        state=JobState(raw["state"]["S"]),
        requested_at=from_epoch_ms(numbers["requested_ms"]),
        finished_at=from_epoch_ms(numbers["finished_ms"]) if "finished_ms" in numbers else None,
        done=numbers.get("done", 0),
    )
