"""What changed of the signed-in person's activities."""

from datetime import datetime

from models import feed
from models.entities import Change, Page
from models.errors import InvalidInput
from resolvers.access import Caller, uid_of
from resolvers.activities import MAX_PAGE


def list_changes(caller: Caller, *, first: int, since: str | None, now: datetime) -> Page[Change]:
    """Changes after a cursor, oldest first; raises InvalidInput and BadCursor."""
    if not 1 <= first <= MAX_PAGE:
        raise InvalidInput("first", f"must be from 1 to {MAX_PAGE}")
    return feed.page(uid_of(caller), first=first, since=since, now=now)
