"""What the coach advises, and the exercises that help."""

import strawberry

from coaching.advice import Advice, evidence, sentence
from coaching.catalogue.exercises import EXERCISE_TEXTS
from coaching.catalogue.figures import name
from coaching.catalogue.programs import EQUIPMENT
from coaching.components import COMPONENTS
from coaching.exercises import EXERCISES, Dose
from graph.context import RequestInfo
from graph.types.expected import UNITS, ExpectedType, expected_type, shown
from graph.types.form_enums import AdviceKind, Component, Direction, Equipment, Lever
from graph.types.weakness import WeaknessType
from models.terms import Locale


@strawberry.type(
    name="Exercise", description="An exercise, and how much of it: sets of so many repetitions, or of so many seconds."
)
class ExerciseType:
    key: str = strawberry.field(description="Stable name for programs, as logSession takes it.")
    sets: int = strawberry.field(description="Sets.")
    repetitions: int | None = strawberry.field(description="Repetitions of a set; null where it goes by time.")
    seconds: int | None = strawberry.field(description="Seconds of a set; null where it goes by repetitions.")
    each_side: bool = strawberry.field(description="Whether that is for the left and for the right.")
    warm_up: bool = strawberry.field(description="Whether it is there to warm up.")
    equipment: Equipment = strawberry.field(description="What it needs beside some room.")
    weakness: WeaknessType | None = strawberry.field(
        description="What `bodyProgram` chose it for; null for what warms up or is for the whole body, and in `advice`"
        ", which says itself what it is for."
    )
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What people call it.")
    async def name(self, info: RequestInfo) -> str:
        return EXERCISE_TEXTS[self.key].name.of(await info.context.language(self.locale))

    @strawberry.field(description="How to do it, in one thought.")
    async def cue(self, info: RequestInfo) -> str:
        return EXERCISE_TEXTS[self.key].cue.of(await info.context.language(self.locale))

    @strawberry.field(description="When to stop at once. Show it with the exercise.")
    async def stop_rule(self, info: RequestInfo) -> str:
        return EXERCISE_TEXTS[self.key].stop.of(await info.context.language(self.locale))

    @strawberry.field(description="The equipment in words.")
    async def equipment_name(self, info: RequestInfo) -> str:
        return EQUIPMENT[self.equipment].of(await info.context.language(self.locale))


@strawberry.type(
    name="Advice",
    description="One thing to work on, with its evidence; or, where nothing has room, the one to go on with. Guidance "
    "for fitness, no diagnosis. It follows from the score of the activity alone and knows of no sessions: what hurt is "
    "left out of `bodyProgram`, not here.",
)
class AdviceType:
    key: str = strawberry.field(
        description="Stable name for programs: sport, component, direction and, where there is one, lever."
    )
    component: Component = strawberry.field(description="The figure that it is about.")
    direction: Direction = strawberry.field(description="Which way the figure has room.")
    lever: Lever | None = strawberry.field(description="What to work on; null where it is the figure itself.")
    kind: AdviceKind = strawberry.field(description="Whether it is to do better, or to go on so.")
    gain_points: float = strawberry.field(
        description="What the score would gain with this figure at 70 points; 0 for what is to be kept."
    )
    value: float = strawberry.field(description="The person's value, in the unit of the component.")
    target: float | None = strawberry.field(
        description="The next goal: the value that has 70 points, in the same unit; null for what is to be kept, and "
        "where nothing can be expected."
    )
    unit: str = strawberry.field(description=f"That unit: {UNITS}.")
    expected: ExpectedType | None = strawberry.field(
        description="Where it is expected; null where nothing can be expected."
    )
    percentile: float | None = strawberry.field(
        description="Per cent of the people of the same age and sex that do less well, as the component of the score "
        "has it: by the model of a published norm, and by people of this service once there are 50; null where neither "
        "tells."
    )
    exercises: list[ExerciseType] = strawberry.field(
        description="What helps, the most helpful first, as much as a beginner does. `bodyProgram` suits the amount to "
        "the sessions that were done, and leaves out what hurt."
    )
    advice: strawberry.Private[Advice]
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What the coach says.")
    async def text(self, info: RequestInfo) -> str:
        return sentence(self.key, await info.context.language(self.locale))

    @strawberry.field(
        description="The value beside the band that it is compared with, and the next goal, in a sentence."
    )
    async def evidence(self, info: RequestInfo) -> str:
        return evidence(self.advice, await info.context.language(self.locale))

    @strawberry.field(description="What people call the figure.")
    async def component_name(self, info: RequestInfo) -> str:
        return name(self.component, await info.context.language(self.locale))


def advice_type(advice: Advice, locale: Locale | None) -> AdviceType:
    unit = COMPONENTS[advice.sport][advice.component].unit
    return AdviceType(
        key=advice.key,
        component=advice.component,
        direction=advice.direction,
        lever=advice.lever,
        kind=advice.kind,
        gain_points=round(advice.gain_points, 2),
        value=shown(advice.component, advice.value),
        target=None if advice.target is None else shown(advice.component, advice.target),
        unit=unit,
        expected=expected_type(advice.component, advice.expected, unit) if advice.expected else None,
        percentile=None if advice.percentile is None else round(advice.percentile, 1),
        exercises=[exercise_type(key, EXERCISES[key].dose(1), locale) for key in advice.exercises],
        advice=advice,
        locale=locale,
    )


def exercise_type(key: str, dose: Dose, locale: Locale | None) -> ExerciseType:
    exercise = EXERCISES[key]
    return ExerciseType(
        key=key,
        sets=dose.sets,
        repetitions=dose.repetitions,
        seconds=dose.seconds,
        each_side=exercise.each_side,
        warm_up=exercise.warm_up,
        equipment=exercise.equipment,
        weakness=None,
        locale=locale,
    )
