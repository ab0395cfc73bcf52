"""What a recording says of the form, scored or not; and the brisk walking of a walk."""

import strawberry

from graph.types.enums import MissingReason
from graph.types.form_enums import SensorSite
from graph.types.rounding import rounded
from models.activities import Whole
from models.entities import Brisk, FormFigures, SpeedBin, Stretch

_WHY = "Why there is nothing; null where there is something."


@strawberry.type(
    name="FormFigures",
    description="Time-weighted medians over a part of an activity, as the score has them; null where nothing measured "
    "it. `Walk.brisk` has means of the same part, which differ a little. The step length of a walk whose recorder told "
    "none is a mean here, too: step length times cadence is then not quite the speed.",
)
class FormFiguresType:
    speed_m_s: float | None = strawberry.field(name="speedMS", description="Speed, m/s.")
    cadence_spm: float | None = strawberry.field(description="Cadence, steps per minute of both feet.")
    step_length_m: float | None = strawberry.field(
        description="Length of one step, contact to contact, m: as recorded; else of a run speed over cadence, of a "
        "walk distance over steps, as `Walk.brisk` has it."
    )
    vertical_oscillation_mm: float | None = strawberry.field(description="Vertical oscillation of the trunk, mm.")
    vertical_ratio_pct: float | None = strawberry.field(
        description="Vertical oscillation in per cent of the step length."
    )
    contact_ms: float | None = strawberry.field(description="Ground contact of one step, ms.")
    contact_balance_pct: float | None = strawberry.field(
        description="Share of the left foot in the ground contact, per cent."
    )
    step_time_cv_pct: float | None = strawberry.field(
        description="Spread of the times from step to step, per cent of their mean."
    )
    pelvis_drop_deg: float | None = strawberry.field(
        description="How far the hip of the swinging leg sinks, degrees. Experimental."
    )
    trunk_lean_deg: float | None = strawberry.field(
        description="How far the trunk leans back during contact, degrees. Experimental."
    )


@strawberry.type(name="SpeedBin", description="The form of a run at one speed.")
class SpeedBinType:
    low_m_s: float = strawberry.field(name="lowMS", description="Where the bin begins, m/s.")
    duration_s: float = strawberry.field(description="Time at this speed, s.")
    figures: FormFiguresType = strawberry.field(description="The figures at this speed.")


@strawberry.type(
    name="Form",
    description="What is scored of an activity, as the recording alone tells it: the brisk walking of a walk, the "
    "steady running of a run on the level, its first three minutes left out.",
)
class FormType:
    reason: MissingReason | None = strawberry.field(
        description="Why there are no figures: no brisk walking, no steady running. Whether figures that are there "
        "make a score, `score.reason` tells."
    )
    figures: FormFiguresType | None = strawberry.field(
        description="Medians over all of it; null where there is none of it."
    )
    duration_s: float | None = strawberry.field(description="How long it was, s.")
    steps: int | None = strawberry.field(description="Steps in it, both feet; null where nothing counted them.")
    sensor_site: SensorSite | None = strawberry.field(
        description="Where the running dynamics were measured; null without figures, UNKNOWN where the file does "
        "not tell."
    )
    first_third: FormFiguresType | None = strawberry.field(
        description="The figures of the first third of the steady running, by time; null for a walk."
    )
    last_third: FormFiguresType | None = strawberry.field(description="The same of the last third.")
    by_speed: list[SpeedBinType] | None = strawberry.field(
        description="The figures of a run by speed, the slowest first."
    )


@strawberry.type(name="Stretch", description="A part of an activity.")
class StretchType:
    start_s: float = strawberry.field(description="Start, seconds from the start of the activity.")
    end_s: float = strawberry.field(description="End, seconds from the start of the activity.")


@strawberry.type(
    name="Brisk",
    description="The brisk walking of a walk, all stretches of it together: a minute or more without a break at 100 "
    "steps a minute or 5 km/h, on the level. The same figures of the whole walk stand beside it.",
)
class BriskType:
    reason: MissingReason | None = strawberry.field(description=_WHY)
    steps: int | None = strawberry.field(description="Steps of both feet; null where nothing counted them.")
    distance_m: float | None = strawberry.field(description="Distance, m.")
    duration_s: float | None = strawberry.field(description="Time, s.")
    speed_m_s: float | None = strawberry.field(
        name="speedMS",
        description="Mean, distance over time, m/s. The score and `form` have the median instead, which a stop or a "
        "sprint does not move: the two differ a little.",
    )
    step_length_m: float | None = strawberry.field(
        description="Mean, distance over steps, m. The score and `form` have the median of speed over cadence instead, "
        "or of the steps that the recorder told: the two differ a little."
    )
    calories_kcal: float | None = strawberry.field(description="Gross energy, kcal; null without a weight.")
    heart_rate_bpm: float | None = strawberry.field(description="Time-weighted mean, beats per minute.")
    segments: list[StretchType] | None = strawberry.field(description="The stretches, in their order.")


def form_type(whole: Whole | None) -> FormType:
    form = whole.detail.form if whole else None
    if form is None or not form.duration_s:
        return FormType(
            reason=form.missing if form else _unmeasured(whole),
            figures=None,
            duration_s=None,
            steps=None,
            sensor_site=None,
            first_third=None,
            last_third=None,
            by_speed=None,
        )
    return FormType(
        reason=form.missing,
        figures=_figures_type(form.figures),
        duration_s=round(form.duration_s, 1),
        steps=form.steps,
        sensor_site=form.site,
        first_third=_figures_type(form.first_third) if form.first_third else None,
        last_third=_figures_type(form.last_third) if form.last_third else None,
        by_speed=[_speed_bin_type(each) for each in form.by_speed],
    )


def _unmeasured(whole: Whole | None) -> MissingReason:
    """Why there is no form."""
    again = whole is not None and whole.meta.remeasuring is not None
    return MissingReason.BEING_MEASURED if again else MissingReason.OLDER_MEASURES


def brisk_type(whole: Whole | None) -> BriskType:
    form = whole.detail.form if whole else None
    brisk = form.brisk if form else None
    if form is None or brisk is None:
        missing = _unmeasured(whole) if form is None else form.missing or MissingReason.NO_BRISK_WALKING
        return BriskType(
            reason=missing,
            steps=None,
            distance_m=None,
            duration_s=None,
            speed_m_s=None,
            step_length_m=None,
            calories_kcal=None,
            heart_rate_bpm=None,
            segments=None,
        )
    return _brisk_type(brisk)


def _brisk_type(brisk: Brisk) -> BriskType:
    return BriskType(
        reason=None,
        steps=brisk.steps,
        distance_m=rounded(brisk.distance_m, 2),
        duration_s=round(brisk.duration_s, 1),
        speed_m_s=rounded(brisk.speed_m_s, 4),
        step_length_m=rounded(brisk.step_length_m, 4),
        calories_kcal=rounded(brisk.calories_kcal, 1),
        heart_rate_bpm=rounded(brisk.heart_rate_bpm, 1),
        segments=[_stretch_type(each) for each in brisk.segments],
    )


def _figures_type(figures: FormFigures) -> FormFiguresType:
    return FormFiguresType(
        speed_m_s=rounded(figures.speed_m_s, 4),
        cadence_spm=rounded(figures.cadence_spm, 1),
        step_length_m=rounded(figures.step_length_m, 4),
        vertical_oscillation_mm=rounded(figures.vertical_oscillation_mm, 1),
        vertical_ratio_pct=rounded(figures.vertical_ratio_pct, 2),
        contact_ms=rounded(figures.contact_ms, 1),
        contact_balance_pct=rounded(figures.contact_balance_pct, 2),
        step_time_cv_pct=rounded(figures.step_time_cv_pct, 2),
        pelvis_drop_deg=rounded(figures.pelvis_drop_deg, 2),
        trunk_lean_deg=rounded(figures.trunk_lean_deg, 2),
    )


def _speed_bin_type(each: SpeedBin) -> SpeedBinType:
    return SpeedBinType(low_m_s=each.low_m_s, duration_s=round(each.duration_s, 1), figures=_figures_type(each.figures))


def _stretch_type(stretch: Stretch) -> StretchType:
    return StretchType(start_s=round(stretch.start_s, 1), end_s=round(stretch.end_s, 1))
