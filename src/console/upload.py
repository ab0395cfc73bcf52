"""What is behind ``stridegraph upload``: files go up, activities come back."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from console.client import ApiError, Client, Outcome
from console.files import files_below
from console.state import known_server

COLUMNS = (
    Column("state", no_wrap=True),
    Column("activity", overflow="fold"),
    *(Column(name, no_wrap=True) for name in ("start", "distance", "moving", "heart rate", "ascent")),
)


def upload_files(
    paths: Sequence[Path], console: Console, *, url: str | None, token: str | None, sport_hint: str | None
) -> int:
    """Send every file, wait for each, print what became of it; the number that failed. Raises ApiError."""
    url, token = _server(url, token)
    files = files_below(paths)
    failed = 0
    table = Table(Column("file", overflow="fold"), *COLUMNS)
    with Client(url, token) as client, _bar(console) as bar:
        task = bar.add_task("", total=len(files))
        for path in files:
            bar.update(task, description=path.name)
            outcome = _one(client, path, sport_hint)
            failed += outcome.state != "DONE"
            for row in _rows(path, outcome):
                table.add_row(*row)
            bar.advance(task)
    console.print(table)
    return failed


def _server(url: str | None, token: str | None) -> tuple[str, str]:
    if url and token:
        return url, token
    known = known_server()
    if known is None:
        raise ApiError("No local server was started here: run `make serve`, or give --url and --token.")
    return url or known[0], token or known[1]


def _bar(console: Console) -> Progress:
    return Progress(BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), console=console)


def _one(client: Client, path: Path, sport_hint: str | None) -> Outcome:
    data = path.read_bytes()
    if not data:  # an empty file is refused before it could be promised
        return Outcome("FAILED", problem={"code": "EMPTY_FILE", "message": "The file is empty."})
    return client.wait(client.send(data, sport_hint=sport_hint))


def _rows(path: Path, outcome: Outcome) -> Iterable[tuple[str, ...]]:
    if outcome.problem:
        yield path.name, outcome.state, f"{outcome.problem['code']}: {outcome.problem['message']}", *[""] * 5
    for activity in outcome.activities:
        yield path.name, outcome.state, *_figures(activity)
    for part in outcome.skipped:
        yield path.name, "skipped", f"{part['code']}: {part['detail']}", *[""] * 5


def _figures(activity: Any) -> tuple[str, ...]:
    minutes, seconds = divmod(round(activity["movingS"]), 60)
    rate, ascent = activity["averageHeartRateBpm"], activity["ascentM"]
    return (
        activity["__typename"],
        activity["startedAt"][:16].replace("T", " "),
        f"{activity['distanceM'] / 1000:.2f} km",
        f"{minutes}:{seconds:02d}",
        "" if rate is None else f"{rate:.0f} bpm",
        "" if ascent is None else f"{ascent:.0f} m",
    )
