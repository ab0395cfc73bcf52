"""How many people of a cohort do how well: counted from what changed, published now and then.

What a person adds in a month lies in their own partition, beside the counts that it was added to: one transaction
changes both. So whoever counts a month of a person again, after a crash or for a message that came twice, finds what
was counted already and changes nothing. A cohort's counts of a month are spread over ``SHARDS`` items by person: on a
marathon day everybody adds to the same ones.
"""

import secrets
import time
import zlib
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from models import keys, store
from models.entities import CohortCounts, CohortName, epoch_ms
from models.store import RawItem, Transaction
from models.table import CountedItem, HistogramItem, ProfileItem, SnapshotItem
from models.terms import Component, Sex, Sport

SHARDS = 8
# For how long a container believes what it read of a cohort.
_KEPT_S = 3600.0

_LETTERS = {component: chr(ord("a") + place) for place, component in enumerate(Component)}
_COMPONENTS = {letter: component for component, letter in _LETTERS.items()}
_SPORTS = {keys.sport_letter(sport): sport for sport in Sport}

# The bin of each component of a person, by cohort.
type Added = Mapping[CohortName, Mapping[Component, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a person's month was counted as, and the mark of that count; None where it was not."""

    added: Added
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a cohort's months were told as, and when; None where nothing was published."""

    months: Mapping[date, CohortCounts]
    made_ms: int | None = None


def counted(uid: str, month: date) -> Counted:
    """What this month of a person was counted as, read strongly."""
    raw = store.get(keys.user_pk(uid), keys.counted_sk(month), strong=True)
    if raw is None:
        return Counted({})
    told = orjson.loads(raw["added"]["S"])
    added = {_name_of(text): {Component(key): at for key, at in bins.items()} for text, bins in told.items()}
    return Counted(added, raw["mark"]["S"])


def count(uid: str, month: date, before: Counted, wanted: Added) -> bool:
    """Count a person's month anew, in one transaction; False where somebody else did meanwhile.

    Of a person who is gone nothing is counted.
    """
    if before.added == wanted:
        return True
    transaction, pk, sk = Transaction(), keys.user_pk(uid), keys.counted_sk(month)
    seen = CountedItem.pk.does_not_exist() if before.mark is None else CountedItem.mark == before.mark
    item = CountedItem(pk, sk, added=_told(wanted), mark=secrets.token_hex(4))
    if wanted:
        transaction.put(item, "counted", seen)
    else:
        transaction.delete(item, "counted", seen)
    transaction.check(ProfileItem, pk, keys.PROFILE_SK, ProfileItem.pk.exists(), "person")
    for name, actions in _moves(before.added, wanted):
        transaction.update(HistogramItem, (histogram_pk(name, month, uid), keys.HISTOGRAM_SK), actions, "sum")
    return "counted" not in transaction.commit()


def by_month(name: CohortName, months: Sequence[date], bins: int) -> list[CohortCounts]:
    """A cohort's people in each bin in each of these months, in one request for a hundred items."""
    place = {_shard_pk(name, month, shard): at for at, month in enumerate(months) for shard in range(SHARDS)}
    sums: list[defaultdict[Component, list[int]]] = [defaultdict(lambda: [0] * bins) for _ in months]
    for raw in store.batch_get([(pk, keys.HISTOGRAM_SK) for pk in place]):
        for attribute, value in raw.items():
            component = _COMPONENTS.get(attribute[0])
            if component and attribute[1:].isdigit():
                sums[place[raw["PK"]["S"]]][component][int(attribute[1:])] += int(value["N"])
    return [{key: tuple(counts) for key, counts in month.items() if any(counts)} for month in sums]


def last_told(name: CohortName) -> Told:
    """What a cohort's months were told as when it was last published."""
    raw = store.get(_snapshot_pk(name), keys.SNAPSHOT_SK)
    if raw is None:
        return Told({})
    packed = orjson.loads(zlib.decompress(b64decode(raw["months"]["B"]))) if "months" in raw else {}
    months = {date.fromisoformat(f"{month}-01"): _counts_of(counts) for month, counts in packed.items()}
    return Told(months, int(raw["made_ms"]["N"]))


def publish(
    name: CohortName, counts: CohortCounts, now: datetime, months: Mapping[date, CohortCounts], before: Told
) -> bool:
    """Keep what people may be compared with until the next time; nothing of it where it is empty.

    False where somebody else published since ``before`` was read: of what both tell, the difference may be one person.
    """
    item = SnapshotItem(
        _snapshot_pk(name),
        keys.SNAPSHOT_SK,
        counts=_packed(_text_by_key(counts)),
        months=_packed({f"{month:%Y-%m}": _text_by_key(told) for month, told in months.items()}),
        made_ms=epoch_ms(now),
    )
    unseen = SnapshotItem.pk.does_not_exist() if before.made_ms is None else SnapshotItem.made_ms == before.made_ms
    return store.put(item, unseen)


class Snapshots:
    """What was published, read at most once an hour; a cohort that nobody published tells nothing."""

    def __init__(self) -> None:
        self._known: dict[CohortName, tuple[float, CohortCounts]] = {}

    def of(self, name: CohortName) -> CohortCounts:
        """The published counts of a cohort."""
        read_s, counts = self._known.get(name, (-_KEPT_S, {}))
        if time.monotonic() - read_s >= _KEPT_S:
            counts = _published(store.get(_snapshot_pk(name), keys.SNAPSHOT_SK))
            self._known[name] = time.monotonic(), counts
        return counts

    def forget(self) -> None:
        """Read all of it anew."""
        self._known.clear()


def _published(raw: RawItem | None) -> CohortCounts:
    if raw is None:
        return {}
    return _counts_of(orjson.loads(zlib.decompress(b64decode(raw["counts"]["B"]))))


def _counts_of(told: Mapping[str, Sequence[float]]) -> CohortCounts:
    return {Component(key): tuple(bins) for key, bins in told.items() if key in Component}


def _text_by_key(counts: CohortCounts) -> dict[str, tuple[float, ...]]:
    return {key.value: bins for key, bins in counts.items()}


def _packed(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value))


def _moves(before: Added, wanted: Added) -> Iterable[tuple[CohortName, list[Action]]]:
    """What is added to and taken from each cohort's counters."""
    for name in dict.fromkeys((*before, *wanted)):
        old, new = before.get(name, {}), wanted.get(name, {})
        changed = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
        taken = [Path(counter(key, old[key])).add(-1) for key in changed if key in old]
        added = [Path(counter(key, new[key])).add(1) for key in changed if key in new]
        if changed:
            yield name, [*taken, *added, HistogramItem.v.set(1)]


def counter(component: Component, at: int) -> str:
    """The attribute that counts the people in a bin of a component."""
    return f"{_LETTERS[component]}{at:02d}"


def _told(added: Added) -> dict[str, Any]:
    return {_text_of(name): dict(bins) for name, bins in added.items()}


def histogram_pk(name: CohortName, month: date, uid: str) -> str:
    """Where a person is counted among those of a cohort's month."""
    return _shard_pk(name, month, zlib.crc32(uid.encode()) % SHARDS)


def _measure(name: CohortName) -> str:
    return f"{keys.sport_letter(name.sport)}{name.version}"


def _shard_pk(name: CohortName, month: date, shard: int) -> str:
    return keys.cohort_pk(_measure(name), name.sex, str(name.band), f"{month:%Y-%m}", shard)


def _snapshot_pk(name: CohortName) -> str:
    return keys.cohort_pk(_measure(name), name.sex, str(name.band), "all", 0)


def _text_of(name: CohortName) -> str:
    return f"{_measure(name)} {name.sex} {name.band}"


def _name_of(text: str) -> CohortName:
    measure, sex, band = text.split()
    return CohortName(_SPORTS[measure[0]], int(measure[1:]), Sex(sex), int(band))
