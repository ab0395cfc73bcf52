"""Root fields that change something. Expected problems are answers, not errors."""

from typing import Annotated

import strawberry
from starlette.concurrency import run_in_threadpool
from strawberry import ID

from graph.context import RequestInfo
from graph.ids import ACTIVITY, key_of
from graph.types.problem import InputRefused, NotFoundType, UploadConflict, input_refused
from graph.types.upload import CreateUploadInput, UploadType, upload_type
from graph.types.user import ProfileType, UpdateProfileInput, profile_type
from models.errors import Conflict
from resolvers import activities, uploads, users
from resolvers.validation import Refused


@strawberry.input(description="Which activity to delete.")
class DeleteActivityInput:
    id: ID = strawberry.field(description="Its id.")


@strawberry.type(description="The profile was changed.")
class ProfileUpdated:
    profile: ProfileType = strawberry.field(description="The whole profile as it is now.")


@strawberry.type(description="The activity was deleted, with everything that was kept of it.")
class ActivityDeleted:
    id: ID = strawberry.field(description="The id that is no more.")


UpdateProfileResult = Annotated[
    ProfileUpdated | InputRefused,
    strawberry.union("UpdateProfileResult", description="The changed profile, or what is wrong with the input."),
]
CreateUploadResult = Annotated[
    UploadType | InputRefused | UploadConflict,
    strawberry.union("CreateUploadResult", description="The upload, or why there is none."),
]
DeleteActivityResult = Annotated[
    ActivityDeleted | NotFoundType,
    strawberry.union("DeleteActivityResult", description="The deletion, or that there was nothing to delete."),
]
NOTHING_THERE = "No such activity."


@strawberry.type(description="Everything that can be changed, each for the signed-in person alone.")
class Mutation:
    @strawberry.mutation(description="Change the named fields of the profile.")
    async def update_profile(
        self,
        info: RequestInfo,
        input: Annotated[UpdateProfileInput, strawberry.argument(description="What to change.")],  # noqa: A002
    ) -> UpdateProfileResult:
        context = info.context
        done = await run_in_threadpool(users.update_profile, context.caller, input.changes(), today=context.now.date())
        if isinstance(done, Refused):
            return input_refused(done)
        context.forget_profile()
        return ProfileUpdated(profile=profile_type(done))

    @strawberry.mutation(
        description="Promise a file and learn where to PUT it. Safe to repeat: the same clientKey, the same upload."
    )
    async def create_upload(
        self,
        info: RequestInfo,
        input: Annotated[CreateUploadInput, strawberry.argument(description="The promise.")],  # noqa: A002
    ) -> CreateUploadResult:
        context = info.context
        try:
            done = await run_in_threadpool(uploads.create_upload, context.caller, input.to_record(), context.now)
        except Conflict as conflict:
            return UploadConflict(field=conflict.field, message=str(conflict))
        if isinstance(done, Refused):
            return input_refused(done)
        return await run_in_threadpool(upload_type, done, context.now)

    @strawberry.mutation(description="Delete an activity, its series and its file, and take it out of all totals.")
    async def delete_activity(
        self,
        info: RequestInfo,
        input: Annotated[DeleteActivityInput, strawberry.argument(description="Which one.")],  # noqa: A002
    ) -> DeleteActivityResult:
        context = info.context
        key = key_of(input.id, ACTIVITY)
        deleted = await run_in_threadpool(activities.delete_activity, context.caller, key, context.now)
        return ActivityDeleted(id=input.id) if deleted else NotFoundType(message=NOTHING_THERE)
