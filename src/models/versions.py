"""Older items brought up to date in memory, and unknown ones counted.

Every item carries its version. A reader steps an older item up by pure functions, one a version, and never writes it
back; ``stridegraph migrate`` does. An item of a newer version than this code knows is read as it is: attributes are
only ever added within a deployment.
"""

import logging
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable

import orjson

from models.columns import pack
from models.store import RawItem

log = logging.getLogger(__name__)

ROW_VERSION = 2
META_VERSION = 2
DETAIL_VERSION = 2

_MOST_DECIMALS = 7  # of any column

unknown_items: Counter[str] = Counter()


def _row_1_to_2(raw: RawItem) -> RawItem:
    """Version 1 said nothing of the last change, and kept its time twice."""
    return {name: value for name, value in raw.items() if name != "u"} | {"x": {"S": "CREATED"}}


def _meta_1_to_2(raw: RawItem) -> RawItem:
    """Version 1 had no revision, and kept keys that follow from others."""
    derived = {"r", "fr", "fd", "tk"}
    return {"rev": {"N": "1"}} | {name: value for name, value in raw.items() if name not in derived}


def _detail_1_to_2(raw: RawItem) -> RawItem:
    """Version 1 kept columns as compressed JSON, and the finer resolution apart: what was shown first is all of it."""
    if "c" not in raw:
        return raw
    told = {name: orjson.loads(zlib.decompress(b64decode(value["B"]))) for name, value in raw["c"]["M"].items()}
    columns = {name: _binary(pack(values, _MOST_DECIMALS)) for name, values in told.items()}
    return raw | {"c": {"M": columns}, "cs": _binary(pack(range(int(raw["n"]["N"])), 0))}


def _binary(packed: bytes) -> dict[str, str]:
    return {"B": b64encode(packed).decode()}


STEPS: dict[str, tuple[Callable[[RawItem], RawItem], ...]] = {
    "row": (_row_1_to_2,),
    "meta": (_meta_1_to_2,),
    "detail": (_detail_1_to_2,),
}


def version_of(raw: RawItem) -> int:
    """The version that an item was written in."""
    return int(raw["v"]["N"]) if "v" in raw else 1


def newest(kind: str, raw: RawItem) -> RawItem:
    """The item as this code's version of its kind; the one given stays as it is."""
    version = version_of(raw)
    steps = STEPS.get(kind, ())
    if version > len(steps):
        return raw
    for step in steps[version - 1 :]:
        raw = step(raw)
    return raw | {"v": {"N": str(len(steps) + 1)}}


def count_unknown(kind: str) -> None:
    """Note an item of a kind that this version does not know: another version wrote it, and it stays."""
    unknown_items[kind] += 1
    log.warning("an item of unknown kind %s was left out", kind)
