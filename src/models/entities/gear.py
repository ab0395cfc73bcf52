"""What is worn, and what records."""

from dataclasses import dataclass
from datetime import date

from models.entities.totals import Amounts
from models.terms import Sport


@dataclass(frozen=True, slots=True)
class Gear:
    """A pair of shoes with all that was run and walked in it."""

    gear_id: str
    name: str
    retired: bool
    amounts: Amounts
    default_for: tuple[Sport, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A recorder that sent activities, with the local days of its first and its newest one."""

    device_id: str
    manufacturer: str | None
    product: str | None
    serial: str | None
    first_day: date
    last_day: date
