"""Exports: asked for, worked on by one worker at a time, kept for a month."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from models import keys, store
from models.entities import Export, epoch_ms, from_epoch_ms
from models.store import RawItem
from models.table import JobItem
from models.terms import JobState

KEPT_DAYS = 7  # as long as the bucket keeps the archive
_REMEMBERED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Work:
    """An export that this worker holds, and how far an earlier one came."""

    export: Export
    progress: dict[str, Any]


def request(uid: str, now: datetime) -> Export:
    """The export that is under way, or a new one."""
    under_way = [each for each in every(uid) if each.state in {JobState.QUEUED, JobState.RUNNING}]
    if under_way:
        return under_way[0]
    job_id = secrets.token_hex(8)
    ttl = epoch_ms(now + timedelta(days=_REMEMBERED_DAYS)) // 1000
    item = JobItem(keys.user_pk(uid), keys.job_sk(job_id), state=JobState.QUEUED, requested_ms=epoch_ms(now), ttl=ttl)
    store.put(item)
    return Export(job_id, JobState.QUEUED, from_epoch_ms(epoch_ms(now)))


def every(uid: str) -> list[Export]:
    """All of them, in one request, the newest first."""
    found = store.query_all(keys.user_pk(uid), store.prefix(keys.JOB_PREFIX), strong=True)
    return sorted(map(export_of, found), key=lambda export: export.requested_at, reverse=True)


def get(uid: str, job_id: str) -> Export | None:
    """One of them, or None."""
    raw = _raw(uid, job_id)
    return export_of(raw) if raw else None


def claim(uid: str, job_id: str, worker: str, now: datetime, lease_s: int) -> Work | None:
    """Take the work of an export for a while; None when it is over, or another worker holds it."""
    now_ms = epoch_ms(now)
    free = JobItem.worker.does_not_exist() | (JobItem.lease_until_ms < now_ms) | (JobItem.worker == worker)
    open_ = JobItem.state.is_in(JobState.QUEUED, JobState.RUNNING)
    actions = [
        JobItem.state.set(JobState.RUNNING),
        JobItem.worker.set(worker),
        JobItem.lease_until_ms.set(now_ms + lease_s * 1000),
    ]
    if not store.update(keys.user_pk(uid), keys.job_sk(job_id), actions, open_ & free):
        return None
    raw = _raw(uid, job_id)
    if raw is None:
        return None
    return Work(export_of(raw), orjson.loads(raw["progress"]["S"]) if "progress" in raw else {})


def advance(uid: str, job_id: str, worker: str, progress: dict[str, Any], lease_until: datetime) -> bool:
    """Write down how far it is; False when another worker took over."""
    actions = [JobItem.progress.set(progress), JobItem.lease_until_ms.set(epoch_ms(lease_until))]
    return store.update(keys.user_pk(uid), keys.job_sk(job_id), actions, JobItem.worker == worker)


def release(uid: str, job_id: str, worker: str) -> bool:
    """Give the work back, so that the next call need not wait for the lease."""
    return store.update(
        keys.user_pk(uid), keys.job_sk(job_id), [JobItem.lease_until_ms.set(0)], JobItem.worker == worker
    )


def finish(uid: str, job_id: str, worker: str, now: datetime, size_bytes: int) -> bool:
    """The archive is there; False when another worker took over."""
    actions = [
        JobItem.state.set(JobState.DONE),
        JobItem.finished_ms.set(epoch_ms(now)),
        JobItem.size_bytes.set(size_bytes),
        JobItem.progress.remove(),
    ]
    return store.update(keys.user_pk(uid), keys.job_sk(job_id), actions, JobItem.worker == worker)


def _raw(uid: str, job_id: str) -> RawItem | None:
    return store.get(keys.user_pk(uid), keys.job_sk(job_id), strong=True)


def export_of(raw: RawItem) -> Export:
    """A stored export as a record."""
    numbers = {name: int(value["N"]) for name, value in raw.items() if "N" in value}
    return Export(
        job_id=keys.tail(raw["SK"]["S"]),
        state=JobState(raw["state"]["S"]),
        requested_at=from_epoch_ms(numbers["requested_ms"]),
        finished_at=from_epoch_ms(numbers["finished_ms"]) if "finished_ms" in numbers else None,
        size_bytes=numbers.get("size_bytes"),
    )
