"""An activity's detail as one item, packed: laps, splits and efforts, track, and the series at two resolutions."""

import zlib
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import orjson
from pynamodb.models import Model

from models import keys
from models.columns import pack, unpack
from models.entities import BestEffort, Detail, Lap, Preview, Split, Track
from models.store import RawItem
from models.table import DetailItem
from models.terms import LapTrigger
from models.versions import DETAIL_VERSION, newest

DETAIL = "1detail"


def items_of(uid: str, aid: str, job: str, detail: Detail) -> list[Model]:
    """The items that hold an activity's detail as this job made it; invisible until the meta names the job."""
    packed = {
        "laps": [_rounded(lap) for lap in detail.laps],
        "km": [_rounded(split) for split in detail.kilometer_splits],
        "mi": [_rounded(split) for split in detail.mile_splits],
        "best": [_rounded(effort) for effort in detail.best_efforts],
    }
    preview = detail.preview
    return [
        DetailItem(
            keys.user_pk(uid),
            keys.detail_sk(aid, job),
            v=DETAIL_VERSION,
            splits=_pack(packed),
            track=_pack(detail.track) if detail.track else None,
            points=preview.points if preview else None,
            columns=preview.columns if preview else None,
            coarse=pack(preview.coarse, 0) if preview else None,
        )
    ]


def detail_of(raws: Iterable[RawItem], job: str) -> Detail | None:
    """The part that this job made as a record; None when it is not among the items.

    Kinds that this version does not know are left out.
    """
    found = next((raw for raw in raws if keys.parse_part(raw["SK"]["S"]) == (DETAIL, job)), None)
    if found is None:
        return None
    found = newest("detail", found)
    packed = _unpack(found["b"])
    return Detail(
        laps=tuple(Lap(**(made | {"trigger": LapTrigger(made["trigger"])})) for made in packed.get("laps", ())),
        kilometer_splits=tuple(Split(**made) for made in packed.get("km", ())),
        mile_splits=tuple(Split(**made) for made in packed.get("mi", ())),
        best_efforts=tuple(BestEffort(**made) for made in packed.get("best", ())),
        track=Track(**_unpack(found["tr"])) if "tr" in found else None,
        preview=_preview(found) if "c" in found else None,
    )


def _preview(raw: RawItem) -> Preview:
    columns = {name: b64decode(value["B"]) for name, value in raw["c"]["M"].items()}
    return Preview(int(raw["n"]["N"]), columns, tuple(unpack(b64decode(raw["cs"]["B"]))))


def _pack(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value), 9)


def _unpack(value: dict[str, str]) -> Any:
    return orjson.loads(zlib.decompress(b64decode(value["B"])))


def _rounded(record: Lap | Split | BestEffort) -> dict[str, Any]:
    """Millimetres and milliseconds are the finest that anybody reads."""
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(record).items()}
