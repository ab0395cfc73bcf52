"""The score of an activity and all that explains it."""

from typing import Annotated

import strawberry

from coaching.advice import advise
from coaching.catalogue.figures import name
from coaching.catalogue.missing import help_for
from coaching.comparison import comparison
from coaching.components import COMPONENTS
from coaching.scores import band_of, contributions
from graph.context import RequestInfo
from graph.types.advice import AdviceType, advice_type, language
from graph.types.enums import MissingReason, Sport
from graph.types.expected import ExpectedType, expected_type, shown
from graph.types.form_enums import Band, Better, Component, RunGoal, Standing
from graph.types.problem import LocaleArgument
from models.entities import Activity, ComponentScore, Detail, Score
from models.errors import InvalidInput
from resolvers import scores

MAX_ADVICE = 5


@strawberry.type(
    name="ScoreComponent", description="One figure of the form, beside what is expected, and what it adds to the score."
)
class ScoreComponentType:
    key: Component = strawberry.field(description="Which figure.")
    standing: Standing = strawberry.field(description="What it is to the score.")
    better: Better | None = strawberry.field(
        description="Which way it gets better; null where neither more nor less is better."
    )
    value: float = strawberry.field(description="The value, in `unit`.")
    unit: str = strawberry.field(description="Unit of the value.")
    expected: ExpectedType | None = strawberry.field(
        description="Where it is expected; null where nothing can be expected, see expectedReason."
    )
    expected_reason: MissingReason | None = strawberry.field(
        description="Why nothing can be expected; null where something is."
    )
    percentile: float | None = strawberry.field(
        description="Per cent of the people of the same age and sex that do less well; null where nobody knows."
    )
    people: int | None = strawberry.field(
        description="How many people of this service that was told of, beside the published norm; null where of the "
        "norm alone: of fewer than 50 people nothing is told."
    )
    band: Band | None = strawberry.field(description="Where the value lies among people of the same age and sex.")
    points: float | None = strawberry.field(description="0 to 100; null for what is shown and not scored.")
    weight: float = strawberry.field(
        description="Its weight among all of its sport, whatever was measured, 0 to 1; 0 for what does not count."
    )
    contribution: float = strawberry.field(description="Points of the score that it makes; all of them sum to it.")

    @strawberry.field(description="What people call it.")
    async def name(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str:
        return name(self.key, locale or await info.context.language())


@strawberry.type(
    name="Score",
    description="How somebody moved, from 0 to 100, where 50 is typical of people of the same age, sex and height: the "
    "weighted mean of its components' points. A walk is scored by its brisk parts, a run by its steady part. As it was "
    "when the activity was last scored; `rescore` does that again. Value, version and coverage come with the activity, "
    "everything else with its detail.",
)
class ScoreType:
    aid: strawberry.Private[str]
    value: float | None = strawberry.field(
        description="0 to 100, to hundredths; apps show it without. Null: see reason."
    )
    version: int | None = strawberry.field(
        description="Which version of the score it is. Only values of one version can be compared with each other."
    )
    coverage: float | None = strawberry.field(
        description="Share of all weights that the known components have, 0 to 1. Below 0.5 there is no value."
    )
    goal: RunGoal | None = strawberry.field(description="Whose weights it has; null for the balanced ones.")

    @strawberry.field(
        description="Why there is no value; null where there is one. In a list it takes a request for each activity "
        "without a value."
    )
    async def reason(self, info: RequestInfo) -> MissingReason | None:
        return None if self.value is not None else scores.missing(await self._detail(info))

    @strawberry.field(description="What to do to get a value, for the person; null where there is one.")
    async def help(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str | None:
        if self.value is not None:
            return None
        why = scores.missing(await self._detail(info))
        return help_for(why, locale or await info.context.language()) if why else None

    @strawberry.field(
        description="Points that the last third of a run has more than its first third, by the same components, at "
        "like speed; null where that cannot be told."
    )
    async def drift_points(self, info: RequestInfo) -> float | None:
        found = await self._score(info)
        return None if found is None or found.drift_points is None else round(found.drift_points, 2)

    @strawberry.field(
        description="The figures of the form that were measured: those that count, then those that do not. Without a "
        "value, too; null where no form was measured."
    )
    async def components(self, info: RequestInfo) -> list[ScoreComponentType] | None:
        found = await self._score(info)
        return component_types(found) if found else None

    @strawberry.field(
        description="One sentence: how somebody moved, beside people of the same age or other runners. Null where what "
        "it speaks of is not known."
    )
    async def comparison(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str | None:
        found = await self._score(info)
        return comparison(found, await language(info, locale or None)) if found else None

    @strawberry.field(
        description="What to work on, the largest gain first; where nothing has a gain, one line to go on so. None "
        "without a value."
    )
    async def advice(
        self,
        info: RequestInfo,
        first: Annotated[int, strawberry.argument(description=f"At most so many, 1 to {MAX_ADVICE}.")] = 2,
        locale: LocaleArgument = strawberry.UNSET,
    ) -> list[AdviceType] | None:
        if not 1 <= first <= MAX_ADVICE:
            raise InvalidInput("first", f"must be from 1 to {MAX_ADVICE}")
        found = await self._score(info)
        return [advice_type(each, locale or None) for each in advise(found, first=first)] if found else []

    async def _score(self, info: RequestInfo) -> Score | None:
        return scores.score_of(await self._detail(info), self.goal)

    async def _detail(self, info: RequestInfo) -> Detail:
        whole = await info.context.whole(self.aid)
        return whole.detail if whole else Detail()


def score_type(activity: Activity, goal: RunGoal | None) -> ScoreType:
    """Goals are for runs: a walk has one set of weights."""
    card = scores.newest_card(activity.sport, activity.packed_scores)
    asked = goal if activity.sport is Sport.RUNNING else None
    value = scores.value_of(activity.sport, card, asked) if card else None
    return ScoreType(
        aid=activity.aid,
        value=None if value is None else round(value, 2),
        version=card.version if card else None,
        coverage=card.coverage if card else None,
        goal=asked,
    )


def component_types(score: Score) -> list[ScoreComponentType]:
    parts = zip(score.components, contributions(score), strict=True)
    return [_component_type(score.sport, each, contribution) for each, contribution in parts]


def _component_type(sport: Sport, each: ComponentScore, contribution: float) -> ScoreComponentType:
    definition = COMPONENTS[sport][each.key]
    return ScoreComponentType(
        key=each.key,
        standing=definition.standing,
        better=definition.better,
        value=shown(each.key, each.value),
        unit=definition.unit,
        expected=expected_type(each.key, each.expected, definition.unit) if each.expected else None,
        expected_reason=each.missing,
        percentile=_rounded(each.percentile, 1),
        people=each.people,
        band=band_of(each, sport),
        points=_rounded(each.points, 4),
        weight=round(each.weight, 4),
        contribution=round(contribution, 4),
    )


def _rounded(figure: float | None, decimals: int) -> float | None:
    return None if figure is None else round(figure, decimals)
