"""Columns of numbers in few bytes: scaled integers, the differences between them, byte plane by byte plane, compressed.

Neighbours in a recorded series differ little, so most differences fit into a byte, and the planes of the higher bytes
are almost empty. A column of 1,024 values takes 300 to 1,200 bytes, a third to a half of its compressed JSON text, and
is read again in a tenth of a millisecond, without NumPy.

A packed column is a header (``_HEADER``: flags and width, decimals, length, first value) and a zlib stream of a bitmap
of the values that are there, where some are not, and the planes of the zigzag-coded differences, lowest bytes first.
"""

import struct
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import sub
from typing import Any

type Value = float | int | bool | None

_HEADER = struct.Struct("<BBIq")
_BOOLEAN, _MISSING, _WIDTH = 0x80, 0x40, 0x0F
_TYPES = {1: "B", 2: "H", 4: "I", 8: "Q"}


def pack(values: Sequence[Value], decimals: int) -> bytes:
    """The column, each value kept to ``decimals`` decimals; booleans stay booleans, None stays None."""
    scale = 10**decimals
    kinds = set(map(type, values))
    missing = type(None) in kinds
    known = _filled(values) if missing else values
    whole = [round(value * scale) for value in known]
    while decimals and not any(number % 10 for number in whole):
        whole, decimals = [number // 10 for number in whole], decimals - 1
    # Zigzag: 0, -1, 1, -2, 2 ... as 0, 1, 2, 3, 4 ...
    differences = [step << 1 ^ step >> 63 for step in map(sub, whole[1:], whole)]
    width = max(differences, default=0).bit_length() + 7 >> 3 or 1
    coded = array(_TYPES[8], differences).tobytes()
    planes = b"".join(coded[plane::8] for plane in range(width))
    bitmap = _bitmap([value is not None for value in values]) if missing else b""
    return packed(bitmap, planes, decimals, len(values), whole[0] if whole else 0, boolean=bool in kinds)


def packed(bitmap: bytes, planes: bytes, decimals: int, length: int, first: int, *, boolean: bool = False) -> bytes:
    """A packed column of its parts, which ``pack`` makes of lists, and ``uploads.packing`` of arrays.

    Args:
        bitmap: a bit for each value, lowest first, set where it is there; empty where all are.
        planes: the zigzag-coded differences, plane by plane, in as many bytes as the largest takes, one at least.
        decimals: that are kept.
        length: how many values there are.
        first: the first one, scaled.
        boolean: whether they are booleans.
    """
    width = len(planes) // (length - 1) if length > 1 else 1
    flags = (_BOOLEAN if boolean else 0) | (_MISSING if bitmap else 0)
    return _HEADER.pack(flags | width, decimals, length, first) + zlib.compress(bitmap + planes, 9)


def unpack(column: bytes) -> list[Any]:
    """The inverse of ``pack``: numbers are floats where decimals were kept, else integers."""
    flags, decimals, length, first = _HEADER.unpack_from(column)
    body = zlib.decompress(column[_HEADER.size :])
    start = (length + 7) // 8 if flags & _MISSING else 0
    coded = _woven(memoryview(body)[start:], flags & _WIDTH, max(length - 1, 0))
    differences = [number >> 1 ^ -(number & 1) for number in coded]
    whole = list(accumulate(chain((first,), differences)))[:length]
    scale = 10**decimals
    values: list[Any] = [number / scale for number in whole] if decimals else list(whole)
    if flags & _BOOLEAN:
        values = [bool(number) for number in whole]
    if flags & _MISSING:
        there = _bits(body[:start])
        values = [value if there >> index & 1 else None for index, value in enumerate(values)]
    return values


def _filled(values: Sequence[Value]) -> list[float]:
    """Missing values replaced by the ones before them, so that they cost nothing."""
    last: float = next((value for value in values if value is not None), 0)
    return [last := value if value is not None else last for value in values]


def _woven(planes: memoryview, width: int, count: int) -> Sequence[int]:
    """The numbers of these byte planes."""
    if width == 1:
        return bytes(planes)
    size = next(size for size in _TYPES if size >= width)
    woven = bytearray(size * count)
    for plane in range(width):
        woven[plane::size] = planes[plane * count : (plane + 1) * count]
    numbers = array(_TYPES[size])
    numbers.frombytes(woven)
    return numbers


def _bitmap(present: Sequence[bool]) -> bytes:
    return int("".join("01"[bit] for bit in reversed(present)), 2).to_bytes((len(present) + 7) // 8, "little")


def _bits(bitmap: bytes) -> int:
    return int.from_bytes(bitmap, "little")
