"""Rows and metas: items of the table to records, and back.

Reading is on the way of every list, so rows and metas are decoded from the wire's JSON without PynamoDB's models.
"""

import struct
from base64 import b64decode
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, make_dataclass
from datetime import date, timedelta
from typing import Any

import orjson

from models import keys
from models.entities import (
    EPOCH,
    Activity,
    ActivityMeta,
    Change,
    Device,
    DeviceTotals,
    Edits,
    Problem,
    epoch_ms,
    from_epoch_ms,
)
from models.store import RawItem
from models.table import MetaItem, RowItem
from models.terms import (
    CaloriesMethod,
    ChangeKind,
    Channel,
    DistanceReason,
    DistanceSource,
    OffsetSource,
    ProblemCode,
    Sport,
)
from models.versions import META_VERSION, ROW_VERSION, count_unknown, newest

_CHANGES = {kind.value: kind for kind in ChangeKind}
_LETTER_SPORT = {keys.sport_letter(sport): sport for sport in Sport}
_METHODS = {method.value: method for method in CaloriesMethod}
_NEWEST_ROW = {"N": str(ROW_VERSION)}
_MS = timedelta(milliseconds=1)
# A frozen record sets each field through object.__setattr__, which is a third of what a row costs. Its twin of equal
# slots is filled plainly and then becomes the record.
_Draft: Callable[..., Activity] = make_dataclass("_Draft", [field.name for field in fields(Activity)], slots=True)


def local_day(started_ms: int, utc_offset_s: int) -> date:
    """The day on the clock that the person saw at the start."""
    return (EPOCH + timedelta(milliseconds=started_ms, seconds=utc_offset_s)).date()


def pack_efforts(efforts_ms: tuple[int, ...]) -> bytes | None:
    """Durations over the standard distances, 4 bytes each; None where there is none."""
    return struct.pack(f">{len(efforts_ms)}I", *efforts_ms) if any(efforts_ms) else None


def efforts_of_raw(raw: RawItem) -> tuple[int, ...]:
    """The inverse of ``pack_efforts``, of a row or meta as it lies in the table."""
    if "b" not in raw:
        return ()
    packed = b64decode(raw["b"]["B"])
    return struct.unpack(f">{len(packed) // 4}I", packed)


def _scaled(value: float | None, scale: int) -> int | None:
    return None if value is None else round(value * scale)


def _figures_of(activity: Activity, efforts_ms: tuple[int, ...]) -> dict[str, Any]:
    """The attributes that row and meta share, by their model names."""
    return {
        "utc_offset_s": activity.utc_offset_s,
        "distance_mm": _scaled(activity.distance_m, 1000),
        "elapsed_ms": _scaled(activity.elapsed_s, 1000),
        "moving_ms": _scaled(activity.moving_s, 1000),
        "name": activity.name,
        "steps": activity.steps,
        "average_heart_rate_dbpm": _scaled(activity.average_heart_rate_bpm, 10),
        "max_heart_rate_dbpm": _scaled(activity.max_heart_rate_bpm, 10),
        "average_cadence_dspm": _scaled(activity.average_cadence_spm, 10),
        "ascent_dm": _scaled(activity.ascent_m, 10),
        "descent_dm": _scaled(activity.descent_m, 10),
        "calories_kcal": _scaled(activity.calories_kcal, 1),
        "calories_method": activity.calories_method,
        "efforts": pack_efforts(efforts_ms),
        "gear_id": activity.gear_id,
        "packed_scores": activity.packed_scores,
    }


def _text(raw: RawItem, name: str) -> str | None:
    return str(raw[name]["S"]) if name in raw else None


def _activity(raw: RawItem, aid: str, sport: Sport, started_ms: int, updated_ms: int) -> Activity:
    made = _Draft(
        aid,
        sport,
        EPOCH + _MS * started_ms,
        int(raw["o"]["N"]),
        EPOCH + _MS * updated_ms,
        int(raw["d"]["N"]) / 1000,
        int(raw["e"]["N"]) / 1000,
        int(raw["m"]["N"]) / 1000,
        raw["n"]["S"] if "n" in raw else None,
        int(raw["s"]["N"]) if "s" in raw else None,
        int(raw["h"]["N"]) / 10 if "h" in raw else None,
        int(raw["hx"]["N"]) / 10 if "hx" in raw else None,
        int(raw["c"]["N"]) / 10 if "c" in raw else None,
        int(raw["a"]["N"]) / 10 if "a" in raw else None,
        int(raw["ad"]["N"]) / 10 if "ad" in raw else None,
        float(raw["k"]["N"]) if "k" in raw else None,
        _METHODS[raw["km"]["S"]] if "km" in raw else None,
        raw["g"]["S"] if "g" in raw else None,
        a2b_base64(raw["q"]["B"]) if "q" in raw else None,
    )
    made.__class__ = Activity
    return made


def activity_of_row(raw: RawItem) -> Activity:
    """A list row as a record; of a hidden one, too, when its sport is given by the meta alone."""
    if raw.get("v") != _NEWEST_ROW:
        raw = newest("row", raw)
    started_ms, aid = keys.parse_row(raw["SK"]["S"])
    sport = _LETTER_SPORT[raw["sp"]["S"] if "sp" in raw else raw["KS"]["S"][0]]
    return _activity(raw, aid, sport, started_ms, int(raw["UK"]["S"][:14]))


def change_of(raw: RawItem) -> Change | None:
    """An item of the feed as a record: a row, a hidden row, or a tombstone; None for what only later versions know.

    A later version's kind of change is told as an edit: the activity is to be read again in any case.
    """
    if not keys.tells_change(raw["SK"]["S"]):
        count_unknown(raw["SK"]["S"].partition("#")[0])
        return None
    stamp, aid = raw["UK"]["S"].split("#")
    kind = _CHANGES.get(raw["x"]["S"], ChangeKind.EDITED)
    activity = None if kind is ChangeKind.DELETED else activity_of_row(raw)
    return Change(kind, aid, from_epoch_ms(int(stamp)), activity)


def row_of(uid: str, meta: ActivityMeta, change: ChangeKind) -> RowItem:
    """The list row of an activity; out of the way of all lists while another one stands for it."""
    card = meta.activity
    build = keys.hidden_sk if meta.merged_into else keys.row_sk
    sk = build(card.started_at, card.aid)
    return RowItem(
        keys.user_pk(uid),
        sk,
        v=ROW_VERSION,
        change=change,
        by_sport=None if meta.merged_into else keys.sport_sort(card.sport, sk),
        sport=keys.sport_letter(card.sport) if meta.merged_into else None,
        by_update=keys.update_sort(card.updated_at, card.aid),
        **_figures_of(card, meta.efforts_ms),
    )


def is_tombstone(raw: RawItem) -> bool:
    """Whether this stands where the meta of a deleted activity was."""
    return "x" in raw


def meta_of(raw: RawItem | None) -> ActivityMeta | None:
    """A meta item as a record; None for a tombstone."""
    if raw is None or is_tombstone(raw):
        return None
    raw = newest("meta", raw)
    aid = raw["SK"]["S"].split("#")[1]
    edits = orjson.loads(raw["ed"]["S"]) if "ed" in raw else {}
    sport = Sport(raw["sp"]["S"])
    return ActivityMeta(
        activity=_activity(raw, aid, sport, int(raw["t"]["N"]), int(raw["u"]["N"])),
        upload_id=raw["up"]["S"],
        job=raw["j"]["S"],
        offset_source=OffsetSource(raw["os"]["S"]),
        distance_source=DistanceSource(raw["ds"]["S"]),
        positions_distance_m=int(raw["pd"]["N"]) / 1000 if "pd" in raw else None,
        distance_reason=DistanceReason(raw["dr"]["S"]) if "dr" in raw else None,
        raw_distance_m=int(raw["rd"]["N"]) / 1000 if "rd" in raw else None,
        device=Device(**orjson.loads(raw["dv"]["S"])),
        device_totals=DeviceTotals(**orjson.loads(raw["dt"]["S"])),
        channels=tuple(Channel(part["S"]) for part in raw["ch"]["L"]),
        problems=tuple(problem_of(made) for made in orjson.loads(raw["pr"]["S"])),
        algorithm=int(raw["al"]["N"]),
        siblings=tuple(part["S"] for part in raw["sb"]["L"]),
        duplicate_keys=tuple(sorted(raw["du"]["SS"])) if "du" in raw else (),
        efforts_ms=efforts_of_raw(raw),
        edits=Edits(**(edits | ({"sport": Sport(edits["sport"])} if edits.get("sport") else {}))),
        merged_into=_text(raw, "mi"),
        remeasuring=_text(raw, "rm"),
        revision=int(raw["rev"]["N"]),
    )


def item_of_meta(uid: str, meta: ActivityMeta) -> MetaItem:
    """The meta item of an activity."""
    activity = meta.activity
    return MetaItem(
        keys.user_pk(uid),
        keys.meta_sk(activity.aid),
        v=META_VERSION,
        revision=meta.revision,
        updated_ms=epoch_ms(activity.updated_at),
        sport=activity.sport,
        started_ms=int(keys.stamp(activity.started_at)),
        upload_id=meta.upload_id,
        job=meta.job,
        offset_source=meta.offset_source,
        distance_source=meta.distance_source,
        positions_distance_mm=_scaled(meta.positions_distance_m, 1000),
        distance_reason=meta.distance_reason,
        raw_distance_mm=_scaled(meta.raw_distance_m, 1000),
        device=_compact(asdict(meta.device)),
        device_totals=_compact(asdict(meta.device_totals)),
        channels=list(meta.channels),
        problems=[asdict(problem) for problem in meta.problems],
        algorithm=meta.algorithm,
        siblings=list(meta.siblings),
        duplicate_keys=set(meta.duplicate_keys) or None,
        edits=_compact(asdict(meta.edits)) if meta.edits != Edits() else None,
        merged_into=meta.merged_into,
        remeasuring=meta.remeasuring,
        **_figures_of(activity, meta.efforts_ms),
    )


def _compact(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def problem_of(made: Mapping[str, str]) -> Problem:
    """A stored problem as a record."""
    return Problem(ProblemCode(made["code"]), made.get("detail", ""))
