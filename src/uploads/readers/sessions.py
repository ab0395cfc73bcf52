"""From the messages of a FIT file to its activities: one per session."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.entities import Device, Problem
from models.terms import LapTrigger, ProblemCode
from uploads.readers.columns import Window
from uploads.readers.drafts import Draft, LapDraft, Stretch
from uploads.readers.points import Points
from uploads.readers.sports import SportWord, sport_word
from uploads.readers.totals import ToldTotals
from uploads.recording import Column

type Message = Mapping[str, object]

FIT_EPOCH_S = 631_065_600.0  # 1989-12-31T00:00:00Z
# Smaller times count from when the device was switched on (FIT profile, type date_time).
FIRST_DATE_S = float(0x10000000)
_QUARTER_HOUR_S = 900
_MAX_OFFSET_S = 14 * 3600
_TRIGGERS = {
    "manual": LapTrigger.MANUAL,
    "distance": LapTrigger.DISTANCE,
    "time": LapTrigger.TIME,
    "session_end": LapTrigger.SESSION_END,
}


@dataclass(slots=True)
class FitFile:
    """The messages of one FIT file that say something of an activity."""

    points: Points = field(default_factory=Points)
    sessions: list[Message] = field(default_factory=list)
    laps: list[Message] = field(default_factory=list)
    timer_events: list[Message] = field(default_factory=list)
    sensors: set[object] = field(default_factory=set)
    single: dict[str, Message] = field(default_factory=dict)

    def said(self, message: str, name: str) -> object:
        """A field of a message that comes once; None where either is absent."""
        return self.single.get(message, {}).get(name)


@dataclass(frozen=True, slots=True)
class _Clock:
    """How the file's times become instants, and what the person's clock showed."""

    shift_s: float = 0.0
    utc_offset_s: int | None = None
    problems: tuple[Problem, ...] = ()


def instant_s(value: object) -> float:
    """Seconds since 1970 of a FIT time, NaN where it has none."""
    number = number_of(value)
    return math.nan if number is None else FIT_EPOCH_S + number


def number_of(value: object) -> float | None:
    """The value if it is one finite number; arrays and texts are none."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def drafts_of(file: FitFile) -> list[Draft]:
    """One activity per session; of a file that was cut off before its session, one of everything."""
    clock = _clock(file)
    sessions = sorted(file.sessions, key=_start_s) or [{}]
    starts = np.array([_start_s(session) for session in sessions])
    owners = _owners(file.points.instants, starts)
    lap_owners = _owners(np.array([_start_s(lap) for lap in file.laps]), starts)
    return [
        Draft(
            points=file.points.part(owners == index, clock.shift_s),
            sport=_sport(file, session),
            utc_offset_s=clock.utc_offset_s,
            barometric=_barometric(file.sensors),
            device=_device(file),
            totals=_totals(session),
            window=_window(session, clock.shift_s),
            laps=[_lap(lap, clock.shift_s) for lap, owner in zip(file.laps, lap_owners, strict=True) if owner == index],
            pauses=list(_pauses(file.timer_events, clock.shift_s)),
            problems=list(clock.problems),
        )
        for index, session in enumerate(sessions)
    ]


def _start_s(message: Message) -> float:
    start = number_of(message.get("start_time"))
    return FIT_EPOCH_S + start if start is not None else 0.0


def _owners(instants: Column, starts: Column) -> NDArray[np.intp]:
    """Which session each instant belongs to: the last one that had begun."""
    return np.clip(np.searchsorted(starts, np.nan_to_num(instants), side="right") - 1, 0, None)


def _clock(file: FitFile) -> _Clock:
    """The file's clock, from the activity message, which has the last time as UTC and as the watch showed it."""
    utc = number_of(file.said("activity", "timestamp"))
    local = number_of(file.said("activity", "local_timestamp"))
    if _counts_from_power_on(file.points):
        if utc is None or local is None or utc >= FIRST_DATE_S:
            return _Clock(math.nan)
        problem = Problem(ProblemCode.BAD_TIMESTAMPS, "the device knew no UTC: its wall clock is taken as it is")
        return _Clock(local - utc, 0, (problem,))
    if utc is not None and local is not None:
        return _Clock(utc_offset_s=_offset(local - utc))
    # Seconds as an unsigned 32-bit number, the negative ones too.
    told = file.said("device_settings", "time_offset")
    return _Clock(utc_offset_s=_offset((told + 2**31) % 2**32 - 2**31) if isinstance(told, int) else None)


def _counts_from_power_on(points: Points) -> bool:
    known = points.instants[~np.isnan(points.instants)]
    return bool(known.size and np.median(known) < FIT_EPOCH_S + FIRST_DATE_S)


def _offset(seconds: float) -> int | None:
    """A UTC offset; clocks differ from it by the seconds between two writes, offsets by quarters of an hour."""
    offset_s = round(seconds / _QUARTER_HOUR_S) * _QUARTER_HOUR_S
    return offset_s if abs(offset_s) <= _MAX_OFFSET_S else None


def _sport(file: FitFile, session: Message) -> SportWord:
    word = session.get("sport") or file.said("sport", "sport") or next((lap.get("sport") for lap in file.laps), None)
    return sport_word(None if word is None else str(word), closed=True)


def _window(session: Message, shift_s: float) -> Window | None:
    start_s = instant_s(session.get("start_time")) + shift_s
    elapsed_s = number_of(session.get("total_elapsed_time")) or number_of(session.get("total_timer_time"))
    if math.isnan(start_s) or elapsed_s is None:
        return None
    return Window(start_s, start_s + elapsed_s)


def _lap(lap: Message, shift_s: float) -> LapDraft:
    start_s = _start_s(lap) + shift_s
    elapsed_s = number_of(lap.get("total_elapsed_time")) or number_of(lap.get("total_timer_time")) or 0.0
    return LapDraft(start_s, start_s + elapsed_s, _TRIGGERS.get(str(lap.get("lap_trigger")), LapTrigger.OTHER))


def _pauses(events: Sequence[Message], shift_s: float) -> Iterator[Stretch]:
    """From each stop of the timer to its next start; the last stop ends the activity and is no pause."""
    stopped_s = math.nan
    for event in events:
        at_s = instant_s(event.get("timestamp")) + shift_s
        if event.get("event_type") == "start":
            if at_s > stopped_s:
                yield Stretch(stopped_s, at_s)
            stopped_s = math.nan
        elif str(event.get("event_type")).startswith("stop") and math.isnan(stopped_s):
            stopped_s = at_s


def _device(file: FitFile) -> Device:
    # Numbers are products that the profile did not know yet: no name for people.
    names = [file.said("file_id", name) for name in ("product_name", "garmin_product")]
    maker = file.said("file_id", "manufacturer")
    serial = file.said("file_id", "serial_number")
    return Device(
        manufacturer=_words(maker).capitalize() if isinstance(maker, str) and maker != "development" else None,
        product=next((_words(name) for name in names if isinstance(name, str)), None),
        serial=None if serial is None else str(serial),
    )


def _words(name: str) -> str:
    return name.replace("_", " ").strip()


def _barometric(sensors: Set[object]) -> bool | None:
    """True where a barometer is among the device's sensors, False where only others are, None where none is told."""
    if "barometer" in sensors:
        return True
    return False if "gps" in sensors else None


def _totals(session: Message) -> ToldTotals:
    strides = number_of(session.get("total_strides"))
    return {
        "distance_m": number_of(session.get("total_distance")),
        "elapsed_s": number_of(session.get("total_elapsed_time")),
        "timer_s": number_of(session.get("total_timer_time")),
        "ascent_m": number_of(session.get("total_ascent")),
        "descent_m": number_of(session.get("total_descent")),
        "calories_kcal": number_of(session.get("total_calories")),
        "steps": None if strides is None else strides * 2,
        "average_heart_rate_bpm": number_of(session.get("avg_heart_rate")),
        "max_heart_rate_bpm": number_of(session.get("max_heart_rate")),
    }
