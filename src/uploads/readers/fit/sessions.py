"""From the messages of a FIT file to its activities: one per session."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.entities import Device, Problem
from models.terms import LapTrigger, ProblemCode, SensorSite
from uploads.readers.columns import Window
from uploads.readers.drafts import Draft, LapDraft, Stretch
from uploads.readers.fit.profile.names import MANUFACTURERS, SPORTS
from uploads.readers.fit.profile.products import GARMIN_MAKERS, GARMIN_PRODUCTS
from uploads.readers.points import Points
from uploads.readers.sports import SportWord, sport_word
from uploads.readers.totals import ToldTotals
from uploads.recording import Column

# The fields of one message that have a value, by their names in the profile.
type Message = Mapping[str, float]

FIT_EPOCH_S = 631_065_600.0  # 1989-12-31T00:00:00Z
# Smaller times count from when the device was switched on (FIT profile, type date_time).
FIRST_DATE_S = float(0x10000000)
_QUARTER_HOUR_S = 900
_MAX_OFFSET_S = 14 * 3600
# FIT profile, type lap_trigger.
_TRIGGERS = {0: LapTrigger.MANUAL, 1: LapTrigger.TIME, 2: LapTrigger.DISTANCE, 7: LapTrigger.SESSION_END}
# FIT profile, type event_type: start; stop, stop_all, stop_disable, stop_disable_all.
_START, _STOPS = 0, frozenset({1, 4, 8, 9})
# FIT profile, type local_device_type.
_GPS, _BAROMETER = 0, 4
_DEVELOPMENT = 255
# Their cycles are strides.
_STRIDING = frozenset({1, 11})


@dataclass(slots=True)
class Gathered:
    """What the messages of one FIT file say of an activity.

    Attributes:
        points: the records.
        sessions: in the order of the file, as are
        laps: and
        timer_events: the events of the timer.
        sensors: the device's own sensors, as the profile numbers them.
        site: where running dynamics were measured.
        single: the first message of each kind that comes once, by the name of the kind.
        product: the product's name where the device tells it.
    """

    points: Points = field(default_factory=Points)
    sessions: list[dict[str, float]] = field(default_factory=list)
    laps: list[dict[str, float]] = field(default_factory=list)
    timer_events: list[dict[str, float]] = field(default_factory=list)
    sensors: set[float] = field(default_factory=set)
    site: SensorSite = SensorSite.UNKNOWN
    single: dict[str, Message] = field(default_factory=dict)
    product: str | None = None

    def said(self, message: str, name: str) -> float | None:
        """A field of a message that comes once; None where either is absent."""
        return self.single.get(message, {}).get(name)


@dataclass(frozen=True, slots=True)
class _Clock:
    """How the file's times become instants, and what the person's clock showed."""

    shift_s: float = 0.0
    utc_offset_s: int | None = None
    problems: tuple[Problem, ...] = ()


def drafts_of(file: Gathered) -> list[Draft]:
    """One activity per session; of a file that was cut off before its session, one of everything."""
    clock = _clock(file)
    sessions: list[dict[str, float]] = sorted(file.sessions, key=_start_s) or [{}]
    starts = np.array([_start_s(session) for session in sessions])
    owners = _owners(file.points.instants, starts)
    lap_owners = _owners(np.array([_start_s(lap) for lap in file.laps]), starts)
    return [
        Draft(
            points=file.points.part(owners == index, clock.shift_s),
            sport=_sport(file, session),
            utc_offset_s=clock.utc_offset_s,
            barometric=_barometric(file.sensors),
            site=file.site,
            device=_device(file),
            totals=_totals(session),
            window=_window(session, clock.shift_s),
            laps=[_lap(lap, clock.shift_s) for lap, owner in zip(file.laps, lap_owners, strict=True) if owner == index],
            pauses=list(_pauses(file.timer_events, clock.shift_s)),
            problems=list(clock.problems),
        )
        for index, session in enumerate(sessions)
    ]


def _instant_s(message: Message, name: str) -> float:
    """Seconds since 1970 of a FIT time, NaN where there is none."""
    return FIT_EPOCH_S + message.get(name, math.nan)


def _start_s(message: Message) -> float:
    return FIT_EPOCH_S + message["start_time"] if "start_time" in message else 0.0


def _owners(instants: Column, starts: Column) -> NDArray[np.intp]:
    """Which session each instant belongs to: the last one that had begun."""
    return np.clip(np.searchsorted(starts, np.nan_to_num(instants), side="right") - 1, 0, None)


def _clock(file: Gathered) -> _Clock:
    """The file's clock, from the activity message, which has the last time as UTC and as the watch showed it."""
    utc = file.said("activity", "timestamp")
    local = file.said("activity", "local_timestamp")
    if _counts_from_power_on(file.points):
        if utc is None or local is None or utc >= FIRST_DATE_S:
            return _Clock(math.nan)
        problem = Problem(ProblemCode.BAD_TIMESTAMPS, "the device knew no UTC: its wall clock is taken as it is")
        return _Clock(local - utc, 0, (problem,))
    if utc is not None and local is not None:
        return _Clock(utc_offset_s=_offset(local - utc))
    # Seconds as an unsigned 32-bit number, the negative ones too.
    told = file.said("device_settings", "time_offset")
    return _Clock(utc_offset_s=_offset((told + 2**31) % 2**32 - 2**31) if told is not None else None)


def _counts_from_power_on(points: Points) -> bool:
    known = points.instants[~np.isnan(points.instants)]
    return bool(known.size and np.median(known) < FIT_EPOCH_S + FIRST_DATE_S)


def _offset(seconds: float) -> int | None:
    """A UTC offset; clocks differ from it by the seconds between two writes, offsets by quarters of an hour."""
    offset_s = round(seconds / _QUARTER_HOUR_S) * _QUARTER_HOUR_S
    return offset_s if abs(offset_s) <= _MAX_OFFSET_S else None


def _sport(file: Gathered, session: Message) -> SportWord:
    told = (session.get("sport"), file.said("sport", "sport"), *(lap.get("sport") for lap in file.laps[:1]))
    number = next((int(sport) for sport in told if sport is not None), None)
    return sport_word(None if number is None else SPORTS.get(number, str(number)), closed=True)


def _window(session: Message, shift_s: float) -> Window | None:
    start_s = _instant_s(session, "start_time") + shift_s
    elapsed_s = session.get("total_elapsed_time") or session.get("total_timer_time")
    if math.isnan(start_s) or elapsed_s is None:
        return None
    return Window(start_s, start_s + elapsed_s)


def _lap(lap: Message, shift_s: float) -> LapDraft:
    start_s = _start_s(lap) + shift_s
    elapsed_s = lap.get("total_elapsed_time") or lap.get("total_timer_time") or 0.0
    return LapDraft(start_s, start_s + elapsed_s, _TRIGGERS.get(int(lap.get("lap_trigger", -1)), LapTrigger.OTHER))


def _pauses(events: Sequence[Message], shift_s: float) -> Iterator[Stretch]:
    """From each stop of the timer to its next start; the last stop ends the activity and is no pause."""
    stopped_s = math.nan
    for event in events:
        at_s = _instant_s(event, "timestamp") + shift_s
        if event.get("event_type") == _START:
            if at_s > stopped_s:
                yield Stretch(stopped_s, at_s)
            stopped_s = math.nan
        elif event.get("event_type") in _STOPS and math.isnan(stopped_s):
            stopped_s = at_s


def _device(file: Gathered) -> Device:
    # Numbers that the profile has no name for are no name for people.
    maker, product, serial = (file.said("file_id", name) for name in ("manufacturer", "product", "serial_number"))
    known = GARMIN_PRODUCTS.get(int(product)) if product is not None and maker in GARMIN_MAKERS else None
    name = MANUFACTURERS.get(int(maker)) if maker is not None and maker != _DEVELOPMENT else None
    return Device(
        manufacturer=_words(name).capitalize() if name else None,
        product=_words(file.product or known or "") or None,
        serial=None if serial is None else str(int(serial)),
    )


def _words(name: str) -> str:
    return name.replace("_", " ").strip()


def _barometric(sensors: Set[float]) -> bool | None:
    """True where a barometer is among the device's sensors, False where only others are, None where none is told."""
    if _BAROMETER in sensors:
        return True
    return False if _GPS in sensors else None


def _totals(session: Message) -> ToldTotals:
    strides = session.get("total_cycles") if session.get("sport") in _STRIDING else None
    return {
        "distance_m": session.get("total_distance"),
        "elapsed_s": session.get("total_elapsed_time"),
        "timer_s": session.get("total_timer_time"),
        "ascent_m": session.get("total_ascent"),
        "descent_m": session.get("total_descent"),
        "calories_kcal": session.get("total_calories"),
        "steps": None if strides is None else strides * 2,
        "average_heart_rate_bpm": session.get("avg_heart_rate"),
        "max_heart_rate_bpm": session.get("max_heart_rate"),
    }
