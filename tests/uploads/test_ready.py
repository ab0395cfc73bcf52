"""What of a file becomes an activity."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from models.entities import Edits, Profile, Upload
from models.errors import UnusableFile
from models.terms import FileFormat, ProblemCode, Sport, UploadState
from uploads.readers.detect import read
from uploads.ready import again, ready_of
from uploads.recording import ReadFile, Recording

START = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
PROFILE = Profile("u")
UPLOAD = Upload("u", "2b7kq5xw3znd6ahm", UploadState.PROCESSING, None, 1, "", None, START, START)
JOB = "0f1e2d3c"


def steady(elapsed_s, distance_m, hours=0):
    """A recording at one a second; without a distance, as on a treadmill, where that is None."""
    time_s = np.arange(elapsed_s + 1.0)
    nowhere = np.full(time_s.size, np.nan)
    way = nowhere if distance_m is None else np.linspace(0, distance_m, time_s.size)
    return Recording(FileFormat.FIT, START + timedelta(hours=hours), time_s, nowhere, nowhere, way, sport=Sport.RUNNING)


def made(*recordings):
    return ready_of(ReadFile(FileFormat.FIT, recordings), UPLOAD, PROFILE, JOB)


@pytest.mark.parametrize(("elapsed_s", "distance_m"), [(29, 49), (13, 5.73), (1, 14.2), (29, 0), (29, None)])
def test_what_is_short_in_time_and_in_distance_is_no_activity(elapsed_s, distance_m):
    with pytest.raises(UnusableFile) as refused:
        made(steady(elapsed_s, distance_m))
    assert refused.value.problem.code is ProblemCode.TOO_SHORT
    assert f"{elapsed_s:.1f} s" in refused.value.problem.detail


@pytest.mark.parametrize(("elapsed_s", "distance_m"), [(30, 10), (30, None), (46, 68), (29, 50), (12, 100)])
def test_time_or_distance_is_enough(elapsed_s, distance_m):
    (one,), skipped = made(steady(elapsed_s, distance_m))
    assert (one.meta.activity.elapsed_s, one.meta.activity.distance_m) == (elapsed_s, distance_m or 0)
    assert skipped == ()


def test_a_short_one_is_left_out_and_told_beside_a_longer_one():
    (one,), (skipped,) = made(steady(5, 10), steady(600, 1800, hours=1))
    assert one.meta.activity.started_at == START + timedelta(hours=1)
    assert (skipped.code, skipped.detail) == (
        ProblemCode.TOO_SHORT,
        "10.0 m in 5.0 s: less than 50 m and less than 30 s",
    )


def untold(made):
    """The same without its sport."""
    return replace(made, sport=None)


@pytest.mark.parametrize(
    ("recording", "code"),
    [
        (untold(steady(1, 42.7)), ProblemCode.TOO_SHORT),  # as fast as no foot, and too short to know
        (untold(steady(20, None)), ProblemCode.TOO_SHORT),
        (untold(steady(600, None)), ProblemCode.UNKNOWN_SPORT),
        (untold(steady(600, 6000)), ProblemCode.UNSUPPORTED_SPORT),
        (replace(untold(steady(1, 10)), foreign_sport="biking"), ProblemCode.UNSUPPORTED_SPORT),
    ],
)
def test_what_hinders_is_told_before_the_sport(recording, code):
    with pytest.raises(UnusableFile) as refused:
        made(recording)
    assert refused.value.problem.code is code


def test_a_sport_that_nothing_tells_may_be_hinted_at():
    recording = untold(steady(600, None))
    (one,), _ = ready_of(
        ReadFile(FileFormat.FIT, (recording,)), replace(UPLOAD, sport_hint=Sport.WALKING), PROFILE, JOB
    )
    assert one.meta.activity.sport is Sport.WALKING


def test_points_without_times_are_told_where_too_little_is_left(shared_data):
    file = read((shared_data / "gpx-edge" / "no_time.gpx").read_bytes())
    with pytest.raises(UnusableFile) as refused:
        ready_of(file, UPLOAD, PROFILE, JOB)
    assert refused.value.problem.code is ProblemCode.TOO_SHORT
    assert refused.value.problem.detail.endswith("; 2 points without a time were left out")


def test_one_that_is_there_may_be_cut_shorter():
    file = ReadFile(FileFormat.FIT, (steady(600, 1800),))
    (one,), _ = ready_of(file, UPLOAD, PROFILE, JOB)
    seen = replace(one.meta, edits=Edits(trim_end_s=590))
    cut = again(file, UPLOAD, PROFILE, seen, JOB).meta.activity
    assert (cut.elapsed_s, cut.distance_m) == (10, pytest.approx(30))
