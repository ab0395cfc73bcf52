"""What everything with an id shares, and pages of things."""

import strawberry
from strawberry import ID


@strawberry.interface(description="Anything that can be asked for again by its id.")
class Node:
    id: ID = strawberry.field(description="Opaque, global and stable.")


@strawberry.type(description="Where a page lies in its list (Relay's cursor connections).")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there is more after this page; exact.")
    has_previous_page: bool = strawberry.field(description="Whether this page was asked for with a cursor.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first node of the page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last node; pass it as `after`.")
