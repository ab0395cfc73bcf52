"""The figures of the form in their order, with unit, standing, and which way they get better.

Contact time by itself says nothing of a runner's economy (r = -0.02 over 51 studies: Van Hooren et al. 2024, Sports Med
54:1269), so it is shown and not scored. Pelvis and trunk weigh nothing until they were held against a ground truth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.terms import Better, Component, Sport, Standing

_SCORED, _EXPERIMENTAL, _SHOWN = Standing.SCORED, Standing.EXPERIMENTAL, Standing.SHOWN


@dataclass(frozen=True, slots=True)
class Definition:
    """What a component is.

    Attributes:
        better: None where neither more nor less is better.
        by_norm: whether its points are percentiles of a published norm.
    """

    unit: str
    standing: Standing
    better: Better | None
    by_norm: bool = False


COMPONENTS: Mapping[Sport, Mapping[Component, Definition]] = MappingProxyType(
    {
        Sport.WALKING: MappingProxyType(
            {
                Component.BRISK_SPEED: Definition("m/s", _SCORED, Better.HIGHER, by_norm=True),
                Component.STEP_LENGTH: Definition("m", _SCORED, Better.HIGHER, by_norm=True),
                Component.SYMMETRY: Definition("%", _SCORED, Better.LOWER),
                Component.RHYTHM: Definition("%", _SCORED, Better.LOWER),
                Component.CADENCE: Definition("steps/min", _SHOWN, None),
                Component.WALK_RATIO: Definition("m/(steps/min)", _SHOWN, None),
            }
        ),
        Sport.RUNNING: MappingProxyType(
            {
                Component.BOUNCE: Definition("%", _SCORED, Better.LOWER, by_norm=True),
                Component.CADENCE: Definition("steps/min", _SCORED, Better.MIDDLE),
                Component.SPRING: Definition("1", _SCORED, Better.HIGHER),
                Component.SYMMETRY: Definition("%", _SCORED, Better.LOWER),
                Component.RHYTHM: Definition("%", _SCORED, Better.LOWER),
                Component.PELVIS: Definition("deg", _EXPERIMENTAL, Better.LOWER),
                Component.TRUNK: Definition("deg", _EXPERIMENTAL, Better.LOWER),
                Component.STEP_LENGTH: Definition("m", _SHOWN, Better.MIDDLE),
                Component.VERTICAL_OSCILLATION: Definition("mm", _SHOWN, Better.LOWER),
                Component.CONTACT_TIME: Definition("ms", _SHOWN, None),
                Component.DUTY_FACTOR: Definition("%", _SHOWN, None),
            }
        ),
    }
)
