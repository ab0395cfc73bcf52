from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from console.athlete.recordings import recording
from console.athlete.synthetic import SyntheticRecording
from console.writers.tcx import tcx_file
from models.entities import Device
from models.terms import FileFormat, Sport

START = datetime(2026, 4, 4, 21, 30, tzinfo=UTC)
TCX = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"
TPX = "{http://www.garmin.com/xmlschemas/ActivityExtension/v2}"


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 (bytes of our own making)


def run(minutes: float = 14) -> SyntheticRecording:
    return recording(Sport.RUNNING, minutes, file_format=FileFormat.TCX, started_at=START)


def column(root: ET.Element, name: str) -> np.ndarray:
    return np.array([float(point.findtext(f".//{name}", "nan")) for point in root.iter(f"{TCX}Trackpoint")])


def times(root: ET.Element) -> list[datetime]:
    return [datetime.fromisoformat(p.findtext(f"{TCX}Time", "")) for p in root.iter(f"{TCX}Trackpoint")]


@pytest.mark.parametrize(
    ("element", "name", "tolerance"),
    [
        (f"{TCX}LatitudeDegrees", "latitude_deg", 5.1e-8),
        (f"{TCX}LongitudeDegrees", "longitude_deg", 5.1e-8),
        (f"{TCX}AltitudeMeters", "altitude_m", 0.051),
        (f"{TCX}DistanceMeters", "distance_m", 0.0051),
        (f"{TCX}Value", "heart_rate_bpm", 0),
        (f"{TPX}Speed", "speed_m_s", 0.00051),
    ],
)
def test_each_column_comes_back_within_half_a_step(element: str, name: str, tolerance: float) -> None:
    outing = run()
    read = column(parsed(tcx_file(outing)), element)
    np.testing.assert_allclose(read, getattr(outing, name), rtol=0, atol=tolerance)


def test_every_row_is_written_once_with_its_time() -> None:
    outing = run()
    assert times(parsed(tcx_file(outing))) == [START + timedelta(seconds=s) for s in outing.time_s]


def test_cadence_is_whole_strides() -> None:
    outing = run()
    read = column(parsed(tcx_file(outing)), f"{TPX}RunCadence")
    np.testing.assert_allclose(read * 2, outing.cadence_spm, atol=1.01)


def test_laps_start_where_the_last_one_ended_and_add_up_to_the_whole() -> None:
    outing = run()
    laps = list(parsed(tcx_file(outing)).iter(f"{TCX}Lap"))
    totals = outing.totals()
    assert [lap.get("StartTime") for lap in laps] == [
        (START + timedelta(seconds=lap.start_s)).strftime("%FT%TZ") for lap in outing.laps
    ]
    assert [lap.findtext(f"{TCX}TriggerMethod") for lap in laps] == ["Distance", "Distance", "Manual"]
    assert sum(float(lap.findtext(f"{TCX}TotalTimeSeconds", "")) for lap in laps) == totals.timer_s
    metres = sum(float(lap.findtext(f"{TCX}DistanceMeters", "")) for lap in laps)
    assert metres == pytest.approx(totals.distance_m, abs=0.02)


def test_points_of_a_lap_lie_within_it() -> None:
    laps = list(parsed(tcx_file(run())).iter(f"{TCX}Lap"))
    for lap, following in pairwise(laps):
        start, end = (datetime.fromisoformat(found.get("StartTime", "")) for found in (lap, following))
        assert start == min(times(lap))
        assert max(times(lap)) < end


def test_a_pause_ends_a_track() -> None:
    outing = run(4)
    (pause,) = outing.pauses
    before, after = parsed(tcx_file(outing)).iter(f"{TCX}Track")
    assert times(before)[-1] == START + timedelta(seconds=pause.start_s)
    assert times(after)[0] == START + timedelta(seconds=pause.end_s)


def test_what_was_not_measured_leaves_its_element_out() -> None:
    outing = run(2)
    missing = np.full(outing.time_s.size, np.nan)
    bare = tcx_file(replace(outing, latitude_deg=missing, longitude_deg=missing, heart_rate_bpm=missing))
    assert b"<Position>" not in bare
    assert b"HeartRateBpm" not in bare
    assert b"nan" not in bare


def test_a_walk_is_other_as_the_schema_knows_no_walking() -> None:
    walk = recording(Sport.WALKING, 2, file_format=FileFormat.TCX)
    assert parsed(tcx_file(walk)).find(f".//{TCX}Activity").get("Sport") == "Other"
    assert parsed(tcx_file(run(2))).find(f".//{TCX}Activity").get("Sport") == "Running"


def test_names_are_escaped() -> None:
    root = parsed(tcx_file(replace(run(2), name="5 < 6 & 皇居", device=Device("A&B", "<Watch>", "7"))))
    assert root.findtext(f".//{TCX}Notes") == "5 < 6 & 皇居"
    assert root.findtext(f".//{TCX}Creator/{TCX}Name") == "A&B <Watch>"
    assert root.findtext(f".//{TCX}UnitId") == "7"
