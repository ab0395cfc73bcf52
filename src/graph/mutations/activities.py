"""Activities corrected, merged, restored and deleted."""

from typing import Annotated

import strawberry
from strawberry import ID, UNSET

from graph.context import RequestInfo
from graph.ids import ACTIVITY, GEAR, key_of
from graph.threads import in_thread
from graph.types.activity import ActivityType, activity_type
from graph.types.enums import Sport
from graph.types.problem import InputRefused, NotFoundType, input_refused
from models.errors import NotFound
from resolvers import activities, edits
from resolvers.edits import MAX_NAME, Correction
from resolvers.validation import Refused


@strawberry.input(description="Which activity to delete.")
class DeleteActivityInput:
    id: ID = strawberry.field(description="Its id.")


@strawberry.input(description="Which activity to list and count again.")
class RestoreActivityInput:
    id: ID = strawberry.field(description="Its id.")


@strawberry.input(description="Two recordings of the same outing.")
class MergeActivitiesInput:
    keep_id: ID = strawberry.field(description="The one that stands for both.")
    hide_id: ID = strawberry.field(description="The one that is neither listed nor counted any more; it is stored.")


@strawberry.input(description="What to correct; absent fields stay as they are.")
class EditActivityInput:
    id: ID = strawberry.field(description="Id of the activity.")
    name: str | None = strawberry.field(description=f"Title, 1 to {MAX_NAME} characters; null: none.", default=UNSET)
    sport: Sport | None = strawberry.field(description="What it really was.", default=UNSET)
    trim_start_s: float | None = strawberry.field(
        description="Seconds to cut off its recorded beginning; 0 or null: none.", default=UNSET
    )
    trim_end_s: float | None = strawberry.field(
        description="Seconds to cut off its recorded end; 0 or null: none.", default=UNSET
    )
    gear_id: ID | None = strawberry.field(description="Shoes; null: none.", default=UNSET)

    def correction(self) -> Correction:
        """The fields that were given."""
        given = {name: value for name, value in vars(self).items() if name != "id" and value is not UNSET}
        if given.get("gear_id") is not None:
            given["gear_id"] = key_of(given["gear_id"], GEAR) or "none"
        for name in ("trim_start_s", "trim_end_s"):
            if name in given:
                given[name] = given[name] or 0.0
        return Correction(frozenset(given), **given)


@strawberry.type(description="The activity was deleted, with everything that was kept of it.")
class ActivityDeleted:
    id: ID = strawberry.field(description="The id that is no more.")


@strawberry.type(description="The activity as it is now. What is measured follows while `remeasuring`.")
class ActivityEdited:
    activity: ActivityType = strawberry.field(description="The activity.")


@strawberry.type(description="One activity stands for both now.")
class ActivitiesMerged:
    activity: ActivityType = strawberry.field(description="The one that stays.")


@strawberry.type(description="The activity is listed and counted again.")
class ActivityRestored:
    activity: ActivityType = strawberry.field(description="The activity.")


DeleteActivityResult = Annotated[
    ActivityDeleted | NotFoundType,
    strawberry.union("DeleteActivityResult", description="The deletion, or that there was nothing to delete."),
]
EditActivityResult = Annotated[
    ActivityEdited | InputRefused | NotFoundType,
    strawberry.union("EditActivityResult", description="The corrected activity, or why it stays as it was."),
]
MergeActivitiesResult = Annotated[
    ActivitiesMerged | InputRefused | NotFoundType,
    strawberry.union("MergeActivitiesResult", description="The activity that stays, or why both do."),
]
RestoreActivityResult = Annotated[
    ActivityRestored | NotFoundType,
    strawberry.union("RestoreActivityResult", description="The activity, or that it is not there."),
]
NOTHING_THERE = "No such activity."


@strawberry.type
class ActivityMutations:
    @strawberry.mutation(
        description="Correct an activity. Name, sport and shoes change at once, in lists, totals and bests; sport and "
        "trims are measured anew from its file soon after. Safe to repeat."
    )
    async def edit_activity(
        self,
        info: RequestInfo,
        input: Annotated[EditActivityInput, strawberry.argument(description="What to correct.")],  # noqa: A002
    ) -> EditActivityResult:
        key = key_of(input.id, ACTIVITY)
        try:
            done = await in_thread(edits.edit, info.context.caller, key, input.correction())
        except NotFound:
            return NotFoundType(message=NOTHING_THERE)
        info.context.forget_activities()
        return (
            input_refused(done) if isinstance(done, Refused) else ActivityEdited(activity=activity_type(done.activity))
        )

    @strawberry.mutation(
        description="Let one activity stand for another recording of the same outing. The other is stored, and can be "
        "restored; nothing of the two is blended. Safe to repeat."
    )
    async def merge_activities(
        self,
        info: RequestInfo,
        input: Annotated[MergeActivitiesInput, strawberry.argument(description="Which ones.")],  # noqa: A002
    ) -> MergeActivitiesResult:
        keep, hide = key_of(input.keep_id, ACTIVITY), key_of(input.hide_id, ACTIVITY)
        try:
            done = await in_thread(edits.merge, info.context.caller, keep, hide)
        except NotFound:
            return NotFoundType(message=NOTHING_THERE)
        info.context.forget_activities()
        return (
            input_refused(done)
            if isinstance(done, Refused)
            else ActivitiesMerged(activity=activity_type(done.activity))
        )

    @strawberry.mutation(description="List and count an activity again that another one stands for. Safe to repeat.")
    async def restore_activity(
        self,
        info: RequestInfo,
        input: Annotated[RestoreActivityInput, strawberry.argument(description="Which one.")],  # noqa: A002
    ) -> RestoreActivityResult:
        try:
            done = await in_thread(edits.restore, info.context.caller, key_of(input.id, ACTIVITY))
        except NotFound:
            return NotFoundType(message=NOTHING_THERE)
        info.context.forget_activities()
        return ActivityRestored(activity=activity_type(done.activity))

    @strawberry.mutation(
        description="Delete an activity, its series and its file, and take it out of all totals. Safe to repeat."
    )
    async def delete_activity(
        self,
        info: RequestInfo,
        input: Annotated[DeleteActivityInput, strawberry.argument(description="Which one.")],  # noqa: A002
    ) -> DeleteActivityResult:
        context = info.context
        key = key_of(input.id, ACTIVITY)
        deleted = await in_thread(activities.delete_activity, context.caller, key, context.now)
        context.forget_activities()
        return ActivityDeleted(id=input.id) if deleted else NotFoundType(message=NOTHING_THERE)
