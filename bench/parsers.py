"""What one would read files with instead: each answers columns of numbers by name, as far as it has them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, iterparse

import numpy as np
from numpy.typing import NDArray

type Columns = dict[str, NDArray[np.float64]]

# Of every point, in this order.
NAMES = ("time_s", "latitude_deg", "longitude_deg", "altitude_m", "heart_rate_bpm", "cadence_spm")

_GPX = "{http://www.topografix.com/GPX/1/1}"
_EXTENSION = "{http://www.garmin.com/xmlschemas/TrackPointExtension/v1}"
_TCX = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"
_ACTIVITY_EXTENSION = "{http://www.garmin.com/xmlschemas/ActivityExtension/v2}"


def element_tree_gpx(data: bytes) -> Columns:
    """The standard library's way: iterparse, and what was read is cleared."""
    return _iterated(data, f"{_GPX}trkpt", _gpx_row, NAMES)


def element_tree_tcx(data: bytes) -> Columns:
    """The standard library's way: iterparse, and what was read is cleared."""
    return _iterated(data, f"{_TCX}Trackpoint", _tcx_row, (*NAMES, "distance_m", "speed_m_s"))


def _iterated(data: bytes, point: str, row: Callable[[Element], tuple[float, ...]], names: tuple[str, ...]) -> Columns:
    rows = []
    for _, element in iterparse(BytesIO(data)):  # noqa: S314 -- ours
        if element.tag == point:
            rows.append(row(element))
            element.clear()
    return dict(zip(names, np.array(rows).T, strict=True))


def _gpx_row(point: Element) -> tuple[float, ...]:
    extension = f"{_GPX}extensions/{_EXTENSION}TrackPointExtension/{_EXTENSION}"
    return (
        _instant(point.findtext(f"{_GPX}time")),
        float(point.get("lat", "nan")),
        float(point.get("lon", "nan")),
        _number(point.findtext(f"{_GPX}ele")),
        _number(point.findtext(f"{extension}hr")),
        _number(point.findtext(f"{extension}cad")),
    )


def _tcx_row(point: Element) -> tuple[float, ...]:
    extension = f"{_TCX}Extensions/{_ACTIVITY_EXTENSION}TPX/{_ACTIVITY_EXTENSION}"
    return (
        _instant(point.findtext(f"{_TCX}Time")),
        _number(point.findtext(f"{_TCX}Position/{_TCX}LatitudeDegrees")),
        _number(point.findtext(f"{_TCX}Position/{_TCX}LongitudeDegrees")),
        _number(point.findtext(f"{_TCX}AltitudeMeters")),
        _number(point.findtext(f"{_TCX}HeartRateBpm/{_TCX}Value")),
        _number(point.findtext(f"{extension}RunCadence")),
        _number(point.findtext(f"{_TCX}DistanceMeters")),
        _number(point.findtext(f"{extension}Speed")),
    )


def _instant(text: str | None) -> float:
    return datetime.fromisoformat(text).timestamp() if text else float("nan")


def _number(text: str | None) -> float:
    return float(text) if text else float("nan")


def gpxpy_gpx(data: bytes) -> Columns:
    """What gpxpy's users write, extensions included."""
    parsed = import_module("gpxpy").parse(data.decode())
    rows = []
    for track in parsed.tracks:
        for segment in track.segments:
            for point in segment.points:
                told = {child.tag.rpartition("}")[2]: child.text for part in point.extensions for child in part}
                rows.append(
                    (
                        point.time.timestamp(),
                        point.latitude,
                        point.longitude,
                        point.elevation,
                        _number(told.get("hr")),
                        _number(told.get("cad")),
                    )
                )
    return dict(zip(NAMES, np.array(rows, np.float64).T, strict=True))


def fastgpx_gpx(data: bytes) -> Columns:
    """Positions, altitude and time: it has no extensions."""
    parsed = import_module("fastgpx").parse(data.decode())
    points = [point for track in parsed.tracks for segment in track.segments for point in segment.points]
    rows = [(point.time.timestamp(), point.latitude, point.longitude, point.elevation) for point in points]
    return dict(zip(NAMES, np.array(rows, np.float64).T, strict=False))


def fastgpx_alone(data: bytes) -> object:
    """The same without the way from its objects to columns."""
    return import_module("fastgpx").parse(data.decode())


def fitdecode_messages(data: bytes) -> Mapping[str, list[dict[str, Any]]]:
    """All values of all data messages, by the kind of message."""
    fitdecode = import_module("fitdecode")
    found: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(BytesIO(data)) as frames:
        for frame in frames:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                found.setdefault(frame.name, []).append({told.name: told.value for told in frame.fields})
    return found


def sdk_messages(data: bytes) -> Mapping[str, Any]:
    """The official SDK's decoder with the options that it comes with."""
    sdk = import_module("garmin_fit_sdk")
    messages, errors = sdk.Decoder(sdk.Stream.from_byte_array(bytearray(data))).read()
    if errors:
        raise ValueError(f"the SDK says {errors}")
    found: Mapping[str, Any] = messages
    return found


def fitfast_records(data: bytes) -> Mapping[str, Any]:
    """The records as columns."""
    found: Mapping[str, Any] = import_module("fitfast").records(data)
    return found


def fitfast_parse(data: bytes) -> Mapping[str, Any]:
    """All messages as dictionaries."""
    found: Mapping[str, Any] = import_module("fitfast").parse(data)
    return found


def column(rows: Iterable[Mapping[str, Any]], name: str) -> NDArray[np.float64]:
    """A column of what came as a dictionary a message; NaN where one has no such field."""
    return np.array([row.get(name, np.nan) for row in rows], np.float64)
