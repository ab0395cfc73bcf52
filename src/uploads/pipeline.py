"""What happens to a file that arrived: claim, read, measure, keep, and make visible in one transaction."""

import logging
import secrets
from dataclasses import replace
from datetime import UTC, datetime

from models import accounts, activities, devices, files, observation, revisions, uploads, users
from models.entities import Profile, Skipped, Upload
from models.errors import NotFound, RetryLater, UnusableFile
from models.object_keys import detail_key, raw_key
from models.observation import stage
from models.settings import settings
from models.terms import ProblemCode
from models.uploads import Claim, TicketClosing
from uploads import observed
from uploads.keeping import kept
from uploads.observed import Outcome, Stage
from uploads.peers import percentiles_for
from uploads.readers.detect import read
from uploads.ready import MAX_DETAIL, Ready, ready_of

log = logging.getLogger(__name__)


def process(uid: str, upload_id: str) -> None:
    """Turn the file of an upload into activities; safe to call again for the same upload at any time.

    A file that nothing can be made of ends the upload as FAILED. Raises RetryLater while another worker holds the
    upload, and whatever else is a fault of ours: then the upload is given back and the message comes again.
    """
    with observed.upload(uid, upload_id):
        _process(uid, upload_id)


def _process(uid: str, upload_id: str) -> None:
    job = secrets.token_hex(4)
    with stage(Stage.CLAIM):
        claimed, upload = uploads.claim(uid, upload_id, job, _now(), settings().lease_s)
    if claimed is Claim.BUSY:
        raise RetryLater(f"another worker holds upload {upload_id}")
    if claimed is not Claim.MINE or upload is None:
        log.info("nothing to do for upload %s: %s", upload_id, claimed)
        observation.note(outcome=Outcome.NOTHING)
        if claimed is Claim.UNKNOWN:
            _sweep(uid, upload_id)
        return
    try:
        _work(upload, job)
    except UnusableFile as refusal:
        # Its detail may quote the file.
        log.info("upload %s failed: %s", upload_id, refusal.problem.code)
        observation.note(outcome=Outcome.FAILED, problem=refusal.problem.code)
        problem = replace(refusal.problem, detail=refusal.problem.detail[:MAX_DETAIL])
        with stage(Stage.COMMIT):
            uploads.fail(uid, upload_id, job, problem, ())
    except Exception:
        uploads.release(uid, upload_id, job)
        raise


def _sweep(uid: str, upload_id: str) -> None:
    """A file that arrived after its person's account was deleted is deleted, too."""
    if accounts.is_deleted(uid):
        log.info("upload %s belongs to nobody any more", upload_id)
        files.delete_prefix(raw_key(uid, upload_id))


def _work(upload: Upload, job: str) -> None:
    uid, upload_id = upload.uid, upload.upload_id
    observation.note(fileBytes=upload.size_bytes)
    try:
        with stage(Stage.FETCH):
            profile = users.get_profile(uid, strong=True)
    except NotFound:
        observation.note(outcome=Outcome.NOTHING)
        _sweep(uid, upload_id)
        return
    try:
        with stage(Stage.FETCH):
            data = files.read_checked(raw_key(uid, upload_id), upload.size_bytes, upload.sha256)
    except NotFound:
        log.info("upload %s has no file yet", upload_id)
        observation.note(outcome=Outcome.NOTHING)
        uploads.put_back(uid, upload_id, job, _now())
        return
    with stage(Stage.READ):
        file = read(data)
    points = sum(len(recording.time_s) for recording in file.recordings)
    observation.note(format=file.format, points=points, activities=len(file.recordings))
    ready, skipped = ready_of(file, upload, profile, job, percentiles_for)
    fresh, told = _sorted_out(uid, ready)
    closing = TicketClosing(tuple(made.meta.activity.aid for made in ready), (*skipped, *told))
    closed = False
    for made in fresh:
        # Before: a worker that dies in between leaves a recorder without its activity, and not the other way round.
        devices.see(uid, made.meta.device, made.meta.activity.local_start.date())
        closed = _finish(made, profile, closing if made is fresh[-1] else None)
    if not closed:
        with stage(Stage.COMMIT):
            uploads.close(uid, upload_id, job, closing)


def _sorted_out(uid: str, ready: tuple[Ready, ...]) -> tuple[list[Ready], list[Skipped]]:
    """The activities that are not there yet, and what another upload brought before; its activity notes this file."""
    fresh, told = [], []
    for made in ready:
        aid = made.meta.activity.aid
        found = activities.get_meta(uid, aid, strong=True)
        if found is None:
            fresh.append(made)
        elif found.upload_id != made.meta.upload_id and _note(uid, made):
            told.append(Skipped(ProblemCode.ALREADY_THERE, aid))
    return fresh, told


def _note(uid: str, made: Ready) -> bool:
    meta = made.meta
    return revisions.note_duplicate(uid, meta.activity.aid, raw_key(uid, meta.upload_id), meta.siblings)


def _finish(made: Ready, profile: Profile, closing: TicketClosing | None) -> bool:
    """Make one activity visible; whether the upload was closed with it."""
    uid = profile.uid
    series_key = detail_key(uid, made.meta.activity.aid, made.meta.job)
    with stage(Stage.STORE):
        files.write_detail(series_key, made.packed)

    def keep(ready: Ready, scored_by: Profile) -> bool:
        return revisions.finish(uid, ready.meta, ready.detail, closing, scored_by)

    with stage(Stage.COMMIT):
        done = kept(uid, made, profile, keep)
    if done:
        return closing is not None
    files.delete(series_key)  # another worker was quicker, with this file or one of the same recording
    found = activities.get_meta(uid, made.meta.activity.aid, strong=True)
    if found and found.upload_id != made.meta.upload_id:
        _note(uid, made)
    return False


def _now() -> datetime:
    return datetime.now(UTC)
