"""All root fields that change something."""

import strawberry

from graph.mutations.accounts import AccountMutations
from graph.mutations.activities import ActivityMutations
from graph.mutations.form import FormMutations
from graph.mutations.gear import GearMutations
from graph.mutations.uploads import UploadMutations


@strawberry.type(description="Everything that can be changed, each for the signed-in person alone.")
class Mutation(AccountMutations, UploadMutations, ActivityMutations, GearMutations, FormMutations):
    pass
