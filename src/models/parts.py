"""An activity's detail as one item, packed: laps, splits, efforts, intensity, track, and series at two resolutions.

Beside it, as another item, lies the form with its scores: they change without the recording being measured again.
"""

import zlib
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from typing import Any

import orjson
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from models import keys
from models.columns import pack, unpack
from models.entities import (
    BestEffort,
    BestMean,
    Detail,
    Form,
    Histogram,
    Intensity,
    Lap,
    Load,
    Preview,
    Score,
    Split,
    Track,
)
from models.scores import pack_form, pack_score, unpack_form, unpack_score
from models.store import RawItem
from models.table import DetailItem, ScoreItem
from models.terms import Channel, LapTrigger, MissingReason
from models.versions import DETAIL_VERSION, newest

DETAIL = "1detail"
SCORE = "3score"
_PACE = "grade_adjusted_pace_s_per_km"
_HISTOGRAMS = ("heart_rate_s", "moving_speed_s")


def items_of(uid: str, aid: str, job: str, detail: Detail) -> list[Model]:
    """The items that hold an activity's detail as this job made it; invisible until the meta names the job."""
    # What was added later lies beside what was there before: a reader of another version knows nothing of it.
    packed = {
        "laps": [_rounded(lap) for lap in detail.laps],
        "km": [_rounded(split) for split in detail.kilometer_splits],
        "mi": [_rounded(split) for split in detail.mile_splits],
        "best": [_rounded(effort) for effort in detail.best_efforts],
        "kmg": _paces(detail.kilometer_splits),
        "mig": _paces(detail.mile_splits),
        "in": _packed_intensity(detail.intensity) if detail.intensity else None,
    }
    preview, track = detail.preview, detail.track
    line = {"polyline": track.polyline, "tolerance_m": track.tolerance_m, "points": track.points} if track else None
    # The form first: where the detail is found, the form is there.
    return [
        *_score_items(uid, aid, job, detail),
        DetailItem(
            keys.user_pk(uid),
            keys.detail_sk(aid, job),
            v=DETAIL_VERSION,
            splits=_pack({name: value for name, value in packed.items() if value is not None}),
            track=_pack(line) if line else None,
            levels=zlib.compress(bytes(track.levels), 9) if track and track.levels else None,
            points=preview.points if preview else None,
            columns=preview.columns if preview else None,
            coarse=pack(preview.coarse, 0) if preview else None,
        ),
    ]


def _score_items(uid: str, aid: str, job: str, detail: Detail) -> list[Model]:
    if detail.form is None:
        return []
    scores = {str(score.version): pack_score(score) for score in detail.scores}
    return [ScoreItem(keys.user_pk(uid), keys.score_sk(aid, job), form=pack_form(detail.form), scores=scores)]


def score_actions(scores: Iterable[Score]) -> list[Action]:
    """What puts these scores in the place of those of the same versions, beside those of others."""
    at: Any = ScoreItem.scores  # a class knows paths where an item has bytes
    return [at[str(score.version)].set(pack_score(score)) for score in scores]


def scored_of(raw: RawItem) -> tuple[Form, tuple[Score, ...]]:
    """A stored form with its scores, the newest version first."""
    told = sorted(((int(name), b64decode(value["B"])) for name, value in raw["s"]["M"].items()), reverse=True)
    return unpack_form(b64decode(raw["f"]["B"])), tuple(unpack_score(version, packed) for version, packed in told)


def detail_of(raws: Iterable[RawItem], job: str) -> Detail | None:
    """The parts that this job made as a record; None when the detail is not among the items.

    Kinds that this version does not know are left out.
    """
    by_kind = {kind: raw for raw in raws for kind, made_by in [keys.parse_part(raw["SK"]["S"])] if made_by == job}
    found = by_kind.get(DETAIL)
    if found is None:
        return None
    found = newest("detail", found)
    packed = _unpack(found["b"])
    form, scores = scored_of(by_kind[SCORE]) if SCORE in by_kind else (None, ())
    return Detail(
        laps=tuple(Lap(**(made | {"trigger": LapTrigger(made["trigger"])})) for made in packed.get("laps", ())),
        kilometer_splits=_splits(packed.get("km", ()), packed.get("kmg")),
        mile_splits=_splits(packed.get("mi", ()), packed.get("mig")),
        best_efforts=tuple(BestEffort(**made) for made in packed.get("best", ())),
        track=_track(found) if "tr" in found else None,
        preview=_preview(found) if "c" in found else None,
        intensity=_intensity(packed["in"]) if "in" in packed else None,
        form=form,
        scores=scores,
    )


def _track(raw: RawItem) -> Track:
    levels = zlib.decompress(b64decode(raw["tl"]["B"])) if "tl" in raw else b""
    return Track(**_unpack(raw["tr"]), levels=tuple(levels))


def _preview(raw: RawItem) -> Preview:
    columns = {name: b64decode(value["B"]) for name, value in raw["c"]["M"].items()}
    return Preview(int(raw["n"]["N"]), columns, tuple(unpack(b64decode(raw["cs"]["B"]))))


def _splits(made: Iterable[dict[str, Any]], paces: list[float | None] | None) -> tuple[Split, ...]:
    splits = tuple(Split(**each) for each in made)
    if not paces:
        return splits
    return tuple(replace(split, grade_adjusted_pace_s_per_km=pace) for split, pace in zip(splits, paces, strict=True))


def _paces(splits: Iterable[Split]) -> list[float | None] | None:
    """The splits' paces by the slope; None where none has one."""
    found = [_short(split.grade_adjusted_pace_s_per_km) for split in splits]
    return found if any(pace is not None for pace in found) else None


def _packed_intensity(intensity: Intensity) -> dict[str, Any]:
    """What is there, in names and numbers as they are read."""
    made = {name: value for name, value in asdict(intensity).items() if value is not None}
    for name in made.keys() & set(_HISTOGRAMS):
        told = made[name]
        made[name] = [told["start"], told["step"], [_short(seconds) for seconds in told["seconds"]]]
    made["load"] = {name: _short(value) for name, value in made["load"].items() if value is not None}
    made["best_means"] = [
        [each.channel, _short(each.duration_s), round(each.mean, 3), _short(each.start_s)]
        for each in intensity.best_means
    ]
    return {name: _short(value) for name, value in made.items() if value not in ([], {})}


def _intensity(made: dict[str, Any]) -> Intensity:
    """What of it this version knows: a newer one may have written other figures, reasons and channels, too."""
    told = _known(Intensity, made)
    for name in told.keys() & set(_HISTOGRAMS):
        start, step, seconds = told[name][:3]
        told[name] = Histogram(start, step, tuple(seconds))
    told["load"] = Load(**_known(Load, told.get("load", {})))
    told["best_means"] = tuple(
        BestMean(Channel(channel), *figures[:3])
        for channel, *figures in told.get("best_means", ())
        if channel in Channel
    )
    return Intensity(**told)


def _known(record: type[Intensity | Load], made: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(record)}
    return {
        name: _reason(value) if name.endswith("missing") else value for name, value in made.items() if name in names
    }


def _reason(value: str) -> MissingReason:
    return MissingReason(value) if value in MissingReason else MissingReason.OTHER


def _pack(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value), 9)


def _unpack(value: dict[str, str]) -> Any:
    return orjson.loads(zlib.decompress(b64decode(value["B"])))


def _rounded(record: Lap | Split | BestEffort) -> dict[str, Any]:
    """Millimetres and milliseconds are the finest that anybody reads."""
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in asdict(record).items()
        if name != _PACE
    }


def _short(value: Any) -> Any:
    """Tenths are the finest of what is estimated; whole numbers take less room without their fraction."""
    if not isinstance(value, float):
        return value
    tenth = round(value, 1)
    return int(tenth) if tenth == int(tenth) else tenth
