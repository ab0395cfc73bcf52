"""The next goal of a figure: the value at which its curve has so many points.

Worked out from what a score keeps of a component, its value and what was expected, so that nobody is looked up again.
"""

from statistics import NormalDist

from coaching.curves import Anchors, figure_at
from coaching.parameters import Parameters
from models.entities import ComponentScore, Expected
from models.terms import Component, Sport

_STANDARD = NormalDist()


def target_of(parameters: Parameters, component: ComponentScore, points: float) -> float | None:
    """The value at these points, in the component's own unit; of a best middle, the one on the value's own side.

    None where the curve depends on the person and nothing was expected.

    Args:
        parameters: of the version that scored the component.
        component: as it was scored.
        points: between 0 and 100, both excluded.
    """
    key, expected = component.key, component.expected
    spread = _spreads(parameters).get(key)
    if spread is not None:
        return None if expected is None else expected.typical * (1 + spread * _STANDARD.inv_cdf(points / 100))
    if key is Component.BOUNCE:
        return None if expected is None else figure_at(_bounce(parameters, expected), points)
    anchors = parameters.anchors[key]
    if key is not Component.CADENCE:
        return figure_at(anchors, points)
    if expected is None:
        return None
    side = anchors if component.value < expected.typical else tuple(reversed(anchors))
    return expected.typical * (1 + figure_at(side, points) / 100)


def _spreads(parameters: Parameters) -> dict[Component, float]:
    """Standard deviations, as shares of the norm, of what is scored by a normal distribution."""
    if parameters.sport is Sport.RUNNING:
        return {}
    return {Component.BRISK_SPEED: parameters.speed_spread, Component.STEP_LENGTH: parameters.step_spread}


def _bounce(parameters: Parameters, expected: Expected) -> Anchors:
    """The curve of the site that it was measured at: a score keeps the ends of its scale."""
    return min(parameters.bounce.values(), key=lambda anchors: abs(anchors[0][0] - expected.scale_min))
