"""The day of a marathon: everybody uploads within the same hour."""

from dataclasses import dataclass, replace

from console.cost import measured
from console.cost.estimate import estimate
from console.cost.prices import HOUR_S, PRICES
from console.cost.usage import QUERIES_PER_ACTIVITY, Usage

# What a new table on demand takes at once; beyond twice its last peak within half an hour it throttles.
AT_ONCE_WRITE_UNITS = 4000
# template.yaml: so many files are worked on at once, and the others wait in the queue.
WORKERS = 100
# template.yaml: the gateway's throttle, for everybody together.
GATEWAY_REQUESTS_S = 2000
# A new activity is one record of the stream, which CohortFunction counts within a minute.
RACE_WRITE_UNITS = measured.UPLOAD_WRITE_UNITS + measured.COUNT_WRITE_UNITS


@dataclass(frozen=True, slots=True)
class Race:
    """What one such hour takes, beside the ordinary month.

    Attributes:
        uploads_s: uploads in a second.
        requests_s: requests to the API in a second, without those of people who only look.
        write_units_s: the table's write units in a second, those of the cohorts' counts included.
        warm_cents: what it takes to have the table ready for them.
        workers: invocations at once that would keep pace.
        last_after_s: from the first upload to the last activity, with as many as the template allows.
        cents: the uploads and their screens.
    """

    uploads_s: float
    requests_s: float
    write_units_s: float
    warm_cents: int
    workers: float
    last_after_s: float
    cents: int


def race_of(usage: Usage, region: str) -> Race:
    """One more activity of everybody, within an hour."""
    more = replace(
        usage,
        activities_per_user=usage.activities_per_user + 1,
        queries_per_user=usage.queries_per_user + QUERIES_PER_ACTIVITY,
    )
    # Of the first month: without what is kept of it later.
    cents = estimate(more, region, 1).rest_cents - estimate(usage, region, 1).rest_cents
    uploads_s = usage.users / HOUR_S
    keeping_pace = uploads_s * usage.process_ms / 1000
    write_units_s = uploads_s * RACE_WRITE_UNITS
    missing = max(write_units_s - AT_ONCE_WRITE_UNITS, 0)
    return Race(
        uploads_s,
        uploads_s * QUERIES_PER_ACTIVITY,
        write_units_s,
        PRICES["write capacity"].cents(missing, region),
        keeping_pace,
        HOUR_S * max(keeping_pace / WORKERS, 1),
        cents,
    )
