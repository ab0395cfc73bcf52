"""What is measured within an activity: laps, splits, efforts, track, series."""

from dataclasses import dataclass

from models.entities.form import Form, Score
from models.entities.intensity import Intensity
from models.terms import LapTrigger

AXIS_NAMES = ("elapsedS", "distanceM", "latitude", "longitude", "moving")
PREVIEW_POINTS = (256, 1024)


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
    grade_adjusted_pace_s_per_km: float | None = None


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The shortest elapsed time over a standard distance within an activity."""

    distance_m: float
    duration_s: float
    start_s: float


@dataclass(frozen=True, slots=True)
class Track:
    """The route, simplified: Google encoded polyline of 5 decimals, no point further than the tolerance from it.

    Attributes:
        levels: how far each point carries, for coarser lines (``coaching.routes``); empty where it is not known.
    """

    polyline: str
    tolerance_m: float
    points: int
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The series of an activity at few recorded points, all columns on one axis, at two resolutions.

    Attributes:
        points: entries of every column, at most the larger one of ``PREVIEW_POINTS``.
        columns: packed columns (``models.columns``) by axis name (``AXIS_NAMES``) and channel value.
        coarse: which of the points make the coarser resolution, at most the smaller one of ``PREVIEW_POINTS``.
    """

    points: int
    columns: dict[str, bytes]
    coarse: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """What the processing makes of an activity beside its card and meta.

    Attributes:
        form: None where it was measured before the service knew a form.
        scores: of the form, one a version, the newest first.
    """

    laps: tuple[Lap, ...] = ()
    kilometer_splits: tuple[Split, ...] = ()
    mile_splits: tuple[Split, ...] = ()
    best_efforts: tuple[BestEffort, ...] = ()
    track: Track | None = None
    preview: Preview | None = None
    intensity: Intensity | None = None
    form: Form | None = None
    scores: tuple[Score, ...] = ()
