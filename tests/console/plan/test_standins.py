"""Stand-ins are what the service itself writes, in kind and in size."""

from datetime import UTC, datetime, timedelta

import pytest

from coaching.components import COMPONENTS
from console.athlete.recordings import file_bytes, recording
from console.plan.standins import HIDDEN, LISTS, StandIns, wire
from models import keys, parts
from models.catalog import CATALOG, ITEMS, PATTERNS
from models.entities import Profile, Upload
from models.metering import units
from models.parts import scored_of
from models.patterns import QUERY
from models.records import activity_of_row, item_of_meta, meta_of, row_of
from models.scores import unpack
from models.terms import ChangeKind, Sport, UploadState
from uploads.readers.detect import read
from uploads.ready import ready_of

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
UID = "0123456789abcdef0123"
PK = keys.user_pk(UID)
STAMP = keys.stamp(NOW)
# Asked by background jobs, never by an operation.
BACKGROUND = {"everything", "all activities"}
RANGES = {
    "list": ("A#", "A#~"),
    "list of a sport": ("W#", "W#~"),
    "hidden": ("H#", "H#~"),
    "around": (f"A#{STAMP}", f"A#{STAMP}"),
    "sport of a year": ("R#", "R#~"),
    "changes": (f"{0:014d}", STAMP),
    "detail": ("D#aid#0", "D#aid#~"),
    "days": ("TW#2026-03-02", "TW#2026-06-01"),
    "months": ("TY#2025", "TY#2026"),
    "gear": ("G#", "G#~"),
    "devices": ("V#", "V#~"),
    "jobs": ("E#", "E#~"),
    "sessions": ("B#2026-03-01", "B#2026-06-01#~"),
}


def of_kind(sk):
    return StandIns(NOW).item(PK, sk)


def test_every_query_of_an_operation_has_its_stand_ins():
    asked = {pattern.name for pattern in PATTERNS if pattern.operation == QUERY and not pattern.planned}
    assert set(LISTS) == set(RANGES) == asked - BACKGROUND


@pytest.mark.parametrize("name", RANGES)
def test_listed_items_are_of_the_kinds_and_in_the_range_that_the_query_asks_for(name):
    pattern = next(pattern for pattern in PATTERNS if pattern.name == name)
    call = {
        "KeyConditionExpression": "#0 = :0 AND #1 BETWEEN :1 AND :2",
        "ExpressionAttributeNames": {"#0": "PK", "#1": "SK"},
        "ExpressionAttributeValues": {f":{n}": {"S": text} for n, text in enumerate((PK, *RANGES[name]))},
        "Limit": 5,
        **({"IndexName": pattern.index} if pattern.index else {}),
        **({"ScanIndexForward": False} if pattern.backward else {}),
    }
    assert CATALOG.pattern_of(QUERY, call) is pattern
    found = StandIns(NOW).listing(call)
    assert 1 <= len(found) <= 5
    assert {CATALOG.kind_of(item["PK"]["S"], item["SK"]["S"]) for item in found} <= set(pattern.items)
    sorts = [item[units.INDEX_SORTS.get(pattern.index, "SK")]["S"] for item in found]
    assert sorts == sorted(sorts, reverse=pattern.backward)
    if name not in {"around", "changes"}:  # these lie beside the instant that was asked for
        low, high = RANGES[name]
        assert all(low <= sort <= high for sort in sorts)


@pytest.fixture(scope="module")
def real():
    """The items of a run of the demo athlete, by their kinds."""
    upload = Upload(UID, "2b7kq5xw3znd6ahm", UploadState.PROCESSING, None, 1, "", None, NOW, NOW)
    file = read(file_bytes(recording(Sport.RUNNING, minutes=60)))
    (made,), _ = ready_of(file, upload, Profile(UID), "0f1e2d3c")
    made_items = [
        row_of(UID, made.meta, ChangeKind.CREATED),
        item_of_meta(UID, made.meta),
        *parts.items_of(UID, made.meta.activity.aid, "0f1e2d3c", made.detail),
    ]
    stored = [wire(item.serialize()) for item in made_items]
    return {CATALOG.kind_of(item["PK"]["S"], item["SK"]["S"]): item for item in stored}


@pytest.mark.parametrize("kind", ["row", "meta", "detail"])
def test_an_activity_is_about_as_large_as_a_real_one(real, kind):
    size = units.size_bytes(StandIns(NOW).item(PK, real[kind]["SK"]["S"]))
    # The athlete's watch records ten channels, most watches six or fewer.
    assert 0.5 < size / units.size_bytes(real[kind]) < 1.3


@pytest.mark.parametrize("sport", Sport)
def test_an_activity_of_a_list_is_of_its_sport_whole(sport):
    """Its row, its meta, and the scores of both."""
    letter = keys.sport_letter(sport)
    call = {
        "KeyConditionExpression": "#0 = :0 AND #1 BETWEEN :1 AND :2",
        "ExpressionAttributeNames": {"#0": "PK", "#1": "KS"},
        "ExpressionAttributeValues": {f":{n}": {"S": text} for n, text in enumerate((PK, f"{letter}#", f"{letter}#~"))},
        "Limit": 1,
        "IndexName": "by-sport",
        "ScanIndexForward": False,
    }
    (row,) = StandIns(NOW).listing(call)
    card = activity_of_row(row)
    (scored,) = unpack(card.packed_scores)
    assert card.sport is sport
    assert scored.components
    assert {key for key, _, _ in scored.components} <= COMPONENTS[sport].keys()
    kept = meta_of(of_kind(keys.meta_sk(card.aid)))
    assert (kept.activity.sport, kept.activity.packed_scores) == (sport, card.packed_scores)
    form, scores = scored_of(of_kind(keys.score_sk(card.aid, "job")))
    assert (form.sport, [score.sport for score in scores]) == (sport, [sport])


def test_a_list_ends_where_its_range_begins():
    low = keys.stamp(NOW - timedelta(days=29, hours=1))
    call = {
        "KeyConditionExpression": "#0 = :0 AND #1 BETWEEN :1 AND :2",
        "ExpressionAttributeNames": {"#0": "PK", "#1": "SK"},
        "ExpressionAttributeValues": {f":{n}": {"S": text} for n, text in enumerate((PK, f"A#{low}", "A#~"))},
        "Limit": 101,
        "ScanIndexForward": False,
    }
    assert len(StandIns(NOW).listing(call)) == 29


def test_what_people_usually_have_not_is_not_there():
    assert of_kind(keys.DELETED_SK) is None
    assert of_kind(keys.plan_sk("plan")) is None
    assert of_kind(keys.hidden_sk(NOW, "aid")) is None
    assert of_kind(keys.row_sk(NOW, HIDDEN)) is None


def test_every_kind_that_is_written_has_a_stand_in():
    # No operation of the API reads these.
    absent = {"deleted account", "tombstone", "allowance", "histogram", "snapshot", "counted month"}
    day = NOW.date()
    made = {
        "identity": (keys.identity_pk("issuer", "subject"), keys.IDENTITY_SK),
        "profile": (PK, keys.PROFILE_SK),
        "row": (PK, keys.row_sk(NOW, "aid")),
        "hidden row": (PK, keys.hidden_sk(NOW, HIDDEN)),
        "meta": (PK, keys.meta_sk("aid")),
        "detail": (PK, keys.detail_sk("aid", "job")),
        "score": (PK, keys.score_sk("aid", "job")),
        "week": (PK, keys.week_sk(day)),
        "year": (PK, keys.year_sk(day)),
        "gear": (PK, keys.gear_sk("gear")),
        "device": (PK, keys.device_sk("device")),
        "ticket": (PK, keys.ticket_sk("upload")),
        "job": (PK, keys.job_sk("job")),
        "session": (PK, keys.session_sk(day, "session")),
    }
    assert set(made) == {item.name for item in ITEMS if not item.planned} - absent
    for kind, place in made.items():
        item = StandIns(NOW).item(*place)
        assert CATALOG.kind_of(item["PK"]["S"], item["SK"]["S"]) == kind
