"""Why there is no score: what is wanting, and of that, what would help most.

First what the recording lacks, then what the profile does: a profile that is filled in is to lead to a score, not to
the next reason.
"""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from coaching.expectations import BY_HEIGHT, VALUES, Case, no_step
from coaching.parameters import Parameters
from models.terms import Component, MissingReason, Sport

# Of all weights, for which the figures have to be known.
LEAST_COVERAGE = 0.5
# Sums of weights are no exact numbers.
_ROUNDING = 1e-9

# What is easiest to mend, first. Nobody walks with running dynamics.
_EASIEST: Mapping[Sport, tuple[MissingReason, ...]] = MappingProxyType(
    {
        Sport.RUNNING: (MissingReason.NO_CADENCE, MissingReason.NO_RUNNING_DYNAMICS, MissingReason.NO_DISTANCE),
        Sport.WALKING: (MissingReason.NO_CADENCE, MissingReason.NO_DISTANCE, MissingReason.NO_RUNNING_DYNAMICS),
    }
)
_CADENCE = ("cadence_spm", MissingReason.NO_CADENCE)
_SPEED = ("speed_m_s", MissingReason.NO_DISTANCE)
# What components are made of, in the order in which its want is told. The others need running dynamics alone.
_NEEDS: Mapping[tuple[Sport, Component], tuple[tuple[str, MissingReason], ...]] = MappingProxyType(
    {
        (Sport.WALKING, Component.BRISK_SPEED): (_SPEED,),
        (Sport.RUNNING, Component.CADENCE): (_CADENCE, _SPEED),
        (Sport.RUNNING, Component.SPRING): (("contact_ms", MissingReason.NO_RUNNING_DYNAMICS), _CADENCE, _SPEED),
    }
)
# What the others are made of: running dynamics.
_DYNAMICS: Mapping[Component, tuple[str, ...]] = MappingProxyType(
    {
        Component.BOUNCE: ("vertical_ratio_pct", "vertical_oscillation_mm"),
        Component.SPRING: ("contact_ms",),
        Component.SYMMETRY: ("contact_balance_pct",),
        Component.RHYTHM: ("step_time_cv_pct",),
        Component.PELVIS: ("pelvis_drop_deg",),
        Component.TRUNK: ("trunk_lean_deg",),
    }
)


def suffices(weight: float, parameters: Parameters) -> bool:
    """Whether components of so much weight together make a score."""
    return weight >= LEAST_COVERAGE * parameters.total - _ROUNDING


def most_helpful(parameters: Parameters, case: Case) -> MissingReason:
    """What would make a score where there is none.

    Of the recording, the easiest that would; else what brings most. Of the profile, all that the recording has use for,
    at once, where the recording suffices.
    """
    sport, person = parameters.sport, case.person
    wanting = dict.fromkeys(_EASIEST[sport], 0.0)
    # What exactly is wrong, by what is wanting: with a part of it there, or none that holds.
    faults = {reason: defaultdict[MissingReason, float](float) for reason in wanting}
    known, by_height = 0.0, False
    for key, weight in parameters.weights.items():
        reason = _want(sport, key, case)
        if reason:
            wanting[reason] += weight
            faults[reason][_fault(reason, key, case)] += weight
            continue
        known += weight
        by_height |= (sport, key) in BY_HEIGHT
    if not suffices(known, parameters):
        enough = (each for each in wanting if wanting[each] and suffices(known + wanting[each], parameters))
        first = next(enough, max(wanting, key=wanting.__getitem__))
        # A sensor that is to be worn better is nearer than another one.
        mended = (
            each for each, weight in faults[first].items() if each is not first and suffices(known + weight, parameters)
        )
        return next(mended, max(faults[first], key=faults[first].__getitem__))
    if person.refused is None:
        return MissingReason.HEIGHT_UNKNOWN
    height_wanting = by_height and person.height_m is None
    return MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN if height_wanting else person.refused


def _want(sport: Sport, component: Component, case: Case) -> MissingReason | None:
    """What a recording lacks for a component, whoever was recorded."""
    if sport is Sport.WALKING and component is Component.STEP_LENGTH:
        if case.figures.step_length_m is not None:
            return None
        return MissingReason.NO_DISTANCE if no_step(case) is MissingReason.NO_DISTANCE else MissingReason.NO_CADENCE
    needs = _NEEDS.get((sport, component))
    if needs is None:
        return MissingReason.NO_RUNNING_DYNAMICS if VALUES[sport](case)[component] is None else None
    return next((reason for name, reason in needs if getattr(case.figures, name) is None), None)


def _fault(reason: MissingReason, component: Component, case: Case) -> MissingReason:
    """What is wrong with what a component lacks."""
    if reason is MissingReason.NO_CADENCE:
        return no_step(case)
    names = set(_DYNAMICS.get(component, ()))
    if reason is not MissingReason.NO_RUNNING_DYNAMICS or not names:
        return reason
    if names & case.unsound:
        return MissingReason.IMPLAUSIBLE_RUNNING_DYNAMICS
    return MissingReason.PARTIAL_RUNNING_DYNAMICS if names & case.partial else reason
