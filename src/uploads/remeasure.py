"""An activity measured again from its file, with what the person corrected."""

import logging
import secrets
from dataclasses import replace
from datetime import UTC, datetime

from models import activities, files, revisions, uploads, users
from models.entities import ActivityMeta, Problem, Profile, Upload
from models.errors import NotFound, RetryLater, UnusableFile
from models.object_keys import detail_key, raw_key
from models.terms import ChangeKind, UploadState
from uploads.keeping import kept
from uploads.peers import percentiles_for
from uploads.readers.detect import read
from uploads.ready import MAX_DETAIL, MAX_PROBLEMS, Ready, again

log = logging.getLogger(__name__)
_ROUNDS = 3


def remeasure(uid: str, aid: str) -> None:
    """Measure an activity again and replace its figures, series and parts; safe to repeat at any time.

    Trims that leave nothing are taken back, with the reason among the activity's problems. Raises RetryLater when the
    activity kept changing meanwhile.
    """
    told: tuple[Problem, ...] = ()
    for _ in range(_ROUNDS):
        seen = activities.get_meta(uid, aid, strong=True)
        if seen is None or seen.remeasuring is None:
            log.info("activity %s is not to be measured again", aid)
            return
        try:
            if _replaced(uid, seen, told):
                return
        except (NotFound, UnusableFile) as refusal:
            told = _take_back(uid, aid, refusal)
    raise RetryLater(f"activity {aid} is being changed")


def _replaced(uid: str, seen: ActivityMeta, told: tuple[Problem, ...]) -> bool:
    job = secrets.token_hex(4)
    aid = seen.activity.aid
    file = read(files.read(raw_key(uid, seen.upload_id)))
    profile = users.get_profile(uid, strong=True)
    made = again(file, _upload_of(uid, seen), profile, seen, job, percentiles_for)
    problems = tuple(dict.fromkeys((*made.meta.problems, *told)))[:MAX_PROBLEMS]
    made = replace(made, meta=replace(made.meta, problems=problems))
    series_key = detail_key(uid, aid, job)
    files.write_detail(series_key, made.packed)

    def keep(ready: Ready, scored_by: Profile) -> bool:
        return revisions.remeasure(uid, seen, ready.meta, ready.detail, scored_by)

    done = kept(uid, made, profile, keep)
    files.delete(detail_key(uid, aid, seen.job) if done else series_key)
    return done


def _upload_of(uid: str, seen: ActivityMeta) -> Upload:
    """The activity's upload, or what is left to know of one whose ticket is gone."""
    now = datetime.now(UTC)
    found = uploads.get(uid, seen.upload_id, now)
    hint = found.sport_hint if found else seen.activity.sport
    return found or Upload(uid, seen.upload_id, UploadState.DONE, None, 0, "", hint, now, now)


def _take_back(uid: str, aid: str, refusal: NotFound | UnusableFile) -> tuple[Problem, ...]:
    """Take the trims back that leave nothing; what was wrong."""
    # Its detail may quote the file.
    log.info("the edits of activity %s were taken back: %s", aid, refusal.code)
    wrong = (refusal.problem,) if isinstance(refusal, UnusableFile) else ()
    problems = tuple(Problem(each.code, each.detail[:MAX_DETAIL]) for each in wrong)

    def without_trims(known: ActivityMeta) -> ActivityMeta:
        kept = tuple(dict.fromkeys((*known.problems, *problems)))[:MAX_PROBLEMS]
        trimmed = known.edits.trim_start_s or known.edits.trim_end_s
        edits = replace(known.edits, trim_start_s=0.0, trim_end_s=0.0)
        # Without trims it is measured once more, so that figures and edits agree; what fails without any stays.
        job = known.remeasuring if trimmed and problems else None
        return replace(known, edits=edits if job else known.edits, remeasuring=job, problems=kept)

    revisions.change(uid, aid, ChangeKind.EDITED, without_trims)
    return problems
