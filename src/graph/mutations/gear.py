"""Shoes kept, changed and forgotten."""

from typing import Annotated

import strawberry
from strawberry import ID, UNSET

from graph.context import RequestInfo
from graph.ids import GEAR, key_of
from graph.threads import in_thread
from graph.types.enums import Sport
from graph.types.gear import GearType, gear_type
from graph.types.problem import InputRefused, NotFoundType, input_refused
from models.errors import NotFound
from models.gear import MOST
from resolvers import gear
from resolvers.gear import MAX_NAME, GearChanges
from resolvers.validation import MAX_CLIENT_KEY, Refused


@strawberry.input(description="A new pair of shoes.")
class CreateGearInput:
    name: str = strawberry.field(description=f"What to call it, 1 to {MAX_NAME} characters.")
    default_for: list[Sport] = strawberry.field(
        description="Sports whose new activities are put into it.", default_factory=list
    )
    client_key: str | None = strawberry.field(
        description=f"Makes retries safe: the same key gives the same pair. 1 to {MAX_CLIENT_KEY} characters.",
        default=UNSET,
    )


@strawberry.input(description="What to change of a pair of shoes; absent fields stay as they are.")
class UpdateGearInput:
    id: ID = strawberry.field(description="Its id.")
    name: str | None = strawberry.field(description=f"What to call it, 1 to {MAX_NAME} characters.", default=UNSET)
    retired: bool | None = strawberry.field(description="Whether it is worn no more.", default=UNSET)
    default_for: list[Sport] | None = strawberry.field(
        description="Sports whose new activities are put into it, in place of those before.", default=UNSET
    )

    def changes(self) -> GearChanges:
        """The fields that were given; null leaves one as it is."""
        return GearChanges(
            name=self.name if isinstance(self.name, str) else None,
            retired=self.retired if isinstance(self.retired, bool) else None,
            default_for=tuple(self.default_for) if isinstance(self.default_for, list) else None,
        )


@strawberry.input(description="Which pair of shoes to forget.")
class DeleteGearInput:
    id: ID = strawberry.field(description="Its id.")


@strawberry.type(description="The pair of shoes was forgotten; activities in it stay.")
class GearDeleted:
    id: ID = strawberry.field(description="The id that is no more.")


CreateGearResult = Annotated[
    GearType | InputRefused,
    strawberry.union("CreateGearResult", description="The pair, or what is wrong with the input."),
]
UpdateGearResult = Annotated[
    GearType | InputRefused | NotFoundType,
    strawberry.union("UpdateGearResult", description="The pair as it is now, or why it stays as it was."),
]
DeleteGearResult = Annotated[
    GearDeleted | NotFoundType,
    strawberry.union("DeleteGearResult", description="The deletion, or that there was nothing to delete."),
]
NOTHING_THERE = "No such pair of shoes."


@strawberry.type
class GearMutations:
    @strawberry.mutation(description=f"Keep a new pair of shoes, of at most {MOST}. Safe to repeat with a clientKey.")
    async def create_gear(
        self,
        info: RequestInfo,
        input: Annotated[CreateGearInput, strawberry.argument(description="The pair.")],  # noqa: A002
    ) -> CreateGearResult:
        default_for = tuple(input.default_for)
        key = None if input.client_key is UNSET else input.client_key
        done = await in_thread(gear.create, info.context.caller, input.name, default_for, key)
        info.context.forget_profile()
        return input_refused(done) if isinstance(done, Refused) else gear_type(done, changed=True)

    @strawberry.mutation(description="Rename a pair of shoes, retire it, or wear it by default.")
    async def update_gear(
        self,
        info: RequestInfo,
        input: Annotated[UpdateGearInput, strawberry.argument(description="What to change.")],  # noqa: A002
    ) -> UpdateGearResult:
        try:
            done = await in_thread(gear.update, info.context.caller, key_of(input.id, GEAR), input.changes())
        except NotFound:
            return NotFoundType(message=NOTHING_THERE)
        info.context.forget_profile()
        return input_refused(done) if isinstance(done, Refused) else gear_type(done, changed=True)

    @strawberry.mutation(description="Forget a pair of shoes; activities in it stay.")
    async def delete_gear(
        self,
        info: RequestInfo,
        input: Annotated[DeleteGearInput, strawberry.argument(description="Which one.")],  # noqa: A002
    ) -> DeleteGearResult:
        deleted = await in_thread(gear.delete, info.context.caller, key_of(input.id, GEAR))
        return GearDeleted(id=input.id) if deleted else NotFoundType(message=NOTHING_THERE)
