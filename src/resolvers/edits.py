"""Activities corrected by the signed-in person: named, given to another sport, trimmed, put into other shoes, merged.

Name, sport and shoes change at once, in lists and totals. Sport and trims also change what is measured: a background
job measures the activity again from its file, and until then ``remeasuring`` says so.
"""

import secrets
from dataclasses import dataclass, replace

from coaching.duplicates import may_be_same, overlap_s
from models import activities, gear, jobs, revisions
from models.entities import Activity, ActivityMeta
from models.errors import Conflict, NotFound
from models.terms import ChangeKind, JobKind, Sport
from resolvers import rescoring
from resolvers.access import Caller, uid_of
from resolvers.validation import InputProblem, InputProblemCode, Problems, Refused, check_title

MAX_NAME = 120
SHORTEST_S = 10.0


@dataclass(frozen=True, slots=True)
class Correction:
    """What to change; fields that are not in ``given`` stay."""

    given: frozenset[str]
    name: str | None = None
    sport: Sport | None = None
    trim_start_s: float = 0.0
    trim_end_s: float = 0.0
    gear_id: str | None = None


def edit(caller: Caller, aid: str, wanted: Correction) -> ActivityMeta | Refused:
    """Correct an activity; raises NotFound. The same correction again is safe: it also sends a lost job again."""
    uid = uid_of(caller)
    seen = activities.get_meta(uid, aid, strong=True) if aid else None
    if seen is None:
        raise NotFound("activity", aid)
    problems = _problems(uid, seen, wanted)
    if problems.found:
        return Refused(tuple(problems.found))
    done = revisions.change(uid, aid, ChangeKind.EDITED, lambda known: _corrected(known, wanted))
    if done is None:
        raise NotFound("activity", aid)
    if done.remeasuring:
        jobs.send(JobKind.REMEASURE, uid, aid)
    return done


def merge(caller: Caller, keep: str, hide: str) -> ActivityMeta | Refused:
    """Let one activity stand for another recording of the same outing; raises NotFound. Nothing is lost by it."""
    uid = uid_of(caller)
    problems = Problems()
    stays = activities.get_meta(uid, keep, strong=True) if keep else None
    goes = activities.get_meta(uid, hide, strong=True) if hide else None
    if stays is None or goes is None:
        raise NotFound("activity", hide if stays else keep)
    if keep == hide:
        problems.add("hideId", InputProblemCode.INCONSISTENT, "must be another activity than keepId")
    elif stays.merged_into:
        problems.add("keepId", InputProblemCode.INCONSISTENT, "is hidden itself")
    elif goes.merged_into not in {None, keep}:
        problems.add("hideId", InputProblemCode.INCONSISTENT, "was merged into another activity before")
    elif not overlap_s(stays.activity, goes.activity):
        problems.add("hideId", InputProblemCode.INCONSISTENT, "does not overlap with keepId in time")
    if problems.found:
        return Refused(tuple(problems.found))
    try:
        done = revisions.change(uid, hide, ChangeKind.MERGED, lambda known: replace(known, merged_into=keep))
    except Conflict as conflict:  # it changed since it was looked at
        return Refused((InputProblem(conflict.field, InputProblemCode.INCONSISTENT, conflict.reason),))
    if done is None:
        raise NotFound("activity", hide)
    return stays


def restore(caller: Caller, aid: str) -> ActivityMeta:
    """Show and count an activity again that was merged into another one; raises NotFound."""
    uid = uid_of(caller)
    lift = (
        revisions.change(uid, aid, ChangeKind.RESTORED, lambda known: replace(known, merged_into=None)) if aid else None
    )
    if lift is None:
        raise NotFound("activity", aid)
    rescoring.follow_restored(uid, lift.activity)
    return lift


def possible_duplicates(caller: Caller, card: Activity) -> list[Activity]:
    """Other activities that may be recordings of the same outing."""
    return [other for other in activities.around(uid_of(caller), card) if may_be_same(card, other)]


def _problems(uid: str, seen: ActivityMeta, wanted: Correction) -> Problems:
    problems = Problems()
    if "name" in wanted.given and wanted.name is not None:
        problems.take(check_title("name", wanted.name.strip(), MAX_NAME))
    if "sport" in wanted.given and wanted.sport is None:
        problems.add("sport", InputProblemCode.MALFORMED, "cannot be cleared")
    if "gear_id" in wanted.given and wanted.gear_id is not None and not gear.get(uid, wanted.gear_id):
        problems.add("gearId", InputProblemCode.INCONSISTENT, "no such pair of shoes")
    edits = seen.edits
    whole_s = seen.activity.elapsed_s + edits.trim_start_s + edits.trim_end_s
    start_s = wanted.trim_start_s if "trim_start_s" in wanted.given else edits.trim_start_s
    end_s = wanted.trim_end_s if "trim_end_s" in wanted.given else edits.trim_end_s
    if {"trim_start_s", "trim_end_s"} & wanted.given:
        problems.check_range("trimStartS", start_s, 0, whole_s)
        problems.check_range("trimEndS", end_s, 0, whole_s)
        if not problems.found and whole_s - start_s - end_s < SHORTEST_S:
            told = f"together with trimStartS it leaves less than {SHORTEST_S:g} s"
            problems.add("trimEndS", InputProblemCode.INCONSISTENT, told)
    return problems


def _corrected(known: ActivityMeta, wanted: Correction) -> ActivityMeta:
    card, edits = known.activity, known.edits
    if "name" in wanted.given:
        name = wanted.name.strip() if wanted.name else None
        card, edits = replace(card, name=name), replace(edits, name=name)
    if "gear_id" in wanted.given:
        card = replace(card, gear_id=wanted.gear_id)
    if wanted.sport and wanted.sport is not card.sport:
        # Its score is the other sport's until it is measured again.
        card, edits = replace(card, sport=wanted.sport, packed_scores=None), replace(edits, sport=wanted.sport)
    if "trim_start_s" in wanted.given:
        edits = replace(edits, trim_start_s=wanted.trim_start_s)
    if "trim_end_s" in wanted.given:
        edits = replace(edits, trim_end_s=wanted.trim_end_s)
    measured = (edits.sport, edits.trim_start_s, edits.trim_end_s)
    before = (known.edits.sport, known.edits.trim_start_s, known.edits.trim_end_s)
    job = secrets.token_hex(4) if measured != before else known.remeasuring
    return replace(known, activity=card, edits=edits, remeasuring=job)
