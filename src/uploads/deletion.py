"""Everything of a deleted account taken away, in table and bucket."""

import logging
from datetime import UTC, datetime

from models import accounts, deadline, files, jobs, keys, store
from models.object_keys import person_prefixes
from models.settings import settings
from models.terms import JobKind

log = logging.getLogger(__name__)

PAGE_ITEMS = 500
_ENOUGH_S = 5.0


def delete_account(uid: str) -> None:
    """Delete everything of a closed account; safe to interrupt anywhere and to call again.

    When nothing is found for the second time, longer after the first than any worker or remembered sign-in lives, the
    account is closed for good. Until then each call asks for the next one.
    """
    found = accounts.deletion(uid)
    if found is None:
        log.info("the account of a deletion is not closed, or long gone")
        return
    accounts.note(uid, _now())
    count = _empty_table(uid)
    if count is None:  # out of time: the rest is for the next call
        jobs.send(JobKind.DELETE_ACCOUNT, uid)
        return
    count += sum(files.delete_prefix(prefix) for prefix in person_prefixes(uid))
    count += files.abort_uploads(person_prefixes(uid)[-1])
    waited = found.swept_at and (_now() - found.swept_at).total_seconds() >= settings().linger_s
    if count == 0 and waited:
        accounts.end(uid, found, _now())
        return
    if count or found.swept_at is None:
        accounts.note(uid, _now(), swept=True)
    jobs.send(JobKind.DELETE_ACCOUNT, uid, delay_s=settings().linger_s)


def _empty_table(uid: str) -> int | None:
    """Delete all items but the tombstone; how many there were, or None when time ran out before the end."""
    pk, count = keys.user_pk(uid), 0
    start = None
    while True:
        page = store.query(pk, None, start=start, limit=PAGE_ITEMS, strong=True)
        doomed = [(pk, raw["SK"]["S"]) for raw in page.items if raw["SK"]["S"] != keys.DELETED_SK]
        store.batch_delete(doomed)
        count += len(doomed)
        start = page.last_key
        if start is None:
            return count
        left_s = deadline.left()
        if left_s is not None and left_s < _ENOUGH_S:
            return None


def _now() -> datetime:
    return datetime.now(UTC)
