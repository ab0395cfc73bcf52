"""What people do, and what it takes on Lambda: assumptions, each with unit and reason, and a name to change it by."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any

from console.cost.prices import REGIONS

COGNITO, OWN = "cognito-lite", "own"
# createUpload, one upload(id) and one detail: the rest of the queries are home screens.
QUERIES_PER_ACTIVITY = 3


class BadUsage(Exception):
    """What cannot be reckoned with: one sentence for a person."""


def _assumed(value: float, unit: str, why: str) -> Any:
    return field(default=value, metadata={"unit": unit, "why": why})


@dataclass(frozen=True, slots=True)
class Usage:
    """A month of a service with so many monthly users; all but ``users`` are assumptions."""

    users: float
    queries_per_user: float = _assumed(60, "a month", "two a day; not observed")
    activities_per_user: float = _assumed(12, "a month", "three a week; not observed")
    series_per_activity: float = _assumed(0.5, "downloads", "screens read the previews of the table; not observed")
    new_user_share: float = _assumed(0.05, "of users", "first requests in a month; not observed")
    replaced_share: float = _assumed(0.02, "of objects", "measured again, trimmed or deleted; kept 30 days more")
    changes_per_activity: float = _assumed(1.5, "stream records", "made, and half of them edited once")
    jobs_per_user: float = _assumed(0.05, "a month", "exports, new scores, deletions; not observed")
    query_ms: float = _assumed(25, "ms", "5.6 ms of CPU for a home screen here, the rest waits for DynamoDB")
    cold_share: float = _assumed(0.005, "of queries", "environments that start; not observed")
    cold_ms: float = _assumed(
        600, "ms", "0.48 s here (462 ms init, 14 ms first event); assumed slower there, and billed"
    )
    api_memory_mb: float = _assumed(1769, "MB", "template.yaml: one virtual CPU")
    process_ms: float = _assumed(350, "ms", "17 ms to measure 3 h of FIT here, 15 requests to S3 and DynamoDB")
    process_cold_share: float = _assumed(0.02, "of uploads", "not observed")
    process_cold_ms: float = _assumed(
        700, "ms", "0.36 s here (281 ms init, 79 ms first event); assumed slower there, and billed"
    )
    process_memory_mb: float = _assumed(1769, "MB", "template.yaml")
    job_s: float = _assumed(20, "s", "walks all activities of a person; not observed")
    job_write_units: float = _assumed(500, "write units", "a score and a row for each of 150 activities")
    job_read_units: float = _assumed(260, "read units", "1 MB of a person's items, read strongly")
    count_ms: float = _assumed(60, "ms for a record", "four requests to DynamoDB")
    records_per_call: float = _assumed(5, "stream records", "what one shard gathers in 30 s; not observed")
    cohort_memory_mb: float = _assumed(512, "MB", "template.yaml")
    query_log_bytes: float = _assumed(2000, "bytes", "start and report, a metrics line, the gateway's access line")
    upload_log_bytes: float = _assumed(3000, "bytes", "the same, with the stages in one line")
    job_log_bytes: float = _assumed(3000, "bytes", "start and report, a metrics line, one or two more")
    count_log_bytes: float = _assumed(700, "bytes for a record", "a metrics line, its share of start and report")
    answer_head_bytes: float = _assumed(400, "bytes", "HTTP headers of an answer")
    log_days: float = _assumed(14, "days", "template.yaml")
    metrics: float = _assumed(96, "custom metrics", "docs/observability.md: twelve known documents")
    alarms: float = _assumed(35, "metrics of alarms", "template.yaml: billed by the metrics that alarms read")
    provisioned: float = _assumed(0, "environments", "all month; none unless told")
    sign_in: str = COGNITO
    traced: bool = True
    own_key: bool = False
    bucket_key: bool = True
    arm: bool = False
    compressed_raw: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no usage. Raises BadUsage."""
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, float | int) and not (math.isfinite(value) and value >= 0):
                raise BadUsage(f"{each.name} must be a number from 0 on, not {value:g}.")
            if each.metadata.get("unit", "").startswith("of ") and value > 1:
                raise BadUsage(f"{each.name} is a share, from 0 to 1, not {value:g}.")
        if self.users < 1:
            raise BadUsage(f"users must be at least one, not {self.users:g}.")
        if self.records_per_call < 1:
            raise BadUsage("records_per_call must be at least one.")
        if self.sign_in not in {COGNITO, OWN}:
            raise BadUsage(f"Sign-in is {COGNITO} or {OWN}, not {self.sign_in}.")
        if self.homes < 0:
            told = f"{QUERIES_PER_ACTIVITY} for each of {self.activities_per_user:g} activities"
            raise BadUsage(f"{self.queries_per_user:g} queries a user are too few: there are {told}.")

    @property
    def activities(self) -> float:
        """Uploads a month."""
        return self.users * self.activities_per_user

    @property
    def queries(self) -> float:
        """Requests to the API a month."""
        return self.users * self.queries_per_user

    @property
    def homes(self) -> float:
        """Home screens a month: what is left of the queries."""
        return self.queries - QUERIES_PER_ACTIVITY * self.activities

    @property
    def changes(self) -> float:
        """Records of the stream that CohortFunction takes, a month."""
        return self.activities * self.changes_per_activity

    @property
    def calls(self) -> float:
        """Invocations of CohortFunction a month."""
        return self.changes / self.records_per_call

    @property
    def jobs(self) -> float:
        """Background jobs a month."""
        return self.users * self.jobs_per_user


def assumptions() -> tuple[Field[Any], ...]:
    """The fields that are assumptions, with ``unit`` and ``why`` in their metadata."""
    return tuple(each for each in fields(Usage) if "unit" in each.metadata)


def usage_of(
    users: float | None, region: str, sign_in: str, named: Mapping[str, float | None], told: Iterable[str]
) -> Usage:
    """The usage that a command's options tell.

    Args:
        users: monthly users.
        region: whose prices are wanted, which must be known.
        sign_in: how people sign in.
        named: assumptions by their names; None leaves one as it is.
        told: more of them, each as ``name=number``.

    Raises:
        BadUsage: for what cannot be reckoned with.
    """
    if users is None:
        raise BadUsage("Say how many users a month: --users 1e6.")
    if region not in REGIONS:
        raise BadUsage(f"There are prices for {' and '.join(REGIONS)}, not for {region}.")
    changes: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    return replace(Usage(users), sign_in=sign_in, **changes | dict(map(_told, told)))


def _told(text: str) -> tuple[str, float]:
    name, _, figure = text.partition("=")
    known = sorted(each.name for each in assumptions())
    if name not in known:
        raise BadUsage(f"There is no assumption named {name}; there are {', '.join(known)}.")
    try:
        return name, float(figure)
    except ValueError as error:
        raise BadUsage(f"{name} must be a number, not {figure or 'nothing'}.") from error
