"""What happens to a file that arrived: claim, read, measure, keep, and make visible in one transaction."""

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from models import activities, files, keys, uploads, users
from models.entities import Activity, ActivityMeta, Detail, Problem, Profile, Skipped, Upload
from models.errors import NotFound, RetryLater, UnusableFile
from models.settings import settings
from models.terms import ProblemCode
from models.uploads import Claim, TicketClosing
from uploads.clock import offset_of
from uploads.measures import Measures, measure, sport_of
from uploads.readers.detect import read
from uploads.recording import ReadFile, Recording
from uploads.series import detail_object, previews_of, series_of

log = logging.getLogger(__name__)

# A device's clock may be wrong by its time zone, not by more.
CLOCK_SLACK = timedelta(days=1)
MAX_PROBLEMS = 20
MAX_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Ready:
    """An activity that was measured and can be made visible."""

    meta: ActivityMeta
    detail: Detail
    packed: bytes


def process(uid: str, upload_id: str) -> None:
    """Turn the file of an upload into activities; safe to call again for the same upload at any time.

    A file that nothing can be made of ends the upload as FAILED. Raises RetryLater while another worker holds the
    upload, and whatever else is a fault of ours: then the upload is given back and the message comes again.
    """
    job = secrets.token_hex(4)
    claimed, upload = uploads.claim(uid, upload_id, job, _now(), settings().lease_s)
    if claimed is Claim.BUSY:
        raise RetryLater(f"another worker holds upload {upload_id}")
    if claimed is not Claim.MINE or upload is None:
        log.info("nothing to do for upload %s: %s", upload_id, claimed)
        return
    try:
        _work(upload, job)
    except UnusableFile as refusal:
        log.info("upload %s failed: %s", upload_id, refusal)
        problem = replace(refusal.problem, detail=refusal.problem.detail[:MAX_DETAIL])
        uploads.fail(uid, upload_id, job, problem, (), _now())
    except Exception:
        uploads.release(uid, upload_id, job)
        raise


def _work(upload: Upload, job: str) -> None:
    uid, upload_id = upload.uid, upload.upload_id
    try:
        profile = users.get_profile(uid)
    except NotFound:
        log.info("upload %s belongs to nobody any more", upload_id)
        return
    raw_key = keys.raw_key(uid, upload_id)
    try:
        data = files.read_checked(raw_key, upload.size_bytes, upload.sha256)
    except NotFound:
        log.info("upload %s has no file yet", upload_id)
        uploads.put_back(uid, upload_id, job)
        return
    ready, skipped = _measured(read(data), upload, profile, job)
    known = {made.meta.activity.aid for made in ready if _known(uid, made)}
    told = tuple(Skipped(ProblemCode.ALREADY_THERE, aid) for aid in sorted(known))
    closing = TicketClosing(tuple(made.meta.activity.aid for made in ready), skipped + told, _now())
    closed = False
    for made in ready:
        if activities.get_meta(uid, made.meta.activity.aid) is None:
            closed = _finish(uid, made, profile, closing if made is ready[-1] else None)
    if not closed:
        uploads.close(uid, upload_id, job, closing)


def _known(uid: str, made: Ready) -> bool:
    """Whether another upload brought the same recording before; then this file is noted there."""
    found = activities.get_meta(uid, made.meta.activity.aid)
    if found is None or found.upload_id == made.meta.upload_id:
        return False
    return activities.note_duplicate(uid, made.meta.activity.aid, made.meta.raw_key)


def _finish(uid: str, made: Ready, profile: Profile, closing: TicketClosing | None) -> bool:
    """Make one activity visible; whether the upload was closed with it."""
    files.write_detail(made.meta.detail_key, made.packed)
    if activities.finish(uid, made.meta, made.detail, profile.first_weekday, closing):
        return closing is not None
    files.delete(made.meta.detail_key)  # another worker was quicker, with this file or one of the same recording
    _known(uid, made)
    return False


def _measured(
    file: ReadFile, upload: Upload, profile: Profile, job: str
) -> tuple[tuple[Ready, ...], tuple[Skipped, ...]]:
    """What was made of the file and what was not taken; raises UnusableFile when nothing was taken."""
    ready: dict[str, Ready] = {}
    skipped: list[Skipped] = []
    ids = {keys.activity_id(upload.uid, recording.device.key, recording.started_at) for recording in file.recordings}
    for recording in file.recordings:
        try:
            _check_start(recording)
            sport = sport_of(recording, upload.sport_hint)
        except UnusableFile as refusal:
            skipped.append(Skipped(refusal.problem.code, refusal.problem.detail[:MAX_DETAIL]))
            continue
        measures = measure(recording, profile, sport)
        made = _ready(replace(recording, problems=_told(file, recording)), measures, upload, job, ids)
        ready.setdefault(made.meta.activity.aid, made)
    if not ready:
        first = skipped[0] if skipped else Skipped(ProblemCode.NO_ACTIVITY, "no activity in this file")
        raise UnusableFile(first.code, "; ".join(part.detail for part in skipped) or first.detail)
    return tuple(ready.values()), tuple(skipped)


def _check_start(recording: Recording) -> None:
    if recording.started_at > _now() + CLOCK_SLACK:
        raise UnusableFile(ProblemCode.NO_TIMES, f"starts in the future, at {recording.started_at.isoformat()}")


def _told(file: ReadFile, recording: Recording) -> tuple[Problem, ...]:
    """What was wrong with the file and the recording, each thing once and in a size that can be kept."""
    problems = (replace(problem, detail=problem.detail[:MAX_DETAIL]) for problem in file.problems + recording.problems)
    return tuple(dict.fromkeys(problems))[:MAX_PROBLEMS]


def _ready(recording: Recording, measures: Measures, upload: Upload, job: str, ids: set[str]) -> Ready:
    aid = keys.activity_id(upload.uid, recording.device.key, recording.started_at)
    offset_s, offset_source = offset_of(recording)
    series = series_of(recording, measures)
    activity = Activity(
        aid=aid,
        sport=measures.sport,
        started_at=recording.started_at,
        utc_offset_s=offset_s,
        updated_at=_now(),
        distance_m=measures.distance_m,
        elapsed_s=measures.elapsed_s,
        moving_s=measures.moving_s,
        name=recording.name,
        steps=measures.steps,
        average_heart_rate_bpm=measures.average_heart_rate_bpm,
        max_heart_rate_bpm=measures.max_heart_rate_bpm,
        average_cadence_spm=measures.average_cadence_spm,
        ascent_m=measures.ascent_m,
        descent_m=measures.descent_m,
        calories_kcal=measures.calories_kcal,
        calories_method=measures.calories_method,
    )
    meta = ActivityMeta(
        activity=activity,
        upload_id=upload.upload_id,
        job=job,
        offset_source=offset_source,
        distance_source=measures.distance_source,
        positions_distance_m=measures.positions_distance_m,
        device=recording.device,
        device_totals=recording.device_totals,
        raw_key=keys.raw_key(upload.uid, upload.upload_id),
        detail_key=keys.detail_key(upload.uid, aid, job),
        channels=tuple(series.channels),
        problems=recording.problems,
        siblings=tuple(sorted(ids - {aid})),
    )
    detail = Detail(
        laps=measures.laps,
        kilometer_splits=measures.kilometer_splits,
        mile_splits=measures.mile_splits,
        best_efforts=measures.best_efforts,
        track=measures.track,
        previews=previews_of(series),
    )
    return Ready(meta, detail, detail_object(recording, series))


def _now() -> datetime:
    return datetime.now(UTC)
