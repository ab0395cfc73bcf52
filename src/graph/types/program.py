"""The programme of exercises, and the sessions that were done."""

from datetime import date
from itertools import pairwise

import strawberry
from strawberry import ID

from coaching.catalogue.exercises import exercise_name
from coaching.catalogue.programs import reason_text
from coaching.program import BodyProgram, PlannedSession, Prescription
from graph.context import RequestInfo
from graph.ids import SESSION, global_id
from graph.types.advice import ExerciseType, exercise_type
from graph.types.form_enums import Effort, ProgramReason
from graph.types.weakness import WeaknessType, weakness_type
from models.entities import Session
from models.terms import Locale
from resolvers.sessions import key_of


@strawberry.type(name="PlannedSession", description="A session of exercises that is planned.")
class PlannedSessionType:
    day: date = strawberry.field(description="Local day.")
    exercises: list[ExerciseType] = strawberry.field(
        description="What to do, in this order; the first warms up, unless every warm-up is left out."
    )
    rest_days: int | None = strawberry.field(
        description="Days without exercises before the next session; null for the last one."
    )


@strawberry.type(name="LeftOutExercise", description="An exercise that is not planned for now.")
class LeftOutExercise:
    key: str = strawberry.field(description="Stable name for programs.")
    hurt: bool = strawberry.field(description="Whether it hurt itself; else one for the same part of the body did.")
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What people call it.")
    async def name(self, info: RequestInfo) -> str:
        return exercise_name(self.key, await info.context.language(self.locale))


@strawberry.type(
    name="BodyProgram",
    description="Two or three short sessions of exercises for the coming week. They follow from the weaknesses of the "
    "last four weeks' scores, of the profile's wantedSport where it has any, by the weights of its runGoal, and from "
    "the sessions that were done: four days with good ones within two weeks lead a level up, a hard one leads down. "
    "What hurt within two weeks is left out, and so are the other exercises for the same part of the body. Guidance "
    "for the fitness of healthy adults, no diagnosis.",
)
class BodyProgramType:
    reason: ProgramReason = strawberry.field(description="What it follows from.")
    level: int = strawberry.field(description="How much of each exercise: 1 to 3.")
    activities: int = strawberry.field(description="How many scored activities were looked at.")
    basis: list[WeaknessType] = strawberry.field(description="The weaknesses, the largest gain first.")
    sessions: list[PlannedSessionType] = strawberry.field(description="The sessions, by their days.")
    left_out: list[LeftOutExercise] = strawberry.field(
        description="Exercises that are not planned now: those that hurt within the last two weeks, and those for the "
        "same part of the body. `advice` of an activity may name them all the same: it knows of no sessions."
    )
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What it follows from, for the person.")
    async def text(self, info: RequestInfo) -> str:
        return reason_text(self.reason, await info.context.language(self.locale), left_out=bool(self.left_out))


@strawberry.type(name="SessionExercise", description="An exercise of a session that was done.")
class SessionExercise:
    key: str = strawberry.field(description="Stable name for programs.")
    painful: bool = strawberry.field(description="Whether it hurt.")
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What people call it; its key where this version of the service knows it no more.")
    async def name(self, info: RequestInfo) -> str:
        return exercise_name(self.key, await info.context.language(self.locale))


@strawberry.type(name="Session", description="A session of exercises that was done.")
class SessionType:
    id: ID = strawberry.field(description="Opaque and stable.")
    day: date = strawberry.field(description="Local day.")
    effort: Effort = strawberry.field(description="How it felt.")
    exercises: list[SessionExercise] = strawberry.field(description="What was done.")


def program_type(found: BodyProgram, locale: Locale | None) -> BodyProgramType:
    gaps = [(later.day - earlier.day).days - 1 for earlier, later in pairwise(found.sessions)]
    return BodyProgramType(
        reason=found.reason,
        level=found.level,
        activities=found.activities,
        basis=[weakness_type(each, locale) for each in found.basis],
        sessions=[_planned(each, rest, locale) for each, rest in zip(found.sessions, [*gaps, None], strict=False)],
        left_out=[LeftOutExercise(key=key, hurt=key in found.hurt, locale=locale) for key in found.left_out],
        locale=locale,
    )


def _planned(session: PlannedSession, rest_days: int | None, locale: Locale | None) -> PlannedSessionType:
    return PlannedSessionType(
        day=session.day,
        exercises=[_prescribed(each, locale) for each in session.exercises],
        rest_days=rest_days,
    )


def _prescribed(each: Prescription, locale: Locale | None) -> ExerciseType:
    made = exercise_type(each.exercise, each.dose, locale)
    made.weakness = weakness_type(each.weakness, locale) if each.weakness else None
    return made


def session_type(session: Session, locale: Locale | None = None) -> SessionType:
    painful = set(session.painful)
    return SessionType(
        id=global_id(SESSION, key_of(session)),
        day=session.day,
        effort=session.effort,
        exercises=[SessionExercise(key=key, painful=key in painful, locale=locale) for key in session.exercises],
    )
