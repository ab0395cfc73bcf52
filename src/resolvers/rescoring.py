"""Asking for every activity of a person to be scored again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from models import jobs, rescores, users
from models.entities import Activity, Profile, Rescore
from models.terms import JobKind, JobState, Sex
from resolvers.access import Caller, uid_of

# By which the clocks of two functions may differ.
_CLOCKS = timedelta(minutes=1)


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


def unchanged(before: Profile, changes: dict[str, Any]) -> set[str]:
    """Fields among these changes that scores depend on, and that say what they said before."""
    named = changes.keys() & set(users.SCORED_BY)
    return {name for name in named if _plain(changes[name]) == _plain(getattr(before, name))}


def follow(uid: str, changes: dict[str, Any], asked: Rescore | None) -> Rescore | None:
    """After a change of the profile is stored: send for the work that was asked for with it.

    Also where an earlier call stored the change and got no further. The work that is sent for; None where there is
    none.
    """
    if asked:
        return _sent(uid, asked)
    waiting = rescores.every(uid) if changes.keys() & set(users.SCORED_BY) else []
    sent = [_sent(uid, each) for each in waiting if each.state is JobState.QUEUED]
    return sent[0] if sent else None


def follow_restored(uid: str, restored: Activity) -> None:
    """After an activity is shown again: ask for its score where a walk may have missed it.

    A walk that was past its place before, and came to the hidden ones after, saw it nowhere. It is asked for after the
    change, so that the walk meets it, and told by the time of the change, so that a second call makes up for one that
    got no further.
    """
    since = restored.updated_at - _CLOCKS
    for each in rescores.every(uid):
        if each.finished_at is None or each.finished_at >= since:
            _sent(uid, rescores.renew(uid, each, datetime.now(UTC)))
            return


def _sent(uid: str, asked: Rescore) -> Rescore:
    jobs.send(JobKind.RESCORE, uid, asked.job_id)
    return asked


def _plain(value: Any) -> Any:
    """An unspecified sex is the same as none."""
    return None if value == Sex.UNSPECIFIED else value
