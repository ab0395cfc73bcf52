"""The feed of changes."""

from datetime import datetime

import strawberry
from strawberry import ID

from graph.ids import ACTIVITY, global_id
from graph.types.activity import ActivityType, activity_type
from graph.types.enums import ChangeKind
from graph.types.node import PageInfo
from models.entities import Change, Page


@strawberry.type(name="Change", description="The last change of an activity.")
class ChangeType:
    kind: ChangeKind = strawberry.field(description="What happened last.")
    changed_at: datetime = strawberry.field(description="When, UTC.")
    activity_id: ID = strawberry.field(description="Id of the activity.")
    activity: ActivityType | None = strawberry.field(description="The activity as it is now; null once deleted.")


@strawberry.type(description="A change with its place in the feed.")
class ChangeEdge:
    cursor: str = strawberry.field(description="Opaque; pass it as `since`.")
    node: ChangeType = strawberry.field(description="The change.")


@strawberry.type(
    description="Changes, oldest first. Ask on with pageInfo.endCursor while hasNextPage, then keep it for the next "
    "time: it is never null. What changed within the last minute is told again then."
)
class ChangeConnection:
    edges: list[ChangeEdge] = strawberry.field(description="Changes with their cursors.")
    nodes: list[ChangeType] = strawberry.field(description="The changes alone.")
    page_info: PageInfo = strawberry.field(description="Where the page lies.")


def change_connection(page: Page[Change]) -> ChangeConnection:
    nodes = [_change_type(record) for record in page.records]
    # The last cursor is where to go on, also behind an empty page.
    return ChangeConnection(
        edges=[ChangeEdge(cursor=cursor, node=node) for cursor, node in zip(page.cursors, nodes, strict=False)],
        nodes=nodes,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursors[0] if nodes else None,
            end_cursor=page.cursors[-1],
        ),
    )


def _change_type(change: Change) -> ChangeType:
    return ChangeType(
        kind=change.kind,
        changed_at=change.changed_at,
        activity_id=global_id(ACTIVITY, change.aid),
        activity=activity_type(change.activity) if change.activity else None,
    )
