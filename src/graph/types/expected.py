"""Where a figure of the form is expected."""

import strawberry

from coaching.components import COMPONENTS
from models.entities import Expected
from models.terms import Component

# Of a component's value, where four are not enough.
_DECIMALS = {Component.WALK_RATIO: 6}


# As GraphQL tells them: the units of all components.
_ALL = dict.fromkeys(definition.unit for of_sport in COMPONENTS.values() for definition in of_sport.values())
UNITS = ", ".join(unit for unit in _ALL if unit != "1") + ", or 1 for what has none"


@strawberry.type(
    name="Expected",
    description="Where a figure is expected, and the scale of a bar that shows it. Of a walk: of people of the same "
    "age, sex and height; of a run: of adult runners, at the same height and speed where the figure depends on them. "
    "All of it in the unit of the figure.",
)
class ExpectedType:
    low: float = strawberry.field(description="Where the middle fifth of people begins: average from here on.")
    typical: float = strawberry.field(description="The value of half the points, typical of these people.")
    high: float = strawberry.field(description="Where the middle fifth of people ends: average up to here.")
    scale_min: float = strawberry.field(description="Where a bar may begin.")
    scale_max: float = strawberry.field(description="Where a bar may end.")
    unit: str = strawberry.field(description=f"The unit: {UNITS}.")


def expected_type(key: Component, expected: Expected, unit: str) -> ExpectedType:
    return ExpectedType(
        low=shown(key, expected.low),
        typical=shown(key, expected.typical),
        high=shown(key, expected.high),
        scale_min=shown(key, expected.scale_min),
        scale_max=shown(key, expected.scale_max),
        unit=unit,
    )


def shown(key: Component, value: float) -> float:
    """A value of a component, to as many decimals as it has a meaning."""
    return round(value, _DECIMALS.get(key, 4))
