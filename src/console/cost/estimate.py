"""The lines of a month: each a quantity at a list price, rounded to the cent, so that the sums are exact."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.cost import measured
from console.cost.prices import GB, HOUR_S, MONTH_DAYS, MONTH_HOURS, PRICES
from console.cost.storage import Stored, stored
from console.cost.usage import COGNITO, Usage

SECONDS = MONTH_HOURS * HOUR_S
COGNITO_FREE_USERS = 10_000  # a month, for good
# X-Ray takes the first request of each second, and this share of the others.
TRACED_SHARE = 0.05
# Received, deleted, and one that S3 sends.
SQS_PER_MESSAGE = 3
# Lambda asks each of both queues by five long polls of 20 s, and whatever is empty is billed, too. From memory, check.
EMPTY_RECEIVES = 2 * 5 * SECONDS / 20
# DynamoDB asks for the table's key once in five minutes for each caller, S3 with a bucket key about as seldom.
KEY_CALLS = 5 * SECONDS / 300
# createUpload and upload(id), for each activity.
SMALL_ANSWERS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of usage costs.

    Attributes:
        group: what it belongs to.
        price: its name in ``PRICES``.
    """

    group: str
    name: str
    price: str
    quantity: float
    cents: int

    @property
    def unit(self) -> str:
        """What the quantity counts."""
        return PRICES[self.price].unit


@dataclass(frozen=True, slots=True)
class Estimate:
    """A month in a region: sign-in apart from all the rest."""

    usage: Usage
    region: str
    month: int
    sign_in: Line
    lines: tuple[Line, ...]

    @property
    def rest_cents(self) -> int:
        """All but sign-in."""
        return sum(line.cents for line in self.lines)

    @property
    def cents(self) -> int:
        """Everything."""
        return self.sign_in.cents + self.rest_cents


def estimate(usage: Usage, region: str, month: int = 12) -> Estimate:
    """What a month costs, counted from the service's first, from which on it had all of its users."""

    def priced(group: str, name: str, price: str, quantity: float) -> Line:
        return Line(group, name, price, quantity, PRICES[price].cents(quantity, region))

    mau = max(usage.users - COGNITO_FREE_USERS, 0) if usage.sign_in == COGNITO else 0.0
    sign_in = priced("sign-in", "Cognito Lite" if usage.sign_in == COGNITO else "own issuer", "cognito lite", mau)
    parts = (_compute, _table, _bucket, _keys, _monitoring, _rest)
    after = stored(usage, month)
    lines = tuple(priced(*told) for part in parts for told in part(usage, after))
    return Estimate(usage, region, month, sign_in, lines)


type _Told = Iterator[tuple[str, str, str, float]]


def _compute(usage: Usage, _: Stored) -> _Told:
    api, up = usage.api_memory_mb / 1024, usage.process_memory_mb / 1024
    jobs, calls = usage.jobs, usage.calls
    duration = "lambda arm" if usage.arm else "lambda x86"
    yield "API", "HTTP API requests", "http api", usage.queries
    yield "API", "Lambda requests", "lambda requests", usage.queries
    yield "API", "duration, warm", duration, usage.queries * usage.query_ms / 1000 * api
    yield "API", "duration, starts", duration, usage.queries * usage.cold_share * usage.cold_ms / 1000 * api
    yield "API", "Provisioned Concurrency, idle", "provisioned", usage.provisioned * api * SECONDS
    processed_s = usage.process_ms / 1000 + usage.process_cold_share * usage.process_cold_ms / 1000
    yield "uploads", "Lambda requests", "lambda requests", usage.activities
    yield "uploads", "duration", duration, usage.activities * processed_s * up
    yield "uploads", "SQS requests", "sqs", usage.activities * SQS_PER_MESSAGE
    yield "jobs", "Lambda requests", "lambda requests", jobs
    yield "jobs", "duration", duration, jobs * usage.job_s * up
    yield "jobs", "SQS requests", "sqs", jobs * SQS_PER_MESSAGE
    yield "queues", "empty receives", "sqs", EMPTY_RECEIVES
    yield "cohorts", "Lambda requests (reading the stream is free)", "lambda requests", calls
    yield "cohorts", "duration", duration, usage.changes * usage.count_ms / 1000 * usage.cohort_memory_mb / 1024


def _table(usage: Usage, after: Stored) -> _Told:
    jobs = usage.jobs
    daily = MONTH_DAYS * measured.COHORTS
    yield "table", "writes of uploads", "table writes", usage.activities * measured.UPLOAD_WRITE_UNITS
    yield (
        "table",
        "writes of cohorts",
        "table writes",
        (usage.changes * measured.COUNT_WRITE_UNITS + daily * measured.COHORT_WRITE_UNITS),
    )
    yield (
        "table",
        "writes of jobs and new people",
        "table writes",
        (jobs * usage.job_write_units + usage.users * usage.new_user_share * measured.NEW_PERSON_WRITE_UNITS),
    )
    yield (
        "table",
        "reads of screens",
        "table reads",
        (
            usage.homes * measured.HOME_READ_UNITS
            + usage.activities * (measured.DETAIL_READ_UNITS + measured.POLL_READ_UNITS)
            + usage.queries * measured.SIGN_IN_READ_UNITS
        ),
    )
    yield (
        "table",
        "reads of uploads, cohorts, jobs",
        "table reads",
        (
            usage.activities * measured.UPLOAD_READ_UNITS
            + usage.changes * measured.COUNT_READ_UNITS
            + daily * measured.COHORT_READ_UNITS
            + jobs * usage.job_read_units
        ),
    )
    yield "table", "storage, both indexes", "table storage", after.table_gb
    yield "table", "point-in-time recovery", "pitr", after.table_gb


def _bucket(usage: Usage, after: Stored) -> _Told:
    yield "bucket", "PUT: raw file and series", "s3 put", 2 * usage.activities
    yield "bucket", "GET: raw file, series downloads", "s3 get", usage.activities * (1 + usage.series_per_activity)
    yield "bucket", "Standard", "s3 standard", after.standard_gb
    yield "bucket", "Standard-IA", "s3 infrequent", after.infrequent_gb
    yield "bucket", "Glacier Instant Retrieval", "s3 instant", after.instant_gb
    yield "bucket", "moved to Standard-IA", "s3 to infrequent", after.moved_to_infrequent
    yield "bucket", "moved to Instant Retrieval", "s3 to instant", after.moved_to_instant
    yield "bucket", "checksums of what moved", "s3 checksum", after.moved_instant_gb


def _keys(usage: Usage, after: Stored) -> _Told:
    # Each object's own call where no bucket key saves it; a move encrypts it anew.
    objects = usage.activities * (3 + usage.series_per_activity) + after.moved_to_instant + after.moved_to_infrequent
    wrapped = objects if usage.own_key and not usage.bucket_key else 0.0
    yield "keys", "a key of one's own", "kms key", 1.0 if usage.own_key else 0.0
    yield "keys", "KMS requests", "kms requests", KEY_CALLS + wrapped
    yield "keys", "secret of the cursors", "secret", 1.0


def _monitoring(usage: Usage, _: Stored) -> _Told:
    logged = (
        usage.queries * usage.query_log_bytes
        + usage.activities * usage.upload_log_bytes
        + usage.jobs * usage.job_log_bytes
        + usage.changes * usage.count_log_bytes
    )
    invocations = (usage.queries, usage.activities, usage.jobs, usage.calls)
    traces = sum(map(_traced, invocations)) if usage.traced else 0.0
    yield "monitoring", "logs taken in", "logs", logged / GB
    yield "monitoring", "logs kept", "log storage", logged / GB * usage.log_days / MONTH_DAYS
    yield "monitoring", "custom metrics", "metrics", usage.metrics
    yield "monitoring", "alarms", "alarms", usage.alarms
    yield "monitoring", "dashboard", "dashboard", 1.0
    yield "monitoring", "X-Ray traces", "traces", traces


def _rest(usage: Usage, _: Stored) -> _Told:
    heads = (usage.queries + usage.activities * usage.series_per_activity) * usage.answer_head_bytes
    answers = (
        usage.homes * measured.HOME_ANSWER_BYTES
        + usage.activities * measured.DETAIL_ANSWER_BYTES
        + SMALL_ANSWERS * usage.activities * measured.SMALL_ANSWER_BYTES
    )
    series = usage.activities * usage.series_per_activity * measured.DETAIL_BYTES
    yield "data out", "answers, series at full resolution", "data out", (heads + answers + series) / GB


def _traced(requests: float) -> float:
    """Traces of a function's invocations that come evenly: the most that the sampling lets through."""
    first = min(requests, float(SECONDS))
    return first + TRACED_SHARE * (requests - first)
