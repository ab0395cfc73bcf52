"""Two activities beside each other, and the form over weeks."""

from datetime import date
from typing import Annotated

import strawberry

from coaching.catalogue.figures import name
from coaching.catalogue.missing import help_for
from coaching.components import COMPONENTS
from graph.context import RequestInfo
from graph.types.activity import ActivityType, activity_type
from graph.types.enums import MissingReason, Sport
from graph.types.expected import UNITS
from graph.types.form_enums import Component, FigureKey, Side
from graph.types.problem import LocaleArgument, NotFoundType
from models.activities import Whole
from models.entities import Profile
from models.terms import Component as Key
from resolvers import scores
from resolvers.compare import Compared, compared
from resolvers.history import Asked, FormWeek, History, wanting

_UNITS = {
    FigureKey.DISTANCE: "m",
    FigureKey.MOVING_TIME: "s",
    FigureKey.PACE: "s/km",
    FigureKey.HEART_RATE: "bpm",
    FigureKey.CADENCE: "steps/min",
    FigureKey.STEP_LENGTH: "m",
}
_ALL_UNITS = ", ".join(dict.fromkeys(_UNITS.values()))
_DIFFERENCE = "What b has more than a; null where either is unknown."
_BETTER = "Which did better; null where they are even, or where more or less of it is neither."


@strawberry.type(name="ComparedFigure", description="A figure of two activities.")
class ComparedFigureType:
    key: FigureKey = strawberry.field(description="Which figure.")
    unit: str = strawberry.field(description=f"Unit of the figures: {_ALL_UNITS}.")
    a: float | None = strawberry.field(description="Of the first.")
    b: float | None = strawberry.field(description="Of the second.")
    difference: float | None = strawberry.field(description=_DIFFERENCE)
    better: Side | None = strawberry.field(description=_BETTER)


@strawberry.type(name="ComparedScore", description="The scores of two activities, by one version.")
class ComparedScoreType:
    version: int = strawberry.field(description="The newest version that looked at both.")
    a: float | None = strawberry.field(description="Of the first, 0 to 100.")
    b: float | None = strawberry.field(description="Of the second, 0 to 100.")
    difference: float | None = strawberry.field(description=_DIFFERENCE)
    better: Side | None = strawberry.field(description=_BETTER)


@strawberry.type(name="ComparedComponent", description="A component of the scores of two activities.")
class ComparedComponentType:
    key: Component = strawberry.field(description="Which component.")
    unit: str = strawberry.field(description=f"Unit of the values: {UNITS}.")
    a: float | None = strawberry.field(description="Value of the first.")
    b: float | None = strawberry.field(description="Value of the second.")
    difference: float | None = strawberry.field(description=_DIFFERENCE)
    better: Side | None = strawberry.field(description=f"By their points. {_BETTER}")

    @strawberry.field(description="What people call it.")
    async def name(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str:
        return name(self.key, await info.context.language(locale or None))


@strawberry.type(description="Two activities beside each other.")
class ActivityComparison:
    a: ActivityType = strawberry.field(description="The first.")
    b: ActivityType = strawberry.field(description="The second.")
    figures: list[ComparedFigureType] = strawberry.field(description="Figures that every activity may have.")
    score: ComparedScoreType | None = strawberry.field(
        description="The scores; null where no version looked at both, and for a run beside a walk."
    )
    components: list[ComparedComponentType] = strawberry.field(
        description="The components that either score knows; none without scores of one version."
    )


CompareActivitiesResult = Annotated[
    ActivityComparison | NotFoundType,
    strawberry.union("CompareActivitiesResult", description="Both, or that one of them is not there."),
]


@strawberry.type(name="FormComponent", description="A component of the score over a week.")
class FormComponentType:
    key: Component = strawberry.field(description="Which component.")
    unit: str = strawberry.field(description=f"Unit of the value: {UNITS}.")
    value: float = strawberry.field(description="Median over the week's activities, in `unit`.")
    points: float = strawberry.field(description="Median of its points, 0 to 100.")

    @strawberry.field(description="What people call it.")
    async def name(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str:
        return name(self.key, await info.context.language(locale or None))


@strawberry.type(name="FormWeek", description="The form of a local week.")
class FormWeekType:
    first: date = strawberry.field(name="from", description="First local day.")
    last: date = strawberry.field(name="to", description="Last local day, included.")
    activities: int = strawberry.field(description="Activities with a score of this version.")
    score: float | None = strawberry.field(description="Median of their scores, 0 to 100; null without any.")
    components: list[FormComponentType] = strawberry.field(description="The components that count.")


@strawberry.type(description="The form over weeks, by one version of the score: a trend never mixes two.")
class FormHistory:
    sport: Sport = strawberry.field(description="Running or walking.")
    version: int | None = strawberry.field(
        description="The version; null where no activity of these weeks has a score by it."
    )
    pending: int = strawberry.field(
        description="Activities of these weeks that the newest version has not looked at yet; `rescore` lets it."
    )
    weeks: list[FormWeekType] = strawberry.field(description="The weeks, oldest first, empty ones among them.")
    profile: strawberry.Private[Profile]
    unscored: strawberry.Private[str | None]

    @strawberry.field(
        description="Why no week has a score: what the profile lacks for any, else why the newest activity of these "
        "weeks has none. Null where one has a score, and where there are no activities. Takes a request for that "
        "activity."
    )
    async def reason(self, info: RequestInfo) -> MissingReason | None:
        if self.unscored is None:
            return None
        if (lacks := wanting(self.profile)) is not None:
            return lacks
        whole = await info.context.whole(self.unscored)
        return scores.missing(whole) if whole else None

    @strawberry.field(
        description="What to do to get scores, for the person; null where there is no reason. Takes the same request."
    )
    async def help(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str | None:
        why = await self.reason(info)
        return help_for(why, await info.context.language(locale or None), self.sport) if why else None


def comparison_type(a: Whole, b: Whole) -> ActivityComparison:
    found = compared(a, b)
    score = found.score
    return ActivityComparison(
        a=activity_type(a.meta.activity),
        b=activity_type(b.meta.activity),
        figures=[
            ComparedFigureType(key=each.key, unit=_UNITS[each.key], better=each.better, **_pair(each, 4))
            for each in found.figures
        ],
        score=ComparedScoreType(version=found.version, better=score.better, **_pair(score, 2))
        if score and found.version
        else None,
        components=[_compared_component(a.meta.activity.sport, each) for each in found.components],
    )


def _compared_component(sport: Sport, each: Compared[Key]) -> ComparedComponentType:
    unit = COMPONENTS[sport][each.key].unit
    return ComparedComponentType(key=each.key, unit=unit, better=each.better, **_pair(each, 6))


def _pair(each: Compared[Key] | Compared[FigureKey] | Compared[None], decimals: int) -> dict[str, float | None]:
    told = {"a": each.a, "b": each.b, "difference": each.difference}
    return {name: None if value is None else round(value, decimals) for name, value in told.items()}


def history_type(asked: Asked, found: History, profile: Profile) -> FormHistory:
    return FormHistory(
        sport=asked.sport,
        version=found.version,
        pending=found.pending,
        weeks=[_week_type(asked.sport, week) for week in found.weeks],
        profile=profile,
        unscored=found.unscored.aid if found.unscored else None,
    )


def _week_type(sport: Sport, week: FormWeek) -> FormWeekType:
    return FormWeekType(
        first=week.span.first,
        last=week.span.last,
        activities=week.activities,
        score=None if week.score is None else round(week.score, 2),
        components=[
            FormComponentType(
                key=each.key,
                unit=COMPONENTS[sport][each.key].unit,
                value=round(each.value, 4),
                points=round(each.points, 2),
            )
            for each in week.components
        ],
    )
