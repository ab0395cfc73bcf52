"""The parts of an activity's detail, packed: laps, splits and efforts, track, and previews at two resolutions."""

import zlib
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import orjson
from pynamodb.models import Model

from models import keys
from models.entities import PREVIEW_POINTS, BestEffort, Detail, Lap, Preview, Split, Track
from models.store import RawItem
from models.table import DetailItem, FineItem
from models.terms import LapTrigger

COARSE, FINE = PREVIEW_POINTS


def items_of(uid: str, aid: str, job: str, detail: Detail) -> list[Model]:
    """The items that hold an activity's detail as this job made it; invisible until the meta names the job."""
    pk = keys.user_pk(uid)
    previews = dict(detail.previews)
    coarse, fine = previews.get(COARSE), previews.get(FINE)
    packed = {
        "laps": [_rounded(lap) for lap in detail.laps],
        "km": [_rounded(split) for split in detail.kilometer_splits],
        "mi": [_rounded(split) for split in detail.mile_splits],
        "best": [_rounded(effort) for effort in detail.best_efforts],
    }
    items: list[Model] = [
        DetailItem(
            pk,
            keys.detail_sk(aid, job),
            splits=_pack(packed),
            track=_pack(detail.track) if detail.track else None,
            points=coarse.points if coarse else None,
            columns=_compressed(coarse) if coarse else None,
        )
    ]
    if fine:
        items.append(FineItem(pk, keys.fine_sk(aid, job), points=fine.points, columns=_compressed(fine)))
    return items


def detail_of(raws: Iterable[RawItem], job: str) -> Detail | None:
    """The parts that this job made as one record; None when its first part is not among the items.

    Kinds that this version does not know are left out.
    """
    found: dict[str, RawItem] = {}
    for raw in raws:
        kind, maker = keys.parse_part(raw["SK"]["S"])
        if maker == job:
            found[kind] = raw
    first = found.get("1detail")
    if first is None:
        return None
    packed = _unpack(first["b"])
    previews = [(COARSE, first)] if "c" in first else []
    previews += [(FINE, found["2fine"])] if "2fine" in found else []
    return Detail(
        laps=tuple(Lap(**(made | {"trigger": LapTrigger(made["trigger"])})) for made in packed.get("laps", ())),
        kilometer_splits=tuple(Split(**made) for made in packed.get("km", ())),
        mile_splits=tuple(Split(**made) for made in packed.get("mi", ())),
        best_efforts=tuple(BestEffort(**made) for made in packed.get("best", ())),
        track=Track(**_unpack(first["tr"])) if "tr" in first else None,
        previews=tuple((limit, _preview(raw)) for limit, raw in previews),
    )


def _compressed(preview: Preview) -> dict[str, bytes]:
    return {name: zlib.compress(text, 9) for name, text in preview.columns.items()}


def _preview(raw: RawItem) -> Preview:
    columns = {name: zlib.decompress(b64decode(value["B"])) for name, value in raw["c"]["M"].items()}
    return Preview(int(raw["n"]["N"]), columns)


def _pack(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value), 9)


def _unpack(value: dict[str, str]) -> Any:
    return orjson.loads(zlib.decompress(b64decode(value["B"])))


def _rounded(record: Lap | Split | BestEffort) -> dict[str, Any]:
    """Millimetres and milliseconds are the finest that anybody reads."""
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(record).items()}
