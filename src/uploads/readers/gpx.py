"""GPX 1.0 and 1.1, with the point extensions of Garmin, Cluetrust and whoever uses the same words."""

import math
from collections.abc import Iterable

from models.entities import Device, Problem
from models.terms import Channel, FileFormat, ProblemCode
from uploads.readers.drafts import Draft, Trail, admit
from uploads.readers.instants import Clock
from uploads.readers.numbers import number
from uploads.readers.points import Axis, Key, Rows
from uploads.readers.scan import Plan, Scanned
from uploads.readers.sports import SportWord, sport_in_title, sport_word
from uploads.readers.xml import Walker

FORMAT = FileFormat.GPX
# Receivers begin a new <trk> when they lose the sky or are switched off for lunch: what follows within this time and
# calls itself the same sport is the same outing.
MAX_GAP_S = 2 * 3600.0
MAX_NAME = 200

_VALUES: dict[str, Key] = {
    "ele": Channel.ALTITUDE_M,
    "speed": Channel.SPEED_M_S,
    "distance": Axis.DISTANCE_M,
    "hr": Channel.HEART_RATE_BPM,
    "heartrate": Channel.HEART_RATE_BPM,
    "cad": Channel.CADENCE_SPM,
    "cadence": Channel.CADENCE_SPM,
    "RunCadence": Channel.CADENCE_SPM,
    "atemp": Channel.TEMPERATURE_C,
    "temp": Channel.TEMPERATURE_C,
    "power": Channel.POWER_W,
    "Watts": Channel.POWER_W,
}


PLAN = Plan.of(
    "trkpt",
    {(None, name): key for name, key in _VALUES.items()},
    time=("trkpt", "time"),
    forbidden=("gpx", "trk", "trkseg"),
    attributes={"lat": Axis.LATITUDE_DEG, "lon": Axis.LONGITUDE_DEG},
    first_counts=False,
)


def read(pieces: Iterable[bytes], scanned: Scanned | None = None) -> tuple[list[Draft], list[Problem]]:
    """The tracks of the document as activities; routes and waypoints are nobody's activity.

    Raises:
        Unplain: the document was scanned, and has to be read without that.
    """
    walker = _Gpx(scanned)
    problems = walker.walk(pieces)
    for draft, rows, (first, last) in zip(walker.drafts, walker.rows, walker.spans, strict=True):
        draft.points = rows.points() if scanned is None else scanned.points(first, last)
        draft.utc_offset_s = walker.clock.offset_s
        draft.device = Device(product=walker.creator)
        # Strava's exports say so in the creator: "StravaGPX iPhone with Barometer".
        draft.barometric = True if "with barometer" in (walker.creator or "").casefold() else None
    if walker.clock.unreadable:
        problems.append(Problem(ProblemCode.BAD_TIMESTAMPS, f"{walker.clock.unreadable} times cannot be read"))
    if walker.bad_values:
        problems.append(Problem(ProblemCode.BAD_VALUES, f"{walker.bad_values} values are no numbers"))
    return walker.drafts, problems


class _Gpx(Walker):
    def __init__(self, scanned: Scanned | None) -> None:
        super().__init__(
            scanned=scanned,
            openers={
                "gpx": self._open_document,
                "trk": self._open_track,
                "trkseg": self._open_segment,
                "trkpt": self._open_point,
            },
            closers=dict.fromkeys(_VALUES, self._value)
            | {"time": self._time, "trkpt": self._end_point, "name": self._title, "type": self._title},
        )
        self.drafts: list[Draft] = []
        self.rows: list[Rows] = []
        # Of a document that was scanned: an activity's first point, and the one behind its last.
        self.spans: list[tuple[int, int]] = []
        self.clock = Clock()
        self.creator: str | None = None
        self.bad_values = 0
        self._titles: dict[str, str] = {}
        self._row: dict[Key, float] | None = None
        self._instant_s = math.nan
        self._trail = Trail()
        self._new_track = False

    def _open_document(self, attributes: dict[str, str]) -> None:
        self.creator = attributes.get("creator", "").strip()[:MAX_NAME] or None

    def _open_track(self, _attributes: dict[str, str]) -> None:
        self._new_track = True
        self._titles = {}

    def _open_segment(self, _attributes: dict[str, str]) -> None:
        self._trail.breaks += 1

    def _open_point(self, attributes: dict[str, str]) -> None:
        self.points += 1
        self._row = {}
        self._instant_s = math.nan
        self._put(Axis.LATITUDE_DEG, attributes.get("lat"))
        self._put(Axis.LONGITUDE_DEG, attributes.get("lon"))

    def _title(self, name: str, text: str) -> None:
        if self.path[-1:] == ["trk"]:
            self._titles[name] = text[:MAX_NAME]

    def _time(self, _name: str, text: str) -> None:
        if self._row is not None and self.path[-1] == "trkpt":
            self._instant_s = self.clock.read(text)

    def _value(self, name: str, text: str) -> None:
        self._put(_VALUES[name], text)

    def _put(self, key: Key, text: str | None) -> None:
        if self._row is None or not text:
            return
        value = number(text)
        if value is None:
            self.bad_values += 1
        else:
            self._row[key] = value

    def _end_point(self, _name: str, _text: str) -> None:
        draft = self._draft()
        self._trail.follow(draft, self._instant_s, self._instant_s)
        self.rows[-1].add(self._instant_s, self._row or {})
        self._row = None

    def take(self, scanned: Scanned, first: int, last: int) -> None:
        """As if each point had come by itself: only the first can begin a track, the first with a time a segment."""
        self._instant_s = scanned.instant(first)
        draft = self._draft()
        self.spans[-1] = self.spans[-1][0], last
        self.bad_values += scanned.bad_values(first, last)
        scanned.tell(self.clock, first, last)
        self._trail.follow(draft, *scanned.times(first, last))

    def _draft(self) -> Draft:
        """The activity that the point belongs to; a new one where a track is not the last one's continuation."""
        if self.drafts and not self._new_track:
            return self.drafts[-1]
        sport = self._sport()
        gap_s = self._instant_s - self._trail.last_s
        self._new_track = False
        if not self.drafts or sport != self.drafts[-1].sport or not 0 <= gap_s <= MAX_GAP_S:
            self.drafts.append(Draft(sport=sport, name=self._titles.get("name") or None))
            self.rows.append(Rows())
            self.spans.append((self.points, self.points))
            admit(activities=len(self.drafts))
            self._trail.last_s = math.nan
        return self.drafts[-1]

    def _sport(self) -> SportWord:
        kind = self._titles.get("type")
        return sport_word(kind, closed=False) if kind else sport_in_title(self._titles.get("name"))
