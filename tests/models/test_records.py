"""Records survive the table: to PynamoDB items, to the wire, and back."""

import zlib
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import orjson
from hypothesis import given
from hypothesis import strategies as st

from models import keys, parts, records, terms, users
from models.entities import Activity, BestMean, Detail, Form, Histogram, Intensity, Load, Profile, epoch_ms
from models.table import DetailItem, ProfileItem, TicketItem
from models.terms import ChangeKind, Channel, DistanceReason, MissingReason
from models.uploads import upload_of
from tests.models.builders import DETAIL, NOW, START, UID, activity, meta
from tests.models.strategies import AIDS, DETAILS, METAS, PROFILES, SCORED_DETAILS, UPLOADS
from tests.models.wire import wire


@given(METAS)
def test_a_row_tells_the_whole_card(known):
    assert records.activity_of_row(wire(records.row_of(UID, known, ChangeKind.CREATED))) == known.activity


@given(METAS, st.sampled_from([kind for kind in ChangeKind if kind is not ChangeKind.DELETED]))
def test_a_row_tells_its_last_change(known, kind):
    change = records.change_of(wire(records.row_of(UID, known, kind)))
    assert (change.kind, change.aid, change.activity) == (kind, known.activity.aid, known.activity)
    assert change.changed_at == known.activity.updated_at


@given(METAS)
def test_a_meta_item_tells_everything_that_is_known(known):
    assert records.meta_of(wire(records.item_of_meta(UID, known))) == known


@given(DETAILS, AIDS)
def test_a_detail_comes_back_whole_in_any_order(detail, aid):
    made = [wire(item) for item in parts.items_of(UID, aid, "job", detail)]
    assert all(raw["SK"]["S"].startswith(keys.detail_prefix(aid)) for raw in made)
    assert parts.detail_of(made, "job") == parts.detail_of(made[::-1], "job") == detail


@given(SCORED_DETAILS, AIDS)
def test_a_form_and_its_scores_come_back_whole_beside_the_detail(detail, aid):
    made = [wire(item) for item in parts.items_of(UID, aid, "job", detail)]
    assert {raw["SK"]["S"] for raw in made} == {keys.detail_sk(aid, "job"), keys.score_sk(aid, "job")}
    assert parts.detail_of(made, "job") == parts.detail_of(made[::-1], "job") == detail
    (score,) = (raw for raw in made if raw["SK"]["S"] == keys.score_sk(aid, "job"))
    assert parts.scored_of(score) == (detail.form, detail.scores)


def test_the_form_of_another_job_is_not_shown():
    scored = replace(DETAIL, form=Form(terms.Sport.RUNNING))
    mine = [wire(item) for item in parts.items_of(UID, "aid", "job", DETAIL)]
    others = [wire(item) for item in parts.items_of(UID, "aid", "late", scored)]
    assert parts.detail_of([*others, *mine], "job") == DETAIL
    assert parts.detail_of([*others, *mine], "late") == scored


def test_what_was_added_later_lies_beside_what_an_older_reader_knows():
    split = replace(DETAIL.kilometer_splits[0], grade_adjusted_pace_s_per_km=310.5)
    track = replace(DETAIL.track, levels=(255, 255))
    detail = replace(DETAIL, kilometer_splits=(split,), track=track, intensity=Intensity(evenness_pct=0.0))
    (raw,), (old,) = ([wire(item) for item in parts.items_of(UID, "aid", "job", made)] for made in (detail, DETAIL))
    assert raw["tr"] == old["tr"]
    told, before = (orjson.loads(zlib.decompress(b64decode(made["b"]["B"]))) for made in (raw, old))
    assert {name: told[name] for name in before} == before
    assert parts.detail_of([raw], "job") == detail
    without = parts.detail_of([old], "job")
    assert (without.intensity, without.track.levels) == (None, ())
    assert without.kilometer_splits[0].grade_adjusted_pace_s_per_km is None


def test_figures_reasons_and_channels_of_a_newer_version_are_left_alone():
    known = Intensity(
        heart_rate_s=Histogram(100.0, 1.0, (5.0,)),
        decoupling_missing=MissingReason.NOT_A_RUN,
        load=Load(edwards=12.5),
        best_means=(BestMean(Channel.POWER_W, 5.0, 250.0, 1.0),),
    )
    (item,) = parts.items_of(UID, "aid", "job", replace(DETAIL, intensity=known))
    told = orjson.loads(zlib.decompress(item.splits))
    told["in"] |= {"stride_pct": 4, "stride_missing": "NO_STRIDE", "pacing_missing": "ECLIPSE"}
    told["in"]["load"] |= {"missing": "NO_MOON", "moon": 3}
    told["in"]["heart_rate_s"].append("bpm")
    told["in"]["best_means"] = [["moonLight", 5, 1, 0], [*told["in"]["best_means"][0], "lunar"]]
    item.splits = zlib.compress(orjson.dumps(told))
    expected = replace(known, pacing_missing=MissingReason.OTHER, load=Load(edwards=12.5, missing=MissingReason.OTHER))
    assert parts.detail_of([wire(item)], "job").intensity == expected


def test_a_meta_of_an_earlier_version_does_not_tell_why_its_distance_was_chosen():
    raw = wire(records.item_of_meta(UID, meta(activity(), distance_reason=DistanceReason.DEVICE_RECORDED)))
    older = {name: value for name, value in raw.items() if name not in {"dr", "rd"}}
    assert records.meta_of(raw).distance_reason is DistanceReason.DEVICE_RECORDED
    assert (records.meta_of(older).distance_reason, records.meta_of(older).raw_distance_m) == (None, None)


def test_kinds_below_the_prefix_that_this_version_does_not_know_are_left_out():
    made = [wire(item) for item in parts.items_of(UID, "aid", "job", DETAIL)]
    later = wire(DetailItem(keys.user_pk(UID), "D#aid#9later#job", splits=b"of a later version"))
    assert parts.detail_of([*made, later], "job") == DETAIL


def test_the_parts_of_another_job_are_not_shown():
    mine = [wire(item) for item in parts.items_of(UID, "aid", "job", DETAIL)]
    others = [wire(item) for item in parts.items_of(UID, "aid", "late", Detail(track=DETAIL.track))]
    assert parts.detail_of([*mine, *others], "job") == DETAIL
    assert parts.detail_of(others, "job") is None


@given(PROFILES)
def test_a_profile_comes_back(profile):
    plain = ("sex", "height_m", "weight_kg", "resting_heart_rate_bpm", "max_heart_rate_bpm", "locale", "units")
    values = {name: getattr(profile, name) for name in (*plain, "first_weekday", "wanted_sport")}
    born = profile.birth_date and profile.birth_date.isoformat()
    item = ProfileItem(keys.user_pk(UID), keys.PROFILE_SK, birth_date=born, **values)
    assert users.profile_of(UID, wire(item)) == profile


@given(UPLOADS)
def test_an_upload_comes_back(upload):
    item = TicketItem(
        keys.user_pk(UID),
        keys.ticket_sk(upload.upload_id),
        **{name: getattr(upload, name) for name in ("state", "format", "size_bytes", "sha256", "sport_hint")},
        created_ms=epoch_ms(upload.created_at),
        ttl=epoch_ms(upload.expires_at) // 1000 if upload.expires_at else None,
        activity_ids=list(upload.activity_ids),
        skipped=[{"code": part.code, "detail": part.detail} for part in upload.skipped],
        problem=upload.problem and {"code": upload.problem.code, "detail": upload.problem.detail},
    )
    assert upload_of(UID, wire(item)) == upload


def test_what_is_missing_takes_no_room_and_comes_back_missing():
    bare = Activity("a" * 16, terms.Sport.WALKING, START, 0, NOW, 0.0, 0.0, 0.0)
    raw = wire(records.row_of(UID, meta(bare, efforts_ms=()), ChangeKind.CREATED))
    assert set(raw) == {"PK", "SK", "KS", "UK", "v", "x", "o", "d", "e", "m"}
    assert records.activity_of_row(raw) == bare


def test_lengths_and_times_are_kept_to_the_millimetre_and_millisecond():
    fine = replace(activity(), distance_m=1.23456, elapsed_s=2.34567, started_at=START + timedelta(microseconds=1999))
    kept = records.activity_of_row(wire(records.row_of(UID, meta(fine), ChangeKind.CREATED)))
    assert (kept.distance_m, kept.elapsed_s) == (1.235, 2.346)
    assert kept.started_at == START + timedelta(milliseconds=1)


def test_a_profile_of_nothing_but_keys_has_the_defaults():
    bare = wire(ProfileItem(keys.user_pk(UID), keys.PROFILE_SK))
    assert users.profile_of(UID, bare) == Profile(UID)
