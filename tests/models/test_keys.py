"""Keys: text order is time order, bounds enclose what they say, and every day counts into the right totals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import keys, object_keys
from models.catalog import CATALOG
from models.entities import EPOCH, epoch_ms
from models.terms import Sport

AID = "abcdefghijklmnop"
INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
DAYS = st.dates(date(1971, 1, 1), date(2999, 1, 1))
MILLISECOND = timedelta(milliseconds=1)
OTHER_KEYS = ["", "raw", "raw/", "raw/uid", "raw/uid/", "raw//upload", "raw/uid/upload/", "raw/uid/upload/more"]
OTHER_KEYS += ["/raw/uid/upload", "Raw/uid/upload", "other/uid/upload", "detail/uid/upload.json.gz"]


@given(INSTANTS, INSTANTS)
def test_rows_sort_by_their_start(one, other):
    ordered = keys.stamp(one) <= keys.stamp(other)
    assert ordered == (keys.row_sk(one, AID)[:16] <= keys.row_sk(other, AID)[:16])
    assert ordered or one > other


def test_a_stamp_has_14_digits_and_keeps_milliseconds():
    assert keys.stamp(EPOCH) == "0" * 14
    assert keys.stamp(EPOCH + timedelta(days=20_000, microseconds=1999)) == "01728000000001"


@given(INSTANTS, st.sampled_from(Sport))
def test_bounds_include_their_low_end_and_exclude_their_high_end(instant, sport):
    row = keys.row_sk(instant, AID)
    low, high = keys.row_bounds(instant, instant + MILLISECOND)
    assert low <= row <= high
    assert not row <= keys.row_bounds(None, instant)[1]
    assert not row >= keys.row_bounds(instant + MILLISECOND, None)[0]
    low, high = keys.row_bounds(instant, None, keys.sport_letter(sport))
    assert low <= keys.sport_sort(sport, row) <= high


def test_open_bounds_enclose_every_row_and_nothing_else():
    low, high = keys.row_bounds(None, None)
    assert low <= keys.row_sk(EPOCH, AID) <= keys.row_sk(datetime(9999, 12, 31, tzinfo=UTC), AID) <= high
    others = [keys.PROFILE_SK, keys.meta_sk(AID), keys.hidden_sk(EPOCH, AID), keys.ticket_sk(AID)]
    others += [keys.week_sk(date(2026, 1, 1)), keys.year_sk(date(2026, 1, 1))]
    assert [sk for sk in others if low <= sk <= high] == []


def test_the_two_sports_sort_apart():
    row = keys.row_sk(EPOCH, AID)
    assert {keys.sport_sort(sport, row)[0] for sport in Sport} == {"R", "W"}


def test_everything_of_an_activity_lies_under_its_prefix_meta_first():
    parts = [keys.meta_sk(AID), keys.detail_sk(AID, "job"), keys.score_sk(AID, "job")]
    assert [keys.parse_part(part) for part in parts[:2]] == [("0", ""), ("1detail", "job")]
    assert all(part.startswith(keys.detail_prefix(AID)) for part in parts)
    assert parts == sorted(parts)
    assert not keys.meta_sk(AID + "q").startswith(keys.detail_prefix(AID))


def test_raw_keys_lead_back_to_person_and_upload():
    assert object_keys.parse_raw_key(object_keys.raw_key("uid", "upload")) == ("uid", "upload")


@pytest.mark.parametrize("key", OTHER_KEYS)
def test_other_objects_are_no_raw_files(key):
    assert object_keys.parse_raw_key(key) is None


def test_ids_depend_on_every_part_and_are_safe_in_keys():
    ids = {
        keys.activity_id(uid, device, start)
        for uid in ("one", "two")
        for device in ("watch", "phone", "hodinky č. 7")
        for start in (EPOCH, EPOCH + MILLISECOND)
    }
    assert len(ids) == 12
    assert all(len(made) == 16 and made.isalnum() and made == made.lower() for made in ids)
    assert keys.upload_id("one", "key") != keys.upload_id("two", "key")
    assert keys.identity_pk("ab", "c") != keys.identity_pk("a", "bc")
    assert "runner@example.com" not in keys.identity_pk("https://issuer", "runner@example.com")


@pytest.mark.parametrize(
    ("day", "week", "year"),
    [("2026-01-01", "2025-12-29", 2026), ("2025-12-28", "2025-12-22", 2025), ("2028-02-29", "2028-02-28", 2028)],
)
def test_a_day_counts_into_the_week_from_monday_and_its_own_year(day, week, year):
    local = date.fromisoformat(day)
    assert (keys.week_sk(local), keys.year_sk(local)) == (f"TW#{week}", f"TY#{year}")


@given(DAYS)
def test_a_week_has_seven_days_and_starts_on_monday(day):
    start = date.fromisoformat(keys.tail(keys.week_sk(day)))
    assert start.weekday() == 0
    assert 0 <= (day - start).days < 7


@given(INSTANTS)
def test_a_row_tells_start_and_activity(instant):
    assert keys.parse_row(keys.row_sk(instant, AID)) == (epoch_ms(instant), AID)
    assert keys.parse_row(keys.hidden_sk(instant, AID)) == (epoch_ms(instant), AID)


def test_every_key_is_of_one_declared_kind():
    pk = keys.user_pk("uid")
    made = {
        "profile": keys.PROFILE_SK,
        "deleted account": keys.DELETED_SK,
        "row": keys.row_sk(EPOCH, AID),
        "hidden row": keys.hidden_sk(EPOCH, AID),
        "meta": keys.meta_sk(AID),
        "detail": keys.detail_sk(AID, "job"),
        "week": keys.week_sk(EPOCH.date()),
        "year": keys.year_sk(EPOCH.date()),
        "gear": keys.gear_sk("gear"),
        "device": keys.device_sk(keys.device_id("a # in its name")),
        "score": keys.score_sk(AID, "job"),
        "ticket": keys.ticket_sk("upload"),
        "job": keys.job_sk("job"),
        "plan": keys.plan_sk("plan"),
        "planned workout": keys.workout_sk(EPOCH.date(), 1),
    }
    assert {name: CATALOG.kind_of(pk, sk) for name, sk in made.items()} == {name: name for name in made}
    assert CATALOG.kind_of(keys.identity_pk("issuer", "subject"), keys.IDENTITY_SK) == "identity"
    cohort = keys.cohort_pk("cadence", "FEMALE", "30-39", "2026-06", 0)
    assert CATALOG.kind_of(cohort, keys.HISTOGRAM_SK) == "histogram"
    assert CATALOG.kind_of(cohort, keys.SNAPSHOT_SK) == "snapshot"
    assert CATALOG.kind_of(pk, "?") is None


def test_sessions_of_some_days_are_those_of_both_ends_and_between():
    low, high = keys.session_bounds(date(2026, 5, 4), date(2026, 5, 10))
    for session in ("0" * 12, "z" * 16):
        made = [keys.session_sk(date(2026, 5, day), session) for day in (3, 4, 10, 11)]
        assert [low <= sk <= high for sk in made] == [False, True, True, False]
        assert keys.parse_session(made[1]) == (date(2026, 5, 4), session)


def test_workouts_of_some_days_are_those_of_both_ends_and_between():
    low, high = keys.workout_bounds(date(2026, 5, 4), date(2026, 5, 10))
    for number in (0, 9):
        made = [keys.workout_sk(date(2026, 5, day), number) for day in (3, 4, 10, 11)]
        assert [low <= sk <= high for sk in made] == [False, True, True, False]
