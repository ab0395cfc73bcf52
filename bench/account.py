"""One person's realistic items, and the answers of the table that hold them."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
from pynamodb.models import Model

from models import keys
from models.entities import Activity, ActivityMeta, Device, DeviceTotals
from models.records import item_of_meta, row_of
from models.table import ProfileItem
from models.terms import CaloriesMethod, ChangeKind, Channel, DistanceSource, Locale, OffsetSource, Sex, Sport

UID = "0f3a9c41d27be5866a10"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = 100
_START = datetime(2025, 9, 1, 6, 12, 31, tzinfo=UTC)


def activity(n: int) -> Activity:
    """The n-th of this person's activities, two runs and then a walk."""
    sport = Sport.WALKING if n % 3 == 2 else Sport.RUNNING
    started_at = _START + timedelta(days=2 * n, minutes=7 * n)
    return Activity(
        aid=keys.digest("activity", str(n)),
        sport=sport,
        started_at=started_at,
        utc_offset_s=32_400,
        updated_at=started_at + timedelta(hours=2),
        distance_m=10_254.731 + 13 * n,
        elapsed_s=3421.5 + n,
        moving_s=3377.25 + n,
        name="Around the palace" if n % 4 == 0 else None,
        steps=9402 + n,
        average_heart_rate_bpm=151.3,
        max_heart_rate_bpm=174.0,
        average_cadence_spm=168.4,
        ascent_m=61.5,
        descent_m=60.9,
        calories_kcal=702.0,
        calories_method=CaloriesMethod.ACSM_RUNNING if sport is Sport.RUNNING else CaloriesMethod.LCDA_WALKING,
        gear_id=keys.digest("gear", sport),
    )


def meta(n: int) -> ActivityMeta:
    """What is known of the n-th activity."""
    return ActivityMeta(
        activity=activity(n),
        upload_id=keys.digest("upload", str(n), size=15),
        job=keys.digest("job", str(n)),
        offset_source=OffsetSource.RECORDED,
        distance_source=DistanceSource.DEVICE,
        positions_distance_m=10_231.4,
        device=Device("garmin", "fr255", "3419876501"),
        device_totals=DeviceTotals(10_254.7, 3421.5, 3377.2, 61.0, 60.0, 702.0, 9402, 151.0, 174.0),
        channels=(Channel.ALTITUDE_M, Channel.SPEED_M_S, Channel.HEART_RATE_BPM, Channel.CADENCE_SPM),
        efforts_ms=(78_200, 324_100, 531_700, 1_672_900, 3_301_800),
    )


def wire(item: Model) -> dict[str, object]:
    """An item as it goes over the wire."""
    found: dict[str, object] = orjson.loads(orjson.dumps(item.serialize(), default=lambda raw: b64encode(raw).decode()))
    return found


def profile() -> ProfileItem:
    """This person's profile."""
    return ProfileItem(
        keys.user_pk(UID),
        keys.PROFILE_SK,
        birth_date="1988-04-02",
        sex=Sex.FEMALE,
        height_m=1.68,
        weight_kg=58.5,
        max_heart_rate_bpm=188,
        locale=Locale.JA,
        running_gear=keys.digest("gear", Sport.RUNNING),
    )


def rows() -> list[dict[str, object]]:
    """A page of list rows, newest first."""
    return [wire(row_of(UID, meta(n), ChangeKind.CREATED)) for n in reversed(range(PAGE))]


def answers() -> dict[str, bytes]:
    """What the table answers, by what is asked of it: see ``contenders``."""
    found = rows()
    known = replace(meta(3), siblings=(keys.digest("activity", "sibling"),))
    page = orjson.dumps({"Count": len(found), "Items": found, "ScannedCount": len(found)})
    return {
        "page": page,
        "cards": page,
        "profile": orjson.dumps({"Item": wire(profile())}),
        "meta": orjson.dumps({"Item": wire(item_of_meta(UID, known))}),
        "promise": b"{}",
        "finish": b"{}",
    }
