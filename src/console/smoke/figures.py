"""Times that were measured, and how they are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from time import perf_counter

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, in milliseconds, a value for each time it was."""

    name: str
    values_ms: Sequence[float]


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, ceil(percent / 100 * len(values)) - 1)]


def timed[T](work: Callable[[], T]) -> tuple[T, float]:
    """What the work answers, and how long it took in milliseconds."""
    begun_s = perf_counter()
    answer = work()
    return answer, (perf_counter() - begun_s) * 1000


def table(rows: Sequence[Row]) -> Table:
    """The rows, with their medians and 99th percentiles."""
    made = Table(box=None, pad_edge=False)
    made.add_column("ms")
    for name in ("times", "p50", "p99", "most"):
        made.add_column(name, justify="right")
    for row in rows:
        figures = percentile(row.values_ms, 50), percentile(row.values_ms, 99), max(row.values_ms)
        made.add_row(row.name, str(len(row.values_ms)), *(f"{figure:,.0f}" for figure in figures))
    return made
