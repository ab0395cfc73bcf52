"""Every activity of a person scored again, from its stored form: nothing is measured, no file is read.

A walk over the rows, newest first, then over the hidden ones. It writes down how far it is, so that it goes on wherever
it was interrupted, and what it finds as it should be it leaves alone, so that repeating any of it does no harm.
"""

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from models import activities, deadline, jobs, rescores, revisions, users
from models.entities import Profile
from models.errors import NotFound, RetryLater
from models.scores import pack_score
from models.settings import settings
from models.terms import JobKind
from uploads.scoring import PercentilesFor, packed_with, scores_of

log = logging.getLogger(__name__)

_PAGE = 25
_ROUNDS = 5
_ENOUGH_S = 10.0


class OutOfTime(Exception):
    """The rest is for the next call."""


@dataclass(slots=True)
class Walk:
    """How far a worker is.

    Attributes:
        place: of the last row that was looked at; empty at the beginning.
        hidden: whether it is among the hidden rows.
        done: activities that were looked at.
    """

    uid: str
    job_id: str
    worker: str
    place: str = ""
    hidden: bool = False
    done: int = 0

    def note(self) -> None:
        """Write down how far it is; raises RetryLater when another worker took over."""
        progress = {"place": self.place, "hidden": self.hidden}
        if not rescores.advance(self.uid, self.job_id, self.worker, progress, _lease_until(), self.done):
            raise RetryLater("another worker scores these activities")

    def begin(self) -> None:
        """Go back to the newest activity; raises RetryLater when another worker took over."""
        self.place, self.hidden, self.done = "", False, 0
        progress = {"place": self.place, "hidden": self.hidden}
        if not rescores.begin(self.uid, self.job_id, self.worker, progress, _lease_until()):
            raise RetryLater("another worker scores these activities")


def rescore(uid: str, job_id: str, percentiles_for: PercentilesFor | None = None) -> None:
    """Score every activity of a person again, or the rest of them; safe to interrupt anywhere and to call again.

    Raises RetryLater while another worker does it, or an activity keeps changing.
    """
    worker = secrets.token_hex(4)
    work = rescores.claim(uid, job_id, worker, datetime.now(UTC), settings().lease_s)
    if work is None:
        _check_free(uid, job_id)
        return
    walk = Walk(uid, job_id, worker, **work.progress, done=work.rescore.done)
    try:
        if not work.progress:
            walk.begin()
        _through(walk, percentiles_for)
        while not rescores.finish(uid, job_id, worker, datetime.now(UTC)):
            # Asked for again since it began: it may be past what has changed.
            walk.begin()
            _through(walk, percentiles_for)
    except OutOfTime:
        rescores.release(uid, job_id, worker)
        jobs.send(JobKind.RESCORE, uid, job_id)
    except NotFound:
        log.info("the account of rescore %s is gone", job_id)
    except Exception:
        rescores.release(uid, job_id, worker)
        raise


def _check_free(uid: str, job_id: str) -> None:
    """Nothing to do for one that is over; one that another worker holds comes again later."""
    found = rescores.get(uid, job_id)
    if found is None or found.finished_at is not None:
        log.info("rescore %s is over", job_id)
        return
    raise RetryLater(f"another worker does rescore {job_id}")


def _through(walk: Walk, percentiles_for: PercentilesFor | None) -> None:
    """The rows behind the walk's place, and then the hidden ones, by the profile of this moment."""
    profile = users.get_profile(walk.uid, strong=True)
    while True:
        rows = activities.rows_behind(walk.uid, walk.place, _PAGE, hidden=walk.hidden)
        for place, card in rows:
            _check_time(walk)
            _score_again(walk.uid, card.aid, profile, percentiles_for)
            walk.place, walk.done = place, walk.done + 1
        over = len(rows) < _PAGE and walk.hidden
        if len(rows) < _PAGE and not over:
            walk.place, walk.hidden = "", True
        walk.note()
        if over:
            return


def _score_again(uid: str, aid: str, profile: Profile, percentiles_for: PercentilesFor | None) -> None:
    """Bring the scores of an activity to what its form and the profile give."""
    for _ in range(_ROUNDS):
        seen = activities.get_meta(uid, aid, strong=True)
        if seen is None:
            return
        card = seen.activity
        found = activities.get_scored(uid, seen)
        if found is None and activities.get_meta(uid, aid, strong=True) != seen:
            continue  # it was measured again in between
        if found is None or found[0].sport is not card.sport:
            return  # measured before there was a form, or about to be measured as the other sport
        form, before = found
        scores = scores_of(form, profile, card.local_start.date(), card.packed_scores, percentiles_for)
        there = {score.version: pack_score(score) for score in before}
        changed = [score for score in scores if there.get(score.version) != pack_score(score)]
        packed = packed_with(card.packed_scores, scores)
        if not changed and packed == card.packed_scores:
            return
        if revisions.rescore(uid, seen, replace(seen, activity=replace(card, packed_scores=packed)), changed):
            return
    raise RetryLater(f"activity {aid} is being changed")


def _check_time(walk: Walk) -> None:
    left_s = deadline.left()
    if left_s is not None and left_s < _ENOUGH_S:
        walk.note()
        raise OutOfTime


def _lease_until() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=settings().lease_s)
