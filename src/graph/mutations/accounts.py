"""The profile, an archive of everything, and the end of the account."""

from typing import Annotated

import strawberry

from graph.context import RequestInfo
from graph.signin import forget
from graph.threads import in_thread
from graph.types.account import ExportType, RescoreType, export_type, rescore_type
from graph.types.problem import InputRefused, input_refused
from graph.types.profile import ProfileType, UpdateProfileInput, profile_type
from resolvers import accounts, users
from resolvers.access import identity_of
from resolvers.accounts import CONFIRMATION
from resolvers.validation import Refused


@strawberry.input(description="The end of the account.")
class DeleteAccountInput:
    confirm: str = strawberry.field(description=f"The word {CONFIRMATION}: this cannot be taken back.")


@strawberry.type(description="The profile was changed.")
class ProfileUpdated:
    profile: ProfileType = strawberry.field(description="The whole profile as it is now.")
    rescore: RescoreType | None = strawberry.field(
        description="Every activity scored again because of the change, which `node` and `viewer.rescores` follow; "
        "null where no score depends on what changed."
    )


@strawberry.type(description="The account is closed, and everything of it is being deleted.")
class AccountClosing:
    message: str = strawberry.field(description="The same for developers, in English.")


UpdateProfileResult = Annotated[
    ProfileUpdated | InputRefused,
    strawberry.union("UpdateProfileResult", description="The changed profile, or what is wrong with the input."),
]
DeleteAccountResult = Annotated[
    AccountClosing | InputRefused,
    strawberry.union("DeleteAccountResult", description="The end, or what is wrong with the input."),
]


@strawberry.type
class AccountMutations:
    @strawberry.mutation(
        description="Change the named fields of the profile. Where scores depend on what changed (date of birth, sex, "
        "height), every activity is scored again in the background, as `rescore` does: the answer tells of it."
    )
    async def update_profile(
        self,
        info: RequestInfo,
        input: Annotated[UpdateProfileInput, strawberry.argument(description="What to change.")],  # noqa: A002
    ) -> UpdateProfileResult:
        context = info.context
        done = await in_thread(users.update_profile, context.caller, input.changes(), today=context.now.date())
        if isinstance(done, Refused):
            return input_refused(done)
        context.forget_profile()
        rescore = rescore_type(done.rescore) if done.rescore else None
        return ProfileUpdated(profile=profile_type(done.profile), rescore=rescore)

    @strawberry.mutation(
        description="Ask for an archive of everything: files as they arrived, figures, every recorded point. While one "
        "is under way, that one is answered."
    )
    async def request_export(self, info: RequestInfo) -> ExportType:
        caller, now = info.context.caller, info.context.now
        return export_type(caller, await in_thread(accounts.request_export, caller, now), now)

    @strawberry.mutation(
        description="Close the account and delete everything of it. From then on every request is refused with "
        "ACCOUNT_CLOSED, whose `state` goes from CLOSING to CLOSED."
    )
    async def delete_account(
        self,
        info: RequestInfo,
        input: Annotated[DeleteAccountInput, strawberry.argument(description="The confirmation.")],  # noqa: A002
    ) -> DeleteAccountResult:
        caller = info.context.caller
        refused = await in_thread(accounts.delete_account, caller, input.confirm, info.context.now)
        if refused:
            return input_refused(refused)
        forget(identity_of(caller))
        return AccountClosing(message="Everything of this account is being deleted.")
