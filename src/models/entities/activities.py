"""Runs and walks: the card in a list, and what is known beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from models.entities.files import Problem
from models.terms import CaloriesMethod, Channel, DistanceReason, DistanceSource, OffsetSource, Sport


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
    """What the device itself reported for an activity, or for its laps; no edit changes it."""

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
class Activity:
    """One run or walk: the figures of a list card.

    Attributes:
        packed_scores: what the list keeps of its scores (``models.scores``), unpacked by who asks for them.
    """

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
    gear_id: str | None = None
    packed_scores: bytes | None = None

    @property
    def local_start(self) -> datetime:
        """The start on the clock the person saw."""
        return self.started_at.astimezone(_zone(self.utc_offset_s))

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed while moving."""
        return self.distance_m / self.moving_s if self.moving_s > 0 else None

    @property
    def step_length_m(self) -> float | None:
        """Mean length of one step, contact to contact."""
        return self.distance_m / self.steps if self.steps else None


@dataclass(frozen=True, slots=True)
class Edits:
    """What the person corrected; kept, so that measuring again respects it. Seconds are cut off the recording."""

    name: str | None = None
    sport: Sport | None = None
    trim_start_s: float = 0.0
    trim_end_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ActivityMeta:
    """What is known of an activity beside its card: where it came from and where its detail lies.

    Attributes:
        revision: counts the changes; each change names the one it saw.
        efforts_ms: best durations over the standard distances in their order, ms; 0 for one that was not covered.
        siblings: the other activities of the same file.
        duplicate_keys: the files that held the same recording and came later, each with its other activities.
        merged_into: the activity that stands for this one, which is hidden and not counted.
        remeasuring: the job that is to measure it again with its edits.
        distance_reason: why the distance was measured from ``distance_source``; None in older metas.
        raw_distance_m: the path through the positions as they were recorded; None without, and in older metas.
    """

    activity: Activity
    upload_id: str
    job: str
    offset_source: OffsetSource
    distance_source: DistanceSource
    positions_distance_m: float | None
    device: Device
    device_totals: DeviceTotals
    channels: tuple[Channel, ...]
    problems: tuple[Problem, ...] = ()
    algorithm: int = 1
    siblings: tuple[str, ...] = ()
    duplicate_keys: tuple[str, ...] = ()
    efforts_ms: tuple[int, ...] = ()
    edits: Edits = Edits()
    merged_into: str | None = None
    remeasuring: str | None = None
    revision: int = 1
    distance_reason: DistanceReason | None = None
    raw_distance_m: float | None = None


@lru_cache(maxsize=64)
def _zone(utc_offset_s: int) -> timezone:
    return timezone(timedelta(seconds=utc_offset_s))
