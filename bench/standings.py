"""What whole servers took, as tables of ``docs/performance.md``."""

from collections.abc import Mapping, Sequence

from bench.figures import Figure
from bench.pages import told
from bench.rounds import OURS

_HEAD = "| | server CPU for 1,000, s | times ours | answers a second | p50, ms | p99, ms |\n|---|---|---|---|---|---|"


def table(figures: Sequence[Figure], screens: Sequence[str], servers: Sequence[str]) -> str:
    """A line for each screen and server that was measured."""
    values = {figure.name: figure.value for figure in figures}
    lines = [
        _line(values, screen, server)
        for screen in screens
        for server in servers
        if f"{screen}: CPU for 1,000 of {server}" in values
    ]
    return "\n".join([_HEAD, *lines])


def memory_table(figures: Sequence[Figure], servers: Sequence[str]) -> str:
    """What each server had in RAM at the end of all rounds."""
    values = {figure.name: figure.value for figure in figures}
    known = [server for server in servers if f"memory of {server}" in values]
    cells = [told(values[f"memory of {server}"]) for server in known]
    return "\n".join(f"| {' | '.join(row)} |" for row in (["", *known], ["---"] * (len(known) + 1), ["MB", *cells]))


def _line(values: Mapping[str, float], screen: str, server: str) -> str:
    ratio = values.get(f"{screen}, to {server}")
    cells = (
        f"{screen}, {server}" if server != OURS else f"**{screen}, ours**",
        told(values[f"{screen}: CPU for 1,000 of {server}"]),
        "" if ratio is None else f"**{told(ratio)}**",
        told(values[f"{screen}: answers of {server}"]),
        told(values[f"{screen}: p50 of {server}"]),
        told(values[f"{screen}: p99 of {server}"]),
    )
    return f"| {' | '.join(cells)} |"
