"""Columns as they are stored, from arrays: scaled whole numbers, and the packed columns of ``models.columns``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import columns
from uploads.recording import Column

# NumPy may have swapped them on another machine; the stored order is the lowest byte first.
_STORED = np.dtype("<u8")


@dataclass(frozen=True, slots=True)
class Whole:
    """A column as whole numbers, shape (n,): value = number / 10 ** decimals.

    Attributes:
        numbers: with the one before it in place of a missing one, so that it costs nothing.
        decimals: no more than are needed: zeros that all numbers end with are left out.
        known: where a value was measured; None where one was everywhere.
    """

    numbers: NDArray[np.int64]
    decimals: int
    known: NDArray[np.bool_] | None


def whole(column: Column, decimals: int) -> Whole:
    """The column, each value kept to ``decimals`` decimals at most; what is not finite is missing.

    Scaled values must stay below 2 ** 61, as all do that the readers let through.
    """
    known = np.isfinite(column)
    complete = bool(known.all())
    filled = column if complete else _filled(column, known)
    numbers = np.rint(filled * 10**decimals).astype(np.int64)
    while decimals and not (numbers % 10).any():
        numbers, decimals = numbers // 10, decimals - 1
    return Whole(numbers, decimals, None if complete else known)


def pack(column: Column, decimals: int) -> bytes:
    """The same bytes as ``models.columns.pack`` makes of the column as a list, None where it is not finite."""
    told = whole(column, decimals)
    bitmap = b"" if told.known is None else np.packbits(told.known, bitorder="little").tobytes()
    first = int(told.numbers[0]) if column.size else 0
    return columns.packed(bitmap, _planes(told.numbers), told.decimals, column.size, first)


def pack_flags(flags: NDArray[np.bool_]) -> bytes:
    """The same bytes as ``models.columns.pack`` makes of the flags as a list of booleans."""
    first = int(flags[0]) if flags.size else 0
    return columns.packed(b"", _planes(flags.astype(np.int64)), 0, flags.size, first, boolean=bool(flags.size))


def _planes(numbers: NDArray[np.int64]) -> bytes:
    """The differences, zigzag-coded, byte plane by byte plane, lowest first."""
    steps = np.diff(numbers)
    coded = (steps << 1 ^ steps >> 63).view(np.uint64)
    width = int(coded.max(initial=1)).bit_length() + 7 >> 3
    return coded.astype(_STORED, copy=False).view(np.uint8).reshape(-1, 8)[:, :width].T.tobytes()


def _filled(column: Column, known: NDArray[np.bool_]) -> Column:
    """Missing values replaced by the ones before them, leading ones by the first; 0 where there is none."""
    there = np.flatnonzero(known)
    if not there.size:
        return np.zeros(column.size)
    before = np.maximum.accumulate(np.where(known, np.arange(column.size), there[0]))
    return column[before]
