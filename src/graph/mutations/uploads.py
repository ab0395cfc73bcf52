"""Files promised."""

from typing import Annotated

import strawberry

from graph.context import RequestInfo
from graph.threads import in_thread
from graph.types.problem import InputRefused, UploadConflict, input_refused
from graph.types.upload import CreateUploadInput, UploadType, upload_type
from models.errors import Conflict
from resolvers import uploads
from resolvers.validation import Refused

CreateUploadResult = Annotated[
    UploadType | InputRefused | UploadConflict,
    strawberry.union("CreateUploadResult", description="The upload, or why there is none."),
]


@strawberry.type
class UploadMutations:
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
            done = await in_thread(uploads.create_upload, context.caller, input.to_record(), context.now)
        except Conflict as conflict:
            return UploadConflict(field=conflict.field, message=str(conflict))
        if isinstance(done, Refused):
            return input_refused(done)
        return await in_thread(upload_type, done, context.now)
