"""What each figure of the form is worth, and where it is expected: points and bands by a version's numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from coaching import norms
from coaching.bounds import VERTICAL_RATIO_PCT, duty_factor_pct, positive, within
from coaching.components import COMPONENTS
from coaching.curves import AVERAGE_POINTS, AVERAGE_Z, Anchors, figure_at, normal_points, points_at
from coaching.parameters import Parameters
from coaching.springmass import leg_spring
from coaching.symmetry import imbalance_pct, index_of_balance_pct
from coaching.zones import OLDEST_YEARS
from models.entities import Expected, FormFigures, Profile
from models.terms import Component, MissingReason, SensorSite, Sex, Sport, Standing

# How much of a distribution a bar shows, to either side, in standard deviations.
_SCALE_Z = 2.5
# What cannot be judged without the person's height.
BY_HEIGHT = frozenset(
    {
        (Sport.WALKING, Component.STEP_LENGTH),
        (Sport.RUNNING, Component.CADENCE),
        (Sport.RUNNING, Component.SPRING),
        (Sport.RUNNING, Component.STEP_LENGTH),
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the norms are asked for.

    Attributes:
        age: in years with their fractions; None where nothing is scored.
        refused: why nothing is scored; None where it is.
    """

    sex: Sex
    age: float | None
    height_m: float | None
    refused: MissingReason | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Points and band of a figure; None where there are none, and why."""

    points: float | None = None
    expected: Expected | None = None
    missing: MissingReason | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Figures that hold, where they were measured, and of whom.

    Attributes:
        unsound: figures that were recorded and that no body has.
        partial: figures that were recorded for less than half of the time.
    """

    figures: FormFigures
    site: SensorSite
    person: Person
    unsound: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()


def person_of(profile: Profile, day: date) -> Person:
    """The person of a profile on a day."""
    height_m = positive(profile.height_m)
    born = profile.birth_date
    age = None if born is None else norms.age_years(born, day)
    if born is None or age is None or not 0 <= age <= OLDEST_YEARS + 1:
        return Person(profile.sex, None, height_m, MissingReason.BIRTH_DATE_UNKNOWN)
    if not norms.is_adult(born, day):
        return Person(profile.sex, None, height_m, MissingReason.UNDER_18)
    return Person(profile.sex, age, height_m)


def walk_values(case: Case) -> dict[Component, float | None]:
    """The components of a walk in their own units."""
    told = case.figures
    balance, step_m, cadence = told.contact_balance_pct, told.step_length_m, told.cadence_spm
    return {
        Component.BRISK_SPEED: told.speed_m_s,
        Component.STEP_LENGTH: step_m,
        Component.SYMMETRY: None if balance is None else index_of_balance_pct(balance),
        Component.RHYTHM: told.step_time_cv_pct,
        Component.CADENCE: cadence,
        Component.WALK_RATIO: step_m / cadence if step_m and cadence else None,
    }


def run_values(case: Case) -> dict[Component, float | None]:
    """The components of a run in their own units."""
    told, height_m = case.figures, case.person.height_m
    speed, cadence, contact_ms, balance = told.speed_m_s, told.cadence_spm, told.contact_ms, told.contact_balance_pct
    spring = None
    if contact_ms and cadence and speed and height_m:
        spring = leg_spring(speed, contact_ms / 1000, cadence, height_m)
    return {
        Component.BOUNCE: bounce_pct(told),
        Component.CADENCE: cadence,
        Component.SPRING: spring,
        Component.SYMMETRY: None if balance is None else imbalance_pct(balance),
        Component.RHYTHM: told.step_time_cv_pct,
        Component.PELVIS: told.pelvis_drop_deg,
        Component.TRUNK: told.trunk_lean_deg,
        Component.STEP_LENGTH: told.step_length_m,
        Component.VERTICAL_OSCILLATION: told.vertical_oscillation_mm,
        Component.CONTACT_TIME: contact_ms,
        Component.DUTY_FACTOR: duty_factor_pct(contact_ms, cadence),
    }


def bounce_pct(told: FormFigures) -> float | None:
    """The vertical ratio: as recorded, else oscillation over step length; %."""
    if told.vertical_ratio_pct is not None:
        return told.vertical_ratio_pct
    if told.vertical_oscillation_mm and told.step_length_m:
        return within(told.vertical_oscillation_mm / told.step_length_m / 10, VERTICAL_RATIO_PCT)
    return None


VALUES: Mapping[Sport, Callable[[Case], dict[Component, float | None]]] = MappingProxyType(
    {Sport.WALKING: walk_values, Sport.RUNNING: run_values}
)


def no_step(case: Case) -> MissingReason:
    """Why there is no step length: it is worked out from speed and cadence where none was recorded."""
    if case.figures.cadence_spm is None:
        return MissingReason.PARTIAL_CADENCE if "cadence_spm" in case.partial else MissingReason.NO_CADENCE
    return MissingReason.NO_DISTANCE if case.figures.speed_m_s is None else MissingReason.IMPLAUSIBLE_STEPS


def judged(parameters: Parameters, component: Component, value: float, case: Case) -> Judged:
    """Points and band of a component's value for a person."""
    judge = _JUDGES.get((parameters.sport, component))
    if judge is None and component not in parameters.anchors:  # whatever the profile tells
        return Judged(missing=MissingReason.NO_NORM)
    if case.person.refused:
        return Judged(missing=_asked_for(case.person, by_height=(parameters.sport, component) in BY_HEIGHT))
    return judge(parameters, value, case) if judge else _by_anchors(parameters, component, value)


def _asked_for(person: Person, *, by_height: bool) -> MissingReason | None:
    """All of the profile that is wanting at once: who fills in one thing is not to be asked for the next."""
    if by_height and person.refused is MissingReason.BIRTH_DATE_UNKNOWN and person.height_m is None:
        return MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN
    return person.refused


def _brisk_speed(parameters: Parameters, value: float, case: Case) -> Judged:
    typical = norms.brisk_m_min(case.person.sex, _age(case)) / 60
    return _by_spread(value, typical, parameters.speed_spread)


def _brisk_step(parameters: Parameters, value: float, case: Case) -> Judged:
    person = case.person
    if person.height_m is None:
        return Judged(missing=MissingReason.HEIGHT_UNKNOWN)
    typical = norms.brisk_step_m(person.sex, _age(case), person.height_m, parameters.step_per_height)
    return _by_spread(value, typical, parameters.step_spread)


def _bounce(parameters: Parameters, value: float, case: Case) -> Judged:
    anchors = _bounce_anchors(parameters, case)
    return Judged(points_at(anchors, value), expected_of(anchors))


def _cadence(parameters: Parameters, value: float, case: Case) -> Judged:
    typical = _typical_cadence(case)
    if isinstance(typical, MissingReason):
        return Judged(missing=typical)
    anchors = parameters.anchors[Component.CADENCE]
    shares = (*parameters.cadence_pct, anchors[0][0], anchors[-1][0])
    low, high, least, most = (typical * (1 + share / 100) for share in shares)
    points = points_at(anchors, (value / typical - 1) * 100)
    return Judged(points, Expected(low, typical, high, least, most))


def _running_step(parameters: Parameters, value: float, case: Case) -> Judged:
    """Nobody's step is scored: it is what the speed leaves to the cadence."""
    cadence = _cadence(parameters, value, case).expected
    speed = case.figures.speed_m_s
    if cadence is None or speed is None:
        return _cadence(parameters, value, case)
    bounds = (cadence.high, cadence.typical, cadence.low, cadence.scale_max, cadence.scale_min)
    return Judged(expected=Expected(*(60 * speed / each for each in bounds)))


def _oscillation(parameters: Parameters, _value: float, case: Case) -> Judged:
    step_m = case.figures.step_length_m
    if step_m is None:
        return Judged(missing=no_step(case))
    ratio = expected_of(_bounce_anchors(parameters, case))
    bounds = (ratio.low, ratio.typical, ratio.high, ratio.scale_min, ratio.scale_max)
    return Judged(expected=Expected(*(each * step_m * 10 for each in bounds)))


_JUDGES: Mapping[tuple[Sport, Component], Callable[[Parameters, float, Case], Judged]] = MappingProxyType(
    {
        (Sport.WALKING, Component.BRISK_SPEED): _brisk_speed,
        (Sport.WALKING, Component.STEP_LENGTH): _brisk_step,
        (Sport.RUNNING, Component.BOUNCE): _bounce,
        (Sport.RUNNING, Component.CADENCE): _cadence,
        (Sport.RUNNING, Component.STEP_LENGTH): _running_step,
        (Sport.RUNNING, Component.VERTICAL_OSCILLATION): _oscillation,
    }
)


def _by_anchors(parameters: Parameters, component: Component, value: float) -> Judged:
    anchors = parameters.anchors[component]
    points = points_at(anchors, value)
    if COMPONENTS[parameters.sport][component].standing is Standing.EXPERIMENTAL:
        return Judged(points, missing=MissingReason.NO_NORM)
    return Judged(points, expected_of(anchors, from_zero=component is Component.SYMMETRY))


def _by_spread(value: float, typical: float, spread: float) -> Judged:
    near, far = AVERAGE_Z * spread, _SCALE_Z * spread
    band = Expected(typical * (1 - near), typical, typical * (1 + near), typical * (1 - far), typical * (1 + far))
    return Judged(normal_points((value / typical - 1) / spread), band)


@cache
def expected_of(anchors: Anchors, *, from_zero: bool = False) -> Expected:
    """The band of a curve that only rises or only falls; from 0 on for what nobody has too little of."""
    ends = sorted(figure_at(anchors, points) for points in AVERAGE_POINTS)
    low = 0.0 if from_zero else ends[0]
    return Expected(low, figure_at(anchors, 50.0), ends[1], anchors[0][0], anchors[-1][0])


def _bounce_anchors(parameters: Parameters, case: Case) -> Anchors:
    return parameters.bounce.get(case.site) or parameters.bounce[SensorSite.CHEST]


def _typical_cadence(case: Case) -> float | MissingReason:
    speed, height_m = case.figures.speed_m_s, case.person.height_m
    if speed is None:
        return MissingReason.NO_DISTANCE
    return MissingReason.HEIGHT_UNKNOWN if height_m is None else norms.running_cadence_spm(speed, height_m)


def _age(case: Case) -> float:
    assert case.person.age is not None  # noqa: S101 -- nobody without an age is judged
    return case.person.age
