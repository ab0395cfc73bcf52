"""Figures for CloudWatch in its embedded metric format: a line of JSON on standard output for each piece of work.

CloudWatch Logs makes metrics of what ``_aws`` declares; the other members stay in the log, to be searched there.
Every name of a metric is billed for each value of its dimension: dimensions take values from closed sets alone, never
one that a client chose. Nothing is written unless the setting ``metrics`` names a namespace.
"""

import logging
import sys
import time
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

from models.metering.meter import Tally
from models.observation import Observation
from models.settings import settings

log = logging.getLogger(__name__)

_READS = frozenset({"GetItem", "Query", "Scan", "BatchGetItem"})


class Unit(StrEnum):
    """Units that CloudWatch knows."""

    MILLISECONDS = "Milliseconds"
    COUNT = "Count"


class Figure(NamedTuple):
    """The value of a metric."""

    name: str
    value: float
    unit: Unit


class Measured(NamedTuple):
    """Figures that are counted apart for each value of a dimension."""

    dimension: str
    value: str
    figures: Sequence[Figure]


def wanted() -> bool:
    """Whether anybody reads figures."""
    return bool(settings().metrics)


def write(seen: Observation, *measured: Measured) -> None:
    """Write the line of a piece of work: its figures, who asked by which request, and its facts.

    Work that was done is not undone because its line cannot be written: that is logged.
    """
    namespace = settings().metrics
    if not namespace:
        return
    try:
        # In one piece, so that no other line gets between.
        sys.stdout.write(_line(namespace, seen, measured))
    except Exception:
        log.exception("a line of figures was lost")


def duration(seen: Observation) -> Figure:
    """How long a piece of work took; its count of samples is how often there was such work."""
    return Figure("Duration", seen.duration_ms, Unit.MILLISECONDS)


def units(requests: Tally) -> list[Figure]:
    """Capacity units of requests to the table by the engine's own account, reads and writes apart: prices differ.

    What is zero is left out: it costs nothing, and neither should its metric.
    """
    read = sum(taken for operation, taken in requests if operation in _READS)
    written = sum(taken for operation, taken in requests if operation not in _READS)
    return [Figure(name, value, Unit.COUNT) for name, value in (("ReadUnits", read), ("WriteUnits", written)) if value]


def _line(namespace: str, seen: Observation, measured: Sequence[Measured]) -> str:
    line: dict[str, Any] = {
        "_aws": {
            "Timestamp": time.time_ns() // 1_000_000,
            "CloudWatchMetrics": [_directive(namespace, each) for each in measured],
        }
    }
    for each in measured:
        line[each.dimension] = each.value
        line.update((figure.name, round(figure.value, 3)) for figure in each.figures)
    told = {"requestId": seen.request_id, "user": seen.user, **seen.facts}
    line |= {name: value for name, value in told.items() if value is not None}
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE).decode()


def _directive(namespace: str, measured: Measured) -> dict[str, Any]:
    return {
        "Namespace": namespace,
        "Dimensions": [[measured.dimension]],
        "Metrics": [{"Name": each.name, "Unit": each.unit} for each in measured.figures],
    }
