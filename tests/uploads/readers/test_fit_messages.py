"""What stands in the messages of FIT files that no watch here wrote: developers' fields, sensors, odd headers."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UnusableFile
from models.terms import Channel, ProblemCode
from tests.uploads.readers import fit_files
from tests.uploads.readers.fit_files import (
    ACCELEROMETER,
    GYROSCOPE,
    HRV,
    RECORD,
    START_S,
    developer_field,
    file,
    hour_1hz,
    messages,
    run_1hz,
    sensor,
)
from uploads.readers.detect import read
from uploads.readers.fit import inertial
from uploads.readers.fit.chain import open_chain
from uploads.readers.fit.inertial import samples
from uploads.readers.fit.messages import Messages
from uploads.readers.fit.profile import context, summaries
from uploads.readers.fit.profile.samples import HRV as HEART_BEATS
from uploads.readers.fit.profile.samples import RECORD as RECORDS
from uploads.readers.fit.sessions import FIT_EPOCH_S

SECONDS = START_S + np.arange(4)


def records(*parts: bytes) -> Messages:
    (index,) = open_chain(file(*parts)).files
    return Messages(index, RECORDS)


def test_the_long_files_are_what_benchmarks_say_they_are():
    (run,) = read(hour_1hz()).recordings
    assert (run.time_s.size, len(run.channels)) == (3600, 8)
    assert len(records(hour_1hz()[14:-2]).names) == 13
    assert len(hour_1hz()) == 126_142


@pytest.mark.parametrize("options", [{"header_crc": False}, {"header_bytes": 12}, {"size": 0}])
def test_odd_headers_change_nothing(options):
    plain = read(run_1hz(20))
    written = file(run_1hz(20)[14:-2], **options)
    # Who never wrote the size never came to write the checksum.
    odd = read(written[:-2] if "size" in options else written)
    np.testing.assert_array_equal(odd.recordings[0].distance_m, plain.recordings[0].distance_m)
    assert [problem.code for problem in odd.problems] == ([ProblemCode.TRUNCATED] if "size" in options else [])


def test_compressed_timestamps_make_the_time_axis():
    opening = messages(0, RECORD, {(253, "uint32"): [START_S], (3, "uint8"): [120]})
    rest = messages(1, RECORD, {(3, "uint8"): range(121, 191)}, offsets_s=START_S % 32 + np.arange(1, 71))
    (run,) = read(file(opening, rest)).recordings
    assert run.time_s.tolist() == list(range(71))
    assert run.channels[Channel.HEART_RATE_BPM].tolist() == list(range(120, 191))


def test_speed_and_altitude_are_used_where_the_roomier_fields_are_absent():
    first = messages(
        1, RECORD, {(253, "uint32"): SECONDS[:2], (6, "uint16"): [2500, 2600], (2, "uint16"): [3000, 3005]}
    )
    second = messages(
        2,
        RECORD,
        {
            (253, "uint32"): SECONDS[2:],
            (6, "uint16"): [0xFFFF, 1],
            (73, "uint32"): [2700, 2800],
            (78, "uint32"): [3010, 0xFFFFFFFF],
        },
    )
    (run,) = read(file(first, second)).recordings
    assert run.channels[Channel.SPEED_M_S].tolist() == [2.5, 2.6, 2.7, 2.8]
    np.testing.assert_array_equal(run.channels[Channel.ALTITUDE_M], [100, 101, 102, math.nan])


def test_developers_fields_have_names_and_units_and_stay_out_of_the_channels():
    parts = [
        developer_field(1, "heart_rate", "uint16", "bpm"),
        messages(
            1,
            RECORD,
            {(253, "uint32"): SECONDS, (3, "uint8"): [120] * 4},
            developer={(1, "uint16"): [70, 71, 72, 0xFFFF]},
        ),
        messages(1, RECORD, {(253, "uint32"): [START_S + 9], (3, "uint8"): [121]}),
    ]
    held = records(*parts)
    (field,) = held.developer_fields()
    assert (field.name, field.units, field.number) == ("heart_rate", "bpm", 1)
    np.testing.assert_array_equal(held.developer_column(field), [70, 71, 72, math.nan, math.nan])
    (run,) = read(file(*parts)).recordings
    assert run.channels[Channel.HEART_RATE_BPM].tolist() == [120] * 4 + [121]


def test_a_field_that_nobody_described_is_passed_over():
    held = records(messages(1, RECORD, {(3, "uint8"): [120]}, developer={(1, "uint16"): [70]}))
    assert held.developer_fields() == []
    assert held.columns(["heart_rate"])["heart_rate"].tolist() == [120]


def test_heart_beats_come_one_after_the_other():
    (index,) = open_chain(file(messages(0, HRV, {(0, "uint16"): [[812, 799, 0xFFFF], [820, 0xFFFF, 0xFFFF]]}))).files
    values, starts = Messages(index, HEART_BEATS).array("time")
    assert values[np.isfinite(values)].tolist() == [0.812, 0.799, 0.82]
    assert starts.tolist() == [0, 3, 6]


def test_samples_have_a_time_each_and_three_axes():
    (index,) = open_chain(file(sensor(ACCELEROMETER, 1, 3), sensor(GYROSCOPE, 2, 3))).files
    found = samples(index, "accelerometer")
    assert (found.time_s.shape, found.xyz.shape, found.units) == ((300,), (300, 3), "counts")
    np.testing.assert_allclose(found.time_s - FIT_EPOCH_S - START_S, np.arange(300) / 100, atol=1e-6)
    assert samples(index, "magnetometer") is None
    assert not np.array_equal(found.xyz, samples(index, "gyroscope").xyz)


def calibrated(prefix: int, base_type: str, values: list[list[float]], offsets_ms: list[list[int]]) -> bytes:
    columns = {(prefix + axis, base_type): np.array(values) * (axis + 1) for axis in range(3)}
    return messages(1, ACCELEROMETER, {(253, "uint32"): SECONDS[:2], (1, "uint16"): offsets_ms, **columns})


@pytest.mark.parametrize(("prefix", "base_type", "unit"), [(5, "float32", 1.0), (8, "sint16", 1000.0)])
def test_calibrated_samples_are_preferred_and_in_g(prefix, base_type, unit):
    values = np.array([[0.5, 1.0], [-1.5, 2.0]])
    (index,) = open_chain(file(calibrated(prefix, base_type, (values * unit).tolist(), [[0, 500], [0, 500]]))).files
    found = samples(index, "accelerometer")
    assert found.units == "g"
    np.testing.assert_allclose(found.xyz, values.reshape(-1, 1) * [1, 2, 3], rtol=1e-6)
    assert (found.time_s - FIT_EPOCH_S - START_S).tolist() == [0, 0.5, 1, 1.5]


def test_samples_that_one_axis_lacks_are_missing_there():
    columns = {
        (1, "uint16"): [[0, 10, 20]],
        (2, "uint16"): [[1, 2, 3]],
        (3, "uint16"): [[4, 5]],
        (4, "uint16"): [[6, 7, 8]],
    }
    (index,) = open_chain(file(messages(1, ACCELEROMETER, {(253, "uint32"): [START_S], **columns}))).files
    np.testing.assert_array_equal(samples(index, "accelerometer").xyz, [[1, 4, 6], [2, 5, 7], [3, math.nan, 8]])


def test_more_samples_than_a_file_should_hold_are_refused(monkeypatch):
    (index,) = open_chain(file(sensor(ACCELEROMETER, 1, 3))).files
    monkeypatch.setattr(inertial, "MAX_SAMPLES", 299)
    with pytest.raises(UnusableFile) as refused:
        samples(index, "accelerometer")
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE


def test_texts_end_at_their_first_zero():
    name = messages(0, 0, {(0, "enum"): [4], (8, "string"): [b"Watch\0\xff\xfe"]})
    data = file(name, run_1hz(20)[14:-2])
    assert read(data).recordings[0].device.product == "Watch"
    assert fit_files.crc(data) == 0


EVERYTHING = file(
    developer_field(0, "stride", "uint16", "mm"),
    messages(
        1,
        RECORD,
        {(253, "uint32"): SECONDS, (3, "uint8"): range(4), (8, "byte"): np.arange(12).reshape(4, 3)},
        developer={(0, "uint16"): range(4)},
    ),
    messages(2, RECORD, {(18, "uint8"): range(40)}, offsets_s=np.arange(40)),
    sensor(ACCELEROMETER, 3, 1),
    messages(4, HRV, {(0, "uint16"): [[812, 799, 0xFFFF]]}),
    messages(5, RECORD, {(253, "uint32"): SECONDS + 50, (2, "uint16"): range(4)}, big=True),
    run_1hz(9)[14:-2],
) + run_1hz(5)
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(EDIT, max_size=6))
def test_whatever_happens_to_the_bytes_every_message_can_be_read_or_the_file_is_refused(edits):
    data = bytearray(EVERYTHING)
    for share, removed, put in edits:
        at = int(share * len(data))
        data[at : at + removed] = put
    with contextlib.suppress(UnusableFile):
        for index in open_chain(bytes(data)).files:
            for kind in (RECORDS, HEART_BEATS, summaries.SESSION, context.FILE_ID, context.FIELD_DESCRIPTION):
                held = Messages(index, kind)
                assert all(column.shape == (len(held),) for column in held.columns(held.names).values())
                assert all(held.array(name)[1].size == len(held) + 1 for name in held.names)
                assert len(held.rows(held.names)) == len(held)
                assert all(isinstance(held.text(name, len(held) - 1), str | None) for name in held.names if len(held))
                assert all(held.developer_column(field).shape == (len(held),) for field in held.developer_fields())
            found = samples(index, "accelerometer")
            assert found is None or found.xyz.shape == (found.time_s.size, 3)
