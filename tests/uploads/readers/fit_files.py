"""FIT files of every shape: long ones for benchmarks, odd ones for tests. Values are stored integers of the profile."""

import struct
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

START_S = 1_068_934_400  # 2023-11-14T22:13:20Z since 1989-12-31
RECORD, ACCELEROMETER, GYROSCOPE, MAGNETOMETER = 20, 165, 164, 208
DEVELOPER_DATA_ID, FIELD_DESCRIPTION, HRV = 207, 206, 78
SEMICIRCLES_PER_DEGREE = 2**31 / 180
SAMPLES = 25  # of a sensor in one message

# Base types of the FIT profile: code, NumPy's name, invalid value.
BASE_TYPES = {
    "enum": (0x00, "u1", 0xFF),
    "sint8": (0x01, "i1", 0x7F),
    "uint8": (0x02, "u1", 0xFF),
    "sint16": (0x83, "i2", 0x7FFF),
    "uint16": (0x84, "u2", 0xFFFF),
    "sint32": (0x85, "i4", 0x7FFFFFFF),
    "uint32": (0x86, "u4", 0xFFFFFFFF),
    "string": (0x07, "S", 0x00),
    "float32": (0x88, "f4", None),
    "float64": (0x89, "f8", None),
    "uint8z": (0x0A, "u1", 0),
    "uint16z": (0x8B, "u2", 0),
    "uint32z": (0x8C, "u4", 0),
    "byte": (0x0D, "u1", 0xFF),
    "sint64": (0x8E, "i8", 0x7FFFFFFFFFFFFFFF),
    "uint64": (0x8F, "u8", 0xFFFFFFFFFFFFFFFF),
    "uint64z": (0x90, "u8", 0),
}

# A field's number and base type with its values: one a message, or a row of an array a message.
type Columns = Mapping[tuple[int, str], ArrayLike]


def file(*messages: bytes, header_bytes: int = 14, header_crc: bool = True, size: int | None = None) -> bytes:
    """A file of the messages with a true checksum; ``size`` is what the header claims, if not the truth."""
    body = b"".join(messages)
    head = struct.pack("<BBHI4s", header_bytes, 0x20, 2100, len(body) if size is None else size, b".FIT")
    if header_bytes == 14:
        head += struct.pack("<H", crc(head) if header_crc else 0)
    return head + body + struct.pack("<H", crc(head + body))


def crc(data: bytes) -> int:
    """FIT's checksum (CRC-16/ARC), a byte at a time."""
    table = _crc_table()
    register = 0
    for byte in data:
        register = register >> 8 ^ table[(register ^ byte) & 0xFF]
    return register


@cache
def _crc_table() -> list[int]:
    table = list(range(256))
    for _ in range(8):
        table = [register >> 1 ^ 0xA001 if register & 1 else register >> 1 for register in table]
    return table


def definition(
    local: int,
    message: int,
    fields: Sequence[tuple[int, int, int]],
    *,
    big: bool = False,
    developer: Sequence[tuple[int, int, int]] = (),
) -> bytes:
    """A definition of fields (number, bytes, base type) and developer fields (number, bytes, developer's index)."""
    head = struct.pack(
        ">BBBHB" if big else "<BBBHB", 0x40 | (0x20 if developer else 0) | local, 0, big, message, len(fields)
    )
    told = head + b"".join(map(bytes, fields))
    return told + bytes([len(developer)]) + b"".join(map(bytes, developer)) if developer else told


def messages(
    local: int,
    message: int,
    columns: Columns,
    *,
    big: bool = False,
    developer: Columns | None = None,
    offsets_s: ArrayLike | None = None,
) -> bytes:
    """A definition and its data messages.

    Args:
        local: local message type.
        message: global message number.
        columns: by field number and base type; the values of developer fields stand in ``developer``.
        big: whether the numbers are big endian.
        developer: by field number and base type, of the developer with index 0.
        offsets_s: writes compressed timestamp headers with these seconds, modulo 32.
    """
    order = ">" if big else "<"
    held = [(key, _stored(key[1], order, values)) for key, values in columns.items()]
    own = [(key, _stored(key[1], order, values)) for key, values in (developer or {}).items()]
    rows = np.zeros(
        len(held[0][1]),
        [("header", "u1"), *((f"f{i}", column.dtype, column.shape[1:]) for i, (_, column) in enumerate(held + own))],
    )
    rows["header"] = local if offsets_s is None else 0x80 | local << 5 | np.asarray(offsets_s) % 32
    for i, (_, column) in enumerate(held + own):
        rows[f"f{i}"] = column
    told = definition(
        local,
        message,
        [(number, _bytes(column), BASE_TYPES[name][0]) for (number, name), column in held],
        big=big,
        developer=[(number, _bytes(column), 0) for (number, _), column in own],
    )
    return told + rows.tobytes()


def developer_field(number: int, name: str, base_type: str, units: str = "") -> bytes:
    """The messages that introduce a developer's field."""
    described = {
        (0, "uint8"): [0],
        (1, "uint8"): [number],
        (2, "uint8"): [BASE_TYPES[base_type][0]],
        (3, "string"): [name.encode()],
        (8, "string"): [units.encode()],
    }
    return messages(14, DEVELOPER_DATA_ID, {(3, "uint8"): [0]}) + messages(15, FIELD_DESCRIPTION, described)


@cache
def hour_1hz() -> bytes:
    """An hour at a point a second, 13 fields, 126 kB."""
    return run_1hz(3600)


@cache
def three_hours_1hz() -> bytes:
    """Three hours at a point a second, 13 fields, 378 kB."""
    return run_1hz(3 * 3600)


@cache
def imu_hour() -> bytes:
    """An hour of acceleration and angular rate at 100 Hz, 25 samples a message, with a record a second, 6.1 MB."""
    return file(
        _file_id(), _run_records(3600), sensor(ACCELEROMETER, 2, 3600), sensor(GYROSCOPE, 3, 3600), _session(3600)
    )


def run_1hz(seconds: int) -> bytes:
    """A run with a record a second and its session."""
    return file(_file_id(), _run_records(seconds), _session(seconds))


def sensor(message: int, local: int, seconds: int, hertz: int = 100) -> bytes:
    """Messages of an inertial sensor with raw counts."""
    rows = seconds * hertz // SAMPLES
    millis = np.arange(rows) * (1000 * SAMPLES // hertz)
    noise = np.random.default_rng(message)
    counts = noise.integers(28_000, 37_000, (3, rows, SAMPLES))
    offsets = np.broadcast_to(np.arange(SAMPLES) * (1000 // hertz), (rows, SAMPLES))
    columns: dict[tuple[int, str], ArrayLike] = {
        (253, "uint32"): START_S + millis // 1000,
        (0, "uint16"): millis % 1000,
        (1, "uint16"): offsets,
        **{(2 + i, "uint16"): counts[i] for i in range(3)},
    }
    return messages(local, message, columns)


def _file_id() -> bytes:
    return messages(
        0,
        0,
        {
            (0, "enum"): [4],
            (1, "uint16"): [1],
            (2, "uint16"): [3113],
            (3, "uint32z"): [3_141_592_653],
            (4, "uint32"): [START_S],
        },
    )


def _session(seconds: int) -> bytes:
    return messages(
        4,
        18,
        {
            (253, "uint32"): [START_S + seconds],
            (2, "uint32"): [START_S],
            (7, "uint32"): [seconds * 1000],
            (8, "uint32"): [seconds * 1000],
            (9, "uint32"): [seconds * 300],
            (5, "enum"): [1],
        },
    )


def _run_records(seconds: int) -> bytes:
    """Around a circle of a kilometre, up and down a hill: all 13 fields change."""
    second = np.arange(seconds)
    noise = np.random.default_rng(seconds)
    turn = second * 3 / 1000 * 2 * np.pi
    columns: dict[tuple[int, str], ArrayLike] = {
        (253, "uint32"): START_S + second,
        (0, "sint32"): (35 + 0.00143 * np.sin(turn)) * SEMICIRCLES_PER_DEGREE,
        (1, "sint32"): (139 + 0.00175 * np.cos(turn)) * SEMICIRCLES_PER_DEGREE,
        (5, "uint32"): second * 300,
        (73, "uint32"): 3000 + noise.integers(-200, 200, seconds),
        (78, "uint32"): (500 + 80 + 40 * np.sin(second / 400)) * 5,
        (7, "uint16"): 250 + noise.integers(-30, 30, seconds),
        (39, "uint16"): 850 + noise.integers(-50, 50, seconds),
        (41, "uint16"): 2450 + noise.integers(-80, 80, seconds),
        (3, "uint8"): 140 + 20 * np.sin(second / 300),
        (4, "uint8"): 85 + noise.integers(-3, 3, seconds),
        (53, "uint8"): noise.integers(0, 128, seconds),
        (13, "sint8"): 18 + 3 * np.sin(second / 2000),
    }
    return messages(1, RECORD, columns)


def _stored(base_type: str, order: str, values: ArrayLike) -> NDArray[np.generic]:
    kind = BASE_TYPES[base_type][1]
    if kind == "S":
        texts = np.asarray(values, np.bytes_)
        return texts.astype(f"S{texts.dtype.itemsize + 1}")
    return np.asarray(values).astype(order + kind)


def _bytes(column: NDArray[np.generic]) -> int:
    """Bytes that a message holds of the column."""
    return column.dtype.itemsize * int(np.prod(column.shape[1:]))
