"""The feed of changes, for phones that were offline: in order, no change missed, each told at least once.

A change is stamped when its transaction is built and becomes visible a little later, so that a reader at the end of
the feed may be ahead of one that is still on its way. Therefore the last page of a run ends at a cursor that lies
``SETTLED`` back: what was changed within that time is told again the next time. Cursors within a run go on behind the
last row; one that is used later than that starts from the settled place, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import cursors, keys, store
from models.entities import Change, Page, from_epoch_ms
from models.errors import BadCursor
from models.records import change_of

# Longer than any transaction can be on its way after its stamp: ``revisions`` gives it less.
SETTLED = timedelta(seconds=60)
# Deletions are told that long.
MEMORY = timedelta(days=90)
# Other containers' clocks may be ahead of this one's.
_AHEAD = timedelta(seconds=60)
_SCOPE = "changes"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phone is in the feed.

    Attributes:
        position: sort key to go on behind.
        settled: the settled place of this run.
        known: until when the phone knows of every deletion, in the form of a stamp.
    """

    position: str
    settled: str
    known: str


def page(uid: str, *, first: int, since: str | None, now: datetime) -> Page[Change]:
    """Changes after a cursor, oldest first, in one request; from the beginning without one.

    Raises BadCursor for one that this feed did not give, or that is older than deletions are remembered. The page's
    last cursor is where to go on, also when it is empty: ``cursors`` has one entry more than ``records``.
    """
    place = _place(uid, since, now)
    pk, position = keys.user_pk(uid), place.position
    bounds = (position, f"{keys.stamp(now + _AHEAD)}#~")
    answer = store.query(pk, bounds, index=keys.BY_UPDATE, limit=first + 2)
    # A start key need not exist, but it would need the row's key; the row that the cursor stands on is left out here.
    raws = [raw for raw in answer.items if raw["UK"]["S"] > position]
    shown = raws[:first]
    has_next = len(raws) > first
    last = shown[-1]["UK"]["S"] if shown else position
    told = [(change, raw["UK"]["S"]) for raw in shown if (change := change_of(raw))]
    end = last if has_next else min(last, place.settled)
    return Page(
        records=tuple(change for change, _ in told),
        cursors=_cursors(uid, [sort for _, sort in told], end, place, now, ended=not has_next),
        has_next=has_next,
        has_previous=since is not None,
    )


def _place(uid: str, since: str | None, now: datetime) -> _Place:
    settled = keys.stamp(now - SETTLED)
    if since is None:
        return _Place(keys.stamp(from_epoch_ms(0)), settled, keys.stamp(now))
    try:
        position, earlier, given, known = cursors.decode(uid, _SCOPE, since).split("|")
    except BadCursor as error:
        raise BadCursor("since") from error
    if now - from_epoch_ms(int(known)) > MEMORY:
        raise BadCursor("since", "too old, deletions may be missing; start again without one")
    if now - from_epoch_ms(int(given)) > SETTLED:
        return _Place(min(position, earlier), settled, known)
    return _Place(position, min(earlier, settled), known)


def _cursors(uid: str, shown: Sequence[str], end: str, place: _Place, now: datetime, *, ended: bool) -> tuple[str, ...]:
    """A cursor for each row that is shown, and the one to go on from: a run that ended knows all deletions."""
    given = keys.stamp(now)
    texts = [f"{sort}|{place.settled}|{given}|{place.known}" for sort in shown]
    texts.append(f"{end}|{place.settled}|{given}|{given if ended else place.known}")
    return cursors.encode_all(uid, _SCOPE, texts)
