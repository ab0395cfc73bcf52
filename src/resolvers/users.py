"""The signed-in person and the profile."""

from dataclasses import replace
from datetime import date
from typing import Any

from models import users
from models.entities import Profile
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


def profile(caller: Caller) -> Profile:
    """The signed-in person's profile."""
    return users.get_profile(uid_of(caller))


def update_profile(caller: Caller, changes: dict[str, Any], today: date) -> Profile | Refused:
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
    stored = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    intended = rescoring.intend(uid, before, changes)
    done = users.update_profile(uid, stored)
    rescoring.follow(uid, changes, intended)
    return done


def _heart_rates(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name.endswith("heart_rate_bpm")}


def _check_heart_rates(wanted: Profile, problems: Problems) -> None:
    rest, top = wanted.resting_heart_rate_bpm, wanted.max_heart_rate_bpm
    if rest is not None and top is not None and rest >= top:
        problems.add(
            "restingHeartRateBpm", InputProblemCode.INCONSISTENT, f"must be below maxHeartRateBpm, which is {top}"
        )
