"""Plain Strawberry with PynamoDB: types as Strawberry's pages show them, over the models of ``pynamodb_items``.

Strawberry's own caches of parsed and validated documents are on; orjson encodes the answers.
"""

from datetime import date
from typing import Annotated

import orjson
import strawberry
from graphql import FieldNode, SelectionSetNode
from starlette.requests import Request
from starlette.responses import Response
from strawberry import ID
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from bench.servers import pynamodb_items as stored
from bench.servers import shared
from bench.servers.strawberry_activities import (
    Activity,
    ActivityConnection,
    Asked,
    Context,
    Run,
    Walk,
    activity_of,
    splits_of,
)
from bench.servers.strawberry_types import (
    Locale,
    PageInfo,
    PersonalBest,
    Profile,
    Sport,
    Totals,
    TotalsUnit,
    Weekday,
    week_of,
)


@strawberry.type
class User:
    """The signed-in person."""

    @strawberry.field
    async def profile(self, info: Asked) -> Profile | None:
        """What the person told."""
        found = await stored.get(stored.ProfileItem, info.context.uid, "#P")
        return Profile(first_weekday=Weekday(found.first_weekday), locale=Locale(found.locale)) if found else None

    @strawberry.field
    async def activities(self, info: Asked, first: int = 20) -> ActivityConnection | None:
        """The newest activities; one row more is read, to know whether there are more."""
        rows = await stored.rows(info.context.uid, first + 1)
        shown = rows[:first]
        cursor = shared.encoded(shown[-1].sk) if shown else None
        return ActivityConnection(
            nodes=[activity_of(row) for row in shown],
            page_info=PageInfo(has_next_page=len(rows) > first, end_cursor=cursor),
        )

    @strawberry.field
    async def totals(
        self,
        info: Asked,
        unit: TotalsUnit,  # noqa: ARG002 -- there is one
        since: Annotated[date, strawberry.argument(name="from")],
        until: Annotated[date, strawberry.argument(name="to")],
    ) -> list[Totals] | None:
        """The sums of each week from Monday, of both sports."""
        firsts = shared.weeks(since, until)
        found = await stored.weeks(info.context.uid, firsts[0], firsts[-1])
        days = {item.sk[3:]: item.parts.as_dict() for item in found}
        return [week_of(first, days.get(first, {})) for first in firsts]

    @strawberry.field
    async def personal_bests(self, info: Asked) -> list[PersonalBest] | None:
        """The best efforts of all years."""
        years = await stored.prefixed(stored.YearItem, info.context.uid, "TY#")
        bests = shared.best_of(year.bests.as_dict() for year in years if year.bests)
        return [
            PersonalBest(sport=Sport(sport), distance_m=distance_m, duration_s=duration_s, achieved_at=achieved_at)
            for sport, distance_m, duration_s, achieved_at in bests
        ]


@strawberry.type
class Query:
    """What can be asked for."""

    @strawberry.field
    def viewer(self) -> User | None:
        """The signed-in person."""
        return User()

    @strawberry.field
    async def activity(self, info: Asked, id: ID) -> Activity | None:  # noqa: A002
        """An activity, with its splits and its score where they are asked for."""
        uid, aid = info.context.uid, shared.key_of(id)
        if not _asks_for_detail(info._raw_info.field_nodes):
            found = await stored.get(stored.ActivityItem, uid, f"D#{aid}#0")
            return activity_of(found, found.device) if found else None
        whole = await stored.whole(uid, aid)
        if whole is None:
            return None
        found, detail, score = whole
        made = activity_of(found, found.device)
        made.splits = splits_of(shared.inflated(detail.splits)) if detail else None
        if made.score and score:
            made.score.scored = shared.inflated(score.scores[str(made.score.version)])["components"]
        return made


def _asks_for_detail(nodes: list[FieldNode]) -> bool:
    for node in nodes:
        for field in _fields(node.selection_set):
            inner = _fields(field.selection_set)
            if field.name.value == "splits" or any(each.name.value == "components" for each in inner):
                return True
    return False


def _fields(chosen: SelectionSetNode | None) -> list[FieldNode]:
    return [each for each in chosen.selections if isinstance(each, FieldNode)] if chosen else []


class App(GraphQL[Context, None]):
    """Strawberry's application with orjson, as its pages tell to do it."""

    async def get_context(self, request: Request, response: Response) -> Context:  # type: ignore[override]  # noqa: ARG002
        """The context of a request."""
        return Context(request)

    def decode_json(self, data: str | bytes) -> object:
        """Read a request."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        """Write an answer."""
        return orjson.dumps(data)


if __name__ == "__main__":
    schema = strawberry.Schema(query=Query, types=[Run, Walk], extensions=[ParserCache, ValidationCache])
    shared.serve(App(schema, graphql_ide=None))
