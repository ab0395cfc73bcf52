"""Asking for every activity of a person to be scored again."""

from datetime import UTC, datetime
from typing import Any

from models import jobs, rescores
from models.entities import Profile, Rescore
from models.terms import JobKind, JobState, Sex
from resolvers.access import Caller, uid_of

# What a score depends on beside the recording.
_SCORED_BY = ("birth_date", "sex", "height_m")


def request_rescore(caller: Caller, now: datetime) -> Rescore:
    """Ask for it; while it is under way that one, which will begin anew, and its job is asked for again."""
    uid = uid_of(caller)
    return _sent(uid, rescores.request(uid, now))


def every_rescore(caller: Caller) -> list[Rescore]:
    """Those of the last month, the newest first."""
    return rescores.every(uid_of(caller))


def get_rescore(caller: Caller, job_id: str) -> Rescore | None:
    """One of them, or None where it is not there or not the caller's."""
    return rescores.get(uid_of(caller), job_id)


def intend(uid: str, before: Profile, changes: dict[str, Any]) -> Rescore | None:
    """Before a change of the profile is stored: the work that it means; None where it changes no score.

    It is written down, so that it is not forgotten whatever happens in between.
    """
    changed = any(name in changes and _plain(changes[name]) != _plain(getattr(before, name)) for name in _SCORED_BY)
    return rescores.request(uid, datetime.now(UTC)) if changed else None


def follow(uid: str, changes: dict[str, Any], intended: Rescore | None) -> None:
    """After it is stored: ask for the work, also where an earlier call stored the change and got no further."""
    if intended:
        _sent(uid, rescores.renew(uid, intended, datetime.now(UTC)))
    elif changes.keys() & set(_SCORED_BY):
        for each in rescores.every(uid):
            if each.state is JobState.QUEUED:
                _sent(uid, each)


def _sent(uid: str, asked: Rescore) -> Rescore:
    jobs.send(JobKind.RESCORE, uid, asked.job_id)
    return asked


def _plain(value: Any) -> Any:
    """An unspecified sex is the same as none."""
    return None if value == Sex.UNSPECIFIED else value
