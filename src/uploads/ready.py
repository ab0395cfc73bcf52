"""From a read file to activities that can be made visible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from coaching.bests import durations_ms
from models import keys
from models.entities import Activity, ActivityMeta, Detail, Problem, Profile, Skipped, Upload
from models.errors import UnusableFile
from models.observation import stage
from models.terms import ProblemCode, Sport
from uploads.clock import offset_of
from uploads.measures import Measures, measure, sport_of
from uploads.observed import Stage
from uploads.recording import ReadFile, Recording
from uploads.scoring import PercentilesFor, packed_with, scores_of
from uploads.series import detail_object, preview_of, series_of
from uploads.trim import trimmed

# A device's clock may be wrong by its time zone, not by more.
CLOCK_SLACK = timedelta(days=1)
# What is shorter in both was started by mistake, and would only stand in lists and counts. One of them is enough: a
# sprint takes little time, and a treadmill without a sensor has no distance.
MIN_ELAPSED_S = 30.0
MIN_DISTANCE_M = 50.0
MAX_PROBLEMS = 20
MAX_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Ready:
    """An activity that was measured and can be made visible."""

    meta: ActivityMeta
    detail: Detail
    packed: bytes


def ready_of(
    file: ReadFile, upload: Upload, profile: Profile, job: str, percentiles_for: PercentilesFor | None = None
) -> tuple[tuple[Ready, ...], tuple[Skipped, ...]]:
    """What was made of the file and what was not taken; raises UnusableFile when nothing was taken."""
    ready: dict[str, Ready] = {}
    skipped: list[Skipped] = []
    ids = {activity_id(upload.uid, recording) for recording in file.recordings}
    for recording in file.recordings:
        try:
            _check_start(recording)
            sport = _sport(recording, upload, profile)
            told = replace(recording, problems=_told(file, recording))
            with stage(Stage.MEASURE):
                measures = measure(told, profile, sport)
            check_length(measures, recording.problems)
        except UnusableFile as refusal:
            skipped.append(Skipped(refusal.problem.code, refusal.problem.detail[:MAX_DETAIL]))
            continue
        aid = activity_id(upload.uid, recording)
        with stage(Stage.PACK):
            packed = _ready(told, measures, aid, upload, job)
        with stage(Stage.SCORE):
            made = scored(packed, profile, percentiles_for)
        meta = replace(
            made.meta,
            siblings=tuple(sorted(ids - {aid})),
            activity=replace(made.meta.activity, gear_id=dict(profile.default_gear).get(sport)),
        )
        ready.setdefault(aid, replace(made, meta=meta))
    if not ready:
        first = skipped[0] if skipped else Skipped(ProblemCode.NO_ACTIVITY, "no activity in this file")
        raise UnusableFile(first.code, "; ".join(part.detail for part in skipped) or first.detail)
    return tuple(ready.values()), tuple(skipped)


def again(
    file: ReadFile,
    upload: Upload,
    profile: Profile,
    seen: ActivityMeta,
    job: str,
    percentiles_for: PercentilesFor | None = None,
) -> Ready:
    """The activity measured once more from its file, with the person's edits.

    What the person or the table decided stays: id, name, shoes, siblings. Raises UnusableFile when the file holds it
    no more, or the edits leave nothing of it.
    """
    aid = seen.activity.aid
    found = [recording for recording in file.recordings if activity_id(upload.uid, recording) == aid]
    if not found:
        raise UnusableFile(ProblemCode.NO_ACTIVITY, f"{aid} is not in its file")
    edits = seen.edits
    told = replace(found[0], problems=_told(file, found[0]))
    cut = trimmed(told, edits.trim_start_s, edits.trim_end_s)
    sport = edits.sport or sport_of(told, upload.sport_hint)
    before = seen.activity.packed_scores if seen.activity.sport is sport else None
    made = scored(_ready(cut, measure(cut, profile, sport), aid, upload, job), profile, percentiles_for, before)
    card = replace(made.meta.activity, name=seen.activity.name, gear_id=seen.activity.gear_id)
    meta = replace(
        made.meta,
        activity=card,
        device_totals=told.device_totals,
        siblings=seen.siblings,
        duplicate_keys=seen.duplicate_keys,
        edits=edits,
        merged_into=seen.merged_into,
    )
    return replace(made, meta=meta)


def scored(
    made: Ready, profile: Profile, percentiles_for: PercentilesFor | None = None, before: bytes | None = None
) -> Ready:
    """With the scores of its form, by the versions that it was scored by ``before``, too."""
    card, form = made.meta.activity, made.detail.form
    if form is None:
        return made
    scores = scores_of(form, profile, card.local_start.date(), before, percentiles_for)
    card = replace(card, packed_scores=packed_with(before, scores))
    return replace(made, meta=replace(made.meta, activity=card), detail=replace(made.detail, scores=scores))


def activity_id(uid: str, recording: Recording) -> str:
    """The same recording always gets the same id, in whatever packing it comes."""
    return keys.activity_id(uid, recording.device.key, recording.started_at)


def check_length(measures: Measures, problems: Sequence[Problem] = ()) -> None:
    """Raises UnusableFile, TOO_SHORT, for less than ``MIN_ELAPSED_S`` in which it went less than ``MIN_DISTANCE_M``.

    Only a new one is checked: an activity that is there, or was cut that short by its person, stays. ``problems`` are
    told beside it: points without times may be why so little is left.
    """
    if measures.elapsed_s < MIN_ELAPSED_S and measures.distance_m < MIN_DISTANCE_M:
        detail = f"{measures.distance_m:.1f} m in {measures.elapsed_s:.1f} s: less than {MIN_DISTANCE_M:g} m"
        short = f"{detail} and less than {MIN_ELAPSED_S:g} s"
        raise UnusableFile(ProblemCode.TOO_SHORT, "; ".join((short, *(problem.detail for problem in problems))))


def _sport(recording: Recording, upload: Upload, profile: Profile) -> Sport:
    """The sport; of what is too short whatever the sport that is told, not that its sport is unknown."""
    try:
        return sport_of(recording, upload.sport_hint)
    except UnusableFile:
        if recording.foreign_sport is None:
            check_length(measure(recording, profile, Sport.WALKING), recording.problems)
        raise


def _check_start(recording: Recording) -> None:
    if recording.started_at > datetime.now(UTC) + CLOCK_SLACK:
        raise UnusableFile(ProblemCode.NO_TIMES, f"starts in the future, at {recording.started_at.isoformat()}")


def _told(file: ReadFile, recording: Recording) -> tuple[Problem, ...]:
    """What was wrong with the file and the recording, each thing once and in a size that can be kept."""
    problems = (replace(problem, detail=problem.detail[:MAX_DETAIL]) for problem in file.problems + recording.problems)
    return tuple(dict.fromkeys(problems))[:MAX_PROBLEMS]


def _ready(recording: Recording, measures: Measures, aid: str, upload: Upload, job: str) -> Ready:
    offset_s, offset_source = offset_of(recording)
    series = series_of(recording, measures)
    activity = Activity(
        aid=aid,
        sport=measures.sport,
        started_at=recording.started_at,
        utc_offset_s=offset_s,
        updated_at=datetime.now(UTC),
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
        channels=tuple(series.channels),
        problems=recording.problems,
        efforts_ms=durations_ms(measures.best_efforts),
        distance_reason=measures.distance_reason,
        raw_distance_m=measures.raw_distance_m,
    )
    detail = Detail(
        laps=measures.laps,
        kilometer_splits=measures.kilometer_splits,
        mile_splits=measures.mile_splits,
        best_efforts=measures.best_efforts,
        track=measures.track,
        preview=preview_of(series),
        intensity=measures.intensity,
        form=measures.form,
    )
    return Ready(meta, detail, detail_object(recording, series))
