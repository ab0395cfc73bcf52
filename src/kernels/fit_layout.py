"""Where the fields of FIT messages stand, by what their definitions say (FIT Protocol, "Field Definitions")."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Integers
from kernels.fit_crc import OCTETS, Octets
from kernels.fit_stream import LENGTH, NUMBER, POSITION, Index, Table
from kernels.jit import kernel

type Layout = NDArray[np.int32]

# The columns of a layout: where a field is in its message (-1: nowhere), its base type, how many values it has, and
# whether they are big endian.
OFFSET, KIND, COUNT, BIG = range(4)
# The base type of texts, and the bytes of one value of each type by its number.
STRING = 7
SIZES = np.array([1, 1, 1, 2, 2, 4, 4, 1, 4, 8, 1, 2, 4, 1, 8, 8, 8])

_UINT8 = 2
_DEFINITION_BYTES = 6
# Fields by number; then those of each developer, see ``developer_field``.
_DEVELOPER = 256
_NUMBERS = 257 * _DEVELOPER
_KINDS = 32


@kernel(f"void({OCTETS}, Array(i4, 2, 'C', True), i8, i8[::1], i8[::1], i4[:, :, ::1])")
def _layout(data: Octets, definitions: Table, number: int, wanted: Integers, kinds: Integers, layout: Layout) -> None:
    slots = np.full(_NUMBERS if wanted.size and wanted.max() >= _DEVELOPER else _DEVELOPER, -1, np.int32)
    for f in range(wanted.size):
        slots[wanted[f]] = f
    layout[:, :, OFFSET] = -1
    for d in range(definitions.shape[0]):
        if definitions[d, NUMBER] != number:
            continue
        at = int(definitions[d, POSITION])
        place, offset = at + _DEFINITION_BYTES, 1
        fields = int(data[at + 5])
        for group in range(2 if data[at] & 0x20 else 1):
            if group == 1:
                fields = int(data[place]) if place < data.size else 0
                place += 1
            for _ in range(fields):
                if place + 2 >= data.size:
                    break
                size = int(data[place + 1])
                found = int(data[place]) + (_DEVELOPER * (int(data[place + 2]) + 1) if group == 1 else 0)
                f = int(slots[found]) if found < slots.size else -1
                # A developer's field has its type in its description, not here.
                kind = int(kinds[f]) if group == 1 and f >= 0 else int(data[place + 2]) & 0x1F
                if f >= 0 and kind < SIZES.size and offset + size <= definitions[d, LENGTH]:
                    # What is no whole number of values is a row of bytes.
                    kind = kind if size % SIZES[kind] == 0 else _UINT8
                    layout[d, f, OFFSET] = offset
                    layout[d, f, KIND] = kind
                    layout[d, f, COUNT] = size // SIZES[kind]
                    layout[d, f, BIG] = data[at + 2]
                offset += size
                place += 3


def layout(index: Index, number: int, fields: ArrayLike) -> Layout:
    """Where fields stand in the messages of a kind, shape (definitions, f, 4) with ``OFFSET`` to ``BIG`` in each row.

    Args:
        index: of the file.
        number: the global number of the messages.
        fields: numbers of fields; those of developers are ``developer_field(...)``.

    Raises:
        ValueError: no field can have such a number, or one is there twice.
    """
    wanted = np.require(fields, np.int64, ("C", "A", "W", "E"))
    if wanted.ndim != 1 or (wanted.size and (wanted.min() < 0 or wanted.max() >= _KINDS * _NUMBERS)):
        raise ValueError("fields: must be numbers of fields")
    numbers = wanted % _NUMBERS
    if len(set(numbers.tolist())) != numbers.size:
        raise ValueError("fields: must be different ones")
    found = np.zeros((index.definitions.shape[0], wanted.size, BIG + 1), np.int32)
    _layout(index.data, index.definitions, int(number), numbers, wanted // _NUMBERS, found)
    return found


def developer_field(developer: int, number: int, base_type: int) -> int:
    """The number of a developer's field, for ``columns``, ``arrays`` and ``layout``.

    Args:
        developer: the developer's index, a byte.
        number: of the field, a byte.
        base_type: what the field's description says; the definitions of messages do not have it.
    """
    return base_type % _KINDS * _NUMBERS + (developer + 1) * _DEVELOPER + number


def fields_of(index: Index, number: int) -> list[int]:
    """Numbers of all fields that the messages of a kind have by their definitions, developers' left out, in order."""
    found: set[int] = set()
    for place in index.definitions[index.definitions[:, NUMBER] == number, POSITION].tolist():
        count = int(index.data[place + 5])
        found |= set(index.data[place + _DEFINITION_BYTES : place + _DEFINITION_BYTES + 3 * count : 3].tolist())
    return sorted(found)
