"""Shoes: kept, renamed, retired, worn by default."""

import secrets

from models import keys, store
from models.entities import Amounts, Gear
from models.errors import RetryLater
from models.ledger import FIGURES
from models.store import RawItem
from models.table import GearItem, ProfileItem
from models.terms import Sport

MOST = 100
_DEFAULTS = {Sport.RUNNING: ProfileItem.running_gear, Sport.WALKING: ProfileItem.walking_gear}


def every(uid: str) -> list[Gear]:
    """All pairs, in one request, by name; ``default_for`` is the profile's to say."""
    found = store.query_all(keys.user_pk(uid), store.prefix(keys.GEAR_PREFIX))
    return sorted((gear_of(raw) for raw in found), key=lambda gear: (gear.name, gear.gear_id))


def get(uid: str, gear_id: str) -> Gear | None:
    """One pair, or None."""
    raw = store.get(keys.user_pk(uid), keys.gear_sk(gear_id), strong=True)
    return gear_of(raw) if raw else None


def create(uid: str, name: str, client_key: str | None = None) -> Gear:
    """Keep a new pair; the same client key always names the same one."""
    gear_id = secrets.token_hex(6) if client_key is None else keys.digest("gear", uid, client_key)
    item = GearItem(keys.user_pk(uid), keys.gear_sk(gear_id), name=name)
    if store.put(item, GearItem.pk.does_not_exist()):
        return Gear(gear_id, name, retired=False, amounts=Amounts())
    found = get(uid, gear_id)
    if found is None:
        raise RetryLater("these shoes were just forgotten")
    return found


def update(uid: str, gear_id: str, *, name: str | None = None, retired: bool | None = None) -> bool:
    """Rename or retire a pair; False where there is none."""
    actions = [] if name is None else [GearItem.name.set(name)]
    actions += [] if retired is None else [GearItem.retired.set(retired)]
    if not actions:
        return get(uid, gear_id) is not None
    return store.update(keys.user_pk(uid), keys.gear_sk(gear_id), actions, GearItem.name.exists())


def delete(uid: str, gear_id: str) -> bool:
    """Forget a pair; activities in it stay. False where there is none."""
    if get(uid, gear_id) is None:
        return False
    # Without a condition: a deletion whose answer was lost is made again, and must not be told as refused.
    return store.delete(keys.user_pk(uid), keys.gear_sk(gear_id))


def wear(uid: str, sport: Sport, gear_id: str | None) -> None:
    """Wear a pair by default for a sport from now on, or none."""
    attribute = _DEFAULTS[sport]
    action = attribute.remove() if gear_id is None else attribute.set(gear_id)
    store.update(keys.user_pk(uid), keys.PROFILE_SK, [action], ProfileItem.pk.exists())


def gear_of(raw: RawItem) -> Gear:
    """A stored pair as a record."""
    amounts = {name: int(raw[name]["N"]) for name in FIGURES.values() if name in raw}
    return Gear(keys.tail(raw["SK"]["S"]), raw["name"]["S"], bool(raw["retired"]["BOOL"]), Amounts(**amounts))
