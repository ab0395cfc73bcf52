"""Every real recording beside the checkout, and what must come out of it."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from models.entities import Profile, Upload
from models.errors import UnusableFile
from models.terms import Channel, FileFormat, ProblemCode, Sport, UploadState
from uploads.readers.detect import read
from uploads.ready import ready_of

P = ProblemCode
RUN, WALK = Sport.RUNNING, Sport.WALKING

# Sport or foreign word, points, the device's metres and steps, all problem codes of file and recording.
READABLE = {
    "fit-run/2013-02-06-12-11-14.fit": (RUN, 583, 4835.38, None, set()),
    "fit-run/compressed-speed-distance.fit": (RUN, 755, 10248.67, 10124, {P.BAD_TIMESTAMPS, P.MISSING_POSITIONS}),
    "fit-run/garmin-fenix-5-run.fit": (RUN, 21, 157.56, 156, set()),
    "fit-run/runpandas-fr645m-hilly-run.fit": (RUN, 1202, 5839.77, 6934, set()),
    "fit-run/strava-android-app-201.10-b1218918.fit": (RUN, 2669, 11274.04, None, {P.TRUNCATED, P.BAD_VALUES}),
    "fit-walk/garmin-fenix-5-walk.fit": (WALK, 17, 67.85, 82, set()),
    "fit-bad/activity-activity-filecrc.fit": (RUN, 14, 5.73, None, {P.WRONG_CHECKSUM}),
    "fit-bad/activity-filecrc.fit": (RUN, 14, 5.73, None, {P.WRONG_CHECKSUM}),
    "fit-bad/activity-settings-corruptheader.fit": (RUN, 14, 5.73, None, {P.TRUNCATED}),
    "fit-bad/activity-unexpected-eof.fit": (RUN, 14, 5.73, None, {P.TRUNCATED}),
    "fit-bad/event_timestamp.fit": ("swimming", 4374, 2606.04, None, {P.MISSING_POSITIONS}),
    "fit-bad/null_compressed_speed_dist.fit": ("cycling", 1808, 13400.14, None, set()),
    "fit-edge/garmin-edge-820-bike.fit": ("cycling", 15, 457.12, None, set()),
    "fit-edge/garmin-fenix-5-bike.fit": ("cycling", 19, 459.52, None, set()),
    "fit-edge/garmin-fenix-5-run.fit": (RUN, 21, 157.56, 156, set()),
    "tcx-run/2020-12-02T06_08_29-300_Running.tcx": (RUN, 927, 7008.617677, None, set()),
    "tcx-run/malformed.tcx": (RUN, 384, 4689.24267578, None, {P.TRUNCATED}),
    "tcx-run/no_hr.tcx": (RUN, 384, 4689.24267578, None, set()),
    "tcx-run/run.tcx": (RUN, 1424, 4824.94, None, set()),
    "tcx-run/run_garmin.tcx": (RUN, 147, 2153.67, None, set()),
    "tcx-run/stopped_example.tcx": (RUN, 1696, 12008.083008, None, set()),
    "tcx-run/test.tcx": (RUN, 384, 4689.24267578, None, set()),
    "tcx-edge/mixed_offset.tcx": ("biking", 3, 0.0, None, set()),
    "tcx-edge/no_time.tcx": ("biking", 2, 20.0, None, {P.BAD_TIMESTAMPS}),
    "tcx-edge/running.tcx": (RUN, 2, 10.0, 300, set()),
    "tcx-edge/zero_samples.tcx": ("biking", 4, 40.0, None, {P.MISSING_POSITIONS}),
    "gpx/around-visnjan-with-car.gpx": (None, 104, None, None, set()),
    "gpx/cerknicko-jezero.gpx": (None, 296, None, None, set()),
    "gpx/korita-zbevnica.gpx": (None, 513, None, None, {P.NO_TIMES}),
    "gpx/stoplight-sample-ride-hr.gpx": (None, 850, None, None, set()),
    "gpx/stoplight-sample.gpx": (None, 1918, None, None, set()),
    "gpx/tomtom-running-2014.gpx": (RUN, 7745, None, None, set()),
    "gpx-run/run.gpx": (RUN, 1424, None, None, set()),
    "gpx-edge/bad_speed.gpx": (None, 3, None, None, {P.BAD_VALUES}),
    "gpx-edge/first_and_last_elevation.gpx": (None, 9, None, None, {P.BAD_TIMESTAMPS}),
    "gpx-edge/gpx10.gpx": (None, 2, None, None, set()),
    "gpx-edge/gpxdata.gpx": (None, 2, None, None, set()),
    "gpx-edge/gpxtpx_v1.gpx": (None, 2, None, None, set()),
    "gpx-edge/mixed_offset.gpx": (None, 3, None, None, set()),
    "gpx-edge/multi_segment.gpx": (None, 3, None, None, set()),
    "gpx-edge/no_time.gpx": (None, 2, None, None, {P.BAD_TIMESTAMPS}),
    "gpx-edge/track-with-empty-segment.gpx": (None, 9, None, None, set()),
    "gpx-edge/track-with-less-sec-time.gpx": (RUN, 2, None, None, set()),
    "gpx-edge/track_with_speed.gpx": (None, 3, None, None, set()),
    "gpx-edge/unknown_extension.gpx": (None, 2, None, None, set()),
    "tri-format/4801048867.fit": ("cycling", 5159, 36322.85, None, set()),
    "tri-format/4801048867_strava.gpx": ("cycling", 5159, None, None, set()),
    "tri-format/activity_4801048867.gpx": ("cycling", 5159, None, None, set()),
    "tri-format/activity_4801048867.tcx": ("biking", 5159, 36322.85, None, set()),
}
REFUSED = {
    "fit-walk/MonitoringFile.fit": P.NO_ACTIVITY,
    "fit-bad/DeveloperData.fit": P.NO_TIMES,
    "fit-edge/DeveloperData.fit": P.NO_TIMES,
    "tcx-edge/cadence_collision.tcx": P.TOO_SHORT,
    "tcx-edge/laps_only.tcx": P.NO_ACTIVITY,
    "tcx-edge/lx_namespace_reset.tcx": P.NO_ACTIVITY,
    "tcx-edge/multi_activity.tcx": P.TOO_SHORT,
    "tcx-edge/no_activity.tcx": P.NO_ACTIVITY,
    "tcx-edge/sport_other.tcx": P.NO_ACTIVITY,
    "gpx/Mojstrovka.gpx": P.NO_TIMES,
    "gpx-edge/gpx1.0_with_all_fields.gpx": P.TOO_SHORT,
    "gpx-edge/gpx1.1_with_all_fields.gpx": P.TOO_SHORT,
    "gpx-edge/track-with-extremes.gpx": P.NO_TIMES,
    "gpx-edge/unicode_with_bom.gpx": P.NO_ACTIVITY,
    "gpx-edge/unicode_with_bom_noencoding.gpx": P.NO_ACTIVITY,
}
# Read, and yet no activity: less than 30 s, and less than 50 m.
SHORT = {
    "fit-bad/activity-activity-filecrc.fit",
    "fit-bad/activity-filecrc.fit",
    "fit-bad/activity-settings-corruptheader.fit",
    "fit-bad/activity-unexpected-eof.fit",
    "tcx-edge/running.tcx",
    "gpx-edge/gpx10.gpx",
    "gpx-edge/track-with-less-sec-time.gpx",
    "gpx-edge/track_with_speed.gpx",
}
FOLDERS = (
    "fit-run",
    "fit-walk",
    "fit-bad",
    "fit-edge",
    "tcx-run",
    "tcx-edge",
    "gpx",
    "gpx-run",
    "gpx-edge",
    "tri-format",
)


def test_the_tables_name_every_file(shared_data: Path):
    files = {f"{folder}/{path.name}" for folder in FOLDERS for path in (shared_data / folder).iterdir()}
    assert files == READABLE.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READABLE)
def test_a_readable_file_gives_what_the_table_says(shared_data: Path, name: str):
    sport, points, distance_m, steps, codes = READABLE[name]
    file = read((shared_data / name).read_bytes())
    (recording,) = file.recordings
    assert file.format is FileFormat(Path(name).suffix[1:].upper())
    assert (recording.sport or recording.foreign_sport) == sport
    assert recording.time_s.size == points
    assert recording.device_totals.steps == steps
    assert recording.device_totals.distance_m == (None if distance_m is None else pytest.approx(distance_m))
    assert {problem.code for problem in (*file.problems, *recording.problems)} == codes


def taken(path: Path):
    """What an upload makes of the file."""
    now = datetime.now(UTC)
    upload = Upload("u", "2b7kq5xw3znd6ahm", UploadState.PROCESSING, None, 1, "", None, now, now)
    (made,), _ = ready_of(read(path.read_bytes()), upload, Profile("u"), "0f1e2d3c")
    return made.meta.activity


@pytest.mark.parametrize("name", [name for name in READABLE if READABLE[name][0] in {RUN, WALK} and name not in SHORT])
def test_a_run_and_a_walk_become_activities(shared_data: Path, name: str):
    assert taken(shared_data / name).sport is READABLE[name][0]


@pytest.mark.parametrize("name", sorted(SHORT))
def test_a_false_start_does_not(shared_data: Path, name: str):
    with pytest.raises(UnusableFile) as refused:
        taken(shared_data / name)
    assert refused.value.problem.code is P.TOO_SHORT


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_an_activity_is_refused_with_its_code(shared_data: Path, name: str):
    with pytest.raises(UnusableFile) as refused:
        read((shared_data / name).read_bytes())
    assert refused.value.problem.code is REFUSED[name]


@pytest.mark.parametrize("name", [name for name in READABLE if name.startswith(("fit-run", "fit-walk", "tcx-run"))])
def test_the_last_distance_is_the_devices_total(shared_data: Path, name: str):
    (recording,) = read((shared_data / name).read_bytes()).recordings
    assert np.nanmax(recording.distance_m) == pytest.approx(recording.device_totals.distance_m, rel=1e-3)


def test_one_ride_in_four_exports_reads_the_same(shared_data: Path):
    rides = [read(path.read_bytes()).recordings[0] for path in sorted((shared_data / "tri-format").iterdir())]
    assert len(rides) == 4
    for ride in rides[1:]:
        assert ride.started_at == rides[0].started_at
        np.testing.assert_array_equal(ride.time_s, rides[0].time_s)
        np.testing.assert_allclose(ride.latitude_deg, rides[0].latitude_deg, atol=1e-6)
        np.testing.assert_allclose(ride.longitude_deg, rides[0].longitude_deg, atol=1e-6)
        np.testing.assert_array_equal(ride.channels[Channel.HEART_RATE_BPM], rides[0].channels[Channel.HEART_RATE_BPM])


def test_what_a_watch_tells_of_itself_is_kept(shared_data: Path):
    (run,) = read((shared_data / "fit-run/runpandas-fr645m-hilly-run.fit").read_bytes()).recordings
    assert (run.device.manufacturer, run.device.product) == ("Garmin", "fr645m")
    assert run.barometric is True
    assert run.utc_offset_s == 7200
    assert len(run.laps) == 6
    assert np.nanmedian(run.channels[Channel.CADENCE_SPM]) == pytest.approx(140, abs=1)


def test_a_stream_that_lost_bytes_is_read_to_its_end(shared_data: Path):
    (run,) = read((shared_data / "fit-run/strava-android-app-201.10-b1218918.fit").read_bytes()).recordings
    assert run.time_s[-1] == run.device_totals.elapsed_s == 3558
    assert run.distance_m[-1] == pytest.approx(11274.04)
