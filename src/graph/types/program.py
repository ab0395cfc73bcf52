"""The programme of exercises, and the sessions that were done."""

from datetime import date
from itertools import pairwise

import strawberry
from strawberry import ID

from coaching.catalogue.exercises import EXERCISE_TEXTS
from coaching.catalogue.figures import name
from coaching.catalogue.programs import reason_text
from coaching.program import BodyProgram, PlannedSession, Weakness
from graph.context import RequestInfo
from graph.ids import SESSION, global_id
from graph.types.advice import ExerciseType, exercise_type, language
from graph.types.enums import Sport
from graph.types.form_enums import Component, Direction, Effort, Lever, ProgramReason
from models.entities import Session
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
        return name(self.component, await language(info, self.locale))


@strawberry.type(name="PlannedSession", description="A session of exercises that is planned.")
class PlannedSessionType:
    day: date = strawberry.field(description="Local day.")
    exercises: list[ExerciseType] = strawberry.field(description="What to do, in this order; the first warms up.")
    rest_days: int | None = strawberry.field(
        description="Days without exercises before the next session; null for the last one."
    )


@strawberry.type(
    name="BodyProgram",
    description="Two or three short sessions of exercises for the coming week. They follow from the weaknesses of the "
    "last four weeks' scores and from the sessions that were done: four good ones lead a level up, a hard one leads "
    "down, and what hurt within two weeks is left out. Guidance for fitness, no diagnosis.",
)
class BodyProgramType:
    reason: ProgramReason = strawberry.field(description="What it follows from.")
    level: int = strawberry.field(description="How much of each exercise: 1 to 3.")
    activities: int = strawberry.field(description="How many scored activities were looked at.")
    basis: list[WeaknessType] = strawberry.field(description="The weaknesses, the largest gain first.")
    sessions: list[PlannedSessionType] = strawberry.field(description="The sessions, by their days.")
    left_out: list[str] = strawberry.field(description="Keys of the exercises that hurt within the last two weeks.")
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What it follows from, for the person.")
    async def text(self, info: RequestInfo) -> str:
        return reason_text(self.reason, await language(info, self.locale))


@strawberry.type(name="SessionExercise", description="An exercise of a session that was done.")
class SessionExercise:
    key: str = strawberry.field(description="Stable name for programs.")
    painful: bool = strawberry.field(description="Whether it hurt.")
    locale: strawberry.Private[Locale | None]

    @strawberry.field(description="What people call it; its key where this version of the service knows it no more.")
    async def name(self, info: RequestInfo) -> str:
        told = EXERCISE_TEXTS.get(self.key)
        return told.name.of(await language(info, self.locale)) if told else self.key


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
        basis=[_weakness_type(each, locale) for each in found.basis],
        sessions=[_planned(each, rest, locale) for each, rest in zip(found.sessions, [*gaps, None], strict=False)],
        left_out=list(found.left_out),
        locale=locale,
    )


def _weakness_type(each: Weakness, locale: Locale | None) -> WeaknessType:
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


def _planned(session: PlannedSession, rest_days: int | None, locale: Locale | None) -> PlannedSessionType:
    return PlannedSessionType(
        day=session.day,
        exercises=[exercise_type(each.exercise, each.dose, locale) for each in session.exercises],
        rest_days=rest_days,
    )


def session_type(session: Session, locale: Locale | None = None) -> SessionType:
    painful = set(session.painful)
    return SessionType(
        id=global_id(SESSION, session.session_id),
        day=session.day,
        effort=session.effort,
        exercises=[SessionExercise(key=key, painful=key in painful, locale=locale) for key in session.exercises],
    )
