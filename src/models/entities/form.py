"""How somebody moved, and what that is worth: what a score is worked out from, and the score with its parts.

A form is what the recording alone says: medians over the part that is scored, brisk walking of a walk and steady
running of a run. A score is what coaching makes of it for a person: several versions of it may lie side by side.
"""

from dataclasses import dataclass
from datetime import date

from models.terms import Component, Effort, MissingReason, SensorSite, Sex, Sport


@dataclass(frozen=True, slots=True)
class FormFigures:
    """Time-weighted medians over a part of an activity; None where nothing measured it.

    Attributes:
        step_length_m: of one step: recorded, else speed over cadence.
        contact_balance_pct: the left foot's share of the contact time.
        step_time_cv_pct: spread of the step times, % of their mean.
        pelvis_drop_deg: how far the hip of the swing side sinks.
        trunk_lean_deg: how far the trunk leans back during contact.
    """

    speed_m_s: float | None = None
    cadence_spm: float | None = None
    step_length_m: float | None = None
    vertical_oscillation_mm: float | None = None
    vertical_ratio_pct: float | None = None
    contact_ms: float | None = None
    contact_balance_pct: float | None = None
    step_time_cv_pct: float | None = None
    pelvis_drop_deg: float | None = None
    trunk_lean_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an activity, seconds from its start."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Brisk:
    """Brisk walking within a walk, all stretches of it together.

    Attributes:
        speed_m_s: distance over time.
        step_length_m: distance over steps.
        heart_rate_bpm: time-weighted mean.
    """

    duration_s: float
    segments: tuple[Stretch, ...]
    distance_m: float | None = None
    steps: int | None = None
    speed_m_s: float | None = None
    step_length_m: float | None = None
    calories_kcal: float | None = None
    heart_rate_bpm: float | None = None


@dataclass(frozen=True, slots=True)
class SpeedBin:
    """Running at one speed: the bin from ``low_m_s`` on."""

    low_m_s: float
    duration_s: float
    figures: FormFigures


@dataclass(frozen=True, slots=True)
class Form:
    """What a recording says of the form; stored, so that a later version can score it again.

    Attributes:
        figures: over all that is scored: steady running of a run, brisk walking of a walk.
        duration_s: how long that was.
        steps: steps in it, both feet.
        site: where the running dynamics were measured.
        first_third: the figures of the first third of the steady running, by time; None for walks.
        last_third: the same of the last one.
        by_speed: the figures of a run by speed.
        brisk: of a walk; None where there was none.
        partial: names of figures that are None because they were recorded for less than half of the time.
        missing: why there is nothing to score; None where there is.
    """

    sport: Sport
    figures: FormFigures = FormFigures()
    duration_s: float = 0.0
    steps: int | None = None
    site: SensorSite = SensorSite.UNKNOWN
    first_third: FormFigures | None = None
    last_third: FormFigures | None = None
    by_speed: tuple[SpeedBin, ...] = ()
    brisk: Brisk | None = None
    partial: tuple[str, ...] = ()
    missing: MissingReason | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a figure of the same age, sex, height and speed is expected, and the scale of a bar that shows it.

    ``low`` to ``high`` is the middle fifth of people: average; all in the unit of the figure.
    """

    low: float
    typical: float
    high: float
    scale_min: float
    scale_max: float


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """One figure of the form and what it adds to the score.

    Attributes:
        value: in the component's own unit (``coaching.components``).
        points: 0 to 100; None for a figure that is shown and not scored.
        weight: its weight among those of its sport, whatever is missing; 0 for what is not scored.
        percentile: of the people of the same age and sex that do less well; None where the points are no percentile.
        people: of how many people of ours that was told, beside the published norm; None where of fewer than 50.
        expected: None where nothing can be expected.
        missing: why nothing can be expected.
    """

    key: Component
    value: float
    points: float | None
    weight: float
    percentile: float | None = None
    people: int | None = None
    expected: Expected | None = None
    missing: MissingReason | None = None


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """Whom a score is held against, as the profile told and the recording measured when it was made.

    Attributes:
        age_years: on the day of the activity, with its fraction; None where it is not known, and of a child.
        speed_m_s: the speed of a run that the cadence and the spring are expected at; None of a walk.
        site: whose curve the bounce of a run has; None of a walk.
    """

    age_years: float | None
    sex: Sex
    height_m: float | None
    speed_m_s: float | None = None
    site: SensorSite | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A score of the form, 0 to 100, with what it is made of.

    Attributes:
        value: None where too little is known; then ``missing`` says why.
        coverage: share of all weights that the known components have, 0 to 1.
        drift_points: last third minus first third of a run, by the same components; None where not to be told.
        compared_with: None of a score that was made before this was kept.
    """

    sport: Sport
    version: int
    value: float | None
    coverage: float
    components: tuple[ComponentScore, ...] = ()
    missing: MissingReason | None = None
    drift_points: float | None = None
    compared_with: ComparedWith | None = None


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """What a list keeps of a score: its value, coverage, and value and points of each scored component.

    ``value`` is None, without components, where that version found too little to score: it need not look again.
    """

    version: int
    value: float | None
    coverage: float
    components: tuple[tuple[Component, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A session of exercises that was done.

    Attributes:
        session_id: unique on its day.
        exercises: their keys (``coaching.exercises``).
        effort: how it felt, as the person told.
        painful: those of the exercises that hurt.
    """

    session_id: str
    day: date
    exercises: tuple[str, ...]
    effort: Effort
    painful: tuple[str, ...] = ()
