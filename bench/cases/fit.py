"""FIT: checksum, walk, values, on an hour at 1 Hz and an hour of a sensor at 100 Hz."""

from functools import cache, partial
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import parsers
from bench.cases.case import Case, Peer, bytes_of, close, package
from bench.loops import Loops
from bench.rounds import Work
from kernels import fit_columns, fit_crc, fit_stream

type Values = NDArray[np.float64]

_HEADER_BYTES, _CHECKSUM_BYTES = 14, 2
_RECORD, _ACCELEROMETER, _GYROSCOPE = 20, 165, 164
# Of the hour at 1 Hz: number, scale and offset by the FIT profile.
_FIELDS = (
    (253, 1, 0),
    (0, 1, 0),
    (1, 1, 0),
    (5, 100, 0),
    (73, 1000, 0),
    (78, 5, 500),
    (7, 1, 0),
    (39, 10, 0),
    (41, 10, 0),
    (3, 1, 0),
    (4, 1, 0),
    (53, 128, 0),
    (13, 1, 0),
)
_HEART_RATE = 9
_AXES = (2, 3, 4)
_SENSOR_MESSAGES = 3600 * 100 // 25


def _files() -> Any:
    return import_module("tests.uploads.readers.fit_files")


@cache
def _hour() -> bytes:
    return bytes(_files().hour_1hz())


@cache
def _sensors() -> bytes:
    return bytes(_files().imu_hour())


def _index(data: bytes) -> fit_stream.Index:
    budget = np.full(fit_stream.BUDGET, 10_000_000)
    return fit_stream.index(data, _HEADER_BYTES, len(data) - _CHECKSUM_BYTES, budget)


def _checked(data: bytes) -> None:
    if fit_crc.crc(data):
        raise ValueError("the file made for the benchmark has a wrong checksum")


def _columns(data: bytes) -> Values:
    """From the bytes to all 13 columns, the checksum included: what fitfast does in one call."""
    _checked(data)
    number, scale, shift = zip(*_FIELDS, strict=True)
    index = _index(data)
    return fit_columns.columns(index, index.rows(_RECORD), number, scale, shift)


def _arrays(data: bytes) -> tuple[Values, Values]:
    """From the bytes to both sensors."""
    _checked(data)
    index = _index(data)
    accelerometer, gyroscope = (
        fit_columns.arrays(index, index.rows(number), _AXES, [1.0] * 3, [0.0] * 3)[0]
        for number in (_ACCELEROMETER, _GYROSCOPE)
    )
    return accelerometer, gyroscope


def _sdk_crc() -> Work:
    calculator = package("garmin_fit_sdk.crc_calculator").CrcCalculator
    data = bytearray(_hour())
    return lambda: calculator.calculate_crc(data, 0, len(data))


def _crc_loop(loops: Loops) -> Work:
    data = np.frombuffer(_hour(), np.uint8)
    return loops.counting("crc", data, data.size)


def _fitfast(name: str, data: bytes) -> Work:
    return partial(getattr(package("fitfast"), name), data)


def _sdk() -> Work:
    package("garmin_fit_sdk")
    return lambda: parsers.sdk_messages(_hour())["record_mesgs"]


def _record_heart_rates(ours: Values, theirs: Any) -> None:
    close()(ours[_HEART_RATE], [row["heart_rate"] for row in theirs])


def _fitfast_columns(ours: Values, theirs: Any) -> None:
    close()(ours[_HEART_RATE], theirs["heart_rate"])
    close()(ours[3], theirs["distance"])


def _count_same(ours: fit_stream.Index, theirs: Any) -> None:
    close()(ours.positions.size, sum(theirs.values()))


def _known_layout(data: bytes) -> Work:
    """The sensors' messages where and how this very file has them."""
    row = np.dtype([("head", "V7"), ("offsets", "<u2", 25), ("axes", "<u2", (3, 25))])
    starts = [data.index(bytes((0x40 | local, 0, 0, number, 0, 6))) + 24 for local, number in ((2, 165), (3, 164))]

    def work() -> object:
        read = (np.frombuffer(data, row, _SENSOR_MESSAGES, start) for start in starts)
        return tuple(held["axes"].transpose(0, 2, 1).reshape(-1, 3).astype(np.float64) for held in read)

    return work


def _fitfast_arrays(ours: tuple[Values, Values], theirs: Any) -> None:
    rows = theirs["accelerometer_data"]
    told = next(value for key, value in rows[5].items() if "accel_x" in str(key) and "calibrated" not in str(key))
    close()(ours[0][125:150, 0], told)


def _plain_walk(data: bytes) -> Work:
    """A walk in plain Python: what the format asks for, message by message."""

    def work() -> object:
        at, lengths, kinds, count = _HEADER_BYTES, {}, {}, dict[int, int]()
        while at < len(data) - _CHECKSUM_BYTES:
            head = data[at]
            if head & 0x40:
                fields = data[at + 5]
                lengths[head & 15] = 1 + sum(data[at + 7 : at + 6 + 3 * fields : 3])
                kinds[head & 15] = data[at + 3] | data[at + 4] << 8
                at += 6 + 3 * fields
            else:
                count[kinds[head & 15]] = count.get(kinds[head & 15], 0) + 1
                at += lengths[head & 15]
        return count

    return work


def _accumulated() -> tuple[Values, Values]:
    total = np.cumsum(np.random.default_rng(1).integers(0, 60, 10_800)).astype(np.float64)
    return total % 256, np.full(total.size, np.nan)


_COUNTER, _UNKNOWN = _accumulated()


def _unwrapped() -> Work:
    return lambda: np.cumsum(np.diff(_COUNTER, prepend=0.0) % 256)


CASES = (
    Case(
        kernel="fit_crc.crc",
        given="1 h at 1 Hz",
        ours=lambda: fit_crc.crc(_hour()),
        peers={"garmin-fit-sdk": Peer(_sdk_crc, close())},
        target=100,
        loop=_crc_loop,
        loop_same=close(),
        moved_bytes=len(_hour()),
    ),
    Case(
        kernel="fit_stream.index",
        given="1 h at 1 Hz",
        ours=lambda: _index(_hour()),
        peers={
            "fitfast message_counts": Peer(lambda: _fitfast("message_counts", _hour()), _count_same),
            "plain Python": Peer(lambda: _plain_walk(_hour()), _count_same),
        },
        moved_bytes=len(_hour()),
    ),
    Case(
        kernel="fit_columns.columns",
        given="1 h at 1 Hz, bytes to 13 columns",
        ours=lambda: _columns(_hour()),
        peers={
            "fitfast records": Peer(lambda: _fitfast("records", _hour()), _fitfast_columns),
            "garmin-fit-sdk": Peer(_sdk, _record_heart_rates),
        },
        target=3,
        moved_bytes=len(_hour()) + 8 * len(_FIELDS) * 3600,
    ),
    Case(
        kernel="fit_columns.arrays",
        given="1 h at 100 Hz, bytes to 2 sensors",
        ours=lambda: _arrays(_sensors()),
        peers={
            "fitfast parse": Peer(lambda: _fitfast("parse", _sensors()), _fitfast_arrays),
            "NumPy, the layout known": Peer(lambda: _known_layout(_sensors()), close()),
        },
        target=8,
        moved_bytes=len(_sensors()) + 2 * 8 * 3 * 360_000,
    ),
    Case(
        kernel="fit_columns.accumulated",
        given="10,800 counts of 8 bits",
        ours=lambda: fit_columns.accumulated(_COUNTER, _UNKNOWN, 8, 1.0),
        peers={"NumPy diff, cumsum": Peer(_unwrapped, close())},
        moved_bytes=3 * bytes_of(_COUNTER),
    ),
)
