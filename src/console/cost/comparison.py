"""Beside today's list prices and ours: figures of a public talk of 2021 on taking this kind of back end serverless."""

from dataclasses import dataclass

from console.cost.estimate import estimate
from console.cost.prices import HOUR_S, MONTH_HOURS, PRICES
from console.cost.race import race_of
from console.cost.usage import Usage

ENVIRONMENTS = 100
TALK_MEMORY_MB = 512
PING_MINUTES = 5
# A relational peer: rows that an upload writes, and row writes a second that a capacity unit of Aurora bears. Both are
# assumptions, and generous: a sum, a best and an index are rows, too.
ROWS_OF_AN_UPLOAD = 12
ROWS_S_OF_A_UNIT = 100
LEAST_PROXY_UNITS = 8
# One that writes, one that stands by in another zone.
COPIES = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure: what the talk said, None where it named none, and what comes out today."""

    name: str
    talk_dollars: int | None
    cents: int


def comparisons(usage: Usage, region: str) -> tuple[Comparison, ...]:
    """The talk's means against cold starts and peaks, then ours for the same."""
    units = max(race_of(usage, region).uploads_s * ROWS_OF_AN_UPLOAD / ROWS_S_OF_A_UNIT, 0.5)
    ours = {line.name: line.cents for line in estimate(usage, region).lines if line.group in {"API", "table"}}
    return (
        Comparison(
            f"100 provisioned environments of 512 MB, {MONTH_HOURS} h", 700, provisioned(region, TALK_MEMORY_MB)
        ),
        Comparison(f"the same at {usage.api_memory_mb:g} MB", None, provisioned(region, usage.api_memory_mb)),
        Comparison("100 pings every 5 minutes, 512 MB, 10 ms each", 100, pings(region, 0.01)),
        Comparison("the same, each holding its environment for 1 s", None, pings(region, 1.0)),
        Comparison("ours: nothing but a fast start, billed", None, ours["duration, starts"]),
        Comparison(
            f"Aurora Serverless v2 kept at the peak: {COPIES} x {units:,.1f} units, {MONTH_HOURS} h",
            None,
            PRICES["aurora"].cents(COPIES * units * MONTH_HOURS, region),
        ),
        Comparison(
            f"RDS Proxy before it, {max(units, LEAST_PROXY_UNITS):,.1f} units",
            None,
            PRICES["rds proxy"].cents(max(units, LEAST_PROXY_UNITS) * MONTH_HOURS, region),
        ),
        Comparison(
            "ours: all reads and writes of the table",
            None,
            sum(cents for name, cents in ours.items() if name.startswith(("reads", "writes"))),
        ),
    )


def provisioned(region: str, memory_mb: float) -> int:
    """Cents for the talk's hundred environments, idle all month."""
    return PRICES["provisioned"].cents(ENVIRONMENTS * memory_mb / 1024 * MONTH_HOURS * HOUR_S, region)


def pings(region: str, held_s: float) -> int:
    """Cents for calling as many every five minutes."""
    calls = ENVIRONMENTS * MONTH_HOURS * 60 / PING_MINUTES
    duration = PRICES["lambda x86"].cents(calls * held_s * TALK_MEMORY_MB / 1024, region)
    return PRICES["lambda requests"].cents(calls, region) + duration
