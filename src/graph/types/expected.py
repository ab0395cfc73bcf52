"""Where a figure of the form is expected."""

import strawberry

from models.entities import Expected
from models.terms import Component

# Of a component's value, where four are not enough.
_DECIMALS = {Component.WALK_RATIO: 6}


@strawberry.type(
    name="Expected",
    description="Where a figure is expected of people of the same age, sex, height and speed, and the scale of a bar "
    "that shows it. All of it in the unit of the figure.",
)
class ExpectedType:
    low: float = strawberry.field(description="Where the middle fifth of people begins.")
    typical: float = strawberry.field(description="In the middle of them.")
    high: float = strawberry.field(description="Where the middle fifth of people ends.")
    scale_min: float = strawberry.field(description="Where a bar may begin.")
    scale_max: float = strawberry.field(description="Where a bar may end.")
    unit: str = strawberry.field(description="The unit.")


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
