"""What a programme of exercises works on."""

import strawberry

from coaching.catalogue.figures import name
from coaching.weaknesses import Weakness
from graph.context import RequestInfo
from graph.types.enums import Sport
from graph.types.form_enums import Component, Direction, Lever
from models.terms import Locale


@strawberry.type(name="Weakness", description="A figure of the form that has room, over the last four weeks.")
class WeaknessType:
    sport: Sport = strawberry.field(description="Of runs or of walks.")
    component: Component = strawberry.field(description="The figure.")
    direction: Direction = strawberry.field(description="Which way it has room.")
    lever: Lever | None = strawberry.field(description="What to work on; null where it is the figure itself.")
    gain_points: float = strawberry.field(description="What the scores would gain with it at 70 points, on average.")
    points: float = strawberry.field(description="Its points, 0 to 100, on average.")
    activities: int = strawberry.field(description="How many activities tell it.")
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What people call the figure.")
    async def name(self, info: RequestInfo) -> str:
        return name(self.component, await info.context.language(self.locale))


def weakness_type(each: Weakness, locale: Locale | None) -> WeaknessType:
    return WeaknessType(
        sport=each.sport,
        component=each.component,
        direction=each.direction,
        lever=each.lever,
        gain_points=round(each.gain_points, 2),
        points=round(each.points, 2),
        activities=each.activities,
        locale=locale,
    )
