"""How the tables of the FIT profile are written: one entry a field, nothing that can be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message: its value is ``stored / scale - shift``, in the units (empty: a number without one)."""

    number: int
    name: str
    units: str = ""
    scale: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of message: its name, its global number, its fields by name and by number. There is one of each."""

    name: str
    number: int
    fields: Mapping[str, Field]
    by_number: Mapping[int, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {found.number: found for found in self.fields.values()})


def kind(name: str, number: int, fields: str) -> Kind:
    """Reads ``number name units scale shift`` of each field; semicolons part them, a hyphen stands for no units."""
    return Kind(name, number, {found.name: found for found in map(_field, fields.split(";"))})


def words(pairs: str) -> dict[int, str]:
    """Reads ``number:word`` pairs."""
    return {int(number): word for number, _, word in (pair.partition(":") for pair in pairs.split())}


def _field(entry: str) -> Field:
    told = entry.split()
    number, name, units, scale, shift = [*told, *("-", "1", "0")[len(told) - 2 :]]
    return Field(int(number), name, "" if units == "-" else units, float(scale), float(shift))
