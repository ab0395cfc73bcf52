"""Recorders that sent activities."""

from datetime import date

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from models import keys, store
from models.entities import Device, KnownDevice
from models.errors import RetryLater
from models.store import RawItem
from models.table import DeviceItem

_TRIES = 8


def every(uid: str) -> list[KnownDevice]:
    """All of them, in one request, the one used last first."""
    found = store.query_all(keys.user_pk(uid), store.prefix(keys.DEVICE_PREFIX))
    return sorted(map(device_of, found), key=lambda device: (device.last_day, device.device_id), reverse=True)


def see(uid: str, device: Device, day: date) -> None:
    """Remember that this recorder was used on a local day; asks first, and writes on a new day alone.

    Raises RetryLater when others keep changing the same recorder.
    """
    if device.name is None and device.serial is None:
        return
    pk, sk = keys.user_pk(uid), keys.device_sk(keys.device_id(device.key))
    for count in range(_TRIES):
        raw = store.get(pk, sk, strong=count > 0)
        known = device_of(raw) if raw else None
        if known and known.first_day <= day <= known.last_day:
            return
        if store.update(pk, sk, _actions(known, device, day), _unchanged(known)):
            return
    raise RetryLater("this recorder is being seen by others")


def _actions(known: KnownDevice | None, device: Device, day: date) -> list[Action]:
    first = min(known.first_day, day) if known else day
    last = max(known.last_day, day) if known else day
    told = {name: getattr(device, name) for name in ("manufacturer", "product", "serial")}
    return [
        DeviceItem.v.set(1),
        DeviceItem.first_day.set(first.isoformat()),
        DeviceItem.last_day.set(last.isoformat()),
        *(getattr(DeviceItem, name).set(value) for name, value in told.items() if value is not None),
    ]


def _unchanged(known: KnownDevice | None) -> Condition:
    if known is None:
        new: Condition = DeviceItem.pk.does_not_exist()
        return new
    first, last = known.first_day.isoformat(), known.last_day.isoformat()
    same: Condition = (DeviceItem.first_day == first) & (DeviceItem.last_day == last)
    return same


def device_of(raw: RawItem) -> KnownDevice:
    """A stored recorder as a record."""
    texts = {name: raw[name]["S"] if name in raw else None for name in ("manufacturer", "product", "serial")}
    days = (date.fromisoformat(raw[name]["S"]) for name in ("first_day", "last_day"))
    return KnownDevice(keys.tail(raw["SK"]["S"]), texts["manufacturer"], texts["product"], texts["serial"], *days)
