"""The score of an activity and all that explains it."""

from typing import Annotated

import strawberry

from coaching.advice import advise, note_key, sentence
from coaching.catalogue.figures import name
from coaching.catalogue.missing import help_for
from coaching.comparison import comparison
from coaching.components import COMPONENTS
from coaching.scores import band_of, contributions
from graph.context import RequestInfo
from graph.types.advice import AdviceType, advice_type
from graph.types.enums import MissingReason, Sex, Sport
from graph.types.expected import UNITS, ExpectedType, expected_type, shown
from graph.types.form_enums import Band, Better, Component, RunGoal, SensorSite, Standing
from graph.types.problem import LocaleArgument
from graph.types.rounding import rounded
from models.entities import Activity, ComparedWith, ComponentScore, Score
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
    unit: str = strawberry.field(description=f"Unit of the value: {UNITS}.")
    expected: ExpectedType | None = strawberry.field(
        description="Where it is expected; null where nothing can be expected, see expectedReason."
    )
    expected_reason: MissingReason | None = strawberry.field(
        description="Why nothing can be expected; null where something is."
    )
    percentile: float | None = strawberry.field(
        description="Per cent of the people of the same age and sex that do less well: by the model of a published "
        "norm, and by people of this service beside it where `people` tells of how many. Where the sex is UNSPECIFIED "
        "(`comparedWith.sex`) it is of the people of the same age, women and men: by the mean of both norms, and never "
        "by people of this service. The bounce of a run goes by a maker's percentiles of its own users alone, whoever "
        "they are, until `people` tells otherwise. It was worked out when the activity was last scored. In whole per "
        "cent where it rests on people. Null where neither tells: always for the spring, the rhythm and the cadence of "
        "runs as long as too few people are here."
    )
    people: int | None = strawberry.field(
        description="How many people of this service the percentile also rests on, rounded down to tens: as many as "
        "the fullest of the last twelve months had when it was last told, who has left since among them. Null where no "
        "month had 50, and where there is no percentile: then `percentile` is the model of the published norm alone, "
        "and nobody was counted."
    )
    band: Band | None = strawberry.field(
        description="Where the value lies among people of the same age and sex, for a walk, or among what is usual of "
        "runners; null where nothing is expected."
    )
    points: float | None = strawberry.field(description="0 to 100; null for what is shown and not scored.")
    weight: float = strawberry.field(
        description="Its weight as the version gives it, whatever was measured; 0 for what does not count. The weights "
        "of a sport need not sum to 1: those of a run sum to 0.9 in version 1. What it has of a score is its weight "
        "over the sum of the weights of the components that were measured."
    )
    contribution: float = strawberry.field(
        description="Points of the score that it makes: `points` times `weight` over the sum of the weights of the "
        "components that were measured. All contributions sum to the score."
    )
    sport: strawberry.Private[Sport]
    figure: strawberry.Private[ComponentScore]

    @strawberry.field(description="What people call it.")
    async def name(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str:
        return name(self.key, await info.context.language(locale or None))

    @strawberry.field(
        description="How to read it, in a sentence, for a figure that is shown and not scored; null where there is "
        "nothing to say."
    )
    async def note(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str | None:
        key = note_key(self.sport, self.figure)
        return sentence(key, await info.context.language(locale or None)) if key else None


@strawberry.type(
    name="ComparedWith",
    description="Whom a score is held against, as the profile told and the recording measured when it was made.",
)
class ComparedWithType:
    age_years: float | None = strawberry.field(
        description="The age on the day of the activity, years with their fraction: what is expected of a walk goes by "
        "it, and so do percentiles. Null where it was not known, and for people under 18."
    )
    sex: Sex = strawberry.field(
        description="Whose norms they are; UNSPECIFIED: the mean of both, and no percentile among our own people."
    )
    height_m: float | None = strawberry.field(
        description="The height, m: what is expected of a step and of a run's cadence goes by it. Null where it was "
        "not known."
    )
    speed_m_s: float | None = strawberry.field(
        name="speedMS",
        description="The speed of the steady running, m/s, for which a run's cadence and step are expected, and its "
        "spring worked out. Null for a walk, and where it is not known.",
    )
    site: SensorSite | None = strawberry.field(
        description="Where a run's bounce was measured: norms differ. Null for a walk."
    )


@strawberry.type(
    name="Score",
    description="How somebody moved, from 0 to 100: the weighted mean of its components' points. For a walk, scored by "
    "its brisk parts, 50 is typical of people of the same age, sex and height. For a run, scored by its steady part, "
    "50 is typical of adult runners, at the same height and speed where a figure depends on them. The whole has no "
    "band and no percentile, on purpose: no norm tells how such a mean lies among people; its components have them. "
    "As it was when the activity was last scored: after a change of birth date, sex or height everything here rests "
    "on the profile of before, until the rescore that follows (`viewer.rescores`) is DONE. Value, version, coverage "
    "and goal come with the activity, everything else takes a request for its detail: in a list one for each activity.",
)
class ScoreType:
    aid: strawberry.Private[str]
    sport: strawberry.Private[Sport]
    value: float | None = strawberry.field(
        description="0 to 100, to hundredths; apps show it without. Null: see reason."
    )
    version: int | None = strawberry.field(
        description="Which version of the score it is. Only values of one version can be compared with each other."
    )
    coverage: float | None = strawberry.field(
        description="Sum of the weights of the components that have points (measured, and with something to hold them "
        "against), over the sum of all weights of the version, 0 to 1: by the balanced weights, whatever the goal. "
        "Below 0.5 there is no value."
    )
    goal: RunGoal | None = strawberry.field(
        description="The goal that its weights are for; null for the balanced ones."
    )

    @strawberry.field(
        description="Why there is no value; null where there is one. In a list it takes a request for each activity "
        "without a value."
    )
    async def reason(self, info: RequestInfo) -> MissingReason | None:
        return None if self.value is not None else await self._missing(info)

    @strawberry.field(
        description="What to do to get a value, for the person; null where there is one. In a list it takes a request "
        "for each activity without a value."
    )
    async def help(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str | None:
        if self.value is not None:
            return None
        why = await self._missing(info)
        return help_for(why, await info.context.language(locale or None), self.sport) if why else None

    @strawberry.field(
        description="Points that the last third of a run has more than its first third, by the same components, at "
        "like speed; null where that cannot be told. In a list it takes a request for each activity."
    )
    async def drift_points(self, info: RequestInfo) -> float | None:
        found = await self._score(info)
        return None if found is None or found.drift_points is None else round(found.drift_points, 2)

    @strawberry.field(
        description="The figures of the form that were measured: those that count, then those that do not. Without a "
        "value, too; null where no form was measured. In a list it takes a request for each activity."
    )
    async def components(self, info: RequestInfo) -> list[ScoreComponentType] | None:
        found = await self._score(info)
        return component_types(found) if found and found.components else None

    @strawberry.field(
        description="Whom it is held against; null where no form was measured, as `components` is, and for a score "
        "that was made before this was kept: `rescore` tells it. In a list it takes a request for each activity."
    )
    async def compared_with(self, info: RequestInfo) -> ComparedWithType | None:
        found = await self._score(info)
        # Where no form was measured there is nothing to hold against anybody.
        told = found.compared_with if found and found.components else None
        return _compared_with_type(told) if told else None

    @strawberry.field(
        description="One sentence: how somebody walked beside people of the same age, or ran beside other runners. "
        "Null where what it speaks of is not known. In a list it takes a request for each activity."
    )
    async def comparison(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str | None:
        found = await self._score(info)
        return comparison(found, await info.context.language(locale or None)) if found else None

    @strawberry.field(
        description="What to work on, the largest gain first; where nothing has a gain, one line to go on so. None "
        "without a value. In a list it takes a request for each activity. It follows from the score alone and knows of "
        "no sessions: an exercise that hurt is left out of `bodyProgram`, and named here all the same."
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
        whole = await info.context.whole(self.aid)
        return scores.score_of(whole, self.goal) if whole else None

    async def _missing(self, info: RequestInfo) -> MissingReason | None:
        whole = await info.context.whole(self.aid)
        return scores.missing(whole) if whole else MissingReason.OLDER_MEASURES


def score_type(activity: Activity, goal: RunGoal | None) -> ScoreType:
    """Goals are for runs: a walk has one set of weights."""
    card = scores.newest_card(activity.sport, activity.packed_scores)
    asked = goal if activity.sport is Sport.RUNNING else None
    value = scores.value_of(activity.sport, card, asked) if card else None
    return ScoreType(
        aid=activity.aid,
        sport=activity.sport,
        value=None if value is None else round(value, 2),
        version=card.version if card else None,
        coverage=card.coverage if card else None,
        goal=asked,
    )


def component_types(score: Score) -> list[ScoreComponentType]:
    parts = zip(score.components, contributions(score), strict=True)
    return [_component_type(score.sport, each, contribution) for each, contribution in parts]


def _compared_with_type(told: ComparedWith) -> ComparedWithType:
    return ComparedWithType(
        age_years=rounded(told.age_years, 2),
        sex=told.sex,
        height_m=told.height_m,
        speed_m_s=rounded(told.speed_m_s, 3),
        site=told.site,
    )


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
        percentile=rounded(each.percentile, 1),
        people=each.people,
        band=band_of(each, sport),
        points=rounded(each.points, 4),
        weight=round(each.weight, 4),
        contribution=round(contribution, 4),
        sport=sport,
        figure=each,
    )
