"""Upload tickets: promised, claimed by one worker at a time, and closed.

A ticket that waits for its file goes after a week. From its first claim on it stays as long as the file does: the
bucket takes no second file of that name, so that only the ticket can tell what became of the first.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import orjson
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from models import keys, store
from models.entities import Problem, Skipped, Upload, epoch_ms, from_epoch_ms
from models.records import problem_of
from models.store import RawItem
from models.table import TicketItem
from models.terms import FileFormat, ProblemCode, Sport, UploadState

WAITING_DAYS = 7
FORGOTTEN_DAYS = 30


class Claim(StrEnum):
    """What came of asking for an upload's work."""

    MINE = "MINE"
    BUSY = "BUSY"  # another worker holds it: ask again later
    ENDED = "ENDED"  # it was done or failed before
    UNKNOWN = "UNKNOWN"  # there is no such ticket


_WAIT = (
    TicketItem.state.set(UploadState.WAITING),
    TicketItem.problem.remove(),
    TicketItem.skipped.remove(),
    TicketItem.lease_until_ms.remove(),
)


@dataclass(frozen=True, slots=True)
class TicketClosing:
    """How an upload ends well: the activities of its file, and the parts that were not taken."""

    activity_ids: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def promise(
    uid: str, upload_id: str, now: datetime, *, file: tuple[FileFormat | None, int, str], sport_hint: Sport | None
) -> Upload | None:
    """Keep a new ticket for a file of this (format, size in bytes, SHA-256 in hex); None where the id is taken."""
    declared, size_bytes, sha256 = file
    item = TicketItem(
        keys.user_pk(uid),
        keys.ticket_sk(upload_id),
        state=UploadState.WAITING,
        format=declared,
        size_bytes=size_bytes,
        sha256=sha256,
        sport_hint=sport_hint,
        created_ms=epoch_ms(now),
        ttl=_ttl(now, WAITING_DAYS),
    )
    free = TicketItem.pk.does_not_exist() | (TicketItem.ttl < epoch_ms(now) // 1000)
    return upload_of(uid, item.serialize()) if store.put(item, free) else None


def get(uid: str, upload_id: str, now: datetime) -> Upload | None:
    """The upload with this id, or None; one past its time is gone, even while DynamoDB still keeps it."""
    raw = _raw(uid, upload_id)
    return upload_of(uid, raw) if raw and not _is_over(raw, now) else None


def rearm(uid: str, upload_id: str, now: datetime, sport_hint: Sport | None = None) -> bool:
    """Let an upload wait for its file again: one that ended, or whose worker gave up. False while one works on it.

    A hint takes the place of the one before.
    """
    given_up = (TicketItem.state == UploadState.PROCESSING) & (TicketItem.lease_until_ms < epoch_ms(now))
    idle = TicketItem.state.is_in(UploadState.FAILED, UploadState.DONE) | given_up
    mark = secrets.token_hex(4)
    actions = [*_WAIT, TicketItem.job.set(mark), TicketItem.ttl.set(_ttl(now, WAITING_DAYS))]
    actions += [TicketItem.sport_hint.set(sport_hint)] if sport_hint else []
    if _update(uid, upload_id, actions, idle):
        return True
    # One whose answer was lost is refused when it is made again, and yet it is ours.
    raw = _raw(uid, upload_id)
    return raw is not None and raw.get("job") == {"S": mark}


def cleared(uid: str, upload_id: str) -> bool:
    """Note that the file of before is gone: one that is there from now on was put by the client."""
    return _update(uid, upload_id, [TicketItem.job.remove()], TicketItem.state == UploadState.WAITING)


def hint(uid: str, upload_id: str, sport_hint: Sport) -> bool:
    """Tell the sport of a file that did not arrive yet; False for an upload that does not wait."""
    return _update(uid, upload_id, [TicketItem.sport_hint.set(sport_hint)], TicketItem.state == UploadState.WAITING)


def put_back(uid: str, upload_id: str, job: str, now: datetime) -> bool:
    """Let a claimed upload wait again: its file is not there. False when another worker holds it."""
    actions = [*_WAIT, TicketItem.job.remove(), TicketItem.ttl.set(_ttl(now, WAITING_DAYS))]
    return _update(uid, upload_id, actions, holds(job))


def forget(uid: str, upload_id: str, now: datetime) -> bool:
    """Let an upload that is over go after a while: its file is gone. False for one that waits or is worked on."""
    over = TicketItem.state.is_in(UploadState.FAILED, UploadState.DONE)
    return _update(uid, upload_id, [TicketItem.ttl.set(_ttl(now, FORGOTTEN_DAYS))], over)


def claim(uid: str, upload_id: str, job: str, now: datetime, lease_s: int) -> tuple[Claim, Upload | None]:
    """Ask for the work of an upload; only one worker at a time gets it, until its lease runs out."""
    now_ms = epoch_ms(now)
    free = (TicketItem.state == UploadState.WAITING) | (
        (TicketItem.state == UploadState.PROCESSING) & (TicketItem.lease_until_ms < now_ms)
    )
    actions = [
        TicketItem.state.set(UploadState.PROCESSING),
        TicketItem.job.set(job),
        TicketItem.lease_until_ms.set(now_ms + lease_s * 1000),
        TicketItem.ttl.remove(),
    ]
    alive = TicketItem.ttl.does_not_exist() | (TicketItem.ttl >= now_ms // 1000)
    mine = _update(uid, upload_id, actions, free & alive)
    raw = _raw(uid, upload_id)
    if raw is None or _is_over(raw, now):
        return Claim.UNKNOWN, None
    found = upload_of(uid, raw)
    # A claim whose answer was lost is refused when it is made again, and yet it is ours.
    if mine or (found.state is UploadState.PROCESSING and raw["job"]["S"] == job):
        return Claim.MINE, found
    return (Claim.BUSY if found.state is UploadState.PROCESSING else Claim.ENDED), found


def close(uid: str, upload_id: str, job: str, closing: TicketClosing) -> bool:
    """End an upload whose activities are all there already; False when another worker holds it."""
    return _update(uid, upload_id, closing_actions(closing), holds(job))


def fail(uid: str, upload_id: str, job: str, problem: Problem, skipped: Sequence[Skipped]) -> bool:
    """End an upload that nothing can be made of; False when another worker holds it."""
    actions = [
        TicketItem.state.set(UploadState.FAILED),
        TicketItem.problem.set(asdict(problem)),
        TicketItem.skipped.set([asdict(part) for part in skipped]),
        TicketItem.lease_until_ms.remove(),
    ]
    return _update(uid, upload_id, actions, holds(job))


def release(uid: str, upload_id: str, job: str) -> bool:
    """Give an upload back after a fault of ours, so that the next delivery need not wait for the lease."""
    return _update(uid, upload_id, [TicketItem.lease_until_ms.set(0)], holds(job))


def holds(job: str) -> Condition:
    """The condition that this worker still holds the upload."""
    held: Condition = (TicketItem.state == UploadState.PROCESSING) & (TicketItem.job == job)
    return held


def closing_actions(closing: TicketClosing) -> list[Action]:
    """What ends an upload well."""
    return [
        TicketItem.state.set(UploadState.DONE),
        TicketItem.activity_ids.set(list(closing.activity_ids)),
        TicketItem.skipped.set([asdict(part) for part in closing.skipped]),
        TicketItem.lease_until_ms.remove(),
    ]


def _ttl(now: datetime, days: int) -> int:
    return epoch_ms(now + timedelta(days=days)) // 1000


def _is_over(raw: RawItem, now: datetime) -> bool:
    """Whether its time is over: DynamoDB takes such items away some days later."""
    return "ttl" in raw and int(raw["ttl"]["N"]) < epoch_ms(now) // 1000


def _raw(uid: str, upload_id: str) -> RawItem | None:
    return store.get(keys.user_pk(uid), keys.ticket_sk(upload_id), strong=True)


def _update(uid: str, upload_id: str, actions: Sequence[Action], condition: Condition) -> bool:
    return store.update(keys.user_pk(uid), keys.ticket_sk(upload_id), actions, condition)


def upload_of(uid: str, raw: RawItem) -> Upload:
    """A stored ticket as a record."""
    texts = {name: value["S"] for name, value in raw.items() if "S" in value}
    skipped = orjson.loads(texts.get("skipped", "[]"))
    lease_ms = int(raw["lease_until_ms"]["N"]) if "lease_until_ms" in raw else None
    return Upload(
        uid=uid,
        upload_id=keys.tail(texts["SK"]),
        state=UploadState(texts["state"]),
        format=FileFormat(texts["format"]) if "format" in texts else None,
        size_bytes=int(raw["size_bytes"]["N"]),
        sha256=texts["sha256"],
        sport_hint=Sport(texts["sport_hint"]) if "sport_hint" in texts else None,
        created_at=from_epoch_ms(int(raw["created_ms"]["N"])),
        expires_at=from_epoch_ms(int(raw["ttl"]["N"]) * 1000) if "ttl" in raw else None,
        activity_ids=tuple(part["S"] for part in raw["activity_ids"]["L"]) if "activity_ids" in raw else (),
        skipped=tuple(Skipped(ProblemCode(made["code"]), made["detail"]) for made in skipped),
        problem=problem_of(orjson.loads(texts["problem"])) if "problem" in texts else None,
        lease_until=None if lease_ms is None else from_epoch_ms(lease_ms),
        rearmed=texts["state"] == UploadState.WAITING and "job" in texts,
    )
