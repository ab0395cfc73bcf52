"""List prices in one table: without taxes, discounts and free tiers (but Cognito's, which never ends).

Nothing here was read on AWS's live pages: every price says in which copy of the price list it was read, or that it is
from memory and must be checked. A GB is 2^30 bytes, a month has 30 days.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

REGIONS: Mapping[str, str] = {"us-east-1": "N. Virginia", "ap-northeast-1": "Tokyo"}
TOKYO = "ap-northeast-1"
GB = 2**30
MONTH_DAYS = 30
MONTH_HOURS = 24 * MONTH_DAYS
HOUR_S = 3600
READ_ON = "2026-11-29"

MEMORY = "from memory, check"
TOKYO_SEPTEMBER = "a copy of the Tokyo price lists of 2026-09-18 to 09-23"
TOKYO_AUGUST = "a copy of the Tokyo price list of 2026-08-14"
TOKYO_STORAGE = "an undated copy of the Tokyo price list"
S3_AUGUST = "a copy of the us-east-1 price list of 2026-08-01"
DYNAMODB_2025 = "two secondary sources of 2025"
PROVISIONED = "an undated copy of the price list"
AURORA_2025 = "a copy of the us-east-1 price list of 2025-10-28"
LAMBDA_2026 = "third parties' copies of September 2026"
FIRST_STEP = ", later steps from memory"

# Steps of one price: (up to how many, dollars); the last has no end.
type Steps = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Price:
    """A price in both regions.

    Attributes:
        unit: what is counted, and ``per`` how many of it the dollars are for.
        us, tokyo: dollars, one figure or steps of volume a month.
        us_source, tokyo_source: where it was read.
    """

    unit: str
    per: float
    us: float | Steps
    tokyo: float | Steps
    us_source: str = MEMORY
    tokyo_source: str = MEMORY

    def steps(self, region: str) -> Steps:
        """The steps of volume, at least one."""
        told = self.tokyo if region == TOKYO else self.us
        return told if isinstance(told, tuple) else ((math.inf, told),)

    def source(self, region: str) -> str:
        """Where the region's price was read."""
        return self.tokyo_source if region == TOKYO else self.us_source

    def cents(self, quantity: float, region: str) -> int:
        """What so many of the unit cost, to the cent: lines are rounded, so that their sum is exact."""
        dollars, done = 0.0, 0.0
        for limit, price in self.steps(region):
            if quantity > done:
                dollars += (min(quantity, limit) - done) / self.per * price
            done = limit
        return round(dollars * 100)


_LITE: Steps = ((90e3, 0.0055), (990e3, 0.0046), (9.99e6, 0.00325), (math.inf, 0.0025))
_METRICS: Steps = ((10e3, 0.3), (math.inf, 0.1))
_TB = 1024.0

PRICES: Mapping[str, Price] = {
    "cognito lite": Price("monthly users beyond 10,000", 1, _LITE, _LITE, MEMORY, TOKYO_AUGUST),
    "http api": Price(
        "requests",
        1e6,
        ((300e6, 1.0), (math.inf, 0.9)),
        ((300e6, 1.29), (math.inf, 1.18)),
        MEMORY,
        TOKYO_SEPTEMBER + FIRST_STEP,
    ),
    "lambda requests": Price("requests", 1e6, 0.2, 0.2, LAMBDA_2026, TOKYO_SEPTEMBER),
    "lambda x86": Price("GB-seconds", 1, 0.0000166667, 0.0000166667, LAMBDA_2026, TOKYO_SEPTEMBER),
    "lambda arm": Price("GB-seconds", 1, 0.0000133334, 0.0000133334, LAMBDA_2026, LAMBDA_2026),
    "provisioned": Price("GB-seconds", 1, 0.0000041667, 0.0000053835, PROVISIONED, PROVISIONED),
    "table writes": Price("write units", 1e6, 0.625, 0.715, DYNAMODB_2025, TOKYO_SEPTEMBER),
    "table reads": Price("read units", 1e6, 0.125, 0.1425, DYNAMODB_2025, TOKYO_SEPTEMBER),
    "table storage": Price("GB-months", 1, 0.25, 0.285, MEMORY, TOKYO_STORAGE),
    "pitr": Price("GB-months", 1, 0.20, 0.228),
    "write capacity": Price("units for an hour", 1, 0.00065, 0.000742),
    "s3 standard": Price(
        "GB-months",
        1,
        ((50 * _TB, 0.023), (500 * _TB, 0.022), (math.inf, 0.021)),
        ((50 * _TB, 0.025), (500 * _TB, 0.024), (math.inf, 0.023)),
        S3_AUGUST + FIRST_STEP,
        TOKYO_SEPTEMBER + FIRST_STEP,
    ),
    "s3 infrequent": Price("GB-months", 1, 0.0125, 0.0138, S3_AUGUST),
    "s3 instant": Price("GB-months", 1, 0.004, 0.005, S3_AUGUST),
    "s3 put": Price("requests", 1000, 0.005, 0.0047, MEMORY, TOKYO_SEPTEMBER),
    "s3 get": Price("requests", 1000, 0.0004, 0.00037, S3_AUGUST, TOKYO_SEPTEMBER),
    "s3 to infrequent": Price("objects", 1000, 0.01, 0.01),
    "s3 to instant": Price("objects", 1000, 0.02, 0.02, S3_AUGUST),
    "s3 checksum": Price("GB", 1, 0.004, 0.004, S3_AUGUST),
    "sqs": Price("requests", 1e6, 0.4, 0.4, MEMORY, TOKYO_SEPTEMBER),
    "kms key": Price("keys", 1, 1.0, 1.0, MEMORY, TOKYO_SEPTEMBER),
    "kms requests": Price("requests", 10_000, 0.03, 0.03, MEMORY, TOKYO_SEPTEMBER),
    "secret": Price("secrets", 1, 0.4, 0.4, MEMORY, TOKYO_SEPTEMBER),
    "logs": Price("GB", 1, 0.5, 0.76, MEMORY, TOKYO_SEPTEMBER),
    "log storage": Price("GB-months", 1, 0.03, 0.033, MEMORY, TOKYO_AUGUST),
    "metrics": Price("metrics", 1, _METRICS, _METRICS, MEMORY, TOKYO_SEPTEMBER),
    "alarms": Price("metrics of alarms", 1, 0.1, 0.1, MEMORY, TOKYO_SEPTEMBER),
    "dashboard": Price("dashboards", 1, 3.0, 3.0),
    "traces": Price("traces", 1e6, 5.0, 5.0),
    "data out": Price(
        "GB",
        1,
        ((10 * _TB, 0.09), (50 * _TB, 0.085), (150 * _TB, 0.07), (math.inf, 0.05)),
        ((10 * _TB, 0.114), (50 * _TB, 0.089), (150 * _TB, 0.086), (math.inf, 0.084)),
        MEMORY,
        TOKYO_SEPTEMBER + FIRST_STEP,
    ),
    "aurora": Price("units for an hour", 1, 0.12, 0.20, AURORA_2025, "an undated page of a third party"),
    "rds proxy": Price("units for an hour", 1, 0.015, 0.018),
}
