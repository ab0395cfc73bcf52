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


def get_meta(caller: Caller, aid: str, *, strong: bool = False) -> ActivityMeta | None:
    """One activity, or None where it is not there or not the caller's; strongly read after a change."""
    return activities.get_meta(uid_of(caller), aid, strong=strong)


def get_metas(caller: Caller, aids: Sequence[str], *, strong: bool = False) -> dict[str, ActivityMeta]:
    """Those of these activities that are there and the caller's."""
    return activities.get_metas(uid_of(caller), aids, strong=strong)


def get_whole(caller: Caller, aid: str, *, strong: bool = False) -> Whole | None:
    """One activity with its laps, splits, efforts, track and series, or None."""
    return activities.get_whole(uid_of(caller), aid, strong=strong)


def detail_url(caller: Caller, meta: ActivityMeta) -> str:
    """A short-lived address of its full-resolution series."""
    return files.presign_get(detail_key(uid_of(caller), meta.activity.aid, meta.job))


def delete_activity(caller: Caller, aid: str, now: datetime) -> bool:
    """Delete an activity, its series, and the files that no other activity came by; False where there is none.

    Asked again, it takes away again what an interrupted deletion left.
    """
    uid = uid_of(caller)
    left = revisions.delete(uid, aid) if aid else None
    if left is None:
        return False
    held = [(left.upload_id, left.raw_key, left.siblings), *left.duplicates()]
    gone = {upload: key for upload, key, others in held if not _needed(uid, upload, (aid, *others), now)}
    files.delete(left.detail_key, *gone.values())
    for upload in gone:
        uploads.forget(uid, upload, now)
    return True


def _needed(uid: str, upload_id: str, aids: Sequence[str], now: datetime) -> bool:
    """Whether one of these activities came by this upload's file, or may be about to: it is being worked on."""
    upload = uploads.get(uid, upload_id, now)
    if upload is not None and upload.state is UploadState.PROCESSING:
        return True
    found = activities.get_metas(uid, aids, strong=True).values()
    return any(meta.upload_id == upload_id for meta in found)
