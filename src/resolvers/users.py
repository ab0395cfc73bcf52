"""The signed-in person and the profile."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from models import rescores, users
from models.entities import Profile, Rescore
from resolvers import rescoring
from resolvers.access import Caller, uid_of
from resolvers.validation import InputProblemCode, Problems, Refused

OLDEST_YEARS = 120
_RANGES = {
    "height_m": ("heightM", 0.5, 2.5),
    "weight_kg": ("weightKg", 20, 300),
    "resting_heart_rate_bpm": ("restingHeartRateBpm", 25, 120),
    "max_heart_rate_bpm": ("maxHeartRateBpm", 80, 240),
}


@dataclass(frozen=True, slots=True)
class Updated:
    """The profile as it is now, and the work that follows from the change; None where none does."""

    profile: Profile
    rescore: Rescore | None


def profile(caller: Caller) -> Profile:
    """The signed-in person's profile."""
    return users.get_profile(uid_of(caller))


def update_profile(caller: Caller, changes: dict[str, Any], today: date) -> Updated | Refused:
    """Set the named fields, None clearing one; nothing is set when one of them cannot be used.

    Where scores depend on what changed, every activity is scored again in the background.
    """
    uid = uid_of(caller)
    problems = Problems()
    for name, (shown, low, high) in _RANGES.items():
        problems.check_range(shown, changes.get(name), low, high)
    if (born := changes.get("birth_date")) and not 0 <= (today - born).days <= OLDEST_YEARS * 366:
        problems.add("birthDate", InputProblemCode.OUT_OF_RANGE, f"must lie within the last {OLDEST_YEARS} years")
    if problems.found:
        return Refused(tuple(problems.found))
    before = users.get_profile(uid, strong=True)
    _check_heart_rates(replace(before, **_heart_rates(changes)), problems)
    if problems.found:
        return Refused(tuple(problems.found))
    done = _stored(uid, before, changes)
    return Updated(done.profile, rescoring.follow(uid, changes, done.rescore))


def _stored(uid: str, before: Profile, changes: dict[str, Any]) -> Updated:
    """The profile with these changes, and the work that is written down with them.

    What scores depend on is written only where it changes: told once more at the same time as another change, it would
    take that back, and nothing would be scored by what is there then.
    """
    told = {name: changes[name] for name in changes if name not in rescoring.unchanged(before, changes)}
    stored = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    if not told.keys() & set(users.SCORED_BY):
        return Updated(users.update_profile(uid, stored), None)
    asked = rescores.change_profile(uid, stored, datetime.now(UTC))
    return Updated(users.get_profile(uid, strong=True), asked)


def _heart_rates(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name.endswith("heart_rate_bpm")}


def _check_heart_rates(wanted: Profile, problems: Problems) -> None:
    rest, top = wanted.resting_heart_rate_bpm, wanted.max_heart_rate_bpm
    if rest is not None and top is not None and rest >= top:
        problems.add(
            "restingHeartRateBpm", InputProblemCode.INCONSISTENT, f"must be below maxHeartRateBpm, which is {top}"
        )
