"""Stand-ins: the items that a person of some years has in the table, of their usual size, made when they are asked for.

A rehearsal has no table. What an operation asks for by a key is made up for that very key, and a query's answer holds
as many items as it may have at most, or as many as people usually have. All of it goes through the encoders that write
the real items, and comes as it would come over the wire: binary as base64 text.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice, takewhile
from typing import Any

import orjson

from console.plan import typical
from console.plan.typical import JOB, SHOES
from models import keys, parts
from models.catalog import CATALOG
from models.entities import Amounts, epoch_ms, from_epoch_ms
from models.ledger import FIGURES, LETTERS, Contribution, best_name
from models.metering.units import Item, Value
from models.patterns import QUERY, Condition, condition_of
from models.records import item_of_meta, row_of
from models.table import DeviceItem, GearItem, IdentityItem, JobItem, ProfileItem, SessionItem, SumItem, TicketItem
from models.terms import AccountState, ChangeKind, Effort, JobState, Sex, Sport, UploadState

HIDDEN = "hidden"  # ids of merged activities begin so
KEPT = "kept0000"  # the one that stands for them
FIRST = "standin000"
WALK = "standinw"  # ids of walks
EXERCISES = ["MARCH", "TOE_OFF_DRILL", "HIP_EXTENSION", "SINGLE_LEG_STAND"]
_DAY = timedelta(days=1)
_YEARS = 2
_A_YEAR = 242  # activities
_WEEK = {0: Sport.RUNNING, 2: Sport.RUNNING, 5: Sport.RUNNING, 6: Sport.WALKING}


@dataclass(frozen=True, slots=True)
class StandIns:
    """A person's stand-ins.

    Attributes:
        now: the newest activity is a day older.
        merged: whether an activity that is asked for by its id was merged into another one.
    """

    now: datetime
    merged: bool = False

    def item(self, pk: str, sk: str) -> Item | None:
        """The item with this key; None for what people usually have not."""
        make = _MAKERS.get(CATALOG.kind_of(pk, sk) or "")
        return make(self, pk, sk) if make else None

    def listing(self, call: Mapping[str, Any]) -> list[Item]:
        """The items of a query's answer; none where nobody writes such items yet."""
        pattern = CATALOG.pattern_of(QUERY, call)
        listed = LISTS.get(pattern.name) if pattern else None
        return list(islice(listed(self, condition_of(call)), call.get("Limit"))) if listed else []

    def stands_for(self, aid: str) -> str | None:
        """The activity that an activity was merged into."""
        return KEPT if aid != KEPT and (self.merged or aid.startswith(HIDDEN)) else None


type Maker = Callable[[StandIns, str, str], Item | None]
type Lister = Callable[[StandIns, Condition], Iterable[Item]]


def wire(sent: Item) -> Item:
    """An item that was sent, as a reader gets it."""
    answered: Item = orjson.loads(orjson.dumps(sent, default=lambda binary: b64encode(binary).decode()))
    return answered


def _row(standins: StandIns, pk: str, sk: str) -> Item | None:
    """The row with this key, in the list or out of it; not both, as an activity is merged or is not."""
    started_ms, aid = keys.parse_row(sk)
    made = _row_of(standins, pk, aid, from_epoch_ms(started_ms))
    return made if made["SK"]["S"] == sk else None


def _row_of(standins: StandIns, pk: str, aid: str, started_at: datetime, sport: Sport = Sport.RUNNING) -> Item:
    meta = typical.activity(aid, started_at, sport, merged_into=standins.stands_for(aid))
    change = ChangeKind.MERGED if meta.merged_into else ChangeKind.CREATED
    return wire(row_of(keys.tail(pk), meta, change).serialize())


def _meta(standins: StandIns, pk: str, sk: str) -> Item:
    aid = _aid_of(sk)
    started_at = standins.now - _DAY
    meta = typical.activity(aid, started_at, _sport_of(aid), merged_into=standins.stands_for(aid))
    return wire(item_of_meta(keys.tail(pk), meta).serialize())


def _aid_of(sk: str) -> str:
    return sk.split("#")[1]


def _sport_of(aid: str) -> Sport:
    """What an activity is that is known by its id alone: a run, but for the walks of the lists."""
    return Sport.WALKING if aid.startswith(WALK) else Sport.RUNNING


def _parts(pk: str, aid: str) -> list[Item]:
    detail = typical.detail(_sport_of(aid))
    made = [wire(part.serialize()) for part in parts.items_of(keys.tail(pk), aid, JOB, detail)]
    return sorted(made, key=lambda part: part["SK"]["S"])


def _part(_: StandIns, pk: str, sk: str) -> Item:
    kind, _job = keys.parse_part(sk)
    return next(part for part in _parts(pk, _aid_of(sk)) if keys.parse_part(part["SK"]["S"])[0] == kind)


def _profile(_: StandIns, pk: str, sk: str) -> Item:
    return ProfileItem(
        pk,
        sk,
        birth_date="1987-03-14",
        sex=Sex.FEMALE,
        height_m=1.68,
        weight_kg=58.5,
        resting_heart_rate_bpm=52,
        max_heart_rate_bpm=186,
        running_gear=SHOES[Sport.RUNNING],
        walking_gear=SHOES[Sport.WALKING],
    ).serialize()


def _identity(_: StandIns, pk: str, sk: str) -> Item:
    return IdentityItem(pk, sk, uid="0123456789abcdef0123", state=AccountState.ACTIVE).serialize()


def _gear(_: StandIns, pk: str, sk: str) -> Item:
    return GearItem(
        pk,
        sk,
        name="Blue ones, second pair",
        activities=61,
        distance_mm=612_345_678,
        moving_ms=219_876_000,
        elapsed_ms=221_987_000,
        steps=603_211,
        ascent_dm=48_310,
    ).serialize()


def _device(standins: StandIns, pk: str, sk: str) -> Item:
    first, last = ((standins.now - days * _DAY).date().isoformat() for days in (400, 1))
    watch = typical.WATCH
    made = DeviceItem(pk, sk, manufacturer=watch.manufacturer, product=watch.product, serial=watch.serial)
    made.first_day, made.last_day = first, last
    return made.serialize()


def _ticket(standins: StandIns, pk: str, sk: str) -> Item:
    return TicketItem(
        pk,
        sk,
        state=UploadState.DONE,
        size_bytes=94_208,
        sha256="9f86d081884c7d659a2feaa0c55ad015" * 2,
        created_ms=epoch_ms(standins.now - _DAY),
        job=JOB,
        activity_ids=[FIRST],
        skipped=[],
        ttl=epoch_ms(standins.now + 29 * _DAY) // 1000,
    ).serialize()


def _job(standins: StandIns, pk: str, sk: str) -> Item:
    asked_ms = epoch_ms(standins.now - 3 * _DAY)
    return JobItem(
        pk,
        sk,
        state=JobState.DONE,
        requested_ms=asked_ms,
        finished_ms=asked_ms + 42_000,
        size_bytes=18_874_368,
        worker=JOB,
        lease_until_ms=asked_ms + 300_000,
        ttl=epoch_ms(standins.now + 27 * _DAY) // 1000,
    ).serialize()


def _session(_: StandIns, pk: str, sk: str) -> Item:
    return SessionItem(pk, sk, exercises=EXERCISES, effort=Effort.RIGHT, painful=EXERCISES[-1:]).serialize()


def _counters(part: str, sport: Sport) -> dict[str, Value]:
    amounts = {"c": 1, "d": 10_376_523, "m": 3_713_000, "e": 3_745_000, "s": 10_214, "a": 845}
    return {f"{part}{LETTERS[sport]}{figure}": {"N": str(amounts[figure])} for figure in FIGURES}


def _week(_: StandIns, pk: str, sk: str) -> Item:
    made: dict[str, Value] = dict(SumItem(pk, sk).serialize())
    for day, sport in _WEEK.items():
        made |= _counters(str(day), sport)
    return made


def _year(_: StandIns, pk: str, sk: str) -> Item:
    made: dict[str, Value] = dict(SumItem(pk, sk, bests_version=23).serialize())
    for month in range(1, 13):
        made |= _counters(f"{month:02d}", Sport.RUNNING)
    day = date(int(keys.tail(sk)), 5, 4)
    started_at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    for aid in ("best0000", "best0001"):
        best = Contribution(aid, Sport.RUNNING, started_at, day, Amounts(), typical.EFFORTS_MS)
        places = best.positions()[aid == "best0001" :: 2]
        made |= {best_name(best.sport, place): {"S": best.best(place)} for place in places}
    return made


_MAKERS: dict[str, Maker] = {
    "identity": _identity,
    "profile": _profile,
    "row": _row,
    "hidden row": _row,
    "meta": _meta,
    "detail": _part,
    "score": _part,
    "week": _week,
    "year": _year,
    "gear": _gear,
    "device": _device,
    "ticket": _ticket,
    "job": _job,
    "session": _session,
}


def _newest_first(standins: StandIns, asked: Condition) -> Iterator[Item]:
    """Rows a day apart, back to where the range begins; of one sport, or three runs to a walk."""
    letters = {keys.sport_letter(sport): sport for sport in Sport}
    only = letters.get(asked.low[:1])
    behind = asked.low.partition("#")[2]
    days = takewhile(lambda day: behind <= keys.stamp(standins.now - day * _DAY), count(1))
    for number, day in enumerate(days):
        sport = only or (Sport.WALKING if number % 4 == 1 else Sport.RUNNING)
        aid = f"{WALK if sport is Sport.WALKING else 'standin'}{number:03d}"
        yield _row_of(standins, asked.pk, aid, standins.now - day * _DAY, sport)


def _merged(standins: StandIns, asked: Condition) -> Iterator[Item]:
    for number in count():
        yield _row_of(standins, asked.pk, f"{HIDDEN}{number:03d}", standins.now - (number + 1) * _DAY)


def _around(_: StandIns, asked: Condition) -> Iterator[Item]:
    """Another outing of the same day."""
    started_ms = int(asked.low.split("#")[1])
    yield _row_of(StandIns(from_epoch_ms(started_ms)), asked.pk, FIRST, from_epoch_ms(started_ms + 1_800_000))


def _sport_of_year(standins: StandIns, asked: Condition) -> Iterable[Item]:
    return reversed(list(islice(_newest_first(standins, asked), _A_YEAR)))


def _changes(standins: StandIns, asked: Condition) -> Iterator[Item]:
    """Rows that changed a minute after each other, from where the phone was."""
    since = max(from_epoch_ms(int(asked.low[:14])), standins.now - 30 * _DAY)
    for number in count(1):
        started_at = since + timedelta(minutes=number, hours=-2)
        yield _row_of(standins, asked.pk, f"standin{number:03d}", started_at)


def _whole(standins: StandIns, asked: Condition) -> Iterator[Item]:
    aid = _aid_of(asked.low)
    yield _meta(standins, asked.pk, keys.meta_sk(aid))
    yield from (part for part in _parts(asked.pk, aid) if part["SK"]["S"] <= asked.high)


def _weeks(standins: StandIns, asked: Condition) -> Iterator[Item]:
    day, end = (date.fromisoformat(keys.tail(sk)) for sk in (asked.low, asked.high))
    while day <= end:
        yield _week(standins, asked.pk, keys.week_sk(day))
        day += 7 * _DAY


def _years(standins: StandIns, asked: Condition) -> Iterator[Item]:
    """The years that are asked for; of all, as many as the person has been here."""
    this = standins.now.year
    first = this - _YEARS + 1 if asked.low == keys.YEAR_PREFIX else int(keys.tail(asked.low))
    last = this if asked.low == keys.YEAR_PREFIX else int(keys.tail(asked.high))
    for year in range(first, last + 1):
        yield _year(standins, asked.pk, keys.year_sk(date(year, 1, 1)))


def _pairs(standins: StandIns, asked: Condition) -> Iterator[Item]:
    return (_gear(standins, asked.pk, keys.gear_sk(gear)) for gear in SHOES.values())


def _devices(standins: StandIns, asked: Condition) -> Iterator[Item]:
    places = sorted(keys.device_sk(keys.device_id(serial)) for serial in ("watch", "phone"))
    return (_device(standins, asked.pk, sk) for sk in places)


def _jobs(standins: StandIns, asked: Condition) -> Iterator[Item]:
    yield _job(standins, asked.pk, keys.job_sk("5a6b7c8d9e0f1a2b"))


def _sessions(_: StandIns, asked: Condition) -> Iterator[Item]:
    """Two a week."""
    day, end = (date.fromisoformat(sk.split("#")[1]) for sk in (asked.low, asked.high))
    while day <= end:
        if day.weekday() in {1, 4}:
            yield _session(_, asked.pk, keys.session_sk(day, "1c2d3e4f5a6b"))
        day += _DAY


# Queries that an operation can make, by their patterns.
LISTS: dict[str, Lister] = {
    "list": _newest_first,
    "list of a sport": _newest_first,
    "hidden": _merged,
    "around": _around,
    "sport of a year": _sport_of_year,
    "changes": _changes,
    "detail": _whole,
    "days": _weeks,
    "months": _years,
    "gear": _pairs,
    "devices": _devices,
    "jobs": _jobs,
    "sessions": _sessions,
}
