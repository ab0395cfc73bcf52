"""What lies in the bucket and in the table after so many months of the same usage, and in which class.

Uploads come evenly. Within the month from m - 1 to m, what came at s is m - s old; so averages over that month are
integrals of ages, in closed form.
"""

from dataclasses import dataclass

from console.cost import measured
from console.cost.prices import GB, MONTH_DAYS
from console.cost.usage import Usage

NONCURRENT_DAYS = 30
SMALLEST_MOVED_BYTES = 131_072


@dataclass(frozen=True, slots=True)
class Move:
    """A rule of the bucket's lifecycle: what is at least so large goes to a colder class at this age."""

    storage_class: str
    days: int
    smallest_bytes: int = SMALLEST_MOVED_BYTES


# Of raw files, and of series at full resolution, as template.yaml has them; a test compares.
RAW, DETAIL = Move("GLACIER_IR", 90), Move("STANDARD_IA", 90)


@dataclass(frozen=True, slots=True)
class Stored:
    """A month's averages in GB by class, and what moved in it."""

    standard_gb: float
    infrequent_gb: float
    instant_gb: float
    moved_to_infrequent: float
    moved_to_instant: float
    moved_instant_gb: float
    table_gb: float


def stored(usage: Usage, month: int) -> Stored:
    """The averages of the month, from 1, of a service that began with all of its users."""
    share, large, small = _raw_sizes(usage)
    a = usage.activities
    large_gb, small_gb = a * share * large / GB, a * (1 - share) * small / GB
    detail_gb = a * measured.DETAIL_BYTES / GB
    detail_moves = measured.DETAIL_LARGE_SHARE
    cold_detail_gb = detail_gb * detail_moves * _older(month, DETAIL.days)
    instant_gb = large_gb * _older(month, RAW.days)
    every_gb = (large_gb + small_gb + detail_gb) * _older(month, 0)
    replaced_gb = (large_gb + small_gb + detail_gb) * usage.replaced_share * NONCURRENT_DAYS / MONTH_DAYS
    return Stored(
        standard_gb=every_gb - instant_gb - cold_detail_gb + replaced_gb,
        infrequent_gb=cold_detail_gb,
        instant_gb=instant_gb,
        moved_to_infrequent=a * detail_moves * _moving(month, DETAIL.days),
        moved_to_instant=a * share * _moving(month, RAW.days),
        moved_instant_gb=large_gb * _moving(month, RAW.days),
        table_gb=_table_bytes(usage, month) / GB,
    )


def _raw_sizes(usage: Usage) -> tuple[float, float, float]:
    """The share of raw files that are large, and the bytes of a large and of a small one."""
    if usage.compressed_raw:
        return 0.0, 0.0, measured.RAW_GZIP_BYTES
    return measured.RAW_LARGE_SHARE, measured.RAW_LARGE_BYTES, measured.RAW_SMALL_BYTES


def _table_bytes(usage: Usage, month: int) -> float:
    lasting = usage.activities * measured.ACTIVITY_TABLE_BYTES + usage.users * measured.SUMS_BYTES_A_MONTH
    tickets = usage.activities * measured.TICKET_BYTES
    people = usage.users * measured.PERSON_BYTES
    return lasting * _older(month, 0) + tickets + people


def _older(month: int, days: float) -> float:
    """How many months' worth of arrivals are older than this, on the average of the month."""
    age = days / MONTH_DAYS
    return (max(month - age, 0) ** 2 - max(month - 1 - age, 0) ** 2) / 2


def _moving(month: int, days: float) -> float:
    """How many months' worth of arrivals reach this age within the month."""
    age = days / MONTH_DAYS
    return max(month - age, 0) - max(month - 1 - age, 0)
