"""Every field of every real FIT file, against Garmin's own decoder."""

import math
from pathlib import Path

import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream

from kernels.fit_stream import LENGTH, POSITION, Index
from tests.uploads.readers import fit_files
from uploads.readers.fit.chain import open_chain
from uploads.readers.fit.messages import Messages
from uploads.readers.fit.profile import context, samples, summaries

KINDS = [
    *(samples.RECORD, samples.HRV, samples.ACCELEROMETER_DATA, samples.GYROSCOPE_DATA, samples.MAGNETOMETER_DATA),
    *(summaries.SESSION, summaries.LAP, context.FILE_ID, context.ACTIVITY, context.SPORT, context.DEVICE_INFO),
    *(context.DEVICE_SETTINGS, context.EVENT, context.DEVELOPER_DATA_ID, context.FIELD_DESCRIPTION),
    *(context.TIMESTAMP_CORRELATION, context.THREE_D_SENSOR_CALIBRATION),
]


def sdk(data: bytes):
    return Decoder(Stream.from_byte_array(bytearray(data))).read(
        convert_types_to_strings=False,
        convert_datetimes_to_dates=False,
        expand_sub_fields=False,
        merge_heart_rates=False,
    )


def told_by_sdk(value) -> list[float] | str | None:
    """A value of the SDK as ours are: numbers without the invalid ones, the first of several texts."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], str):
        value = value[0]
    if isinstance(value, str) or value is None:
        return value or None
    return [math.nan if one is None else float(one) for one in (value if isinstance(value, list | tuple) else [value])]


def ours(messages: Messages, name: str, row: int) -> list[float] | str | None:
    text = messages.text(name, row)
    if text is not None:
        return text
    values, starts = messages.array(name)
    return values[starts[row] : starts[row + 1], 0].tolist() or None


def equal(one, other) -> bool:
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return one == other
    return np.array_equal(one, other, equal_nan=True)


def sound_messages(file: Index) -> int:
    """Messages before the first place where bytes were lost; beyond it the SDK reads nonsense."""
    if not file.gaps:
        return len(file.positions)
    ends = file.positions + file.definitions[file.which, LENGTH]
    broken = (ends[:-1] != file.positions[1:]) & (file.data[ends[:-1]] & 0xC0 != 0x40)
    return int(np.flatnonzero(broken)[0])


def assert_same(files, decoded, **allowed: float) -> int:
    """Compares all messages of a chain field by field; how many values were compared."""
    compared = 0
    for kind in KINDS:
        parts = [Messages(file, kind) for file in files]
        rows = [
            (part, row)
            for part, file in zip(parts, files, strict=True)
            for row in range(np.count_nonzero(file.numbers[: sound_messages(file)] == kind.number))
        ]
        theirs = decoded.get(f"{kind.name}_mesgs", [])
        if all(file.gaps == 0 for file in files):
            assert len(rows) == len(theirs), kind.name
        columns = {}
        for name in kind.fields:
            columns[name] = [part.columns([name]).get(name, np.full(len(part), np.nan)) for part in parts]
        for at, (part, row) in enumerate(rows):
            for name in kind.fields:
                single = float(columns[name][parts.index(part)][row])
                expected = told_by_sdk(theirs[at].get(name))
                where = (kind.name, at, name, single, expected)
                if isinstance(expected, str) or (expected and len(expected) > 1):
                    assert math.isnan(single), where
                    assert equal(ours(part, name, row), expected), where
                else:
                    off = abs(single - expected[0]) if expected else math.nan
                    assert equal([single], expected or [math.nan]) or off <= allowed.get(name, 0), where
                compared += expected is not None
    return compared


def written_out(file: Index) -> bytes:
    """The same messages with plain headers, each after its own definition, which has the time as a field."""
    parts = []
    for at, kind, stamp in zip(file.positions.tolist(), file.which.tolist(), file.stamps_s.tolist(), strict=True):
        place, length = file.definitions[kind, [POSITION, LENGTH]].tolist()
        told = file.data[place : place + 6 + 3 * int(file.data[place + 5])].tobytes()
        message = b"\0" + file.data[at + 1 : at + length].tobytes()
        if stamp > 0:
            told = told[:5] + bytes([told[5] + 1]) + told[6:] + b"\xfd\x04\x86"
            message += stamp.to_bytes(4, "big" if told[2] else "little")
        parts += [b"\x40" + told[1:], message]
    return fit_files.file(*parts)


FILES = sorted(
    [
        *("fit-run/2013-02-06-12-11-14.fit", "fit-run/compressed-speed-distance.fit", "fit-run/garmin-fenix-5-run.fit"),
        *("fit-run/runpandas-fr645m-hilly-run.fit", "fit-walk/MonitoringFile.fit", "fit-walk/garmin-fenix-5-walk.fit"),
        *("fit-bad/DeveloperData.fit", "fit-bad/activity-activity-filecrc.fit", "fit-bad/activity-filecrc.fit"),
        *("fit-bad/activity-settings-corruptheader.fit", "fit-bad/activity-unexpected-eof.fit"),
        *("fit-bad/event_timestamp.fit", "fit-bad/null_compressed_speed_dist.fit", "fit-edge/DeveloperData.fit"),
        *("fit-edge/garmin-edge-820-bike.fit", "fit-edge/garmin-fenix-5-bike.fit", "fit-edge/garmin-fenix-5-run.fit"),
        *("fit-run/strava-android-app-201.10-b1218918.fit", "tri-format/4801048867.fit"),
    ]
)


# Garmin's decoder has no compressed timestamps: this one is written out for it.
COMPRESSED = "fit-run/compressed-speed-distance.fit"


def test_the_list_names_every_file(shared_data: Path):
    assert sorted(str(path.relative_to(shared_data)) for path in shared_data.rglob("*.fit")) == FILES


@pytest.mark.parametrize("name", [name for name in FILES if name != COMPRESSED])
def test_a_real_file_reads_as_garmins_decoder_reads_it(shared_data: Path, name: str):
    data = (shared_data / name).read_bytes()
    decoded, errors = sdk(data)
    chain = open_chain(data)
    assert assert_same(chain.files, decoded) > 20
    assert bool(errors) == bool(chain.problems)


def test_compressed_timestamps_read_as_if_they_were_written_out(shared_data: Path):
    (file,) = open_chain((shared_data / COMPRESSED).read_bytes()).files
    plain = written_out(file)
    decoded, errors = sdk(plain)
    assert errors == []
    # Garmin's decoder cuts 2.03 * 1000 = 2029.99... off to 2029 on its way from one field to the other.
    assert assert_same([file], decoded, enhanced_speed=0.0010001) > 3000
    assert assert_same(open_chain(plain).files, decoded, enhanced_speed=0.0010001) > 3000
    assert len(decoded["record_mesgs"]) == 755


STREAM = fit_files.messages(
    1,
    20,
    {
        (253, "uint32"): [fit_files.START_S, fit_files.START_S + 1],
        (3, "uint8"): [120, 255],
        (2, "uint16"): [3000, 0xFFFF],
    },
)
BIG = fit_files.messages(
    1,
    20,
    {
        (253, "uint32"): [fit_files.START_S + 2],
        (73, "uint32"): [2500],
        (0, "sint32"): [-(2**29)],
        (114, "float32"): [1.25],
    },
    big=True,
)
SESSION = fit_files.messages(
    2, 18, {(5, "enum"): [1], (14, "uint16"): [2777], (20, "uint8"): [70], (65, "uint32"): [[1000, 2000, 0xFFFFFFFF]]}
)
SYNTHETIC = {
    "header crc 0": fit_files.file(STREAM, header_crc=False),
    "header of 12 bytes": fit_files.file(STREAM, header_bytes=12),
    "redefined, big endian": fit_files.file(STREAM, BIG, SESSION, STREAM),
    "a chain": fit_files.file(STREAM) + fit_files.file(BIG, SESSION, header_crc=False) + fit_files.file(STREAM),
    "a run": fit_files.run_1hz(60),
    "sensors": fit_files.file(
        fit_files.sensor(fit_files.ACCELEROMETER, 1, 2),
        fit_files.sensor(fit_files.GYROSCOPE, 2, 2),
        fit_files.sensor(fit_files.MAGNETOMETER, 3, 2, hertz=25),
    ),
    "heart beats": fit_files.file(
        fit_files.messages(0, 78, {(0, "uint16"): [[812, 799, 0xFFFF], [820, 0xFFFF, 0xFFFF]]})
    ),
    "counters": fit_files.file(
        fit_files.messages(0, 20, {(18, "uint8"): [250, 4, 20], (28, "uint16"): [65000, 100, 200]}),
        fit_files.messages(0, 20, {(8, "byte"): [[100, 0x0F, 0xFF], [255, 255, 255], [1, 0x20, 0x01]]}),
    ),
    "developers": fit_files.file(
        fit_files.developer_field(0, "stride", "uint16", "mm"),
        fit_files.messages(1, 20, {(3, "uint8"): [120, 121]}, developer={(0, "uint16"): [1500, 1510]}),
    ),
}


@pytest.mark.parametrize("name", SYNTHETIC)
def test_what_the_writer_makes_reads_as_garmins_decoder_reads_it(name: str):
    decoded, errors = sdk(SYNTHETIC[name])
    chain = open_chain(SYNTHETIC[name])
    assert errors == chain.problems == []
    assert assert_same(chain.files, decoded) >= 2


def test_developers_fields_read_as_garmins_decoder_reads_them(shared_data: Path):
    for data in (SYNTHETIC["developers"], (shared_data / "fit-bad/DeveloperData.fit").read_bytes()):
        (file,) = open_chain(data).files
        decoded, _ = sdk(data)
        records = Messages(file, samples.RECORD)
        names = [message["field_name"] for message in decoded["field_description_mesgs"]]
        fields = records.developer_fields()
        assert fields
        for field in fields:
            key = names.index(field.name)
            told = [message.get("developer_fields", {}).get(key, math.nan) for message in decoded["record_mesgs"]]
            np.testing.assert_array_equal(records.developer_column(field), told)
