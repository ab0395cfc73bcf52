"""What is behind ``stridegraph upload``: files go up, activities come back."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from console.client import ApiError, Client, Outcome, Refused
from console.lines import clock, heading, line
from console.state import known_server
from models.terms import ProblemCode


def upload_files(
    files: Sequence[Path], console: Console, *, url: str | None, token: str | None, sport_hint: str | None
) -> int:
    """Send every file, wait for each, print what became of it as it does; the number that failed. Raises ApiError."""
    local = url is None
    url, token = _server(url, token)
    failed = 0
    with Client(url, token, local=local) as client, _bar(console) as bar:
        task = bar.add_task("", total=len(files))
        for path in files:
            bar.update(task, description=path.name)
            outcome = _one(client, path, sport_hint)
            failed += outcome.state != "DONE"
            heading(bar.console, path.name)
            for told in _lines(outcome):
                line(bar.console, told)
            bar.advance(task)
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
    try:
        return client.wait(client.send(data, sport_hint=sport_hint))
    except Refused as refusal:
        return Outcome("REFUSED", problem={"code": "REFUSED", "message": str(refusal)})


def _lines(outcome: Outcome) -> Iterable[str]:
    if outcome.problem:
        yield f"{outcome.state}  {outcome.problem['code']}: {outcome.problem['message']}"
        if outcome.problem.get("detail"):
            yield outcome.problem["detail"]
        if outcome.problem["code"] == ProblemCode.UNKNOWN_SPORT:
            yield "Tell the sport by --sport RUNNING or --sport WALKING."
    for activity in outcome.activities:
        yield f"{outcome.state}  {'  '.join(_figures(activity))}"
        if (why := _unscored(activity["score"])) is not None:
            yield why
    for part in outcome.skipped:
        yield f"skipped  {part['code']}: {part['detail']}"


def _figures(activity: Mapping[str, Any]) -> Iterable[str]:
    rate, ascent = activity["averageHeartRateBpm"], activity["ascentM"]
    yield f"{activity['__typename']:4}"
    yield activity["startedAt"][:16].replace("T", " ")
    yield f"{activity['distanceM'] / 1000:.2f} km in {clock(activity['movingS'])}"
    if rate is not None:
        yield f"{rate:.0f} bpm"
    if ascent is not None:
        yield f"ascent {ascent:.0f} m"
    score = (activity["score"] or {}).get("value")
    if score is not None:
        yield f"score {score:.0f}"


def _unscored(score: Mapping[str, Any] | None) -> str | None:
    """Why there is no score and what to do to get one; None where there is one."""
    if score is None or score["value"] is not None:
        return None
    return f"no score  {score['reason']}: {score['help']}" if score["help"] else f"no score  {score['reason']}"
