"""The signed-in person."""

import asyncio
from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from graph.context import RequestInfo
from graph.ids import ACTIVITY, key_of
from graph.threads import in_thread
from graph.types.account import ExportType, RescoreType, export_type, rescore_type
from graph.types.change import ChangeConnection, change_connection
from graph.types.comparison import (
    CompareActivitiesResult,
    FormHistory,
    comparison_type,
    history_type,
)
from graph.types.connection import ActivityConnection, activity_connection
from graph.types.enums import Sport, TotalsUnit
from graph.types.form_enums import RunGoal
from graph.types.gear import GearType, KnownDeviceType, gear_type, known_device_type
from graph.types.node import Node
from graph.types.problem import LocaleArgument, NotFoundType
from graph.types.profile import ProfileType, profile_type
from graph.types.program import BodyProgramType, SessionType, program_type, session_type
from graph.types.totals import PersonalBestType, TotalsType, personal_best_types, totals_types
from resolvers import accounts, activities, changes, gear, history, programs, rescoring, sessions
from resolvers.activities import MAX_PAGE
from resolvers.history import MAX_WEEKS, Asked
from resolvers.sessions import MAX_DAYS
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
        page = await in_thread(
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
        page = await in_thread(
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
        found = await in_thread(gear.every_device, info.context.caller)
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
        return [gear_type(pair) for pair in await in_thread(gear.every, info.context.caller, retired=wanted)]

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
        page = await in_thread(changes.list_changes, context.caller, first=first, since=asked, now=context.now)
        return change_connection(page)

    @strawberry.field(description="Archives that were asked for within the last month, the newest first.")
    async def exports(self, info: RequestInfo) -> list[ExportType] | None:
        caller, now = info.context.caller, info.context.now
        return [export_type(caller, export, now) for export in await in_thread(accounts.every_export, caller)]

    @strawberry.field(
        description="The form week by week, from the profile's first weekday on: medians of scores and of what they "
        "are made of, the newest week last: that of today by the clock of the newest activity, run or walk."
    )
    async def form_history(
        self,
        info: RequestInfo,
        sport: Annotated[Sport, strawberry.argument(description="Runs or walks.")],
        weeks: Annotated[
            int, strawberry.argument(description=f"How many, 1 to {MAX_WEEKS}, that of today among them.")
        ] = 12,
        goal: Annotated[
            RunGoal | None,
            strawberry.argument(
                description="The goal that the weights of runs' scores are for; the balanced ones unless given."
            ),
        ] = strawberry.UNSET,
        version: Annotated[
            int | None,
            strawberry.argument(
                description="Version of the score; the newest that all scored activities of these weeks have unless "
                "given. A number that is no version of the sport's score is refused."
            ),
        ] = strawberry.UNSET,
    ) -> FormHistory | None:
        context = info.context
        asked = Asked(sport, weeks, goal or None, version if isinstance(version, int) else None)
        profile, (rows, newest) = await asyncio.gather(context.profile(), context.weeks(asked))
        found = history.history(rows, asked, profile.first_weekday, context.now, newest)
        return history_type(asked, found, profile)

    @strawberry.field(description="Two activities beside each other: figures, scores and what these are made of.")
    async def compare_activities(
        self,
        info: RequestInfo,
        a: Annotated[ID, strawberry.argument(description="Id of the first.")],
        b: Annotated[ID, strawberry.argument(description="Id of the second.")],
    ) -> CompareActivitiesResult | None:
        keys = [key_of(each, ACTIVITY) for each in (a, b)]
        found = await asyncio.gather(*(info.context.whole(key) for key in keys if key))
        one, other = [*found, None, None][:2]
        return comparison_type(one, other) if one and other else NotFoundType(message="No such activity.")

    @strawberry.field(
        description="Exercises for the coming week, for what has most room to grow. Takes a request for each hundred "
        "activities of the last four weeks."
    )
    async def body_program(
        self,
        info: RequestInfo,
        days_per_week: Annotated[int, strawberry.argument(description="Sessions a week, 2 or 3.")] = 2,
        today: Annotated[
            date | None,
            strawberry.argument(
                description="Today where the person is, at most a day off today by UTC; else by the clock of the "
                "newest activity of the last four weeks, and by UTC without one. The first session is never before it."
            ),
        ] = strawberry.UNSET,
        locale: LocaleArgument = strawberry.UNSET,
    ) -> BodyProgramType | None:
        context, asked = info.context, programs.Asked(days_per_week, today or None)
        (cards, done), profile = await asyncio.gather(context.practice(), context.profile())
        return program_type(programs.program(cards, done, profile, context.now, asked), locale or None)

    @strawberry.field(description=f"Sessions of exercises that were done, oldest first; of at most {MAX_DAYS} days.")
    async def sessions(
        self,
        info: RequestInfo,
        since: Annotated[date, strawberry.argument(name="from", description="First local day.")],
        until: Annotated[date, strawberry.argument(name="to", description="Last local day, included.")],
        locale: LocaleArgument = strawberry.UNSET,
    ) -> list[SessionType] | None:
        found = await in_thread(sessions.between, info.context.caller, since, until)
        return [session_type(session, locale or None) for session in found]

    @strawberry.field(description="Runs of `rescore` within the last month, the newest first.")
    async def rescores(self, info: RequestInfo) -> list[RescoreType] | None:
        return [rescore_type(each) for each in await in_thread(rescoring.every_rescore, info.context.caller)]
