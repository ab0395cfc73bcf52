"""Capacity units by DynamoDB's published rules: how large an item is, and what reading and writing it takes.

The embedded engine answers every request with the same figure, and no local one counts transactions as AWS does.
Where an engine does keep an account, the tests hold these rules against it.

- An item is its names and values: text as UTF-8, binary as it is, a number two digits a byte, a list or map 3 bytes and
  one an element.
- Reading takes half a unit for each 4 KB, a whole one where it is read strongly: of the sum of what a query reads, of
  each item that is named by its key, and at least one step, also where nothing is there.
- Writing takes a unit for each KB of the larger one of the item before and after, and the same for each index entry
  that is put, changed or taken away; an entry that moves is taken away and put.
- Within a transaction every write counts twice: it is prepared and committed. So does a mere condition.
"""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import batched
from typing import Any

from models import keys

type Value = Mapping[str, Any]
type Item = Mapping[str, Value]

READ_STEP_BYTES, WRITE_STEP_BYTES = 4096, 1024
# The attribute that an index sorts by; an item without it has no entry there. Entries hold whole items.
INDEX_SORTS = {keys.BY_SPORT: "KS", keys.BY_UPDATE: "UK"}


def size_bytes(item: Item) -> int:
    """What DynamoDB counts of an item, as it is sent (binary as bytes) or as it is answered (binary as base64)."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def query_units(items: Iterable[Item], *, strong: bool = False) -> float:
    """Read units of a query or scan that reads these items."""
    return _read_units(sum(map(size_bytes, items)), strong=strong)


def get_units(items: Iterable[Item | None], *, strong: bool = False) -> float:
    """Read units of items by their keys, one by one or in a batch; None for each that is not there."""
    return sum(_read_units(size_bytes(item or {}), strong=strong) for item in items)


def write_units(before: Item | None, after: Item | None) -> int:
    """Write units of one item, put, changed or deleted, with its index entries; None where there is none."""
    entries = sum(_entry_units(before or {}, after or {}, sort) for sort in INDEX_SORTS.values())
    return _write_steps(before or {}, after or {}) + entries


def check_units(item: Item | None) -> int:
    """Write units of a condition on an item within a transaction, before they count twice."""
    return _write_steps(item or {})


def _entry_units(before: Item, after: Item, sort: str) -> int:
    if sort in before and sort in after and before[sort] == after[sort]:
        return _write_steps(before, after) if before != after else 0
    return sum(_write_steps(item) for item in (before, after) if sort in item)


def _read_units(size: int, *, strong: bool) -> float:
    return max(math.ceil(size / READ_STEP_BYTES), 1) * (1.0 if strong else 0.5)


def _write_steps(*items: Item) -> int:
    return max(math.ceil(max(map(size_bytes, items)) / WRITE_STEP_BYTES), 1)


def _value_bytes(value: Value) -> int:
    ((kind, content),) = value.items()
    size = 1  # BOOL and NULL
    match kind:
        case "S":
            size = len(content.encode())
        case "N":
            size = _number_bytes(content)
        case "B":
            size = _binary_bytes(content)
        case "SS" | "NS" | "BS":
            size = sum(_value_bytes({kind[0]: part}) for part in content)
        case "L":
            size = 3 + sum(1 + _value_bytes(part) for part in content)
        case "M":
            size = 3 + len(content) + size_bytes(content)
    return size


def _number_bytes(text: str) -> int:
    """Two digits a byte, paired from the point outwards, without outer zeros; one byte more, and one for a minus."""
    number = Decimal(text)
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    digits = "0" * (len(whole) % 2) + whole + fraction + "0" * (len(fraction) % 2)
    pairs = "".join(" " if pair == ("0", "0") else "x" for pair in batched(digits, 2, strict=True)).strip()
    return len(pairs) + 1 + (number < 0)


def _binary_bytes(content: bytes | str) -> int:
    if isinstance(content, bytes):
        return len(content)
    return len(content) * 3 // 4 - content[-2:].count("=")
