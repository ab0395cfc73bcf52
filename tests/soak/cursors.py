"""Lists and the feed paged through while rows come and go, and cursors that nobody gave."""

import random
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from threading import Event, Thread

from models import activities, cursors, feed, keys, revisions
from models.entities import Activity, Page
from models.errors import BadCursor
from models.records import row_of
from models.settings import settings, use
from models.store import Transaction
from models.table import RowItem
from models.terms import ChangeKind, Sport
from tests.models.builders import START, UID, activity, add, meta
from tests.soak.place import Place

NAME = "cursors"
WHAT = "pages hold every row that was there throughout, once, while others come and go; false cursors are refused"
UNIT = "activities"
FULL = 5000
FEW = 80

OTHER = "fedcba9876543210fedc"
CHANGED_SHARE = 0.1
FORGERIES = 400
AT_ONCE = 50  # rows of a transaction


@dataclass(slots=True)
class Change:
    """Activities that come and go while others are listed."""

    chance: random.Random
    doomed: list[str]
    numbers: range
    done: Event = field(default_factory=Event)

    def run(self) -> None:
        """Insert and delete in turn, somewhere in the middle of the list."""
        try:
            for number, aid in zip(self.numbers, self.doomed, strict=True):
                add(
                    activity(number, started_at=_start(self.chance.randrange(self.numbers.start)), sport=_sport(number))
                )
                revisions.delete(UID, aid)
        finally:
            self.done.set()


def run(place: Place, seed: int, count: int) -> str:
    """Page through ``count`` activities during a tenth as many insertions and deletions; raises AssertionError."""
    chance = random.Random(seed)
    changed = max(int(count * CHANGED_SHARE), 1)
    with place.table():
        stay, doomed = _fill(count, changed)
        change = Change(chance, doomed, range(count, count + changed))
        worker = Thread(target=change.run)
        worker.start()
        rounds = 0
        while rounds == 0 or not change.done.is_set():
            _page_through(chance, stay)
            rounds += 1
        worker.join()
        told = _follow_feed(chance)
        gone = set(doomed)
        assert {aid for aid, kind in told.items() if kind is not ChangeKind.DELETED} == {*_listed(100, None)}
        assert {aid for aid, kind in told.items() if kind is ChangeKind.DELETED} == gone
        refused, right = _forge(chance, FORGERIES)
    return (
        f"{count} activities paged through {rounds} times while {changed} came and {changed} went; "
        f"{refused} false cursors refused, {right} stale ones gave the right page"
    )


def _fill(count: int, doomed: int) -> tuple[list[str], list[str]]:
    """Ids of the activities that stay, oldest first, and of those that are to go: whole ones, spread among the rows."""
    going = set(range(0, count, max(count // doomed, 1))[:doomed])
    cards = {number: activity(number, started_at=_start(number), sport=_sport(number)) for number in range(count)}
    for number in going:
        add(cards[number])
    for some in batched((card for number, card in cards.items() if number not in going), AT_ONCE, strict=False):
        rows = Transaction()
        for card in some:
            made = meta(replace(card, updated_at=datetime.now(UTC)))
            rows.put(row_of(UID, made, ChangeKind.CREATED), card.aid)
        assert not rows.commit()
    ids = {number: card.aid for number, card in cards.items()}
    return [ids[number] for number in ids if number not in going], [ids[number] for number in sorted(going)]


def _page_through(chance: random.Random, stay: list[str]) -> None:
    first = chance.choice([7, 20, 50, 100])
    sport = chance.choice([None, *Sport])
    seen = _listed(first, sport)
    assert len(seen) == len(set(seen)), "a row was told twice"
    wanted = [aid for aid in reversed(stay) if sport is None or _sport(int(aid[3:])) is sport]
    kept = set(stay)
    assert [aid for aid in seen if aid in kept] == wanted, "a row is missing, or out of order"


def _listed(first: int, sport: Sport | None) -> list[str]:
    seen, after = [], None
    while True:
        page = activities.page(UID, first=first, after=after, sport=sport)
        seen += [card.aid for card in page.records]
        if not page.has_next:
            return seen
        assert len(page.records) == first
        after = page.cursors[-1]


def _follow_feed(chance: random.Random) -> dict[str, ChangeKind]:
    """What a phone knows that reads the whole feed, a minute after the last change."""
    told: dict[str, ChangeKind] = {}
    now, since = datetime.now(UTC) + 2 * feed.SETTLED, None
    last = datetime.fromtimestamp(0, UTC)
    while True:
        page = feed.page(UID, first=chance.choice([1, 30, 100]), since=since, now=now)
        for change in page.records:
            assert change.changed_at >= last, "the feed is out of order"
            last = change.changed_at
            told[change.aid] = change.kind
        since = page.cursors[-1]
        if not page.has_next:
            return told


def _forge(chance: random.Random, count: int) -> tuple[int, int]:
    """Ask with cursors that this list never gave: refused, every one; those whose row is gone go on behind it."""
    page = activities.page(UID, first=50)
    forgeries: list[Callable[[str], str]] = [
        lambda cursor: _flipped(chance, cursor),
        lambda cursor: cursor[: chance.randrange(len(cursor))],
        lambda cursor: cursor + chance.choice("AZaz09-_"),
        lambda _: cursors.encode(OTHER, _scope(None), page.records[0].aid),
        lambda _: cursors.encode(UID, _scope(Sport.RUNNING), keys.row_sk(START, "aid0000")),
        lambda _: cursors.encode(UID, _scope(None), keys.meta_sk("aid0000")),
        lambda _: cursors.encode(UID, _scope(None), keys.PROFILE_SK),
        _by_another_secret,
        lambda _: chance.choice(["", "=", "é", "\x00", "A" * 5000, "../..", "null"]),
        lambda _: urlsafe_b64encode(chance.randbytes(chance.randrange(60))).decode(),
    ]
    for number in range(count):
        false = forgeries[number % len(forgeries)](chance.choice(page.cursors))
        assert false not in page.cursors
        try:
            activities.page(UID, first=3, after=false)
        except BadCursor:
            continue
        raise AssertionError(f"the cursor {false!r} was taken")
    return count, _stale(page)


def _stale(page: Page[Activity]) -> int:
    """Cursors of rows that are gone by now, and of the list's last row."""
    for position, card in enumerate(page.records[:20]):
        gone = Transaction()
        gone.delete(RowItem(keys.user_pk(UID), keys.row_sk(card.started_at, card.aid)), "row")
        assert not gone.commit()
        rest = activities.page(UID, first=5, after=page.cursors[position])
        assert [each.aid for each in rest.records] == [each.aid for each in page.records[position + 1 : position + 6]]
    end = activities.page(UID, first=100, until=START)
    assert (end.records, end.has_next) == ((), False)
    return 20


def _flipped(chance: random.Random, cursor: str) -> str:
    raw = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _by_another_secret(cursor: str) -> str:
    ours = settings()
    sort = cursors.decode(UID, _scope(None), cursor)
    use(replace(ours, cursor_secret="another secret"))
    try:
        return cursors.encode(UID, _scope(None), sort)
    finally:
        use(ours)


def _scope(sport: Sport | None) -> str:
    return "|".join(str(part) for part in ("activities", sport, None, None))


def _start(number: int) -> datetime:
    return START + timedelta(minutes=number)


def _sport(number: int) -> Sport:
    return Sport.WALKING if number % 3 == 0 else Sport.RUNNING
