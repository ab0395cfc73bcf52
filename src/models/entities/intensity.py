"""How hard it was: heart, pace, slope and load."""

from dataclasses import dataclass

from models.terms import Channel, MissingReason


@dataclass(frozen=True, slots=True)
class Histogram:
    """For how long a figure was in each step of its scale.

    Attributes:
        start: where the first step begins.
        step: the width of each.
        seconds: one entry a step.
    """

    start: float
    step: float
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The load by Banister and by Edwards (``coaching.load``); ``missing`` says why there is no former."""

    banister: float | None = None
    edwards: float | None = None
    missing: MissingReason | None = None


@dataclass(frozen=True, slots=True)
class BestMean:
    """The highest mean of a channel over a duration, and where it starts, seconds from the start of the activity."""

    channel: Channel
    duration_s: float
    mean: float
    start_s: float


@dataclass(frozen=True, slots=True)
class Intensity:
    """Figures that say how hard an activity was.

    Attributes:
        heart_rate_s: for how long the heart beat at each rate; bpm.
        moving_speed_s: for how long each speed was held while moving; m/s.
        grade_adjusted_pace_s_per_km: the pace on the level that costs as much, while moving.
        evenness_pct: spread of the kilometres' paces.
        second_half_pct: how much longer the second half of the way took.
        decoupling_pct: how much less way a heartbeat carried in the second half of the time.
    """

    heart_rate_s: Histogram | None = None
    moving_speed_s: Histogram | None = None
    grade_adjusted_pace_s_per_km: float | None = None
    grade_adjusted_missing: MissingReason | None = None
    evenness_pct: float | None = None
    second_half_pct: float | None = None
    pacing_missing: MissingReason | None = None
    decoupling_pct: float | None = None
    decoupling_missing: MissingReason | None = None
    load: Load = Load()
    best_means: tuple[BestMean, ...] = ()
