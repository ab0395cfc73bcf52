"""People: the identity that leads to a uid of ours, and the profile."""

import secrets
from datetime import UTC, date, datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from models import keys, store
from models.entities import Identity, Profile, epoch_ms
from models.errors import NotFound
from models.store import RawItem, Transaction
from models.table import IdentityItem, ProfileItem
from models.terms import AccountState, Locale, RunGoal, Sex, Sport, Units, Weekday

# What a score depends on beside the recording.
SCORED_BY = ("birth_date", "sex", "height_m")


def identify(issuer: str, subject: str) -> Identity:
    """The identity of an issuer's subject; the first time, a person is made for it.

    The uid is random and ours, so that people survive a change of the issuer.
    """
    found = _identity(issuer, subject)
    if found:
        return found
    uid = secrets.token_hex(10)
    pk = keys.identity_pk(issuer, subject)
    transaction = Transaction()
    # An account that was deleted may begin anew once its identity's time is over, also while DynamoDB keeps the item.
    free = IdentityItem.pk.does_not_exist() | (IdentityItem.ttl < epoch_ms(datetime.now(UTC)) // 1000)
    transaction.put(IdentityItem(pk, keys.IDENTITY_SK, uid=uid, state=AccountState.ACTIVE), "identity", free)
    transaction.put(ProfileItem(keys.user_pk(uid), keys.PROFILE_SK), "profile")
    if not transaction.commit():
        return Identity(issuer, subject, uid)
    found = _identity(issuer, subject, strong=True)  # somebody else's first request of this person was quicker
    if found is None:
        raise NotFound("identity", subject)
    return found


def get_profile(uid: str, *, strong: bool = False) -> Profile:
    """A person's profile; raises NotFound. Read again strongly where nothing was found: it may be a moment old."""
    pk = keys.user_pk(uid)
    raw = store.get(pk, keys.PROFILE_SK, strong=strong) or store.get(pk, keys.PROFILE_SK, strong=True)
    if raw is None:
        raise NotFound("profile", uid)
    return profile_of(uid, raw)


def update_profile(uid: str, changes: dict[str, Any]) -> Profile:
    """Set the named fields (None clears one) and nothing else; raises NotFound."""
    actions = actions_of(changes)
    if actions and not store.update(keys.user_pk(uid), keys.PROFILE_SK, actions, ProfileItem.pk.exists()):
        raise NotFound("profile", uid)
    return get_profile(uid, strong=True)


def actions_of(changes: dict[str, Any]) -> list[Action]:
    """What sets the named fields of a profile; None clears one."""
    return [
        getattr(ProfileItem, name).remove() if value is None else getattr(ProfileItem, name).set(value)
        for name, value in changes.items()
    ]


def scored_by(profile: Profile) -> Condition:
    """The condition that the person is there, and what scores depend on is still as in this profile.

    It names the values and not a count of changes: it needs no attribute that older profiles have not, and a profile
    that was changed there and back refuses nothing.
    """
    born = profile.birth_date.isoformat() if profile.birth_date else None
    same = ProfileItem.pk.exists() & _is(ProfileItem.birth_date, born) & _is(ProfileItem.height_m, profile.height_m)
    sex = _is(ProfileItem.sex, None if profile.sex is Sex.UNSPECIFIED else profile.sex)
    if profile.sex is Sex.UNSPECIFIED:  # told so, or never told
        sex |= ProfileItem.sex == Sex.UNSPECIFIED
    condition: Condition = same & sex
    return condition


def _is(attribute: Any, value: Any) -> Condition:
    held: Condition = attribute.does_not_exist() if value is None else attribute == value
    return held


def _identity(issuer: str, subject: str, *, strong: bool = False) -> Identity | None:
    raw = store.get(keys.identity_pk(issuer, subject), keys.IDENTITY_SK, strong=strong)
    if raw is None or ("ttl" in raw and int(raw["ttl"]["N"]) < epoch_ms(datetime.now(UTC)) // 1000):
        return None
    return Identity(issuer, subject, raw["uid"]["S"], AccountState(raw["state"]["S"]))


def profile_of(uid: str, raw: RawItem) -> Profile:
    """A stored profile as a record."""
    texts = {name: value["S"] for name, value in raw.items() if "S" in value}
    numbers = {name: float(value["N"]) for name, value in raw.items() if "N" in value}
    resting, most = numbers.get("resting_heart_rate_bpm"), numbers.get("max_heart_rate_bpm")
    worn = ((Sport.RUNNING, texts.get("running_gear")), (Sport.WALKING, texts.get("walking_gear")))
    return Profile(
        uid=uid,
        birth_date=date.fromisoformat(texts["birth_date"]) if "birth_date" in texts else None,
        sex=Sex(texts.get("sex", Sex.UNSPECIFIED)),
        height_m=numbers.get("height_m"),
        weight_kg=numbers.get("weight_kg"),
        resting_heart_rate_bpm=None if resting is None else int(resting),
        max_heart_rate_bpm=None if most is None else int(most),
        locale=Locale(texts.get("locale", Locale.EN)),
        units=Units(texts.get("units", Units.METRIC)),
        first_weekday=Weekday(texts.get("first_weekday", Weekday.MONDAY)),
        wanted_sport=Sport(texts["wanted_sport"]) if "wanted_sport" in texts else None,
        run_goal=RunGoal(texts["run_goal"]) if "run_goal" in texts else None,
        default_gear=tuple((sport, gear) for sport, gear in worn if gear),
    )
