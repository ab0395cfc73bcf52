"""Work of the background in the table: asked for once, done by one worker at a time, remembered for a month.

What a job of one kind is to its person is told by the kind's own module (``models.exports``, ``models.rescores``).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from models import allowances, keys, store
from models.entities import epoch_ms
from models.store import RawItem
from models.table import JobItem
from models.terms import JobKind, JobState

_REMEMBERED_DAYS = 30
_ALLOWED = {JobKind.EXPORT: allowances.EXPORTS, JobKind.RESCORE: allowances.RESCORES}
_UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})


def ask(uid: str, kind: JobKind, now: datetime) -> RawItem:
    """Write down a new job, and give it as it is read; raises RateLimited."""
    allow(uid, kind, now)
    item = new(uid, kind, now)
    store.put(item)
    return item.serialize()


def allow(uid: str, kind: JobKind, now: datetime) -> None:
    """Take one of the jobs that a person may ask for; raises RateLimited."""
    allowances.take(uid, _ALLOWED[kind], now)


def new(uid: str, kind: JobKind, now: datetime) -> JobItem:
    """A job that is not written down yet."""
    ttl = epoch_ms(now + timedelta(days=_REMEMBERED_DAYS)) // 1000
    sk = keys.job_sk(secrets.token_hex(8))
    return JobItem(keys.user_pk(uid), sk, kind=kind, state=JobState.QUEUED, requested_ms=epoch_ms(now), ttl=ttl)


def every(uid: str, kind: JobKind) -> list[RawItem]:
    """All jobs of a kind, in one request, the newest first."""
    found = store.query_all(keys.user_pk(uid), store.prefix(keys.JOB_PREFIX), strong=True)
    mine = [raw for raw in found if _is(raw, kind)]
    return sorted(mine, key=lambda raw: int(raw["requested_ms"]["N"]), reverse=True)


def under_way(uid: str, kind: JobKind) -> RawItem | None:
    """The newest job of a kind that is not over."""
    return next((raw for raw in every(uid, kind) if raw["state"]["S"] in _UNDER_WAY), None)


def get(uid: str, job_id: str, kind: JobKind) -> RawItem | None:
    """One of them, or None."""
    raw = store.get(keys.user_pk(uid), keys.job_sk(job_id), strong=True)
    return raw if raw and _is(raw, kind) else None


def claim(uid: str, job_id: str, kind: JobKind, worker: str, now: datetime, lease_s: int) -> RawItem | None:
    """Take a job for a while; None when it is over, or another worker holds it."""
    now_ms = epoch_ms(now)
    free = JobItem.worker.does_not_exist() | (JobItem.lease_until_ms < now_ms) | (JobItem.worker == worker)
    open_ = JobItem.state.is_in(*sorted(_UNDER_WAY))
    actions = [
        JobItem.state.set(JobState.RUNNING),
        JobItem.worker.set(worker),
        JobItem.lease_until_ms.set(now_ms + lease_s * 1000),
    ]
    return get(uid, job_id, kind) if change(uid, job_id, actions, open_ & free) else None


def progress_of(raw: RawItem) -> dict[str, Any]:
    """How far an earlier worker came; empty at the beginning."""
    told: dict[str, Any] = orjson.loads(raw["progress"]["S"]) if "progress" in raw else {}
    return told


def advance(
    uid: str, job_id: str, worker: str, progress: dict[str, Any], lease_until: datetime, more: Sequence[Action] = ()
) -> bool:
    """Write down how far it is; False when another worker took over."""
    actions = [JobItem.progress.set(progress), JobItem.lease_until_ms.set(epoch_ms(lease_until)), *more]
    return change(uid, job_id, actions, JobItem.worker == worker)


def release(uid: str, job_id: str, worker: str) -> bool:
    """Give the work back, so that the next call need not wait for the lease."""
    return change(uid, job_id, [JobItem.lease_until_ms.set(0)], JobItem.worker == worker)


def finish(
    uid: str,
    job_id: str,
    worker: str,
    now: datetime,
    more: Sequence[Action] = (),
    only_if: Condition | None = None,
) -> bool:
    """It is done; False when another worker took over, or ``only_if`` does not hold."""
    actions = [
        JobItem.state.set(JobState.DONE),
        JobItem.finished_ms.set(epoch_ms(now)),
        JobItem.progress.remove(),
        *more,
    ]
    mine = JobItem.worker == worker
    return change(uid, job_id, actions, mine if only_if is None else mine & only_if)


def change(uid: str, job_id: str, actions: Sequence[Action], condition: Condition) -> bool:
    """Change a job by name; False where the condition does not hold."""
    return store.update(keys.user_pk(uid), keys.job_sk(job_id), actions, condition)


def _is(raw: RawItem, kind: JobKind) -> bool:
    # The first jobs were all exports, and did not say so.
    told: str = raw.get("kind", {"S": JobKind.EXPORT})["S"]
    return told == kind
