"""Records survive the table: to PynamoDB items, to the wire, and back."""

from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given

from models import keys, records, terms
from models.entities import Activity, Detail, Profile, epoch_ms
from models.table import PartItem, ProfileItem, RowItem, TicketItem
from tests.models.builders import DETAIL, NOW, START, UID, activity, meta
from tests.models.strategies import ACTIVITIES, AIDS, DETAILS, METAS, PROFILES, UPLOADS


def on_the_wire(item):
    """The item through PynamoDB's serialisation and back, as its class reads it."""
    return type(item).from_raw_data(item.serialize())


@given(ACTIVITIES)
def test_a_row_tells_the_whole_card(card):
    assert records.activity_of_row(on_the_wire(records.row_of(UID, card))) == card


@given(METAS)
def test_a_meta_item_tells_everything_that_is_known(known):
    made = on_the_wire(records.item_of_meta(UID, known, ("TD#2026-05-04", "TY#2026")))
    assert records.meta_of_item(made) == known
    assert made.row_sk == records.row_of(UID, known.activity).sk
    assert list(made.totals_keys) == ["TD#2026-05-04", "TY#2026"]


@given(DETAILS, AIDS)
def test_a_detail_comes_back_whole_in_any_order(detail, aid):
    wire = [item.serialize() for item in records.items_of_detail(UID, aid, "job", detail)]
    wire.append(records.item_of_meta(UID, meta(activity(aid=aid)), ()).serialize())
    assert all(raw["SK"]["S"].startswith(keys.detail_prefix(aid)) for raw in wire)
    assert records.detail_of_items(wire) == records.detail_of_items(wire[::-1]) == detail


def test_kinds_below_the_prefix_that_this_version_does_not_know_are_left_out():
    wire = [item.serialize() for item in records.items_of_detail(UID, "aid", "job", DETAIL)]
    first = records.item_of_meta(UID, meta(activity(aid="aid")), ()).serialize()
    later = PartItem(keys.user_pk(UID), "D#aid#9later", body=b"of a later version").serialize()
    assert records.detail_of_items([first, *wire, later]) == DETAIL


def test_the_parts_of_another_job_are_not_shown():
    mine = [item.serialize() for item in records.items_of_detail(UID, "aid", "job", DETAIL)]
    others = [item.serialize() for item in records.items_of_detail(UID, "aid", "late", Detail(track=DETAIL.track))]
    first = records.item_of_meta(UID, meta(activity(aid="aid")), ()).serialize()
    assert records.detail_of_items([first, *mine, *others]) == DETAIL
    assert records.detail_of_items([first, *others]) == records.detail_of_items(mine) == Detail()


def test_where_nothing_lies_the_detail_is_empty():
    assert records.detail_of_items([]) == Detail()


@given(PROFILES)
def test_a_profile_comes_back(profile):
    plain = ("sex", "height_m", "weight_kg", "resting_heart_rate_bpm", "max_heart_rate_bpm", "locale", "units")
    values = {name: getattr(profile, name) for name in (*plain, "first_weekday", "wanted_sport")}
    born = profile.birth_date and profile.birth_date.isoformat()
    item = ProfileItem(keys.user_pk(UID), keys.PROFILE_SK, birth_date=born, **values)
    assert records.profile_of(UID, on_the_wire(item)) == profile


@given(UPLOADS)
def test_an_upload_comes_back(upload):
    item = TicketItem(
        keys.user_pk(UID),
        keys.ticket_sk(upload.upload_id),
        **{name: getattr(upload, name) for name in ("state", "format", "size_bytes", "sha256", "sport_hint")},
        created_ms=epoch_ms(upload.created_at),
        ttl=epoch_ms(upload.expires_at) // 1000,
        activity_ids=list(upload.activity_ids),
        skipped=[{"code": part.code, "detail": part.detail} for part in upload.skipped],
        problem=upload.problem and {"code": upload.problem.code, "detail": upload.problem.detail},
    )
    assert records.upload_of(UID, on_the_wire(item)) == upload


def billed(wire):
    """Bytes that DynamoDB counts: names and texts in UTF-8, two digits of a number a byte and one or two more."""
    size = 0
    for name, value in wire.items():
        ((kind, content),) = value.items()
        digits = str(content).lstrip("-").strip("0")
        number = (len(digits) + 1) // 2 + 1 + str(content).startswith("-")
        size += len(name.encode()) + (number if kind == "N" else len(content.encode()))
    return size


def test_a_full_row_stays_small():
    """A list of 100 has to fit into a few read units."""
    full = Activity(
        aid="a" * 16,
        sport=terms.Sport.RUNNING,
        started_at=START,
        utc_offset_s=-34_200,
        updated_at=NOW,
        distance_m=161_234.567,
        elapsed_s=98_765.432,
        moving_s=98_765.431,
        name="A long run around the whole lake with everybody who came",
        steps=123_457,
        average_heart_rate_bpm=152.3,
        max_heart_rate_bpm=191.7,
        average_cadence_spm=171.9,
        ascent_m=4321.9,
        descent_m=4321.7,
        calories_kcal=12_347,
        calories_method=terms.CaloriesMethod.ACSM_RUNNING,
    )
    assert None not in {getattr(full, field.name) for field in fields(Activity)}
    assert billed(records.row_of(UID, full).serialize()) < 380


def test_what_is_missing_takes_no_room_and_comes_back_missing():
    bare = Activity("a" * 16, terms.Sport.WALKING, START, 0, NOW, 0.0, 0.0, 0.0)
    wire = records.row_of(UID, bare).serialize()
    assert set(wire) == {"PK", "SK", "KS", "UK", "v", "u", "o", "d", "e", "m"}
    assert records.activity_of_row(RowItem.from_raw_data(wire)) == bare


def test_lengths_and_times_are_kept_to_the_millimetre_and_millisecond():
    fine = replace(activity(), distance_m=1.23456, elapsed_s=2.34567, started_at=START + timedelta(microseconds=1999))
    kept = records.activity_of_row(on_the_wire(records.row_of(UID, fine)))
    assert (kept.distance_m, kept.elapsed_s) == (1.235, 2.346)
    assert kept.started_at == START + timedelta(milliseconds=1)


def test_a_profile_of_nothing_but_keys_has_the_defaults():
    bare = on_the_wire(ProfileItem(keys.user_pk(UID), keys.PROFILE_SK))
    assert records.profile_of(UID, bare) == Profile(UID)
