"""One person's half year as the table holds it, twice: the service's own items, and those that its peers read.

The peers' items are the service's, attribute by attribute, wherever anybody would have stored them so: rows, metas,
shoes, profile, splits and scores. Three kinds are what their users would keep instead, because to read ours would be a
contortion, in favour of nobody:

- weeks and years hold their counters and bests in nested maps: PynamoDB cannot read attributes whose names are data;
- the series of an activity are JSON, gzip-packed, a binary attribute a channel, in an item of their own, so that what
  does not ask for them does not read them. As lists of numbers, the other usual way, an item of seven thousand numbers
  costs every peer ten times as much to read.
"""

import gzip
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

from bench import account
from console.plan import typical
from models import keys, parts, store, table
from models.columns import pack, unpack
from models.entities import ActivityMeta, Detail, Preview
from models.ledger import FIGURES, Ledger, contribution_of
from models.records import item_of_meta, row_of
from models.store import RawItem
from models.table import GearItem, IdentityItem, ProfileItem
from models.terms import AccountState, ChangeKind, Sport

UID, PEERS_UID = account.UID, "5d1c7e0b94a2f8633b5e"
# Half a year of weeks from Monday, an activity on each of these days.
FIRST_DAY, WEEKS, DAYS = date(2025, 12, 1), 26, (0, 2, 4, 6)
LAST_DAY = FIRST_DAY + timedelta(days=7 * WEEKS - 1)
POINTS = 1_000
_COUNTER = re.compile(r"(\d+)([rw])([a-z])")
_BEST = re.compile(r"B([rw]\d\d)")


def metas() -> list[ActivityMeta]:
    """The activities, oldest first: three runs and a walk a week."""
    days = [FIRST_DAY + timedelta(days=7 * week + day) for week in range(WEEKS) for day in DAYS]
    return [_meta(n, day) for n, day in enumerate(days)]


def newest() -> str:
    """The id of the newest activity, which has a detail."""
    return metas()[-1].activity.aid


def _meta(n: int, day: date) -> ActivityMeta:
    started_at = datetime(day.year, day.month, day.day, 6, 12, 31, tzinfo=UTC) + timedelta(minutes=7 * (n % 9))
    sport = Sport.WALKING if n % 4 == 1 else Sport.RUNNING
    made = typical.activity(keys.digest("activity", str(n)), started_at, sport)
    card = made.activity
    changed = replace(
        card,
        name=card.name if n % 4 == 0 else None,
        distance_m=round(card.distance_m - 13.207 * (n % 31), 3),
        moving_s=card.moving_s - 4.25 * (n % 17),
        elapsed_s=card.elapsed_s + n,
        steps=9_402 + 11 * n,
        average_heart_rate_bpm=round(144.1 + 0.3 * (n % 37), 1),
    )
    efforts_ms = tuple(duration_ms + 97 * ((n * 7 + place) % 23) for place, duration_ms in enumerate(made.efforts_ms))
    return replace(made, activity=changed, efforts_ms=efforts_ms)


def _detail() -> Detail:
    """What is measured within the newest one, its series cut to a round number of points."""
    found = typical.detail()
    preview = found.preview
    if preview is None:
        raise ValueError("a typical activity has series")
    columns = {name: pack(unpack(column)[:POINTS], 5) for name, column in preview.columns.items()}
    coarse = tuple(index for index in preview.coarse if index < POINTS)
    return replace(found, preview=Preview(POINTS, columns, coarse))


def write(issuer: str, subject: str) -> None:
    """Put all of it into the table of the settings, through the service's own writes, then what the peers read."""
    shoes = {sport: GearItem(keys.user_pk(UID), keys.gear_sk(gear), name=gear) for sport, gear in typical.SHOES.items()}
    identity = IdentityItem(keys.identity_pk(issuer, subject), keys.IDENTITY_SK, uid=UID, state=AccountState.ACTIVE)
    for item in (identity, _profile(), *shoes.values()):
        store.put(item)
    for meta in metas():
        written = store.Transaction()
        written.put(row_of(UID, meta, ChangeKind.CREATED), "row")
        written.put(item_of_meta(UID, meta), "meta")
        Ledger(UID, None, contribution_of(meta)).write(written)
        if written.commit():
            raise ValueError("the table was not empty")
    for part in parts.items_of(UID, newest(), typical.JOB, _detail()):
        store.put(part)
    own = list(store.query_all(keys.user_pk(UID), None, strong=True))
    client = table.connection().connection.client
    for raw in peers_items(own):
        client._make_api_call("PutItem", {"TableName": table.connection().table_name, "Item": raw})


def _profile() -> ProfileItem:
    found = account.profile()
    found.running_gear = typical.SHOES[Sport.RUNNING]
    return found


def peers_items(own: Iterable[RawItem]) -> list[RawItem]:
    """The items that the peers read, of the service's own."""
    found: list[RawItem] = []
    for raw in own:
        made = {**raw, "PK": {"S": keys.user_pk(PEERS_UID)}}
        sk = raw["SK"]["S"]
        if sk.startswith(("TW#", keys.YEAR_PREFIX)):
            made = _nested(made)
        elif "#1detail#" in sk:
            found.append(_series(made, sk.split("#")[1]))
            for name in ("c", "cs", "n"):
                del made[name]
        found.append(made)
    return found


def _nested(raw: RawItem) -> RawItem:
    """A week or a year with its counters by day or month, then by sport, and its bests by sport and distance."""
    made: dict[str, Any] = {}
    parts_of: dict[str, dict[str, dict[str, Any]]] = {}
    bests: dict[str, Any] = {}
    for name, value in raw.items():
        counter, best = _COUNTER.fullmatch(name), _BEST.fullmatch(name)
        if counter:
            part, letter, figure = counter.groups()
            parts_of.setdefault(part, {}).setdefault(letter, {})[FIGURES[figure]] = value
        elif best:
            bests[best[1]] = value
        else:
            made[name] = value
    nested = {part: {"M": {letter: {"M": told} for letter, told in each.items()}} for part, each in parts_of.items()}
    return made | {"parts": {"M": nested}} | ({"bests": {"M": bests}} if bests else {})


def _series(raw: RawItem, aid: str) -> RawItem:
    """The series of an activity as JSON, a channel an attribute."""
    columns = {name: unpack(b64decode(value["B"])) for name, value in raw["c"]["M"].items()}
    packed = {name: b64encode(gzip.compress(orjson.dumps(each), mtime=0)).decode() for name, each in columns.items()}
    return {
        "PK": raw["PK"],
        "SK": {"S": f"S#{aid}"},
        "v": raw["v"],
        "points": raw["n"],
        "columns": {"M": {name: {"B": text} for name, text in packed.items()}},
    }
