"""Previews and the full-resolution object."""

import gzip
import json

import numpy as np
import pytest

from console.athlete import file_bytes, recording
from models.entities import AXIS_NAMES, PREVIEW_POINTS, Profile
from models.terms import Channel, Sport
from uploads.measures import measure
from uploads.readers.detect import read
from uploads.series import detail_object, previews_of, series_of


@pytest.fixture(scope="module")
def measured():
    (run,) = read(file_bytes(recording(Sport.RUNNING, minutes=40))).recordings
    return run, series_of(run, measure(run, Profile("u"), Sport.RUNNING))


def test_previews_have_two_resolutions_of_recorded_points(measured):
    run, series = measured
    previews = previews_of(series)
    assert [limit for limit, _ in previews] == list(PREVIEW_POINTS)
    for limit, preview in previews:
        columns = {name: json.loads(text) for name, text in preview.columns.items()}
        assert preview.points == limit
        assert set(columns) >= {*AXIS_NAMES, Channel.HEART_RATE_BPM, Channel.SPEED_M_S, Channel.ALTITUDE_M}
        assert {len(column) for column in columns.values()} == {limit}
        assert set(columns["elapsedS"]) <= set(run.time_s.tolist())
        assert (columns["elapsedS"][0], columns["elapsedS"][-1]) == (0, run.time_s[-1])


def test_a_short_recording_keeps_every_point():
    (walk,) = read(file_bytes(recording(Sport.WALKING, minutes=2))).recordings
    series = series_of(walk, measure(walk, Profile("u"), Sport.WALKING))
    assert [preview.points for _, preview in previews_of(series)] == [walk.time_s.size] * 2


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


def test_the_same_recording_always_gives_the_same_bytes(measured):
    run, series = measured
    assert detail_object(run, series) == detail_object(run, series)
