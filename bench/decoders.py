"""Files to columns: FIT, GPX and TCX beside the parsers that one would use instead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from bench import pages, parsers
from bench.figures import Figure
from bench.parsers import Columns
from bench.rounds import OURS, Rounds, calls_within
from kernels import jit
from models.terms import Channel
from uploads.readers.detect import read
from uploads.readers.fit.chain import open_chain
from uploads.readers.fit.inertial import samples
from uploads.readers.fit.messages import Messages
from uploads.readers.fit.profile.samples import RECORD
from uploads.recording import Column

TURN_MS = 40.0


@dataclass(frozen=True, slots=True)
class Parser:
    """One way to read a file.

    Attributes:
        parse: from bytes to whatever it makes of them.
        package: what it needs; empty where nothing is to be installed.
        target: how many times faster ours must be.
        told: the heart rates that it read, or what else the file is about, to be compared with ours; None where it has
            none.
    """

    parse: Callable[[bytes], Any]
    package: str = ""
    target: float | None = None
    told: Callable[[Any], Column] | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that is read.

    Attributes:
        maker: module and function of the tests that make it.
        ours: from bytes to columns.
        told: as in ``Parser``, of ours.
        why: as in ``Case``.
    """

    name: str
    maker: tuple[str, str]
    ours: Callable[[bytes], Any]
    told: Callable[[Any], Column]
    parsers: Mapping[str, Parser] = field(default_factory=dict)
    why: str = ""


def _recorded(data: bytes) -> Any:
    """The whole way: columns in units, cleaned, on one axis, with laps, totals and problems."""
    return read(data)


def _recorded_heart_rate(found: Any) -> Column:
    (recording,) = found.recordings
    rates: Column = recording.channels[Channel.HEART_RATE_BPM]
    return rates


def _everything(data: bytes) -> Any:
    """All record fields and the samples of both sensors, in the units of the profile."""
    (index,) = open_chain(data).files
    records = Messages(index, RECORD)
    return records.columns(records.names), samples(index, "accelerometer"), samples(index, "gyroscope")


def _accelerations(found: Any) -> Column:
    along: Column = found[1].xyz[:, 0]
    return along


def _values_of(rows: Any, name: str) -> Column:
    """All values of an array in all messages."""
    return np.array([value for row in rows for value in row[name]], np.float64)


def _columns_heart_rate(found: Columns) -> Column:
    return found["heart_rate_bpm"]


_1HZ = {
    "fitfast records": Parser(parsers.fitfast_records, "fitfast", 1.5, lambda found: np.asarray(found["heart_rate"])),
    "garmin-fit-sdk": Parser(
        parsers.sdk_messages,
        "garmin_fit_sdk",
        60,
        lambda found: parsers.column(found["record_mesgs"], "heart_rate"),
    ),
    "fitdecode": Parser(
        parsers.fitdecode_messages,
        "fitdecode",
        None,
        lambda found: parsers.column(found["record"], "heart_rate"),
    ),
}
_SENSORS = {
    "fitfast parse": Parser(
        parsers.fitfast_parse,
        "fitfast",
        8,
        lambda found: _values_of(found["accelerometer_data"], "accel_x"),
    ),
    "garmin-fit-sdk": Parser(
        parsers.sdk_messages,
        "garmin_fit_sdk",
        60,
        lambda found: _values_of(found["accelerometer_data_mesgs"], "accel_x"),
    ),
    "fitdecode": Parser(
        parsers.fitdecode_messages,
        "fitdecode",
        None,
        lambda found: _values_of(found["accelerometer_data"], "accel_x"),
    ),
}
_GPX = {
    "ElementTree.iterparse": Parser(parsers.element_tree_gpx, "", 10, _columns_heart_rate),
    "gpxpy": Parser(parsers.gpxpy_gpx, "gpxpy", 40, _columns_heart_rate),
    "fastgpx, no heart rate": Parser(parsers.fastgpx_gpx, "fastgpx"),
    "fastgpx, no columns either": Parser(parsers.fastgpx_alone, "fastgpx"),
}
_TCX = {"ElementTree.iterparse": Parser(parsers.element_tree_tcx, "", 10, _columns_heart_rate)}

FIT_FILES, XML_FILES = "tests.uploads.readers.fit_files", "tests.uploads.readers.xml_files"
FILES = (
    File("FIT, 1 h at 1 Hz", (FIT_FILES, "hour_1hz"), _recorded, _recorded_heart_rate, _1HZ),
    File("FIT, 3 h at 1 Hz", (FIT_FILES, "three_hours_1hz"), _recorded, _recorded_heart_rate, _1HZ),
    File("FIT, 1 h of sensors at 100 Hz", (FIT_FILES, "imu_hour"), _everything, _accelerations, _SENSORS),
    File("GPX, 3 h at 1 Hz", (XML_FILES, "three_hours_gpx"), _recorded, _recorded_heart_rate, _GPX),
    File("TCX, 3 h at 1 Hz", (XML_FILES, "three_hours_tcx"), _recorded, _recorded_heart_rate, _TCX),
)


@cache
def content(maker: tuple[str, str]) -> bytes:
    """The file's bytes."""
    module, function = maker
    made: bytes = getattr(import_module(module), function)()
    return made


def run(rounds: int = 5, turn_ms: float = TURN_MS) -> list[Figure]:
    """All figures of the suite; raises AssertionError where two parsers read different things."""
    print(f"Kernels: {jit.MODE}")
    return [figure for file in FILES for figure in _compared(file, rounds, turn_ms)]


def report(figures: list[Figure]) -> None:
    """The table in ``docs``."""
    pages.insert("decoders", pages.figures_table(figures, {file.name: file.why for file in FILES}))


def _compared(file: File, rounds: int, turn_ms: float) -> list[Figure]:
    data = content(file.maker)
    here = {name: parser for name, parser in file.parsers.items() if _installed(parser.package)}
    if missing := file.parsers.keys() - here.keys():
        print(f"{file.name}: without {', '.join(sorted(missing))}, not installed here")
    told = file.told(file.ours(data))
    for parser in here.values():
        if parser.told is not None:
            np.testing.assert_array_equal(told, parser.told(parser.parse(data)))
    works = {OURS: lambda: file.ours(data)} | {
        name: (lambda parse=parser.parse: parse(data)) for name, parser in here.items()
    }
    measured = Rounds(works, rounds, calls_within(works, turn_ms))
    return [
        *(
            Figure(f"{file.name}, to {name}", measured.ratio(name, OURS), "x faster", parser.target, "higher", name)
            for name, parser in here.items()
        ),
        *(Figure(f"{file.name}: CPU of {name}", measured.ms(name), "ms") for name in works),
    ]


def _installed(package: str) -> bool:
    try:
        import_module(package or "xml")
    except ImportError:
        return False
    return True
