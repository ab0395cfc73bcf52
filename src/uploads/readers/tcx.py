"""TCX, Garmin's Training Center Database, with its activity extensions (TPX and LX)."""

import math
from collections.abc import Iterable, Mapping, Sequence

from models.entities import Device, Problem
from models.terms import Channel, FileFormat, LapTrigger, ProblemCode
from uploads.readers.drafts import Draft, LapDraft, Trail, admit
from uploads.readers.instants import Clock
from uploads.readers.numbers import number
from uploads.readers.points import Axis, Key, Rows
from uploads.readers.scan import Plan, Scanned
from uploads.readers.sports import sport_word
from uploads.readers.totals import ToldTotals
from uploads.readers.xml import Walker

FORMAT = FileFormat.TCX
MAX_NAME = 200

_VALUES: dict[tuple[str, str], Key] = {
    ("Position", "LatitudeDegrees"): Axis.LATITUDE_DEG,
    ("Position", "LongitudeDegrees"): Axis.LONGITUDE_DEG,
    ("Trackpoint", "AltitudeMeters"): Channel.ALTITUDE_M,
    ("Trackpoint", "DistanceMeters"): Axis.DISTANCE_M,
    ("HeartRateBpm", "Value"): Channel.HEART_RATE_BPM,
    ("Trackpoint", "Cadence"): Channel.CADENCE_SPM,
    ("TPX", "RunCadence"): Channel.CADENCE_SPM,
    ("TPX", "Speed"): Channel.SPEED_M_S,
    ("TPX", "Watts"): Channel.POWER_W,
}
_TRIGGERS = {
    "Manual": LapTrigger.MANUAL,
    "Distance": LapTrigger.DISTANCE,
    "Time": LapTrigger.TIME,
}


PLAN = Plan.of(
    "Trackpoint",
    _VALUES,
    time=(None, "Time"),
    # The last three speak of the lap or the device wherever they stand.
    forbidden=("Activity", "Lap", "Track", "TriggerMethod", "LX", "Creator"),
    first_counts=True,
)


def read(pieces: Iterable[bytes], scanned: Scanned | None = None) -> tuple[list[Draft], list[Problem]]:
    """The activities of the document; courses and workouts are none.

    Raises:
        Unplain: the document was scanned, and has to be read without that.
    """
    walker = _Tcx(scanned)
    problems = walker.walk(pieces)
    walker.end_activity()
    if walker.clock.unreadable:
        problems.append(Problem(ProblemCode.BAD_TIMESTAMPS, f"{walker.clock.unreadable} times cannot be read"))
    if walker.bad_values:
        problems.append(Problem(ProblemCode.BAD_VALUES, f"{walker.bad_values} values are no usable numbers"))
    return walker.drafts, problems


_LAP_FIELDS = {
    ("Lap", "TotalTimeSeconds"): "timer_s",
    ("Lap", "DistanceMeters"): "distance_m",
    ("Lap", "Calories"): "calories_kcal",
    ("LX", "Steps"): "steps",
    ("AverageHeartRateBpm", "Value"): "average_heart_rate_bpm",
    ("MaximumHeartRateBpm", "Value"): "max_heart_rate_bpm",
}
_IN_POINTS_TOO = {name for _, name in _VALUES}
_BEATS = {"average_heart_rate_bpm", "timer_s"}


class _Tcx(Walker):
    AROUND_POINTS = frozenset({"Activity"})

    def __init__(self, scanned: Scanned | None) -> None:
        super().__init__(
            scanned=scanned,
            openers={
                "Activity": self._open_activity,
                "Lap": self._open_lap,
                "Track": self._open_track,
                "Trackpoint": self._open_point,
            },
            closers={name: self._value for _, name in _VALUES}
            | {name: self._lap_value for _, name in _LAP_FIELDS if name not in _IN_POINTS_TOO}
            | {
                "Time": self._time,
                "Trackpoint": self._end_point,
                "TriggerMethod": self._trigger,
                "Name": self._creator,
                "UnitId": self._creator,
                "Activity": self._end_activity,
            },
        )
        self.drafts: list[Draft] = []
        self.clock = Clock()
        self.bad_values = 0
        self._in_activity = False
        self._rows = Rows()
        # Of a document that was scanned: the activity's first point, and the one behind its last.
        self._first = self._last = 0
        self._laps: list[dict[str, float]] = []
        self._device: dict[str, str] = {}
        self._row: dict[Key, float] | None = None
        self._instant_s = math.nan
        self._trail = Trail(breaks=-1)

    def _open_activity(self, attributes: dict[str, str]) -> None:
        self.end_activity()
        self._in_activity = True
        self._rows = Rows()
        self._first = self._last = self.points
        self.drafts.append(Draft(sport=sport_word(attributes.get("Sport"), closed=True)))
        admit(activities=len(self.drafts))

    def _open_lap(self, attributes: dict[str, str]) -> None:
        if not self._in_activity:
            return
        self._laps.append({})
        admit(laps=len(self._laps))
        # A lap begins with a track: only another one follows where the timer had been stopped.
        self._trail.breaks = -1
        self.drafts[-1].laps.append(LapDraft(self.clock.read(attributes.get("StartTime", "")), math.inf))

    def _open_track(self, _attributes: dict[str, str]) -> None:
        self._trail.breaks += 1

    def _open_point(self, _attributes: dict[str, str]) -> None:
        self.points += 1
        if self._in_activity:
            self._row = {}
            self._instant_s = math.nan

    def take(self, scanned: Scanned, first: int, last: int) -> None:
        """As if each of the points had come by itself: only the first with a time can begin a track."""
        if not self._in_activity:
            return
        self._last = last
        self.bad_values += scanned.bad_values(first, last)
        scanned.tell(self.clock, first, last)
        self._trail.follow(self.drafts[-1], *scanned.times(first, last))

    def _time(self, _name: str, text: str) -> None:
        if self._row is not None:
            self._instant_s = self.clock.read(text)

    def _value(self, name: str, text: str) -> None:
        if self._row is None:
            self._lap_value(name, text)
        elif text and (key := _VALUES.get((self.path[-1], name))):
            value = number(text)
            if value is None:
                self.bad_values += 1
            else:
                # A point may tell its cadence twice; the schema's own element comes first and wins over the extension.
                self._row.setdefault(key, value)

    def _lap_value(self, name: str, text: str) -> None:
        field = _LAP_FIELDS.get((self.path[-1], name)) if self._laps else None
        if field is None:
            return
        value = number(text)
        # One lap of less than nothing would hide in the sum.
        if value is None or not 0 <= value < math.inf:
            self.bad_values += 1
        else:
            self._laps[-1][field] = value

    def _trigger(self, _name: str, text: str) -> None:
        if self._laps:
            self.drafts[-1].laps[-1].trigger = _TRIGGERS.get(text, LapTrigger.OTHER)

    def _creator(self, name: str, text: str) -> None:
        if self.path[-1:] == ["Creator"] and text not in {"", "0"}:
            self._device[name] = text[:MAX_NAME]

    def _end_activity(self, _name: str, _text: str) -> None:
        self.end_activity()

    def end_activity(self) -> None:
        """Closes the activity that is open, if one is; a broken document never says so itself."""
        if not self._in_activity:
            return
        draft = self.drafts[-1]
        draft.points = self._rows.points() if self.scanned is None else self.scanned.points(self._first, self._last)
        draft.laps = [lap for lap in draft.laps if not math.isnan(lap.start_s)]
        draft.totals = _totals(self._laps)
        draft.utc_offset_s = self.clock.offset_s
        draft.device = Device(product=self._device.get("Name"), serial=self._device.get("UnitId"))
        self._laps = []
        self._device = {}
        self._trail.last_s = math.nan
        self._in_activity = False

    def _end_point(self, _name: str, _text: str) -> None:
        if self._row is None:
            return
        self._trail.follow(self.drafts[-1], self._instant_s, self._instant_s)
        self._rows.add(self._instant_s, self._row)
        self._row = None


def _totals(laps: Sequence[Mapping[str, float]]) -> ToldTotals:
    """The device's own figures: sums over its laps, the mean heart rate weighted by their time."""
    beats = [(lap["average_heart_rate_bpm"], lap["timer_s"]) for lap in laps if lap.keys() >= _BEATS]
    weight_s = sum(timer_s for _, timer_s in beats)
    highest = [lap["max_heart_rate_bpm"] for lap in laps if "max_heart_rate_bpm" in lap]
    return {
        "distance_m": _sum(laps, "distance_m"),
        "timer_s": _sum(laps, "timer_s"),
        "calories_kcal": _sum(laps, "calories_kcal"),
        "steps": _sum(laps, "steps"),
        "average_heart_rate_bpm": sum(rate * timer_s for rate, timer_s in beats) / weight_s if weight_s else None,
        "max_heart_rate_bpm": max(highest, default=None),
    }


def _sum(laps: Sequence[Mapping[str, float]], name: str) -> float | None:
    known = [lap[name] for lap in laps if name in lap]
    return sum(known) if known else None
