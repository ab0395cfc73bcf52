"""Why there is no score: what is wanting, and of that, what would help most.

First what the recording lacks, then what the profile does: a profile that is filled in is to lead to a score, not to
the next reason.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.expectations import VALUES, Case
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
        (Sport.WALKING, Component.STEP_LENGTH): (("step_length_m", MissingReason.NO_CADENCE),),
        (Sport.RUNNING, Component.CADENCE): (_CADENCE, _SPEED),
        (Sport.RUNNING, Component.SPRING): (("contact_ms", MissingReason.NO_RUNNING_DYNAMICS), _CADENCE, _SPEED),
    }
)
# What cannot be judged without the person's height.
_BY_HEIGHT = frozenset(
    {
        (Sport.WALKING, Component.STEP_LENGTH),
        (Sport.RUNNING, Component.CADENCE),
        (Sport.RUNNING, Component.SPRING),
    }
)


def suffices(weight: float, parameters: Parameters) -> bool:
    """Whether components of so much weight together make a score."""
    return weight >= LEAST_COVERAGE * parameters.total - _ROUNDING


def most_helpful(parameters: Parameters, case: Case) -> MissingReason:
    """What would make a score where there is none.

    Of the recording, the easiest that would; else what brings most. Of the profile, all that is needed, where the
    recording suffices.
    """
    sport, person = parameters.sport, case.person
    wanting = dict.fromkeys(_EASIEST[sport], 0.0)
    with_height = without_height = 0.0
    for key, weight in parameters.weights.items():
        reason = _want(sport, key, case)
        if reason:
            wanting[reason] += weight
            continue
        with_height += weight
        without_height += 0.0 if (sport, key) in _BY_HEIGHT else weight
    if not suffices(with_height, parameters):
        enough = (each for each in wanting if wanting[each] and suffices(with_height + wanting[each], parameters))
        return next(enough, max(wanting, key=wanting.__getitem__))
    height_wanting = person.height_m is None and not suffices(without_height, parameters)
    if person.refused is None:
        return MissingReason.HEIGHT_UNKNOWN
    return MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN if height_wanting else person.refused


def _want(sport: Sport, component: Component, case: Case) -> MissingReason | None:
    """What a recording lacks for a component, whoever was recorded."""
    needs = _NEEDS.get((sport, component))
    if needs is None:
        return MissingReason.NO_RUNNING_DYNAMICS if VALUES[sport](case)[component] is None else None
    return next((reason for name, reason in needs if getattr(case.figures, name) is None), None)
