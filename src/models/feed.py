"""The feed of changes, for phones that were offline: in order, no change missed, each told at least once.

A change is stamped when its transaction is built and becomes visible a little later, so that a reader at the end of
the feed may be ahead of one that is still on its way. Therefore the last page of a run ends at a cursor that lies
``SETTLED`` back: what was changed within that time is told again the next time. Cursors within a run go on behind the
last row; one that is used later than that starts from the settled place, too.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models import cursors, keys, store
from models.entities import Change, Page, from_epoch_ms
from models.errors import BadCursor
from models.records import change_of

# Longer than any transaction can be on its way: all tries of a request together end sooner.
SETTLED = timedelta(seconds=60)
# Deletions are told that long.
MEMORY = timedelta(days=90)
# Other containers' clocks may be ahead of this one's.
_AHEAD = timedelta(seconds=60)
_SCOPE = "changes"


def page(uid: str, *, first: int, since: str | None, now: datetime) -> Page[Change]:
    """Changes after a cursor, oldest first, in one request; from the beginning without one.

    Raises BadCursor for one that this feed did not give, or that is older than deletions are remembered. The page's
    last cursor is where to go on, also when it is empty: ``cursors`` has one entry more than ``records``.
    """
    position, settled = _position(uid, since, now)
    pk = keys.user_pk(uid)
    bounds = (position, f"{keys.stamp(now + _AHEAD)}#~")
    answer = store.query(pk, bounds, index=keys.BY_UPDATE, limit=first + 2)
    # A start key need not exist, but it would need the row's key; the row that the cursor stands on is left out here.
    raws = [raw for raw in answer.items if raw["UK"]["S"] > position]
    shown = raws[:first]
    has_next = len(raws) > first
    last = shown[-1]["UK"]["S"] if shown else position
    told = [(change, raw["UK"]["S"]) for raw in shown if (change := change_of(raw))]
    places = [*(sort for _, sort in told), last if has_next else min(last, settled)]
    return Page(
        records=tuple(change for change, _ in told),
        cursors=_cursors(uid, places, settled, now),
        has_next=has_next,
        has_previous=since is not None,
    )


def _position(uid: str, since: str | None, now: datetime) -> tuple[str, str]:
    """(sort key to start behind, the settled place of this run)."""
    settled = keys.stamp(now - SETTLED)
    if since is None:
        return keys.stamp(from_epoch_ms(0)), settled
    position, earlier, given = cursors.decode(uid, _SCOPE, since).split("|")
    given_at = from_epoch_ms(int(given))
    if now - given_at > MEMORY:
        raise BadCursor("since: too old, deletions may be missing; start again without one")
    if now - given_at > SETTLED:
        return min(position, earlier), settled
    return position, min(earlier, settled)


def _cursors(uid: str, places: Sequence[str], settled: str, now: datetime) -> tuple[str, ...]:
    given = keys.stamp(now)
    return cursors.encode_all(uid, _SCOPE, [f"{place}|{settled}|{given}" for place in places])
