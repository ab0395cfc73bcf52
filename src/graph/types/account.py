"""Work in the background of an account: exports, and activities scored again."""

from datetime import datetime

import strawberry

from graph.ids import EXPORT, RESCORE, global_id
from graph.types.enums import JobState
from graph.types.node import Node
from models.entities import Export, Rescore
from resolvers.access import Caller
from resolvers.accounts import export_url


@strawberry.type(name="Export", description="Everything of the account as one tar archive.")
class ExportType(Node):
    state: JobState = strawberry.field(description="How far it is.")
    requested_at: datetime = strawberry.field(description="When it was asked for, UTC.")
    finished_at: datetime | None = strawberry.field(description="When it was there, UTC.")
    size_bytes: float | None = strawberry.field(description="Size of the archive, bytes.")
    url: str | None = strawberry.field(
        description="Address of the archive, good for 15 minutes; null before it is there and a week later."
    )


def export_type(caller: Caller, export: Export, now: datetime) -> ExportType:
    return ExportType(
        id=global_id(EXPORT, export.job_id),
        state=export.state,
        requested_at=export.requested_at,
        finished_at=export.finished_at,
        size_bytes=export.size_bytes,
        url=export_url(caller, export, now),
    )


@strawberry.type(name="Rescore", description="Every activity of the account scored again.")
class RescoreType(Node):
    state: JobState = strawberry.field(description="How far it is.")
    requested_at: datetime = strawberry.field(description="When it was asked for, UTC.")
    finished_at: datetime | None = strawberry.field(description="When it was over, UTC.")
    done: int = strawberry.field(
        description="Activities that were looked at so far; all of them once it is DONE. It never falls: where "
        "everything is looked at once more, because it was asked for again meanwhile, it stays until that is as far."
    )


def rescore_type(rescore: Rescore) -> RescoreType:
    return RescoreType(
        id=global_id(RESCORE, rescore.job_id),
        state=rescore.state,
        requested_at=rescore.requested_at,
        finished_at=rescore.finished_at,
        done=rescore.done,
    )
