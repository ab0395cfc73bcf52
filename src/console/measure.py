"""What is behind ``stridegraph measure``: what readers and kernels make of files, without any server."""

import math
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from console.lines import clock, heading, line
from models.entities import Problem, Profile
from models.errors import UnusableFile
from models.terms import Sport
from uploads.measures import Measures, measure, sport_of
from uploads.readers.detect import read
from uploads.ready import check_length
from uploads.recording import Recording

# Nobody in particular: no weight, so energy stays the device's own figure.
_ANYBODY = Profile(uid="")
# The parts of measures that have an entry per sample; they are in the file already.
_PER_SAMPLE = {"cumulative_m", "moving", "speed_m_s"}
_DASH = "–"


def measure_files(paths: Sequence[Path], sport: Sport | None) -> list[dict[str, Any]]:
    """Reads and measures every file.

    Args:
        paths: files, not folders.
        sport: taken where a file says nothing useful.

    Returns:
        A dictionary per file, ready for JSON: its name, its format, its activities with every figure, what was wrong
        with it (``problems``), and why nothing could be used of it (``failure``). Names are those of the API, in
        camel case and with their units.
    """
    return [_file(path, sport) for path in paths]


def print_lines(rows: Sequence[dict[str, Any]], console: Console | None = None) -> None:
    """Prints each file's name, and a line per activity below it: ours beside the device's."""
    out = console or Console()
    for row in rows:
        heading(out, row["file"])
        if row["failure"]:
            line(out, f"{row['failure']['code']}: {row['failure']['detail']}")
        for activity in row["activities"]:
            told = [*_figures_told(activity), _codes(row["problems"] + activity["problems"])]
            line(out, "  ".join(told).rstrip())


def _file(path: Path, hint: Sport | None) -> dict[str, Any]:
    row: dict[str, Any] = {"file": path.name, "format": None, "activities": [], "problems": [], "failure": None}
    try:
        found = read(path.read_bytes())
    except UnusableFile as error:
        return row | {"failure": _plain(error.problem)}
    return row | {
        "format": found.format.value,
        "activities": [_activity(recording, hint) for recording in found.recordings],
        "problems": _plain(found.problems),
    }


def _activity(recording: Recording, hint: Sport | None) -> dict[str, Any]:
    problems: list[Problem] = list(recording.problems)
    try:
        sport = sport_of(recording, hint)
    except UnusableFile as error:
        problems.append(error.problem)
        sport = None
    # Somebody else's sport has a way and a time too: they are measured as a run's would be.
    measures = measure(recording, _ANYBODY, sport or hint or Sport.RUNNING)
    try:
        check_length(measures)
    except UnusableFile as error:
        problems.append(error.problem)
    return {
        **_said(recording),
        **_figures(measures),
        "sport": sport and sport.value,
        "foreignSport": recording.foreign_sport,
        "problems": _plain(problems),
    }


def _said(recording: Recording) -> dict[str, Any]:
    return {
        "startedAt": _plain(recording.started_at),
        "utcOffsetS": recording.utc_offset_s,
        "name": recording.name,
        "points": recording.time_s.size,
        "channels": [channel.value for channel in recording.channels],
        "barometric": recording.barometric,
        "device": _plain(recording.device),
        "deviceTotals": _plain(recording.device_totals),
        "pauses": _plain(recording.pauses),
    }


def _figures(measures: Measures) -> dict[str, Any]:
    return {
        _camel(field.name): _plain(getattr(measures, field.name))
        for field in fields(measures)
        if field.name not in _PER_SAMPLE
    }


def _plain(value: Any) -> Any:
    """The value as JSON has it: no dataclasses, no instants, and null for what is no number."""
    if is_dataclass(value):
        return {_camel(field.name): _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _figures_told(activity: dict[str, Any]) -> tuple[str, ...]:
    totals = activity["deviceTotals"]
    return (
        f"{activity['sport'] or activity['foreignSport'] or _DASH:8}",
        _start(activity),
        f"positions {_metres(activity['positionsDistanceM'])} (device {_metres(totals['distanceM'])})",
        f"moving {_clock(activity['movingS'])} (timer {_clock(totals['timerS'])})",
        f"ascent {_metres(activity['ascentM'])} (device {_metres(totals['ascentM'])})",
    )


def _start(activity: dict[str, Any]) -> str:
    """On the clock the person saw; in UTC, and saying so, where the file does not tell it."""
    offset_s = activity["utcOffsetS"]
    moment = datetime.fromisoformat(activity["startedAt"]) + timedelta(seconds=offset_s or 0)
    return f"{moment:%Y-%m-%d %H:%M}{'Z' if offset_s is None else ''}"


def _metres(metres: float | None) -> str:
    return _DASH if metres is None else f"{metres:,.0f} m"


def _clock(seconds: float | None) -> str:
    return _DASH if seconds is None else clock(seconds)


def _codes(problems: Sequence[dict[str, Any]]) -> str:
    return ", ".join(sorted({problem["code"] for problem in problems}))
