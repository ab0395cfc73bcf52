"""Why there is no score: what is wanting, and of that, what would help most."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from coaching.expectations import Case
from coaching.parameters import Parameters
from models.terms import Component, MissingReason, Sport

# Of all weights, for which the figures have to be known.
LEAST_COVERAGE = 0.5
# Sums of weights are no exact numbers.
_ROUNDING = 1e-9

# What is easiest to mend, first.
_EASIEST = (
    MissingReason.HEIGHT_UNKNOWN,
    MissingReason.NO_CADENCE,
    MissingReason.NO_RUNNING_DYNAMICS,
    MissingReason.NO_DISTANCE,
)
_CADENCE = ("cadence_spm", MissingReason.NO_CADENCE)
_SPEED = ("speed_m_s", MissingReason.NO_DISTANCE)
_HEIGHT = ("height_m", MissingReason.HEIGHT_UNKNOWN)
# What components are made of, in the order in which its want is told. The others need running dynamics alone.
_NEEDS: Mapping[tuple[Sport, Component], tuple[tuple[str, MissingReason], ...]] = MappingProxyType(
    {
        (Sport.WALKING, Component.BRISK_SPEED): (_SPEED,),
        (Sport.WALKING, Component.STEP_LENGTH): (("step_length_m", MissingReason.NO_CADENCE), _HEIGHT),
        (Sport.RUNNING, Component.CADENCE): (_CADENCE, _SPEED, _HEIGHT),
        (Sport.RUNNING, Component.SPRING): (
            ("contact_ms", MissingReason.NO_RUNNING_DYNAMICS),
            _CADENCE,
            _SPEED,
            _HEIGHT,
        ),
    }
)


def suffices(weight: float, parameters: Parameters) -> bool:
    """Whether components of so much weight together make a score."""
    return weight >= LEAST_COVERAGE * parameters.total - _ROUNDING


def most_helpful(parameters: Parameters, case: Case, known: Iterable[Component]) -> MissingReason:
    """What would make a score of this and the components that have points, the easiest first; else what brings most."""
    known = set(known)
    wanting = dict.fromkeys(_EASIEST, 0.0)
    for key, weight in parameters.weights.items():
        reason = None if key in known else _want(parameters.sport, key, case)
        if reason:
            wanting[reason] += weight
    weight = sum(parameters.weights[key] for key in known)
    enough = (each for each in _EASIEST if wanting[each] and suffices(weight + wanting[each], parameters))
    return next(enough, max(_EASIEST, key=wanting.__getitem__))


def _want(sport: Sport, component: Component, case: Case) -> MissingReason | None:
    needs = _NEEDS.get((sport, component))
    if needs is None:
        return MissingReason.NO_RUNNING_DYNAMICS
    source = {"height_m": case.person.height_m}
    return next((reason for name, reason in needs if _told(source, case, name) is None), None)


def _told(source: Mapping[str, float | None], case: Case, name: str) -> float | None:
    return source[name] if name in source else getattr(case.figures, name)
