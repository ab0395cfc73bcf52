"""Items of the table to records, and back: the one place that knows both."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import orjson

from models import keys
from models.entities import (
    Activity,
    ActivityMeta,
    BestEffort,
    Detail,
    Device,
    DeviceTotals,
    Lap,
    Preview,
    Problem,
    Profile,
    Skipped,
    Split,
    Track,
    Upload,
    epoch_ms,
    from_epoch_ms,
)
from models.table import Figures, MetaItem, PartItem, PreviewItem, ProfileItem, RowItem, TicketItem
from models.terms import (
    CaloriesMethod,
    Channel,
    DistanceSource,
    FileFormat,
    LapTrigger,
    Locale,
    OffsetSource,
    ProblemCode,
    Sex,
    Sport,
    Units,
    UploadState,
    Weekday,
)

_LETTER_SPORT = {keys.sport_letter(sport): sport for sport in Sport}


def _scaled(value: float | None, scale: int) -> int | None:
    return None if value is None else round(value * scale)


def _unscaled(value: float | None, scale: int) -> float | None:
    return None if value is None else value / scale


def figures_of(activity: Activity) -> dict[str, Any]:
    """The attributes that row and meta share, by their model names."""
    return {
        "updated_ms": epoch_ms(activity.updated_at),
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
    }


def _activity(item: Figures, aid: str, sport: Sport, started_ms: int) -> Activity:
    return Activity(
        aid=aid,
        sport=sport,
        started_at=from_epoch_ms(started_ms),
        utc_offset_s=int(item.utc_offset_s),
        updated_at=from_epoch_ms(int(item.updated_ms)),
        distance_m=item.distance_mm / 1000,
        elapsed_s=item.elapsed_ms / 1000,
        moving_s=item.moving_ms / 1000,
        name=item.name,
        steps=None if item.steps is None else int(item.steps),
        average_heart_rate_bpm=_unscaled(item.average_heart_rate_dbpm, 10),
        max_heart_rate_bpm=_unscaled(item.max_heart_rate_dbpm, 10),
        average_cadence_spm=_unscaled(item.average_cadence_dspm, 10),
        ascent_m=_unscaled(item.ascent_dm, 10),
        descent_m=_unscaled(item.descent_dm, 10),
        calories_kcal=_unscaled(item.calories_kcal, 1),
        calories_method=None if item.calories_method is None else CaloriesMethod(item.calories_method),
    )


def activity_of_row(item: RowItem) -> Activity:
    """A list row as a record."""
    _, started_ms, aid = item.sk.split("#")
    return _activity(item, aid, _LETTER_SPORT[item.by_sport[0]], int(started_ms))


def row_of(uid: str, activity: Activity) -> RowItem:
    """The list row of an activity."""
    sk = keys.row_sk(activity.started_at, activity.aid)
    return RowItem(
        keys.user_pk(uid),
        sk,
        by_sport=keys.sport_sort(activity.sport, sk),
        by_update=keys.update_sort(activity.updated_at, activity.aid),
        **figures_of(activity),
    )


def meta_of_item(item: MetaItem) -> ActivityMeta:
    """A meta item as a record."""
    _, aid, _ = item.sk.split("#")
    return ActivityMeta(
        activity=_activity(item, aid, Sport(item.sport), int(item.started_ms)),
        upload_id=item.upload_id,
        job=item.job,
        offset_source=OffsetSource(item.offset_source),
        distance_source=DistanceSource(item.distance_source),
        positions_distance_m=_unscaled(item.positions_distance_mm, 1000),
        device=Device(**item.device),
        device_totals=DeviceTotals(**item.device_totals),
        raw_key=item.raw_key,
        detail_key=item.detail_key,
        channels=tuple(Channel(name) for name in item.channels),
        problems=tuple(problem_of(made) for made in item.problems),
        algorithm=int(item.algorithm),
        siblings=tuple(item.siblings),
        duplicate_keys=tuple(sorted(item.duplicate_keys or ())),
    )


def item_of_meta(uid: str, meta: ActivityMeta, totals_keys: tuple[str, ...]) -> MetaItem:
    """The meta item of an activity, with the totals it is counted in."""
    activity = meta.activity
    return MetaItem(
        keys.user_pk(uid),
        keys.meta_sk(activity.aid),
        sport=activity.sport,
        started_ms=epoch_ms(activity.started_at),
        row_sk=keys.row_sk(activity.started_at, activity.aid),
        upload_id=meta.upload_id,
        job=meta.job,
        offset_source=meta.offset_source,
        distance_source=meta.distance_source,
        positions_distance_mm=_scaled(meta.positions_distance_m, 1000),
        device=_compact(asdict(meta.device)),
        device_totals=_compact(asdict(meta.device_totals)),
        raw_key=meta.raw_key,
        detail_key=meta.detail_key,
        channels=list(meta.channels),
        problems=[asdict(problem) for problem in meta.problems],
        algorithm=meta.algorithm,
        siblings=list(meta.siblings),
        totals_keys=list(totals_keys),
        **figures_of(activity),
    )


def _compact(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def problem_of(made: Mapping[str, str]) -> Problem:
    """A stored problem as a record."""
    return Problem(ProblemCode(made["code"]), made.get("detail", ""))


def _pack(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value), 9)


def _rounded(record: Lap | Split | BestEffort) -> dict[str, Any]:
    """Millimetres and milliseconds are the finest that anybody reads."""
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(record).items()}


def _unpack(body: bytes) -> Any:
    return orjson.loads(zlib.decompress(body))


def items_of_detail(uid: str, aid: str, job: str, detail: Detail) -> list[PartItem | PreviewItem]:
    """The items that hold an activity's detail as this job made it; invisible until the meta names the job."""
    pk = keys.user_pk(uid)
    packed = {
        "laps": [_rounded(lap) for lap in detail.laps],
        "km": [_rounded(split) for split in detail.kilometer_splits],
        "mi": [_rounded(split) for split in detail.mile_splits],
        "best": [_rounded(effort) for effort in detail.best_efforts],
    }
    items: list[PartItem | PreviewItem] = [PartItem(pk, keys.splits_sk(aid, job), body=_pack(packed))]
    if detail.track:
        items.append(PartItem(pk, keys.track_sk(aid, job), body=_pack(detail.track)))
    for limit, preview in detail.previews:
        columns = {name: zlib.compress(text, 9) for name, text in preview.columns.items()}
        items.append(PreviewItem(pk, keys.preview_sk(aid, job, limit), points=preview.points, columns=columns))
    return items


def detail_of_items(items: list[dict[str, Any]]) -> Detail:
    """The raw items below an activity's prefix as one record: the parts of the job that the meta names.

    Kinds that this version does not know are left out; without a meta everything is.
    """
    shown = {MetaItem.from_raw_data(raw).job for raw in items if keys.parse_part(raw["SK"]["S"])[0] == "0"}
    packed: dict[str, Any] = {}
    track: Track | None = None
    previews: list[tuple[int, Preview]] = []
    for raw in items:
        kind, job = keys.parse_part(raw["SK"]["S"])
        if job not in shown:
            continue
        if kind == "2splits":
            packed = _unpack(PartItem.from_raw_data(raw).body)
        elif kind == "4track":
            track = Track(**_unpack(PartItem.from_raw_data(raw).body))
        elif kind.startswith("3p"):
            previews.append((int(kind[2:]), _preview(PreviewItem.from_raw_data(raw))))
    return Detail(
        laps=tuple(Lap(**(made | {"trigger": LapTrigger(made["trigger"])})) for made in packed.get("laps", ())),
        kilometer_splits=tuple(Split(**made) for made in packed.get("km", ())),
        mile_splits=tuple(Split(**made) for made in packed.get("mi", ())),
        best_efforts=tuple(BestEffort(**made) for made in packed.get("best", ())),
        track=track,
        previews=tuple(sorted(previews, key=lambda pair: pair[0])),
    )


def _preview(item: PreviewItem) -> Preview:
    columns = {name: zlib.decompress(body) for name, body in item.columns.as_dict().items()}
    return Preview(int(item.points), columns)


def profile_of(uid: str, item: ProfileItem) -> Profile:
    """A stored profile as a record."""
    return Profile(
        uid=uid,
        birth_date=None if item.birth_date is None else date.fromisoformat(item.birth_date),
        sex=Sex(item.sex or Sex.UNSPECIFIED),
        height_m=item.height_m,
        weight_kg=item.weight_kg,
        resting_heart_rate_bpm=None if item.resting_heart_rate_bpm is None else int(item.resting_heart_rate_bpm),
        max_heart_rate_bpm=None if item.max_heart_rate_bpm is None else int(item.max_heart_rate_bpm),
        locale=Locale(item.locale or Locale.EN),
        units=Units(item.units or Units.METRIC),
        first_weekday=Weekday(item.first_weekday or Weekday.MONDAY),
        wanted_sport=None if item.wanted_sport is None else Sport(item.wanted_sport),
    )


def upload_of(uid: str, item: TicketItem) -> Upload:
    """A stored ticket as a record."""
    return Upload(
        uid=uid,
        upload_id=item.sk.split("#", 1)[1],
        state=UploadState(item.state),
        format=None if item.format is None else FileFormat(item.format),
        size_bytes=int(item.size_bytes),
        sha256=item.sha256,
        sport_hint=None if item.sport_hint is None else Sport(item.sport_hint),
        created_at=from_epoch_ms(int(item.created_ms)),
        expires_at=from_epoch_ms(int(item.ttl or 0) * 1000),
        activity_ids=tuple(item.activity_ids or ()),
        skipped=tuple(Skipped(ProblemCode(made["code"]), made["detail"]) for made in item.skipped or ()),
        problem=None if item.problem is None else problem_of(item.problem),
        lease_until=None if item.lease_until_ms is None else from_epoch_ms(int(item.lease_until_ms)),
    )
