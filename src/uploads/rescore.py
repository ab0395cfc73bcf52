"""Every activity of a person scored again, from its stored form: nothing is measured, no file is read.

A walk over the rows, newest first, then over the hidden ones. It writes down how far it is, so that it goes on wherever
it was interrupted, and what it finds as it should be it leaves alone, so that repeating any of it does no harm.
"""

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from models import activities, deadline, jobs, rescores, revisions, users
from models.entities import Profile
from models.errors import NotFound, ProfileChanged, RetryLater
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
        looked: activities that were looked at since it began.
        done: the most that were looked at by this walk or by one before it, so that it never falls.
    """

    uid: str
    job_id: str
    worker: str
    place: str = ""
    hidden: bool = False
    looked: int = 0
    done: int = 0

    def step(self, place: str) -> None:
        """The row at this place was looked at."""
        self.place, self.looked = place, self.looked + 1
        self.done = max(self.done, self.looked)

    def note(self) -> None:
        """Write down how far it is; raises RetryLater when another worker took over."""
        if not rescores.advance(self.uid, self.job_id, self.worker, self._progress(), _lease_until(), self.done):
            raise RetryLater("another worker scores these activities")

    def begin(self) -> None:
        """Go back to the newest activity; raises RetryLater when another worker took over."""
        self.place, self.hidden, self.looked = "", False, 0
        if not rescores.begin(self.uid, self.job_id, self.worker, self._progress(), _lease_until()):
            raise RetryLater("another worker scores these activities")

    def _progress(self) -> dict[str, Any]:
        return {"place": self.place, "hidden": self.hidden, "looked": self.looked}


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
        _rounds(walk, percentiles_for)
    except OutOfTime:
        rescores.release(uid, job_id, worker)
        jobs.send(JobKind.RESCORE, uid, job_id)
    except NotFound:
        log.info("the account of rescore %s is gone", job_id)
    except Exception:
        rescores.release(uid, job_id, worker)
        raise


def _rounds(walk: Walk, percentiles_for: PercentilesFor | None) -> None:
    """Walk until nothing changed behind it."""
    for _ in range(_ROUNDS):
        if _through(walk, percentiles_for) and rescores.finish(walk.uid, walk.job_id, walk.worker, datetime.now(UTC)):
            return
        # Asked for again since it began, or the profile is another one: it may be past what has changed.
        walk.begin()
    raise RetryLater("it is asked for again and again")


def _check_free(uid: str, job_id: str) -> None:
    """Nothing to do for one that is over; one that another worker holds comes again later."""
    found = rescores.get(uid, job_id)
    if found is None or found.finished_at is not None:
        log.info("rescore %s is over", job_id)
        return
    raise RetryLater(f"another worker does rescore {job_id}")


def _through(walk: Walk, percentiles_for: PercentilesFor | None) -> bool:
    """The rows behind the walk's place, and then the hidden ones; False where the profile changed on the way."""
    profile = users.get_profile(walk.uid, strong=True)
    while True:
        rows = activities.rows_behind(walk.uid, walk.place, _PAGE, hidden=walk.hidden)
        for place, card in rows:
            _check_time(walk)
            try:
                _score_again(walk.uid, card.aid, profile, percentiles_for)
            except ProfileChanged:
                return False
            walk.step(place)
        over = len(rows) < _PAGE and walk.hidden
        if len(rows) < _PAGE and not over:
            walk.place, walk.hidden = "", True
        walk.note()
        if over:
            return True


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
        made = replace(seen, activity=replace(card, packed_scores=packed))
        if revisions.rescore(uid, seen, made, changed, profile):
            return
    raise RetryLater(f"activity {aid} is being changed")


def _check_time(walk: Walk) -> None:
    left_s = deadline.left()
    if left_s is not None and left_s < _ENOUGH_S:
        walk.note()
        raise OutOfTime


def _lease_until() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=settings().lease_s)
