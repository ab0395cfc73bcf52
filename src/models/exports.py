"""Exports: asked for, worked on by one worker at a time, kept for a month."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import keys, work
from models.entities import Export, from_epoch_ms
from models.store import RawItem
from models.table import JobItem
from models.terms import JobKind, JobState
from models.work import advance, release

__all__ = ["KEPT_DAYS", "Work", "advance", "claim", "every", "export_of", "finish", "get", "release", "request"]

KEPT_DAYS = 7  # as long as the bucket keeps the archive


@dataclass(frozen=True, slots=True)
class Work:
    """An export that this worker holds, and how far an earlier one came."""

    export: Export
    progress: dict[str, Any]


def request(uid: str, now: datetime) -> Export:
    """The export that is under way, or a new one."""
    return export_of(work.under_way(uid, JobKind.EXPORT) or work.ask(uid, JobKind.EXPORT, now))


def every(uid: str) -> list[Export]:
    """All of them, in one request, the newest first."""
    return list(map(export_of, work.every(uid, JobKind.EXPORT)))


def get(uid: str, job_id: str) -> Export | None:
    """One of them, or None."""
    raw = work.get(uid, job_id, JobKind.EXPORT)
    return export_of(raw) if raw else None


def claim(uid: str, job_id: str, worker: str, now: datetime, lease_s: int) -> Work | None:
    """Take the work of an export for a while; None when it is over, or another worker holds it."""
    raw = work.claim(uid, job_id, JobKind.EXPORT, worker, now, lease_s)
    return Work(export_of(raw), work.progress_of(raw)) if raw else None


def finish(uid: str, job_id: str, worker: str, now: datetime, size_bytes: int) -> bool:
    """The archive is there; False when another worker took over."""
    return work.finish(uid, job_id, worker, now, [JobItem.size_bytes.set(size_bytes)])


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
