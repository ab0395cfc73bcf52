"""What a person may still ask for."""

from datetime import datetime

import strawberry

from graph.rates import State


@strawberry.type(
    description="The points that a person may still spend on this server process. Each operation costs what "
    "`extensions.cost.requested` says, 20 at least, 100 more for each change, and 200 more for a document that the "
    "process does not know; points come back every second."
)
class RateLimit:
    limit: int = strawberry.field(description="Points when nothing was asked for a while.")
    remaining: int = strawberry.field(description="Points that are left, this operation paid.")
    reset_at: datetime = strawberry.field(description="When all points are back if nothing else is asked, UTC.")


def rate_limit(state: State | None) -> RateLimit | None:
    return RateLimit(limit=state.limit, remaining=state.remaining, reset_at=state.reset_at) if state else None
