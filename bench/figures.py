"""What a suite found: figures with their targets, as a table to read and as JSON to keep."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

_HEADS = ("figure", "value", "unit", "target", "against", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        target: the worst value that is good enough; None where the value is only told.
        against: what it is a ratio or a difference to; empty where it stands alone.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    better: Literal["lower", "higher"] = "lower"
    against: str = ""

    @property
    def met(self) -> bool:
        """Whether the value is good enough; a figure without a target always is."""
        if self.target is None:
            return True
        return self.value <= self.target if self.better == "lower" else self.value >= self.target


def shown(figures: Sequence[Figure]) -> str:
    """The figures as a table, values rounded to what can be believed."""
    rows = [_HEADS, *map(_row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "<=" if figure.better == "lower" else ">="
    target = "" if figure.target is None else f"{sign} {figure.target:g}"
    verdict = "" if figure.target is None else "met" if figure.met else "MISSED"
    return figure.name, f"{figure.value:.3g}", figure.unit, target, figure.against, verdict


def keep(figures: Iterable[Figure], path: Path) -> None:
    """Write the figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
