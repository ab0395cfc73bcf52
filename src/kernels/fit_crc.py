"""The checksum of FIT files: CRC-16, sixteen bytes at a time."""

import numpy as np
from numpy.typing import NDArray

from kernels.jit import kernel
from kernels.registry import public

type Octets = NDArray[np.uint8]

# Octets as compiled code takes them: they may be read, not written, as those of ``bytes`` are.
OCTETS = "Array(u1, 1, 'C', True)"

_SLICES = 16
_POLYNOMIAL = 0xA001


def _crc_tables() -> NDArray[np.uint16]:
    """What becomes of a byte when 0, 1, 2, ... zero bytes follow, shape (16, 256)."""
    table = np.arange(256)
    for _ in range(8):
        table = (table >> 1) ^ np.where(table & 1, _POLYNOMIAL, 0)
    tables = [table]
    while len(tables) < _SLICES:
        tables.append((tables[-1] >> 8) ^ table[tables[-1] & 0xFF])
    return np.array(tables, np.uint16)


_TABLES = _crc_tables()


@kernel(f"i8({OCTETS}, i8, i8)")
def _crc(data: Octets, start: int, stop: int) -> int:
    low, shift = np.uint64(0xFF), np.uint64(8)
    crc = np.uint64(0)
    # Unsigned: no index counts from the end, and none is looked at for that.
    at, end, step = np.uint64(start), np.uint64(stop), np.uint64(_SLICES)
    while at + step <= end:
        # Only two lookups wait for the bytes before: they come last, the others run ahead.
        ahead = (
            _TABLES[13, data[at + np.uint64(2)]]
            ^ _TABLES[12, data[at + np.uint64(3)]]
            ^ _TABLES[11, data[at + np.uint64(4)]]
            ^ _TABLES[10, data[at + np.uint64(5)]]
            ^ _TABLES[9, data[at + np.uint64(6)]]
            ^ _TABLES[8, data[at + np.uint64(7)]]
            ^ _TABLES[7, data[at + np.uint64(8)]]
            ^ _TABLES[6, data[at + np.uint64(9)]]
            ^ _TABLES[5, data[at + np.uint64(10)]]
            ^ _TABLES[4, data[at + np.uint64(11)]]
            ^ _TABLES[3, data[at + np.uint64(12)]]
            ^ _TABLES[2, data[at + np.uint64(13)]]
            ^ _TABLES[1, data[at + np.uint64(14)]]
            ^ _TABLES[0, data[at + np.uint64(15)]]
        )
        crc = ahead ^ (_TABLES[15, data[at] ^ (crc & low)] ^ _TABLES[14, data[at + np.uint64(1)] ^ (crc >> shift)])
        at += step
    while at < end:
        crc = (crc >> shift) ^ _TABLES[0, data[at] ^ (crc & low)]
        at += np.uint64(1)
    return int(crc)


def octets(name: str, data: bytes | Octets) -> Octets:
    """The bytes as a column of octets, not copied.

    Raises:
        ValueError: the argument is no bytes and no such column.
    """
    if isinstance(data, bytes):
        return np.frombuffer(data, np.uint8)
    if not isinstance(data, np.ndarray) or data.dtype != np.uint8 or data.ndim != 1:
        raise ValueError(f"{name}: must be bytes")
    return np.ascontiguousarray(data).view()


def stretch(data: Octets, start: int, end: int | None) -> tuple[int, int]:
    """The two ends of a part of the data, checked."""
    stop = data.size if end is None else int(end)
    if not 0 <= int(start) <= stop <= data.size:
        raise ValueError(f"start, end: must lie in order within {data.size} bytes, not {start}, {end}")
    return int(start), stop


@public(
    shapes="data[n] -> checksum",
    reference='FIT Protocol, "CRC": CRC-16 with the reflected polynomial 0xA001; slicing after Kounavis & Berry (2008)',
    oracle="garmin-fit-sdk",
    peer="garmin-fit-sdk",
)
def crc(data: bytes | Octets, start: int = 0, end: int | None = None) -> int:
    """FIT's checksum over a part of the data; 0 over a file and its own checksum."""
    held = octets("data", data)
    return int(_crc(held, *stretch(held, start, end)))
