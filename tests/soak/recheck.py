"""What must hold of a person's items and objects at any time: nothing counted twice, lost, or half visible."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from coaching.scores import card_of
from models import client, devices, keys, parts
from models.entities import ActivityMeta
from models.object_keys import detail_key, raw_key
from models.records import is_tombstone, meta_of, row_of
from models.scores import pack
from models.settings import settings
from models.terms import ChangeKind, UploadState
from tests.models.recount import gear_recount, gear_stored, recount, stored
from tests.models.wire import items, wire

PARTS = {parts.DETAIL, parts.SCORE}


@dataclass(slots=True)
class Kept:
    """What lies in the table of one person's activities, by id."""

    metas: dict[str, ActivityMeta] = field(default_factory=dict)
    stones: dict[str, Any] = field(default_factory=dict)
    rows: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    parts: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    tickets: dict[str, Any] = field(default_factory=dict)


def kept(uid: str) -> Kept:
    """Everything of a person, sorted."""
    found = Kept()
    for raw in items(uid):
        letter, _, rest = raw["SK"]["S"].partition("#")
        if letter in {"A", "H"}:
            found.rows[rest.split("#")[1]].append(raw)
        elif letter == "T":
            found.tickets[rest] = raw
        elif letter == "D":
            aid = rest.split("#")[0]
            if keys.parse_part(raw["SK"]["S"])[0] != "0":
                found.parts[aid].append(raw)
            elif is_tombstone(raw):
                found.stones[aid] = raw
            else:
                found.metas[aid] = meta_of(raw)
    return found


def check(uid: str) -> Kept:
    """Assert it all; what was found."""
    found = kept(uid)
    assert stored(uid) == recount(uid), "sums or bests are not those of the rows"
    _check_gear(uid)
    assert set(found.rows) == set(found.metas), "a meta without its row, or a row without its meta"
    objects = _objects(uid)
    for aid, meta in found.metas.items():
        _check_whole(uid, meta, found.rows[aid], found.parts[aid])
        assert detail_key(uid, aid, meta.job) in objects, f"the series of activity {aid} is missing"
        ticket = found.tickets[meta.upload_id]["state"]["S"]
        waits = ticket == UploadState.WAITING  # for its file, once more
        assert waits or raw_key(uid, meta.upload_id) in objects, f"the file of activity {aid} is missing"
    _check_devices(uid, found)
    for upload, raw in found.tickets.items():
        if raw["state"]["S"] == UploadState.DONE:
            told = {part["S"] for part in raw["activity_ids"]["L"]}
            assert told <= {*found.metas, *found.stones}, f"upload {upload} is done, and its activities are not there"
    return found


def _check_whole(uid: str, meta: ActivityMeta, rows: list[Any], raws: list[Any]) -> None:
    aid = meta.activity.aid
    assert len(rows) == 1, f"activity {aid} has {len(rows)} rows"
    made = wire(row_of(uid, meta, ChangeKind(rows[0]["x"]["S"])))
    assert made == rows[0], f"row and meta of activity {aid} disagree"
    kinds = {kind for kind, job in (keys.parse_part(raw["SK"]["S"]) for raw in raws) if job == meta.job}
    assert kinds == PARTS, f"activity {aid} has the parts {kinds} of its job"
    detail = parts.detail_of(raws, meta.job)
    assert detail is not None
    assert detail.track, f"activity {aid} has no track"
    if not meta.remeasuring:  # another sport drops the score until it is measured again
        told = pack(map(card_of, detail.scores))
        assert told == meta.activity.packed_scores, f"the row of activity {aid} tells another score than its detail"


def _check_gear(uid: str) -> None:
    existing = {raw["SK"]["S"].split("#")[1] for raw in items(uid, "G#")}
    worn = {pair: amounts for pair, amounts in gear_recount(uid).items() if pair in existing}
    assert gear_stored(uid) == worn, "shoes do not count their rows"


def _check_devices(uid: str, found: Kept) -> None:
    """Every recorder is known, with the days of its activities; trimming may move one to the next day."""
    known = {device.device_id: device for device in devices.every(uid)}
    for meta in found.metas.values():
        seen = known[keys.device_id(meta.device.key)]
        day = meta.activity.local_start.date()
        assert meta.edits.trim_start_s or seen.first_day <= day <= seen.last_day, f"{seen} recorded on {day}, too"


def _objects(uid: str) -> set[str]:
    found = set()
    for prefix in (f"raw/{uid}/", f"detail/{uid}/"):
        pages = client.s3().get_paginator("list_objects_v2").paginate(Bucket=settings().bucket, Prefix=prefix)
        found |= {each["Key"] for page in pages for each in page.get("Contents", ())}
    return found
