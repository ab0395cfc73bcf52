"""The account of somebody who runs three times and walks once a week, for two years."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from coaching.motion import BEST_EFFORT_DISTANCES_M
from models import keys, scores
from models.entities import Activity, Device, DeviceTotals, ScoreCard, epoch_ms
from models.metering.units import size_bytes
from models.records import item_of_meta, row_of
from models.table import DeviceItem, GearItem, JobItem, ProfileItem, SessionItem
from models.terms import CaloriesMethod, ChangeKind, Channel, Component, Effort, JobState, Sport
from tests.graph.walks import uid_of
from tests.models.builders import NOW, meta
from tests.models.capacity import fill
from tests.models.recount import recount

FIRST_WEEK, WEEKS = date(2024, 1, 1), 103
TODAY = FIRST_WEEK + timedelta(weeks=WEEKS)
OUTINGS = ((1, 10_000, "Easy run"), (3, 12_000, "Intervals"), (5, 7_500, "Brisk walk"), (6, 24_000, "Long run"))
PLACES = ("Yoyogi Park", "Palace loop", "Komazawa Olympic Park", "多摩川", "Showa Kinen Park")
SHOES = ["a1b2c3d4e5f6", "0f1e2d3c4b5a", *(f"{n:012x}" for n in range(6))]
DEVICE = Device("Stridegraph", "Demo Watch", "26110001")
CHANNELS = (
    Channel.ALTITUDE_M,
    Channel.SPEED_M_S,
    Channel.HEART_RATE_BPM,
    Channel.CADENCE_SPM,
    Channel.VERTICAL_OSCILLATION_MM,
    Channel.CONTACT_MS,
)
EXERCISES = ("MARCH", "TOE_OFF_DRILL", "HIP_EXTENSION", "SINGLE_LEG_STAND")
WAITING_JOB = f"{9:016x}"
# What a row keeps of its score: what a watch with a strap and a sensor of the step times measures of a run.
RUN_PARTS = (Component.BOUNCE, Component.CADENCE, Component.SPRING, Component.SYMMETRY, Component.RHYTHM)
WALK_PARTS = (Component.BRISK_SPEED, Component.STEP_LENGTH, Component.SYMMETRY, Component.RHYTHM)


def outings(weeks=WEEKS):
    """Cards with their efforts in ms, oldest first; the same ones each time."""
    chance = random.Random(20240101)
    for week in range(weeks):
        for weekday, metres, name in OUTINGS:
            yield _outing(chance, FIRST_WEEK + timedelta(weeks=week, days=weekday), metres, name)


def _outing(chance, day, metres, name):
    running = "walk" not in name
    distance_m = round(metres * chance.uniform(0.85, 1.15), 3)
    pace_s_per_m = chance.uniform(0.31, 0.39) if running else chance.uniform(0.62, 0.75)
    moving_s = round(distance_m * pace_s_per_m, 3)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        hours=-3, milliseconds=chance.randrange(40_000_000)
    )
    card = Activity(
        aid=keys.activity_id("", DEVICE.key, start),
        sport=Sport.RUNNING if running else Sport.WALKING,
        started_at=start,
        utc_offset_s=32_400,
        updated_at=start + timedelta(hours=3, milliseconds=chance.randrange(10_000_000)),
        distance_m=distance_m,
        elapsed_s=round(moving_s * chance.uniform(1, 1.1), 3),
        moving_s=moving_s,
        name=f"{name}, {chance.choice(PLACES)}",
        steps=round(moving_s * (2.85 if running else 1.9)),
        average_heart_rate_bpm=round(chance.uniform(110, 165), 1),
        max_heart_rate_bpm=float(chance.randrange(150, 190)),
        average_cadence_spm=round(chance.uniform(110, 178), 1),
        ascent_m=round(chance.uniform(5, 180), 1),
        descent_m=round(chance.uniform(5, 180), 1),
        calories_kcal=float(chance.randrange(150, 1600)),
        calories_method=CaloriesMethod.ACSM_RUNNING if running else CaloriesMethod.LCDA_WALKING,
        gear_id=SHOES[0] if running else None,
        packed_scores=scores.pack([score_card(chance, RUN_PARTS if running else WALK_PARTS)]),
    )
    covered = [length_m for length_m in BEST_EFFORT_DISTANCES_M if length_m <= distance_m]
    return card, tuple(round(length_m * pace_s_per_m * 970) for length_m in covered)


def score_card(chance, parts, version=1):
    """A card of a score with these components."""
    rows = tuple((part, chance.uniform(0, 200), round(chance.uniform(0, 100), 2)) for part in parts)
    return ScoreCard(version, round(chance.uniform(0, 100), 2), 1.0, rows)


def known(card, efforts_ms=(), **changes):
    """What is known of an activity beside its card, as large as a watch's recording makes it."""
    told = DeviceTotals(card.distance_m, card.elapsed_s, card.moving_s, 31.0, 32.0, 641.0, 9876, 147.0, 172.0)
    made = meta(card, keys.upload_id("", card.aid), "0a1b2c3d", efforts_ms=efforts_ms, channels=CHANNELS, **changes)
    return replace(made, device=DEVICE, device_totals=told)


def row(uid, made, kind=ChangeKind.CREATED):
    """The row of an activity."""
    return row_of(uid, made, kind).serialize()


def move_in(uid):
    """Put everything of hers into the table: two years of rows, the newest 30 metas, sums, shoes, devices, jobs."""
    pk = keys.user_pk(uid)
    visible = [known(card, efforts_ms) for card, efforts_ms in outings()]
    hidden = [replace(made, merged_into=visible[-1].activity.aid) for made in _copies(visible[:8])]
    fill(row(uid, made) for made in visible)
    fill(row(uid, made, ChangeKind.MERGED) for made in hidden)
    fill(item_of_meta(uid, made).serialize() for made in visible[-30:])
    fill(sum_item(pk, sk, values) for sk, values in recount(uid).items())
    fill(GearItem(pk, keys.gear_sk(gear_id), name="Supernova Rise 2, blue").serialize() for gear_id in SHOES)
    fill(_device(pk, n) for n in range(6))
    fill(_job(pk, n) for n in range(3))
    waiting = JobItem(pk, keys.job_sk(WAITING_JOB), state=JobState.QUEUED, requested_ms=epoch_ms(NOW), ttl=1)
    fill([_profile(pk), waiting.serialize()])
    fill(_session(pk, TODAY - timedelta(days=day)) for day in range(1, 84) if day % 7 in {1, 3, 5})
    return visible


def at_home(service, subject="somebody"):
    """Somebody who has all of it, signed in and remembered: (person, uid)."""
    person, uid = service.person(subject), uid_of(service, subject)
    move_in(uid)
    person.ask("{ viewer { id } }")
    return person, uid


def _copies(made):
    """The same outings as a phone recorded them."""
    for each in made:
        aid = keys.activity_id("", "phone", each.activity.started_at)
        yield replace(each, activity=replace(each.activity, aid=aid))


def stand_in(pk, sk, size):
    """An item of exactly this many bytes, in the place of one that is not built yet."""
    bare = {"PK": {"S": pk}, "SK": {"S": sk}, "v": {"N": "1"}}
    return bare | {"b": {"B": bytes(size - size_bytes(bare) - 1)}}


def sum_item(pk, sk, values):
    """A week or a year as the ledger writes it."""
    typed = {name: {"S": value} if isinstance(value, str) else {"N": str(value)} for name, value in values.items()}
    version = {"bv": {"N": "260"}} if "TY" in sk else {}
    return {"PK": {"S": pk}, "SK": {"S": sk}, "v": {"N": "1"}, **version, **typed}


def _profile(pk):
    return ProfileItem(
        pk,
        keys.PROFILE_SK,
        birth_date="1992-05-17",
        sex="FEMALE",
        height_m=1.62,
        weight_kg=54.3,
        resting_heart_rate_bpm=52,
        max_heart_rate_bpm=188,
        locale="JA",
        units="METRIC",
        first_weekday="SUNDAY",
        wanted_sport="RUNNING",
        running_gear=SHOES[0],
        walking_gear=SHOES[1],
    ).serialize()


def _device(pk, number):
    sk = keys.device_sk(keys.device_id(f"{DEVICE.key}{number}"))
    days = {"first_day": "2024-01-02", "last_day": "2025-12-21"}
    names = {"manufacturer": DEVICE.manufacturer, "product": DEVICE.product, "serial": f"{DEVICE.serial}{number}"}
    return DeviceItem(pk, sk, **days, **names).serialize()


def _session(pk, day):
    made = SessionItem(pk, keys.session_sk(day, "1c2d3e4f5a6b"), exercises=list(EXERCISES), effort=Effort.RIGHT)
    return made.serialize()


def _job(pk, number):
    asked_ms = epoch_ms(datetime(2025, 3 + number, 1, tzinfo=UTC))
    done = {"finished_ms": asked_ms + 40_000, "size_bytes": 123_456_789, "worker": "0a1b2c3d"}
    item = JobItem(pk, keys.job_sk(f"{number:016x}"), state=JobState.DONE, requested_ms=asked_ms, ttl=1, **done)
    return item.serialize()
