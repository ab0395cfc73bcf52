"""What the suites found, as tables in ``docs/performance.md`` and a plot beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.cases.case import IN_C, IN_MEMORY, Case
from bench.figures import Figure
from bench.rounds import OURS

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "performance.md"


@dataclass(frozen=True, slots=True)
class Row:
    """A kernel on one input.

    Attributes:
        faster: how many times faster than each peer that was there, the first one first.
        bound: the loop in C or a copy, and its ms.
    """

    name: str
    ours_ms: float
    faster: dict[str, float]
    target: float | None
    bound: tuple[str, float]
    why: str

    @property
    def peer(self) -> str:
        """The peer that the target is set against."""
        return next(iter(self.faster))

    @property
    def missed(self) -> bool:
        """Whether ours is not as fast as it should be."""
        return self.target is not None and self.faster[self.peer] < self.target


def rows(cases: Iterable[Case], figures: Sequence[Figure]) -> list[Row]:
    """The cases with what was measured of them."""
    values = {figure.name: figure.value for figure in figures}
    found = []
    for case in cases:
        faster = {name: values[f"{case.name}, to {name}"] for name in case.peers if f"{case.name}, to {name}" in values}
        bound = next(name for name in (IN_C, IN_MEMORY) if f"{case.name}: CPU of {name}" in values)
        found.append(
            Row(
                case.name,
                values[f"{case.name}: CPU of {OURS}"],
                faster,
                case.target if case.first in faster else None,
                (bound, values[f"{case.name}: CPU of {bound}"]),
                case.why,
            )
        )
    return found


def kernels_table(cases: Iterable[Case], figures: Sequence[Figure]) -> str:
    """A line for each kernel and input."""
    lines = [
        "| kernel, input | ours, ms | times faster than | target | others | C, ms | copy, ms | why |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows(cases, figures):
        others = "; ".join(f"{told(value)} {name}" for name, value in row.faster.items() if name != row.peer)
        bounds = {row.bound[0]: told(row.bound[1])}
        why = row.why if row.missed else ""
        cells = (
            _name(row.name),
            told(row.ours_ms),
            f"**{told(row.faster[row.peer])}** {row.peer}",
            _target(row.target, missed=row.missed),
            others,
            bounds.get(IN_C, ""),
            bounds.get(IN_MEMORY, ""),
            why,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def figures_table(figures: Sequence[Figure], why: dict[str, str]) -> str:
    """A line for each figure that has a target or stands against something."""
    values = {figure.name: figure.value for figure in figures}
    lines = ["| file, against | times faster | target | theirs, ms | ours, ms | why |", "|---|---|---|---|---|---|"]
    for figure in figures:
        if not figure.against:
            continue
        file = figure.name.removesuffix(f", to {figure.against}")
        cells = (
            f"{file}, {figure.against}",
            f"**{told(figure.value)}**",
            _target(figure.target, missed=not figure.met),
            told(values[f"{file}: CPU of {figure.against}"]),
            told(values[f"{file}: CPU of {OURS}"]),
            "" if figure.met else why.get(file, ""),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def targets_table(figures: Sequence[Figure]) -> str:
    """A line for each figure that has a target."""
    lines = ["| figure | measured | target |", "|---|---|---|"]
    for figure in figures:
        if figure.target is not None:
            measured = f"**{told(figure.value)}** {figure.unit}"
            lines.append(f"| {figure.name} | {measured} | {_target(figure.target, missed=not figure.met)} |")
    return "\n".join(lines)


def insert(name: str, text: str, page: Path = PAGE) -> None:
    """Put a table between the marks of this name in the page.

    Raises:
        ValueError: the page has no such marks.
    """
    begin, end = f"<!-- {name}: written by `make bench SUITE={name}` -->", f"<!-- {name} ends -->"
    before, found, rest = page.read_text().partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page} has no marks for {name}")
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}")


def told(value: float) -> str:
    """A number of two digits, or of three before the point; without an exponent."""
    if value >= 99.5:
        return f"{round(value, -1 if value >= 1000 else 0):,.0f}"
    return f"{value:.2g}" if value >= 0.001 else f"{value:.4f}"


def _name(name: str) -> str:
    kernel, _, given = name.partition(", ")
    return f"`{kernel}`, {given}"


def _target(target: float | None, *, missed: bool) -> str:
    if target is None:
        return ""
    return f"{target:g}, missed" if missed else f"{target:g}"
