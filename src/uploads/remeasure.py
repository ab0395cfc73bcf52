"""An activity measured again from its file, with what the person corrected."""

import logging
import secrets
from dataclasses import replace
from datetime import UTC, datetime

from models import activities, files, revisions, uploads, users
from models.entities import ActivityMeta, Edits, Problem, Upload
from models.errors import NotFound, RetryLater, UnusableFile
from models.object_keys import detail_key, raw_key
from models.terms import ChangeKind, UploadState
from uploads.readers.detect import read
from uploads.ready import MAX_DETAIL, MAX_PROBLEMS, again

log = logging.getLogger(__name__)
_ROUNDS = 3


def remeasure(uid: str, aid: str) -> None:
    """Measure an activity again and replace its figures, series and parts; safe to repeat at any time.

    Edits of which nothing can be made are taken back, with the reason among the activity's problems. Raises RetryLater
    when the activity kept changing meanwhile.
    """
    for _ in range(_ROUNDS):
        seen = activities.get_meta(uid, aid, strong=True)
        if seen is None or seen.remeasuring is None:
            log.info("activity %s is not to be measured again", aid)
            return
        try:
            if _replaced(uid, seen):
                return
        except (NotFound, UnusableFile) as refusal:
            _take_back(uid, aid, refusal)
            return
    raise RetryLater(f"activity {aid} is being changed")


def _replaced(uid: str, seen: ActivityMeta) -> bool:
    job = secrets.token_hex(4)
    aid = seen.activity.aid
    file = read(files.read(raw_key(uid, seen.upload_id)))
    made = again(file, _upload_of(uid, seen), users.get_profile(uid), seen, job)
    series_key = detail_key(uid, aid, job)
    files.write_detail(series_key, made.packed)
    done = revisions.remeasure(uid, seen, made.meta, made.detail)
    files.delete(detail_key(uid, aid, seen.job) if done else series_key)
    return done


def _upload_of(uid: str, seen: ActivityMeta) -> Upload:
    """The activity's upload, or what is left to know of one whose ticket is gone."""
    now = datetime.now(UTC)
    found = uploads.get(uid, seen.upload_id, now)
    hint = found.sport_hint if found else seen.activity.sport
    return found or Upload(uid, seen.upload_id, UploadState.DONE, None, 0, "", hint, now, now)


def _take_back(uid: str, aid: str, refusal: NotFound | UnusableFile) -> None:
    log.info("the edits of activity %s were taken back: %s", aid, refusal)
    told = (refusal.problem,) if isinstance(refusal, UnusableFile) else ()
    problems = tuple(Problem(each.code, each.detail[:MAX_DETAIL]) for each in told)

    def without_edits(known: ActivityMeta) -> ActivityMeta:
        kept = tuple(dict.fromkeys((*known.problems, *problems)))[:MAX_PROBLEMS]
        return replace(known, edits=Edits(name=known.edits.name), remeasuring=None, problems=kept)

    revisions.change(uid, aid, ChangeKind.EDITED, without_edits)
