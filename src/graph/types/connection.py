"""Pages of activities."""

import strawberry

from graph.types.activity import ActivityType, activity_type
from graph.types.node import PageInfo
from models.entities import Activity, Page


@strawberry.type(description="An activity with its place in a list.")
class ActivityEdge:
    cursor: str = strawberry.field(description="Opaque; pass it as `after`.")
    node: ActivityType = strawberry.field(description="The activity.")


@strawberry.type(description="A page of activities, newest first.")
class ActivityConnection:
    edges: list[ActivityEdge] = strawberry.field(description="Activities with their cursors.")
    nodes: list[ActivityType] = strawberry.field(description="The activities alone.")
    page_info: PageInfo = strawberry.field(description="Where the page lies.")


def activity_connection(page: Page[Activity]) -> ActivityConnection:
    nodes = [activity_type(record) for record in page.records]
    return ActivityConnection(
        edges=[ActivityEdge(cursor=cursor, node=node) for cursor, node in zip(page.cursors, nodes, strict=True)],
        nodes=nodes,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursors[0] if page.cursors else None,
            end_cursor=page.cursors[-1] if page.cursors else None,
        ),
    )
