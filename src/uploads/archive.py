"""What an export's archive holds: its members, in an order that a resumed export finds again."""

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import orjson

from coaching.bests import distance_m
from models import activities, devices, files, gear, keys, sessions, store, totals, users
from models.entities import ActivityMeta, Totals
from models.errors import NotFound
from models.object_keys import detail_key, person_prefixes
from models.records import meta_of

README = """Everything that stridegraph keeps of you.

profile.json           what you told of yourself
days.json, months.json sums of each local day and month
bests.json             best efforts
gear.json              shoes
devices.json           what recorded
sessions.json          exercises that you did
activities/            figures, laps, splits, best efforts, track, form, scores of each activity, merged ones included
detail/                every recorded point: gzip JSON, columns of {scale, values}, value = integer / scale
raw/                   the files as they arrived

Units are part of the names: _m metres, _s seconds, _ms milliseconds, _mm millimetres, _dm decimetres,
_bpm beats per minute, _spm steps per minute of both feet, _kg kilograms, _kcal kilocalories. Instants are UTC.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive; ``place`` sorts it, and names it to a resumed export."""

    place: str
    name: str
    read: Callable[[], bytes]


def members(uid: str, after: str) -> Iterator[Member]:
    """The files of a person's archive behind a place, in order; each is read when it is its turn."""
    for member in _all(uid):
        if member.place > after:
            yield member


def tar_bytes(member: Member, at: datetime) -> bytes:
    """A file with its tar header, padded to whole blocks: archives are joined by writing one behind another."""
    data = member.read()
    info = tarfile.TarInfo(member.name)
    info.size, info.mtime = len(data), int(at.timestamp())
    padding = -len(data) % tarfile.BLOCKSIZE
    return info.tobuf(tarfile.PAX_FORMAT) + data + bytes(padding)


TAR_END = bytes(2 * tarfile.BLOCKSIZE)


def _all(uid: str) -> Iterator[Member]:
    yield Member("0/0", "README.txt", README.encode)
    documents: dict[str, Callable[[], Any]] = {
        "profile": lambda: asdict(users.get_profile(uid)),
        "days": lambda: [_totals(day) for day in totals.days(uid, date(1970, 1, 1), date(9998, 12, 31))],
        "months": lambda: [_totals(month) for month in totals.months(uid, date(1970, 1, 1), date(9998, 12, 31))],
        "bests": lambda: [asdict(best) | {"distance_m": distance_m(best.position)} for best in totals.bests(uid)],
        "gear": lambda: [asdict(pair) for pair in gear.every(uid)],
        "devices": lambda: [asdict(device) for device in devices.every(uid)],
        "sessions": lambda: [asdict(each) for each in sessions.between(uid, date(1970, 1, 1), date(9998, 12, 31))],
    }
    for number, (name, document) in enumerate(documents.items(), 1):
        yield Member(f"0/{number}", f"{name}.json", partial(_document, document))
    yield from _activities(uid)
    raw_prefix = person_prefixes(uid)[0]
    for key, _ in files.keys_below(raw_prefix):
        yield Member(f"2/{key}", f"raw/{key.rsplit('/', 1)[1]}", partial(files.read, key))


def _activities(uid: str) -> Iterator[Member]:
    """Each activity with its series: the metas lie before their parts."""
    for raw in store.query_all(keys.user_pk(uid), store.prefix(keys.DETAIL_PREFIX), strong=True):
        meta = meta_of(raw) if keys.parse_part(raw["SK"]["S"])[0] == "0" else None
        if meta is None:
            continue
        aid = meta.activity.aid
        name = f"{meta.activity.local_start:%Y-%m-%d}-{aid}"
        yield Member(f"1/{aid}/0", f"activities/{name}.json", partial(_activity, uid, aid))
        yield Member(f"1/{aid}/1", f"detail/{name}.json.gz", partial(_series, uid, meta))


def _series(uid: str, seen: ActivityMeta) -> bytes:
    """Every recorded point, of the job that is shown by now; raises NotFound for an activity that is gone."""
    aid = seen.activity.aid
    try:
        return files.read(detail_key(uid, aid, seen.job))
    except NotFound:
        now = activities.get_meta(uid, aid, strong=True)
        if now is None or now.job == seen.job:
            raise
        return _series(uid, now)


def _activity(uid: str, aid: str) -> bytes:
    whole = activities.get_whole(uid, aid)
    if whole is None:
        return _json(None)
    detail = {name: value for name, value in asdict(whole.detail).items() if name != "preview"}
    meta = asdict(whole.meta)
    del meta["activity"]["packed_scores"]  # the scores are in the detail, whole
    return _json({**meta, **detail})


def _totals(totals: Totals) -> dict[str, Any]:
    return {"start": totals.start, **{sport.lower(): asdict(amounts) for sport, amounts in totals.amounts.items()}}


def _document(read: Callable[[], Any]) -> bytes:
    return _json(read())


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)
