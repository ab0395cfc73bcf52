"""Shoes and recorders of the signed-in person."""

from dataclasses import dataclass, replace

from models import devices, gear, users
from models.entities import Gear, KnownDevice, Profile
from models.errors import NotFound
from models.terms import Sport
from resolvers.access import Caller, uid_of
from resolvers.validation import (
    InputProblem,
    InputProblemCode,
    Problems,
    Refused,
    check_client_key,
    check_title,
)

MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class GearChanges:
    """What to change of a pair; None leaves it."""

    name: str | None = None
    retired: bool | None = None
    default_for: tuple[Sport, ...] | None = None


def every_device(caller: Caller) -> list[KnownDevice]:
    """Recorders that sent activities, the one used last first."""
    return devices.every(uid_of(caller))


def every(caller: Caller, *, retired: bool | None) -> list[Gear]:
    """Shoes by name: all, the retired ones, or the others; what each is worn for is the profile's to say."""
    return [pair for pair in gear.every(uid_of(caller)) if retired in {None, pair.retired}]


def get(caller: Caller, gear_id: str) -> Gear | None:
    """One pair, or None where it is not there or not the caller's; what it is worn for is the profile's to say."""
    uid = uid_of(caller)
    return gear.get(uid, gear_id) if gear_id else None


def worn_for(gear_id: str, profile: Profile) -> tuple[Sport, ...]:
    """Sports whose new activities are put into a pair."""
    return tuple(sport for sport, worn in profile.default_gear if worn == gear_id)


def create(caller: Caller, name: str, default_for: tuple[Sport, ...], client_key: str | None = None) -> Gear | Refused:
    """Keep a new pair, or answer the one that this client key named before."""
    uid = uid_of(caller)
    name = name.strip()
    problems = Problems()
    problems.take(check_title("name", name, MAX_NAME))
    problems.take(check_client_key(client_key))
    if problems.found:
        return Refused(tuple(problems.found))
    if len(gear.every(uid)) >= gear.MOST:
        told = f"there are {gear.MOST} pairs already; delete one"
        return Refused((InputProblem("name", InputProblemCode.OUT_OF_RANGE, told),))
    made = gear.create(uid, name, client_key)
    for sport in default_for:
        gear.wear(uid, sport, made.gear_id)
    return replace(made, default_for=tuple(sport for sport in Sport if sport in default_for))


def update(caller: Caller, gear_id: str, changes: GearChanges) -> Gear | Refused:
    """Rename or retire a pair, or wear it by default; a retired pair is worn by default no more. Raises NotFound."""
    uid = uid_of(caller)
    name = None if changes.name is None else changes.name.strip()
    if name is not None and (problem := check_title("name", name, MAX_NAME)):
        return Refused((problem,))
    seen = gear.get(uid, gear_id) if gear_id else None
    if seen and changes.default_for and (seen.retired if changes.retired is None else changes.retired):
        return Refused((InputProblem("defaultFor", InputProblemCode.INCONSISTENT, "the pair is retired"),))
    if seen is None or not gear.update(uid, gear_id, name=name, retired=changes.retired):
        raise NotFound("pair of shoes", gear_id)
    wanted = () if changes.retired else changes.default_for
    if wanted is not None:
        _wear(uid, gear_id, wanted)
    found = gear.get(uid, gear_id)
    if found is None:
        raise NotFound("pair of shoes", gear_id)
    worn = worn_for(gear_id, users.get_profile(uid)) if wanted is None else wanted
    return replace(found, default_for=tuple(sport for sport in Sport if sport in worn))


def delete(caller: Caller, gear_id: str) -> bool:
    """Forget a pair; activities in it stay. False where there is none."""
    uid = uid_of(caller)
    if not gear_id:
        return False
    _wear(uid, gear_id, ())  # first: nobody asks again for a pair that is not there any more
    return gear.delete(uid, gear_id)


def _wear(uid: str, gear_id: str, wanted: tuple[Sport, ...]) -> None:
    worn = dict(users.get_profile(uid, strong=True).default_gear)
    for sport in Sport:
        if sport in wanted:
            gear.wear(uid, sport, gear_id)
        elif worn.get(sport) == gear_id:
            gear.wear(uid, sport, None)
