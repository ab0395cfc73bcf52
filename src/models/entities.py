"""What the service keeps: frozen records with their units in their names.

Lengths are metres, times seconds, speeds metres per second, cadence steps per minute (both feet), heart rate beats per
minute, angles degrees. ``step_length`` is one step, contact to contact. Missing is ``None``, never 0.
Instants are aware UTC; ``utc_offset_s`` is the clock the person saw.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from models.terms import (
    CaloriesMethod,
    Channel,
    DistanceSource,
    FileFormat,
    LapTrigger,
    Locale,
    OffsetSource,
    ProblemCode,
    Sex,
    Sport,
    Units,
    UploadState,
    Weekday,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was wrong with a file: a stable code and the facts for a developer (never shown translated)."""

    code: ProblemCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """An issuer's subject and the uid of ours behind it."""

    issuer: str
    subject: str
    uid: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, as far as the measures and the norms need to know."""

    uid: str
    birth_date: date | None = None
    sex: Sex = Sex.UNSPECIFIED
    height_m: float | None = None
    weight_kg: float | None = None
    resting_heart_rate_bpm: int | None = None
    max_heart_rate_bpm: int | None = None
    locale: Locale = Locale.EN
    units: Units = Units.METRIC
    first_weekday: Weekday = Weekday.MONDAY
    wanted_sport: Sport | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """What recorded an activity, as far as the file tells."""

    manufacturer: str | None = None
    product: str | None = None
    serial: str | None = None

    @property
    def name(self) -> str | None:
        """Maker and product in one line, or None when the file names neither."""
        return " ".join(part for part in (self.manufacturer, self.product) if part) or None

    @property
    def key(self) -> str:
        """What tells two recorders apart: the serial number where there is one, else the name."""
        return self.serial or self.name or "unknown"


@dataclass(frozen=True, slots=True)
class DeviceTotals:
    """What the device itself reported for an activity, untouched."""

    distance_m: float | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    calories_kcal: float | None = None
    steps: int | None = None
    average_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None


@dataclass(frozen=True, slots=True)
class Lap:
    """A lap as the device marked it, measured by us."""

    index: int
    start_s: float
    elapsed_s: float
    moving_s: float
    distance_m: float
    average_heart_rate_bpm: float | None = None
    average_cadence_spm: float | None = None
    trigger: LapTrigger = LapTrigger.OTHER


@dataclass(frozen=True, slots=True)
class Split:
    """A stretch of one kilometre or one mile; the last one may be shorter."""

    index: int
    distance_m: float
    elapsed_s: float
    moving_s: float
    average_heart_rate_bpm: float | None = None
    average_cadence_spm: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The shortest elapsed time over a standard distance within an activity."""

    distance_m: float
    duration_s: float
    start_s: float


@dataclass(frozen=True, slots=True)
class Track:
    """The route, simplified: Google encoded polyline of 5 decimals, no point further than the tolerance from it."""

    polyline: str
    tolerance_m: float
    points: int


@dataclass(frozen=True, slots=True)
class Activity:
    """One run or walk: the figures of a list card."""

    aid: str
    sport: Sport
    started_at: datetime
    utc_offset_s: int
    updated_at: datetime
    distance_m: float
    elapsed_s: float
    moving_s: float
    name: str | None = None
    steps: int | None = None
    average_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    average_cadence_spm: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    calories_kcal: float | None = None
    calories_method: CaloriesMethod | None = None

    @property
    def local_start(self) -> datetime:
        """The start on the clock the person saw."""
        return self.started_at.astimezone(timezone(timedelta(seconds=self.utc_offset_s)))

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed while moving."""
        return self.distance_m / self.moving_s if self.moving_s > 0 else None

    @property
    def step_length_m(self) -> float | None:
        """Mean length of one step, contact to contact."""
        return self.distance_m / self.steps if self.steps else None


@dataclass(frozen=True, slots=True)
class ActivityMeta:
    """What is known of an activity beside its card: where it came from and where its detail lies.

    ``siblings`` are the other activities of the same file; ``duplicate_keys`` name the files that held the same
    recording and came later.
    """

    activity: Activity
    upload_id: str
    job: str
    offset_source: OffsetSource
    distance_source: DistanceSource
    positions_distance_m: float | None
    device: Device
    device_totals: DeviceTotals
    raw_key: str
    detail_key: str
    channels: tuple[Channel, ...]
    problems: tuple[Problem, ...] = ()
    algorithm: int = 1
    siblings: tuple[str, ...] = ()
    duplicate_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The series of an activity at few points: ready JSON arrays, one a column, all on one axis.

    ``columns`` maps the axis names (``elapsedS``, ``distanceM``, ``latitude``, ``longitude``, ``moving``) and channel
    values to JSON texts; all arrays have ``points`` entries.
    """

    points: int
    columns: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Detail:
    """What the processing makes of an activity beside its card and meta; previews by their limit of points."""

    laps: tuple[Lap, ...] = ()
    kilometer_splits: tuple[Split, ...] = ()
    mile_splits: tuple[Split, ...] = ()
    best_efforts: tuple[BestEffort, ...] = ()
    track: Track | None = None
    previews: tuple[tuple[int, Preview], ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An activity of a file that was not taken, and why."""

    code: ProblemCode
    detail: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A ticket: the promise of one file, and what became of it."""

    uid: str
    upload_id: str
    state: UploadState
    format: FileFormat | None
    size_bytes: int
    sha256: str
    sport_hint: Sport | None
    created_at: datetime
    expires_at: datetime
    activity_ids: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problem: Problem | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page[T]:
    """A slice of a list: records with their cursors, in the order asked for."""

    records: tuple[T, ...]
    cursors: tuple[str, ...]
    has_next: bool
    has_previous: bool = False


AXIS_NAMES = ("elapsedS", "distanceM", "latitude", "longitude", "moving")
PREVIEW_POINTS = (256, 1024)
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_ms(instant: datetime) -> int:
    """Milliseconds since 1970, exactly; the table keeps no finer instants."""
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """The inverse of ``epoch_ms``, in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)
