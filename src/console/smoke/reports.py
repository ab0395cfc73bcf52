"""What Lambda tells of each invocation: its REPORT line, as text or as JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_FIGURE = re.compile(r"(Init Duration|Billed Duration|Duration|Max Memory Used): ([\d.]+) (?:ms|MB)")
_REPORT = "platform.report"


@dataclass(frozen=True, slots=True)
class Report:
    """One invocation.

    Attributes:
        init_ms: the environment's start before it; None where the environment was there.
        duration_ms: the invocation itself.
        billed_ms: both, as they are paid for.
        memory_mb: the most that the environment has used so far.
    """

    init_ms: float | None
    duration_ms: float
    billed_ms: float
    memory_mb: float


def reports(log: str) -> Iterator[Report]:
    """Every invocation that a piece of a log tells of; other lines are passed over."""
    for line in log.splitlines():
        if line.startswith("REPORT RequestId:"):
            found = {name: float(value) for name, value in _FIGURE.findall(line)}
            yield Report(
                found.get("Init Duration"), found["Duration"], found["Billed Duration"], found["Max Memory Used"]
            )
        elif (told := _object(line)).get("type") == _REPORT:
            metrics = told["record"]["metrics"]
            yield Report(
                metrics.get("initDurationMs"),
                metrics["durationMs"],
                metrics["billedDurationMs"],
                metrics["maxMemoryUsedMB"],
            )


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
