"""The signed-in person."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from starlette.concurrency import run_in_threadpool

from graph.context import RequestInfo
from graph.types.account import ExportType, export_type
from graph.types.activity import ActivityConnection, activity_connection
from graph.types.change import ChangeConnection, change_connection
from graph.types.enums import Sport, TotalsUnit
from graph.types.gear import GearType, KnownDeviceType, gear_type, known_device_type
from graph.types.node import Node
from graph.types.profile import ProfileType, profile_type
from graph.types.totals import PersonalBestType, TotalsType, personal_best_types, totals_types
from resolvers import accounts, activities, changes, gear
from resolvers.activities import MAX_PAGE
from resolvers.totals import MAX_SPANS

FirstArgument = Annotated[int, strawberry.argument(description=f"How many, 1 to {MAX_PAGE}.")]
AfterArgument = Annotated[str | None, strawberry.argument(description="Cursor of the node to start behind.")]
SportArgument = Annotated[Sport | None, strawberry.argument(description="Only this sport.")]


@strawberry.type(description="The signed-in person.")
class User(Node):
    @strawberry.field(description="What the person told of themselves.")
    async def profile(self, info: RequestInfo) -> ProfileType | None:
        return profile_type(await info.context.profile())

    @strawberry.field(description="Runs and walks, newest first.")
    async def activities(
        self,
        info: RequestInfo,
        first: FirstArgument = 20,
        after: AfterArgument = strawberry.UNSET,
        sport: SportArgument = strawberry.UNSET,
        since: Annotated[
            datetime | None, strawberry.argument(name="from", description="Only those that start at or after this.")
        ] = strawberry.UNSET,
        until: Annotated[
            datetime | None, strawberry.argument(name="to", description="Only those that start before this.")
        ] = strawberry.UNSET,
    ) -> ActivityConnection | None:
        page = await run_in_threadpool(
            activities.list_activities,
            info.context.caller,
            first=first,
            after=None if after is strawberry.UNSET else after,
            sport=sport or None,
            since=since or None,
            until=until or None,
        )
        return activity_connection(page)

    @strawberry.field(description="Activities that others stand for, newest first: stored, not listed, not counted.")
    async def hidden_activities(
        self, info: RequestInfo, first: FirstArgument = 20, after: AfterArgument = strawberry.UNSET
    ) -> ActivityConnection | None:
        page = await run_in_threadpool(
            activities.list_hidden, info.context.caller, first=first, after=after if isinstance(after, str) else None
        )
        return activity_connection(page)

    @strawberry.field(
        description=f"Sums over every day, week, month or year that overlaps a range of local days, oldest first; at "
        f"most {MAX_SPANS}. Spans without activities are there, too."
    )
    async def totals(
        self,
        info: RequestInfo,
        unit: Annotated[TotalsUnit, strawberry.argument(description="What to sum over.")],
        since: Annotated[date, strawberry.argument(name="from", description="First local day.")],
        until: Annotated[date, strawberry.argument(name="to", description="Last local day, included.")],
        sport: SportArgument = strawberry.UNSET,
    ) -> list[TotalsType] | None:
        return await totals_types(info, unit, since, until, sport or None)

    @strawberry.field(description="Best times over the standard distances, of all time or of one year.")
    async def personal_bests(
        self,
        info: RequestInfo,
        sport: SportArgument = strawberry.UNSET,
        year: Annotated[int | None, strawberry.argument(description="Only this local year.")] = strawberry.UNSET,
    ) -> list[PersonalBestType] | None:
        bests = await info.context.bests.load(year if isinstance(year, int) else None)
        return personal_best_types(bests, sport or None)

    @strawberry.field(description="Recorders that sent activities, the one used last first.")
    async def devices(self, info: RequestInfo) -> list[KnownDeviceType] | None:
        found = await run_in_threadpool(gear.every_device, info.context.caller)
        return [known_device_type(device) for device in found]

    @strawberry.field(description="Shoes, by name.")
    async def gear(
        self,
        info: RequestInfo,
        retired: Annotated[
            bool | None, strawberry.argument(description="Only the retired ones, or only the others.")
        ] = strawberry.UNSET,
    ) -> list[GearType] | None:
        wanted = retired if isinstance(retired, bool) else None
        return [gear_type(pair) for pair in await run_in_threadpool(gear.every, info.context.caller, retired=wanted)]

    @strawberry.field(description="What changed since a phone last asked; everything without a cursor.")
    async def changes(
        self,
        info: RequestInfo,
        since: Annotated[
            str | None, strawberry.argument(description="Cursor where the last answer ended.")
        ] = strawberry.UNSET,
        first: FirstArgument = 50,
    ) -> ChangeConnection | None:
        context = info.context
        asked = since if isinstance(since, str) else None
        page = await run_in_threadpool(changes.list_changes, context.caller, first=first, since=asked, now=context.now)
        return change_connection(page)

    @strawberry.field(description="Archives that were asked for within the last month, the newest first.")
    async def exports(self, info: RequestInfo) -> list[ExportType] | None:
        caller, now = info.context.caller, info.context.now
        return [export_type(caller, export, now) for export in await run_in_threadpool(accounts.every_export, caller)]
