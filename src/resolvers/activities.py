"""Activities of the signed-in person: listed, read, deleted."""

from datetime import datetime

from models import activities, files, uploads
from models.entities import Activity, ActivityMeta, Detail, Page
from models.errors import InvalidInput
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


def get_meta(caller: Caller, aid: str) -> ActivityMeta | None:
    """One activity, or None where it is not there or not the caller's."""
    return activities.get_meta(uid_of(caller), aid)


def get_detail(caller: Caller, aid: str) -> Detail:
    """Its laps, splits, efforts, track and previews."""
    return activities.get_detail(uid_of(caller), aid)


def detail_url(meta: ActivityMeta) -> str:
    """A short-lived address of its full-resolution series."""
    return files.presign_get(meta.detail_key)


def delete_activity(caller: Caller, aid: str, now: datetime) -> bool:
    """Delete an activity, its series and, with the last activity of a file, the file; False where there is none."""
    uid = uid_of(caller)
    deleted = activities.delete(uid, aid, now)
    if deleted is None:
        return False
    gone = [deleted.detail_key, *deleted.duplicate_keys]
    upload = uploads.get(uid, deleted.upload_id, now)
    # While the file is worked on, another of its activities may be about to appear.
    at_work = upload is not None and upload.state is UploadState.PROCESSING
    if not at_work and not activities.any_alive(uid, deleted.siblings):
        gone.append(deleted.raw_key)
    files.delete(*gone)
    return True
