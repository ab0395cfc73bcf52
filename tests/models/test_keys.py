"""Keys: text order is time order, bounds enclose what they say, and every day counts into the right totals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import keys
from models.entities import EPOCH
from models.terms import Sport, Weekday

AID = "abcdefghijklmnop"
INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
DAYS = st.dates(date(1971, 1, 1), date(2999, 1, 1))
MILLISECOND = timedelta(milliseconds=1)
OTHER_KEYS = ["", "raw", "raw/", "raw/uid", "raw/uid/", "raw//upload", "raw/uid/upload/", "raw/uid/upload/more"]
OTHER_KEYS += ["/raw/uid/upload", "Raw/uid/upload", "other/uid/upload", "detail/uid/upload.json.gz"]


def week(day, first):
    return keys.totals_sks(date.fromisoformat(day), first)[1]


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
    others = [keys.PROFILE_SK, keys.meta_sk(AID), keys.tombstone_sk(AID), keys.ticket_sk(AID)]
    others += keys.totals_sks(date(2026, 1, 1), Weekday.MONDAY)
    assert [sk for sk in others if low <= sk <= high] == []


@given(INSTANTS, st.sampled_from(Sport))
def test_a_sport_sort_leads_back_to_its_row(instant, sport):
    row = keys.row_sk(instant, AID)
    assert keys.row_of_sport_sort(keys.sport_sort(sport, row)) == row


def test_the_two_sports_sort_apart():
    row = keys.row_sk(EPOCH, AID)
    assert {keys.sport_sort(sport, row)[0] for sport in Sport} == {"R", "W"}


def test_everything_of_an_activity_lies_under_its_prefix_meta_first():
    parts = [keys.meta_sk(AID), keys.splits_sk(AID, "job"), keys.preview_sk(AID, "job", 256)]
    parts += [keys.preview_sk(AID, "job", 1024), keys.track_sk(AID, "job")]
    assert [keys.parse_part(part) for part in parts[:2]] == [("0", ""), ("2splits", "job")]
    assert all(part.startswith(keys.detail_prefix(AID)) for part in parts)
    assert parts == sorted(parts)
    assert not keys.meta_sk(AID + "q").startswith(keys.detail_prefix(AID))


def test_raw_keys_lead_back_to_person_and_upload():
    assert keys.parse_raw_key(keys.raw_key("uid", "upload")) == ("uid", "upload")


@pytest.mark.parametrize("key", OTHER_KEYS)
def test_other_objects_are_no_raw_files(key):
    assert keys.parse_raw_key(key) is None


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
    ("first", "expected"),
    # 1 January 2026 is a Thursday.
    list(zip(Weekday, ["12-29", "12-30", "12-31", "01-01", "12-26", "12-27", "12-28"], strict=True)),
)
def test_a_week_over_the_year_end_is_named_by_its_first_day(first, expected):
    year = 2026 if expected.startswith("01") else 2025
    day, week_sk, month, whole = keys.totals_sks(date(2026, 1, 1), first)
    assert week_sk == f"TW#{year}-{expected}"
    assert (day, month, whole) == ("TD#2026-01-01", "TM#2026-01", "TY#2026")


def test_the_last_day_of_a_year_shares_the_week_but_not_the_month_and_year_with_the_first():
    old, new = (keys.totals_sks(day, Weekday.SUNDAY) for day in (date(2027, 12, 31), date(2028, 1, 1)))
    assert old[1] == new[1] == "TW#2027-12-26"
    assert (old[2:], new[2:]) == (("TM#2027-12", "TY#2027"), ("TM#2028-01", "TY#2028"))


@given(DAYS, st.sampled_from(Weekday))
def test_a_week_has_seven_days_and_starts_on_the_chosen_weekday(day, first):
    start = date.fromisoformat(week(day.isoformat(), first).removeprefix("TW#"))
    assert start.weekday() == list(Weekday).index(first)
    assert 0 <= (day - start).days < 7


def test_a_leap_day_counts_into_february():
    assert keys.totals_sks(date(2028, 2, 29), Weekday.TUESDAY) == (
        "TD#2028-02-29",
        "TW#2028-02-29",
        "TM#2028-02",
        "TY#2028",
    )
