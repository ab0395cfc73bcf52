"""Previews and the full-resolution object."""

import gzip
import json
import zlib

import numpy as np
import pytest

from console.athlete.recordings import file_bytes, recording
from kernels.downsample import lttb
from models.columns import unpack
from models.entities import AXIS_NAMES, PREVIEW_POINTS, Profile
from models.terms import Channel, Sport
from uploads.measures import measure
from uploads.readers.detect import read
from uploads.series import detail_object, preview_of, series_of


@pytest.fixture(scope="module")
def measured():
    (run,) = read(file_bytes(recording(Sport.RUNNING, minutes=40))).recordings
    return run, series_of(run, measure(run, Profile("u"), Sport.RUNNING))


def unpacked(preview):
    return {name: unpack(packed) for name, packed in preview.columns.items()}


def test_a_preview_has_two_resolutions_of_recorded_points(measured):
    run, series = measured
    preview = preview_of(series)
    few, many = PREVIEW_POINTS
    columns = unpacked(preview)
    assert many - few <= preview.points <= many
    assert set(columns) >= {*AXIS_NAMES, Channel.HEART_RATE_BPM, Channel.SPEED_M_S, Channel.ALTITUDE_M}
    assert {len(column) for column in columns.values()} == {preview.points}
    for elapsed_s in (columns["elapsedS"], [columns["elapsedS"][index] for index in preview.coarse]):
        assert set(elapsed_s) <= set(run.time_s.tolist())
        assert elapsed_s == sorted(elapsed_s)
        assert (elapsed_s[0], elapsed_s[-1]) == (0, run.time_s[-1])
    assert len(preview.coarse) == few


def test_the_coarser_points_are_those_that_are_chosen_from_all(measured):
    _, series = measured
    preview = preview_of(series)
    elapsed_s = series.axis["elapsedS"]
    wanted = elapsed_s[lttb(elapsed_s, np.column_stack(list(series.channels.values())), PREVIEW_POINTS[0])]
    told = unpacked(preview)["elapsedS"]
    assert [told[index] for index in preview.coarse] == wanted.tolist()


def test_a_preview_of_six_channels_takes_at_most_8_kb(measured):
    _, series = measured
    names = [*AXIS_NAMES, "altitudeM", "speedMS", "heartRateBpm", "cadenceSpm", "verticalOscillationMm", "contactMs"]
    columns = preview_of(series).columns
    assert sum(len(columns[name]) for name in names) <= 8_000


@pytest.mark.parametrize("minutes", [2, 10])
def test_a_short_recording_keeps_every_point(minutes):
    (walk,) = read(file_bytes(recording(Sport.WALKING, minutes=minutes))).recordings
    series = series_of(walk, measure(walk, Profile("u"), Sport.WALKING))
    preview = preview_of(series)
    assert preview.points == walk.time_s.size < PREVIEW_POINTS[1]
    assert len(preview.coarse) == min(walk.time_s.size, PREVIEW_POINTS[0])


def test_missing_values_are_null(measured):
    run, series = measured
    gapped = series.channels[Channel.HEART_RATE_BPM].copy()
    gapped[10:20] = np.nan
    series.channels[Channel.HEART_RATE_BPM] = gapped
    document = json.loads(gzip.decompress(detail_object(run, series)))
    values = document["columns"]["heartRateBpm"]["values"]
    assert values[10:20] == [None] * 10
    assert None not in values[:10]


def test_the_full_resolution_gives_back_what_was_recorded(measured):
    run, series = measured
    document = json.loads(gzip.decompress(detail_object(run, series)))
    assert document["points"] == run.time_s.size
    for name, column, tolerance in (
        ("elapsedS", run.time_s, 0.0005),
        ("latitude", run.latitude_deg, 5e-8),
        ("altitudeM", run.channels[Channel.ALTITUDE_M], 0.05),
    ):
        told = document["columns"][name]
        np.testing.assert_allclose(np.array(told["values"], float) / told["scale"], column, atol=tolerance * 1.01)


def test_no_column_has_decimals_that_nobody_needs(measured):
    run, series = measured
    columns = json.loads(gzip.decompress(detail_object(run, series)))["columns"]
    assert list(columns) == [*AXIS_NAMES, *series.channels]
    assert (columns["elapsedS"]["scale"], columns["elapsedS"]["values"]) == (1, run.time_s.tolist())
    assert columns["moving"] == {"scale": 1, "values": series.moving.astype(int).tolist()}
    assert columns["latitude"]["scale"] == 10**7
    assert columns["heartRateBpm"]["scale"] == 1


def test_the_full_resolution_is_one_stream_to_every_decoder(measured):
    packed = detail_object(*measured)
    decoder = zlib.decompressobj(wbits=31)
    text = b"".join(decoder.decompress(packed[at : at + 1000]) for at in range(0, len(packed), 1000))
    assert (decoder.eof, decoder.unused_data) == (True, b"")
    assert text == gzip.decompress(packed)
    # No name and no time of its making.
    assert packed[3:8] == bytes(5)


def test_the_same_recording_always_gives_the_same_bytes(measured):
    run, series = measured
    assert detail_object(run, series) == detail_object(run, series)
