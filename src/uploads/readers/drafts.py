"""An activity as a reader found it, and the one place that decides what may leave the readers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from models.entities import Device, Problem
from models.errors import UnusableFile
from models.terms import FileFormat, LapTrigger, ProblemCode, SensorSite
from uploads.readers.barometers import has_barometer
from uploads.readers.columns import Columns, Window, build
from uploads.readers.points import Points
from uploads.readers.sports import UNSAID, SportWord
from uploads.readers.totals import ToldTotals, believed
from uploads.readers.words import brief
from uploads.recording import LapMark, Pause, ReadFile, Recording

# More is an archive of somebody's years: each one would be measured and kept.
MAX_ACTIVITIES = 100
MAX_LAPS = 10_000
MAX_TIMER_EVENTS = 20_000
# Characters of a title, and of a device's maker, product or serial number: they are kept with every activity.
MAX_NAME = 200
MAX_WORD = 80
# Two points at least: one has no length in space or time.
MIN_POINTS = 2
_REASONS = {
    ProblemCode.TOO_SHORT: "only one point has a usable time",
    ProblemCode.NO_TIMES: "no point has a usable time",
    ProblemCode.NO_ACTIVITY: "no points",
}
_DAMAGE = frozenset({ProblemCode.TRUNCATED, ProblemCode.BAD_VALUES})
# A break of the track shorter than this is a missed fix, not a pause: watches write a point every 1 to 8 s.
MIN_PAUSE_S = 5.0


@dataclass(slots=True)
class Stretch:
    """From one instant to another, in seconds since 1970 UTC."""

    start_s: float
    end_s: float


@dataclass(slots=True)
class LapDraft(Stretch):
    """A lap in the file's own instants; an unknown end is where the next lap, or the activity, ends."""

    trigger: LapTrigger = LapTrigger.OTHER


@dataclass(slots=True)
class Draft:
    """Everything a reader gathers of one activity, in the file's own instants."""

    points: Points = field(default_factory=Points)
    sport: SportWord = UNSAID
    name: str | None = None
    utc_offset_s: int | None = None
    barometric: bool | None = None
    site: SensorSite = SensorSite.UNKNOWN
    device: Device = field(default_factory=Device)
    totals: ToldTotals = field(default_factory=dict)
    window: Window | None = None
    laps: list[LapDraft] = field(default_factory=list)
    pauses: list[Stretch] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Trail:
    """Follows the points of an activity through the tracks or segments that they stand in.

    Attributes:
        last_s: the last time there was, in seconds since 1970 UTC; NaN before the first.
        breaks: how often the track broke off since: the first time that goes on from there ends a pause.
    """

    last_s: float = math.nan
    breaks: int = 0

    def follow(self, draft: Draft, first_s: float, last_s: float) -> None:
        """Points follow one another without a break: their first and their last time, NaN if none has any."""
        if math.isnan(first_s):
            return
        if self.breaks > 0 and first_s - self.last_s > MIN_PAUSE_S:
            draft.pauses.append(Stretch(self.last_s, first_s))
        self.last_s, self.breaks = last_s, 0


def admit(activities: int = 0, laps: int = 0, timer_events: int = 0) -> None:
    """Called by the readers with what they have so far.

    Raises:
        UnusableFile: FILE_TOO_LARGE beyond ``MAX_ACTIVITIES`` or, in one of them, ``MAX_LAPS`` or ``MAX_TIMER_EVENTS``.
    """
    for count, most, what in (
        (activities, MAX_ACTIVITIES, "activities"),
        (laps, MAX_LAPS, "laps"),
        (timer_events, MAX_TIMER_EVENTS, "starts and stops"),
    ):
        if count > most:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {most} {what}")


def finish(format_: FileFormat, drafts: Sequence[Draft], problems: Sequence[Problem]) -> ReadFile:
    """Accepts a file, a part of it, or nothing.

    An activity is accepted if two of its points have a usable time. What is left out of a file that is otherwise good
    becomes a problem of the file.

    Raises:
        UnusableFile: nothing was accepted. NO_ACTIVITY if the file is sound and has no points (routes, settings,
            laps alone), UNREADABLE_FILE if it is broken before the first point, NO_TIMES if no point has a usable
            time, TOO_SHORT if only one has.
    """
    recordings: list[Recording] = []
    refused: list[Problem] = []
    for number, draft in enumerate(drafts, 1):
        columns = build(draft.points, draft.window, draft.sport.sport, foreign=draft.sport.foreign is not None)
        if columns is not None and columns.time_s.size >= MIN_POINTS:
            recordings.append(_recording(format_, draft, columns))
        else:
            code = _refusal(draft, columns)
            refused.append(Problem(code, f"activity {number} of the file: {_REASONS[code]}"))
    if not recordings:
        raise _unusable(refused, problems)
    # A chain may hold the same activity twice; the later one of a start is the copy.
    by_start = {recording.started_at: recording for recording in reversed(recordings)}
    return ReadFile(format_, tuple(by_start[start] for start in sorted(by_start)), (*problems, *refused))


def _refusal(draft: Draft, columns: Columns | None) -> ProblemCode:
    if columns is not None:
        return ProblemCode.TOO_SHORT
    return ProblemCode.NO_TIMES if len(draft.points) else ProblemCode.NO_ACTIVITY


def _unusable(refused: Sequence[Problem], problems: Sequence[Problem]) -> UnusableFile:
    """The refusal that says most: the one that came closest to an activity."""
    codes = {problem.code for problem in refused}
    details = "; ".join(problem.detail for problem in problems)
    for code in (ProblemCode.TOO_SHORT, ProblemCode.NO_TIMES):
        if code in codes:
            return UnusableFile(code, "; ".join((_REASONS[code], details)) if details else _REASONS[code])
    if any(problem.code in _DAMAGE for problem in problems):
        return UnusableFile(ProblemCode.UNREADABLE_FILE, details)
    return UnusableFile(ProblemCode.NO_ACTIVITY, "the file holds no recorded points")


def _recording(format_: FileFormat, draft: Draft, columns: Columns) -> Recording:
    totals, beyond_belief = believed(draft.totals)
    return Recording(
        format=format_,
        started_at=columns.started_at,
        time_s=columns.time_s,
        latitude_deg=columns.latitude_deg,
        longitude_deg=columns.longitude_deg,
        distance_m=columns.distance_m,
        channels=columns.channels,
        sport=draft.sport.sport,
        foreign_sport=draft.sport.foreign,
        name=brief(draft.name, MAX_NAME),
        utc_offset_s=draft.utc_offset_s,
        barometric=has_barometer(draft.device) or draft.barometric,
        site=draft.site,
        device=_device(draft.device),
        device_totals=totals,
        laps=_laps(draft.laps, columns),
        pauses=_pauses(draft.pauses, columns),
        problems=(*draft.problems, *beyond_belief, *columns.problems),
    )


def _device(device: Device) -> Device:
    return Device(*(brief(text, MAX_WORD) for text in (device.manufacturer, device.product, device.serial)))


def _laps(drafts: Sequence[LapDraft], columns: Columns) -> tuple[LapMark, ...]:
    """Laps on the recording's axis, back to back: a lap ends where the next one starts."""
    ordered = sorted(drafts, key=lambda lap: lap.start_s)
    marks = []
    for lap, following in zip_longest(ordered, ordered[1:]):
        start_s = _on_axis(lap.start_s, columns)
        end_s = _on_axis(following.start_s if following else lap.end_s, columns)
        if end_s > start_s:
            marks.append(LapMark(start_s, end_s, lap.trigger))
    return tuple(marks)


def _pauses(drafts: Sequence[Stretch], columns: Columns) -> tuple[Pause, ...]:
    """Pauses on the recording's axis, in order and apart from each other."""
    pauses: list[Pause] = []
    for draft in sorted(drafts, key=lambda pause: pause.start_s):
        start_s = max(_on_axis(draft.start_s, columns), pauses[-1].end_s if pauses else 0.0)
        end_s = _on_axis(draft.end_s, columns)
        if end_s > start_s:
            pauses.append(Pause(start_s, end_s))
    return tuple(pauses)


def _on_axis(instant_s: float, columns: Columns) -> float:
    return min(max(instant_s - columns.origin_s, 0.0), float(columns.time_s[-1]))
