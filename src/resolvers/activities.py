"""Activities of the signed-in person: listed, read, deleted."""

from collections.abc import Sequence
from datetime import datetime

from models import activities, files, revisions, uploads
from models.activities import Whole
from models.entities import Activity, ActivityMeta, Page
from models.errors import InvalidInput
from models.object_keys import detail_key
from models.terms import Sport, UploadState
from resolvers.access import Caller, uid_of

MAX_PAGE = 100


def list_activities(
    caller: Caller,
    *,
    first: int,
    after: str | None,
    sport: Sport | None,
    since: datetime | None,
    until: datetime | None,
) -> Page[Activity]:
    """Newest first; raises InvalidInput and BadCursor."""
    if not 1 <= first <= MAX_PAGE:
        raise InvalidInput("first", f"must be from 1 to {MAX_PAGE}")
    for name, instant in (("from", since), ("to", until)):
        if instant is not None and instant.tzinfo is None:
            raise InvalidInput(name, "needs a UTC offset, as in 2026-03-01T00:00:00Z")
    if since and until and since >= until:
        raise InvalidInput("to", "must be later than from")
    return activities.page(uid_of(caller), first=first, after=after, sport=sport, since=since, until=until)


def list_hidden(caller: Caller, *, first: int, after: str | None) -> Page[Activity]:
    """Activities that were merged into others, newest first; raises InvalidInput and BadCursor."""
    if not 1 <= first <= MAX_PAGE:
        raise InvalidInput("first", f"must be from 1 to {MAX_PAGE}")
    return activities.hidden_page(uid_of(caller), first=first, after=after)


def get_meta(caller: Caller, aid: str) -> ActivityMeta | None:
    """One activity, or None where it is not there or not the caller's."""
    return activities.get_meta(uid_of(caller), aid)


def get_metas(caller: Caller, aids: Sequence[str]) -> dict[str, ActivityMeta]:
    """Those of these activities that are there and the caller's."""
    return activities.get_metas(uid_of(caller), aids)


def get_whole(caller: Caller, aid: str, *, fine: bool) -> Whole | None:
    """One activity with its laps, splits, efforts, track and previews, or None."""
    return activities.get_whole(uid_of(caller), aid, fine=fine)


def detail_url(caller: Caller, meta: ActivityMeta) -> str:
    """A short-lived address of its full-resolution series."""
    return files.presign_get(detail_key(uid_of(caller), meta.activity.aid, meta.job))


def delete_activity(caller: Caller, aid: str, now: datetime) -> bool:
    """Delete an activity, its series and, with the last activity of a file, the file; False where there is none.

    Asked again, it takes away again what an interrupted deletion left.
    """
    uid = uid_of(caller)
    left = revisions.delete(uid, aid)
    if left is None:
        return False
    gone = [left.detail_key, *left.duplicate_keys]
    upload = uploads.get(uid, left.upload_id, now)
    # While the file is worked on, another of its activities may be about to appear.
    at_work = upload is not None and upload.state is UploadState.PROCESSING
    if not at_work and not activities.any_alive(uid, (aid, *left.siblings)):
        gone.append(left.raw_key)
    files.delete(*gone)
    return True
