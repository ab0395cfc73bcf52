from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import numpy as np

from console.athlete.recordings import recording
from console.athlete.synthetic import SyntheticRecording
from console.writers.gpx import gpx_file
from models.entities import Device
from models.terms import FileFormat, Sport

START = datetime(2026, 4, 4, 21, 30, tzinfo=UTC)
GPX = "{http://www.topografix.com/GPX/1/1}"
BODY = "{http://www.garmin.com/xmlschemas/TrackPointExtension/v1}"


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 (bytes of our own making)


def walk(minutes: float = 3) -> SyntheticRecording:
    return recording(Sport.WALKING, minutes, file_format=FileFormat.GPX, started_at=START)


def column(root: ET.Element, name: str) -> np.ndarray:
    return np.array([float(point.findtext(f".//{name}", "nan")) for point in root.iter(f"{GPX}trkpt")])


def test_positions_altitude_and_times_come_back() -> None:
    outing = walk()
    root = parsed(gpx_file(outing))
    points = list(root.iter(f"{GPX}trkpt"))
    np.testing.assert_allclose([float(p.get("lat", "nan")) for p in points], outing.latitude_deg, atol=5.1e-8)
    np.testing.assert_allclose([float(p.get("lon", "nan")) for p in points], outing.longitude_deg, atol=5.1e-8)
    np.testing.assert_allclose(column(root, f"{GPX}ele"), outing.altitude_m, atol=0.051)
    times = [datetime.fromisoformat(p.findtext(f"{GPX}time", "")) for p in points]
    assert times == [START + timedelta(seconds=s) for s in outing.time_s]


def test_heart_rate_and_strides_stand_in_garmin_s_extension() -> None:
    outing = walk()
    root = parsed(gpx_file(outing))
    np.testing.assert_array_equal(column(root, f"{BODY}hr"), outing.heart_rate_bpm)
    np.testing.assert_allclose(column(root, f"{BODY}cad") * 2, outing.cadence_spm, atol=1.01)


def test_a_pause_ends_a_segment() -> None:
    outing = walk()
    segments = list(parsed(gpx_file(outing)).iter(f"{GPX}trkseg"))
    (pause,) = outing.pauses
    assert len(segments) == 2
    assert segments[0][-1].findtext(f"{GPX}time") == (START + timedelta(seconds=pause.start_s)).strftime("%FT%TZ")
    assert segments[1][0].findtext(f"{GPX}time") == (START + timedelta(seconds=pause.end_s)).strftime("%FT%TZ")


def test_what_was_not_measured_leaves_its_element_out() -> None:
    outing = walk()
    missing = np.full(outing.time_s.size, np.nan)
    bare = gpx_file(replace(outing, heart_rate_bpm=missing, cadence_spm=missing, altitude_m=missing))
    assert b"<extensions>" not in bare
    assert b"<ele>" not in bare
    assert b"nan" not in bare


def test_names_are_escaped_and_keep_their_script() -> None:
    data = gpx_file(replace(walk(), name="皇居 <5 km> & back", device=Device("A&B", 'the "one"')))
    root = parsed(data)
    assert root.findtext(f".//{GPX}name") == "皇居 <5 km> & back"
    assert root.get("creator") == 'A&B the "one"'


def test_the_type_is_the_sport() -> None:
    assert parsed(gpx_file(walk())).findtext(f".//{GPX}type") == "walking"
    assert parsed(gpx_file(recording(minutes=2))).findtext(f".//{GPX}type") == "running"
