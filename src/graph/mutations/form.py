"""Sessions of exercises told, and activities scored again."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID, UNSET

from graph.context import RequestInfo
from graph.ids import SESSION, key_of
from graph.threads import in_thread
from graph.types.account import RescoreType, rescore_type
from graph.types.form_enums import Effort
from graph.types.problem import InputRefused, NotFoundType, input_refused
from graph.types.program import SessionType, session_type
from resolvers import rescoring, sessions
from resolvers.sessions import MAX_A_DAY, MAX_EXERCISES, NewSession
from resolvers.validation import MAX_CLIENT_KEY, Refused


@strawberry.input(description="A session of exercises that was done.")
class LogSessionInput:
    day: date = strawberry.field(
        description="Local day on which it was done: within the 366 days before today by UTC, or tomorrow, which has "
        "begun east of there. `bodyProgram` counts it on this day. "
        f"A day has at most {MAX_A_DAY} sessions: else TOO_MANY."
    )
    exercises: list[str] = strawberry.field(
        description=f"Keys of what was done, 1 to {MAX_EXERCISES}, as `bodyProgram` and `advice` name them: in "
        "capitals, and no others."
    )
    effort: Effort = strawberry.field(description="How it felt.")
    painful: list[str] = strawberry.field(
        description="Keys of those that hurt: `bodyProgram` leaves them out for two weeks. They must be among the "
        "exercises.",
        default_factory=list,
    )
    client_key: str | None = strawberry.field(
        description="Makes retries safe: the same key gives the same session of a day, as it was told first. 1 to "
        f"{MAX_CLIENT_KEY} characters.",
        default=UNSET,
    )

    def told(self) -> NewSession:
        """The same without GraphQL."""
        key = self.client_key if isinstance(self.client_key, str) else None
        return NewSession(self.day, tuple(self.exercises), self.effort, tuple(self.painful), key)


@strawberry.type(description="The session is kept; `bodyProgram` answers to it.")
class SessionLogged:
    session: SessionType = strawberry.field(description="The session.")


LogSessionResult = Annotated[
    SessionLogged | InputRefused,
    strawberry.union("LogSessionResult", description="The session, or what is wrong with the input."),
]


@strawberry.input(description="Which session to forget.")
class DeleteSessionInput:
    id: ID = strawberry.field(description="Its id.")


@strawberry.type(description="The session was forgotten; `bodyProgram` counts it no more.")
class SessionDeleted:
    id: ID = strawberry.field(description="The id that is no more.")


DeleteSessionResult = Annotated[
    SessionDeleted | NotFoundType,
    strawberry.union("DeleteSessionResult", description="The deletion, or that there was nothing to delete."),
]
NOTHING_THERE = "No such session."


@strawberry.type
class FormMutations:
    @strawberry.mutation(description="Tell of a session of exercises that was done. Safe to repeat with a clientKey.")
    async def log_session(
        self,
        info: RequestInfo,
        input: Annotated[LogSessionInput, strawberry.argument(description="The session.")],  # noqa: A002
    ) -> LogSessionResult:
        context = info.context
        done = await in_thread(sessions.log, context.caller, input.told(), context.now.date())
        return input_refused(done) if isinstance(done, Refused) else SessionLogged(session=session_type(done))

    @strawberry.mutation(
        description="Forget a session of exercises, told by mistake: level and programme are then as if it had never "
        "been. Safe to repeat. To correct one, delete it and tell it again, with another clientKey or the same."
    )
    async def delete_session(
        self,
        info: RequestInfo,
        input: Annotated[DeleteSessionInput, strawberry.argument(description="Which one.")],  # noqa: A002
    ) -> DeleteSessionResult:
        deleted = await in_thread(sessions.delete, info.context.caller, key_of(input.id, SESSION))
        return SessionDeleted(id=input.id) if deleted else NotFoundType(message=NOTHING_THERE)

    @strawberry.mutation(
        description="Score every activity again, by the newest version and the profile as it is now. Scores of older "
        "versions stay beside. Asked for while one is under way, that one is answered, and goes over all activities "
        "once more. Safe to repeat; a changed date of birth, sex or height starts it by itself. Phones hear of changed "
        "scores as of REMEASURED activities."
    )
    async def rescore(self, info: RequestInfo) -> RescoreType:
        caller, now = info.context.caller, info.context.now
        return rescore_type(await in_thread(rescoring.request_rescore, caller, now))
