"""The calculator: steps, sums, storage by age, and the figures of the talk."""

from dataclasses import replace

import pytest

from console.cost import measured, storage
from console.cost.comparison import comparisons
from console.cost.estimate import estimate
from console.cost.levers import levers, without_bucket_key
from console.cost.prices import GB, PRICES, REGIONS, TOKYO
from console.cost.race import race_of
from console.cost.storage import DETAIL, RAW, SMALLEST_MOVED_BYTES, stored
from console.cost.usage import OWN, BadUsage, Usage, assumptions, usage_of

MILLION = Usage(1e6)
OUTSIDE_OF_LINES = {"write capacity", "aurora", "rds proxy", "lambda arm"}


def cents(usage, name, region="us-east-1", month=12):
    """What the lines of this name cost together."""
    return sum(line.cents for line in estimate(usage, region, month).lines if line.name == name)


@pytest.mark.parametrize(
    ("users", "told"),
    [(9_999, 0), (10_000, 0), (10_100, 55), (1e5, 49_500), (1e6, 463_500), (1e7, 463_500 + 2_925_000)],
)
def test_sign_in_is_billed_by_steps_beyond_the_first_ten_thousand(users, told):
    made = estimate(Usage(users), TOKYO)
    assert made.sign_in.cents == told
    assert made.cents - made.rest_cents == told
    assert estimate(Usage(users, sign_in=OWN), TOKYO).sign_in.cents == 0


def test_steps_of_volume():
    price = PRICES["http api"]
    assert price.cents(300e6, "us-east-1") == 30_000
    assert price.cents(400e6, "us-east-1") == 30_000 + 9_000
    assert price.cents(0, "us-east-1") == 0


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("users", [1, 12_345, 1e6, 5e6])
def test_sums_are_those_of_the_lines(users, region):
    made = estimate(Usage(users), region)
    assert sum(line.cents for line in made.lines) == made.rest_cents
    assert made.rest_cents + made.sign_in.cents == made.cents
    assert {type(line.cents) for line in made.lines} == {int}


def test_every_price_is_used_and_says_where_it_was_read():
    used = {line.price for line in estimate(MILLION, TOKYO).lines} | {"cognito lite"}
    assert used | OUTSIDE_OF_LINES == set(PRICES)
    assert all(price.source(region) for price in PRICES.values() for region in REGIONS)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("HTTP API requests", 60_00),
        ("writes of uploads", round(12e6 * measured.UPLOAD_WRITE_UNITS * 0.625 / 1e6 * 100)),
        ("duration, warm", round(60e6 * 0.025 * 1769 / 1024 * 0.0000166667 * 100)),
        ("duration, starts", round(60e6 * 0.005 * 0.6 * 1769 / 1024 * 0.0000166667 * 100)),
        ("PUT: raw file and series", 120_00),
        ("custom metrics", 28_80),
        ("Provisioned Concurrency, idle", 0),
    ],
)
def test_lines_of_a_million(name, told):
    assert cents(MILLION, name) == told


def test_provisioned_concurrency():
    assert cents(replace(MILLION, provisioned=100, api_memory_mb=512), "Provisioned Concurrency, idle", TOKYO) == 697_70


def test_logs_cost_what_their_bytes_do():
    logged = 60e6 * MILLION.query_log_bytes + 12e6 * MILLION.upload_log_bytes
    logged += 50e3 * MILLION.job_log_bytes + 18e6 * MILLION.count_log_bytes
    assert cents(MILLION, "logs taken in", TOKYO) == round(logged / GB * 76)


def test_every_function_is_traced():
    kinds = (60e6, 12e6, 50e3, 3.6e6)
    first = 3 * 30 * 86_400 + 50e3  # one a second; there are fewer jobs than seconds
    traces = first + 0.05 * (sum(kinds) - first)
    assert cents(MILLION, "X-Ray traces") == round(traces * 5e-6 * 100)


def test_empty_queues_are_asked_and_billed_whoever_comes():
    polls = 2 * 5 * 3 * 60 * 24 * 30
    assert cents(MILLION, "empty receives") == cents(Usage(1), "empty receives") == round(polls * 0.4e-6 * 100) == 52


def test_usage_costs_twice_as_much_for_twice_as_many():
    one, two = (estimate(Usage(users, sign_in=OWN), TOKYO) for users in (1e6, 2e6))
    for small, large in zip(one.lines, two.lines, strict=True):
        if small.group in {"API", "uploads", "jobs", "cohorts", "bucket"}:
            assert large.quantity == pytest.approx(2 * small.quantity)


@pytest.mark.parametrize("month", [1, 2, 12, 36])
@pytest.mark.parametrize("days", [0, 30, 45, 90])
def test_ages_are_what_a_day_by_day_account_finds(month, days):
    steps, each = 300, 1 / 300  # parts of a month: what came in one is as old as the steps since
    ages = [(now - came) * each for now in range((month - 1) * steps, month * steps) for came in range(now)]
    older = sum(age >= days / 30 for age in ages) * each * each
    reaching = sum(month - 1 <= came * each + days / 30 < month for came in range(month * steps)) * each

    assert storage._older(month, days) == pytest.approx(older, abs=0.02)
    assert storage._moving(month, days) == pytest.approx(reaching, abs=0.01)


def test_storage_adds_up_and_moves_only_what_is_large():
    days = RAW.days
    months = days // 30
    assert days == 30 * months
    first, before, after, last = (stored(MILLION, month) for month in (1, months, months + 1, 36))
    raw_gb = 12e6 * measured.RAW_LARGE_SHARE * measured.RAW_LARGE_BYTES / GB
    assert before.instant_gb == before.moved_to_instant == 0
    assert after.instant_gb == pytest.approx(raw_gb / 2)
    assert after.moved_to_instant == pytest.approx(12e6 * measured.RAW_LARGE_SHARE)
    assert last.instant_gb == pytest.approx(raw_gb * (35.5 - months))
    assert last.infrequent_gb == last.moved_to_infrequent == 0
    assert last.table_gb > 30 * first.table_gb / 2


def test_objects_below_the_limit_stay_in_standard():
    assert {move.smallest_bytes for move in (RAW, DETAIL)} == {SMALLEST_MOVED_BYTES}
    assert measured.RAW_SMALL_BYTES < measured.RAW_GZIP_BYTES * 2 < SMALLEST_MOVED_BYTES < measured.RAW_LARGE_BYTES
    compressed = stored(replace(MILLION, compressed_raw=True), 36)
    assert compressed.instant_gb == compressed.moved_to_instant == 0
    assert compressed.standard_gb < sum_gb(stored(MILLION, 36)) / 2


def sum_gb(all_classes):
    return all_classes.standard_gb + all_classes.infrequent_gb + all_classes.instant_gb


def test_the_talks_hundred_environments_come_out_to_the_dollar():
    told = {each.name: each for each in comparisons(MILLION, TOKYO)}
    hundred = told["100 provisioned environments of 512 MB, 720 h"]
    assert (hundred.talk_dollars, hundred.cents) == (700, 697_70)
    assert comparisons(MILLION, "us-east-1")[0].cents == 540_00
    ping = told["the same, each holding its environment for 1 s"]
    assert ping.cents == round(864_000 * 0.2 / 1e6 * 100) + round(864_000 * 0.5 * 0.0000166667 * 100)
    assert told["ours: nothing but a fast start, billed"].cents < ping.cents


def test_a_race_beyond_the_workers_takes_longer_and_fails_nothing():
    million, five = race_of(MILLION, TOKYO), race_of(Usage(5e6), TOKYO)
    assert million.uploads_s == pytest.approx(277.8, abs=0.1)
    assert million.last_after_s == 3600
    assert five.last_after_s == pytest.approx(5e6 * 0.35 / 100)
    assert race_of(Usage(1e4), TOKYO).warm_cents == 0 < million.warm_cents < five.warm_cents
    assert million.requests_s == 3 * million.uploads_s
    assert million.write_units_s == million.uploads_s * (measured.UPLOAD_WRITE_UNITS + measured.COUNT_WRITE_UNITS)
    uploads = PRICES["table writes"].cents(1e6 * measured.UPLOAD_WRITE_UNITS, TOKYO)
    assert uploads < million.cents < 4 * uploads


def test_levers_come_in_the_order_of_their_dollars():
    base = estimate(MILLION, "us-east-1")
    found = levers(base)
    assert found[0].cents == base.sign_in.cents
    assert [lever.cents for lever in found] == sorted((lever.cents for lever in found), reverse=True)
    assert all(lever.cents > 0 for lever in found)
    objects = 12e6 * 3.5 + stored(MILLION, 12).moved_to_instant
    assert without_bucket_key(base) == pytest.approx(objects * 0.03 / 10_000 * 100, abs=1)


def test_every_assumption_matters():
    base = estimate(MILLION, TOKYO)
    for each in assumptions():
        value = getattr(MILLION, each.name)
        assert estimate(replace(MILLION, **{each.name: value * 0.9 or 1}), TOKYO).cents != base.cents, each.name


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"users": 0}, "users must be at least one"),
        ({"users": -5}, "users must be a number from 0 on"),
        ({"users": float("nan")}, "users must be a number"),
        ({"users": float("inf")}, "users must be a number"),
        ({"users": None}, "Say how many users"),
        ({"region": "mars-1"}, "There are prices for us-east-1 and ap-northeast-1, not for mars-1"),
        ({"sign_in": "guess"}, "Sign-in is cognito-lite or own"),
        ({"named": {"cold_share": 1.5}}, "cold_share is a share"),
        ({"named": {"queries_per_user": 35}}, "35 queries a user are too few"),
        ({"told": ["query_ms=fast"]}, "query_ms must be a number, not fast"),
        ({"told": ["query_ms"]}, "query_ms must be a number, not nothing"),
        ({"told": ["luck=1"]}, "no assumption named luck"),
        ({"told": ["records_per_call=0"]}, "records_per_call must be at least one"),
    ],
)
def test_what_cannot_be_reckoned_with_is_told(options, sentence):
    given = {"users": 1e6, "region": TOKYO, "sign_in": OWN, "named": {}, "told": []} | options
    with pytest.raises(BadUsage, match=sentence):
        usage_of(**given)
