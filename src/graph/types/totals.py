"""Sums and bests."""

import asyncio
from datetime import date, datetime

import strawberry

from coaching.bests import distance_m
from coaching.spans import Span, summed
from graph.context import RequestInfo
from graph.types.activity import ActivityType, activity_type
from graph.types.enums import Sport, TotalsUnit
from models.entities import Amounts, PersonalBest
from models.terms import Weekday
from resolvers.totals import reach, spans_of


@strawberry.type(name="Totals", description="The sums of one day, week, month or year of the local calendar.")
class TotalsType:
    unit: TotalsUnit = strawberry.field(description="What it spans.")
    first: date = strawberry.field(name="from", description="First local day.")
    last: date = strawberry.field(name="to", description="Last local day, included.")
    sport: Sport | None = strawberry.field(description="The sport that was asked for; null for both.")
    count: int = strawberry.field(description="Activities.")
    distance_m: float = strawberry.field(description="Distance, m.")
    moving_s: float = strawberry.field(description="Time while moving, s.")
    elapsed_s: float = strawberry.field(description="Time from start to end, pauses included, s.")
    steps: int = strawberry.field(description="Steps of both feet, of the activities that counted them.")
    ascent_m: float = strawberry.field(description="Climbed, m, of the activities with altitude.")


@strawberry.type(name="PersonalBest", description="The shortest elapsed time over a standard distance.")
class PersonalBestType:
    aid: strawberry.Private[str]
    sport: Sport = strawberry.field(description="Running or walking.")
    distance_m: float = strawberry.field(description="The distance, m.")
    duration_s: float = strawberry.field(description="The time, s.")
    achieved_at: datetime = strawberry.field(description="Start of the activity it was part of, UTC.")

    @strawberry.field(description="That activity.")
    async def activity(self, info: RequestInfo) -> ActivityType | None:
        meta = await info.context.meta(info, self.aid)
        return activity_type(meta.activity) if meta else None


async def totals_types(
    info: RequestInfo, unit: TotalsUnit, since: date, until: date, sport: Sport | None
) -> list[TotalsType]:
    # Only where a week begins depends on the person: the profile is read beside what is summed, not before it.
    reading = info.context.parts(unit, [reach(unit, since, until)])
    if unit is TotalsUnit.WEEK:
        profile, parts = await asyncio.gather(info.context.profile(), reading)
        first_weekday = profile.first_weekday
    else:
        parts, first_weekday = await reading, Weekday.MONDAY
    spans = spans_of(unit, since, until, first_weekday)
    sums = summed(spans, parts, sport)
    return [_totals_type(unit, span, amounts, sport) for span, amounts in zip(spans, sums, strict=True)]


def _totals_type(unit: TotalsUnit, span: Span, amounts: Amounts, sport: Sport | None) -> TotalsType:
    return TotalsType(
        unit=unit,
        first=span.first,
        last=span.last,
        sport=sport,
        count=amounts.count,
        distance_m=amounts.distance_mm / 1000,
        moving_s=amounts.moving_ms / 1000,
        elapsed_s=amounts.elapsed_ms / 1000,
        steps=amounts.steps,
        ascent_m=amounts.ascent_dm / 10,
    )


def personal_best_types(bests: list[PersonalBest], sport: Sport | None) -> list[PersonalBestType]:
    told = ((best, distance_m(best.position)) for best in bests if sport in {None, best.sport})
    return [
        PersonalBestType(
            aid=best.aid,
            sport=best.sport,
            distance_m=length_m,
            duration_s=best.duration_ms / 1000,
            achieved_at=best.started_at,
        )
        for best, length_m in told
        if length_m is not None
    ]
