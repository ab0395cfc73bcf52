"""Runs as the large exporters write them: indented, with a prefix, and with far more digits than a fix has."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from uploads.recording import Column

START = datetime(2024, 5, 1, 6, tzinfo=UTC)
SPEED_M_S = 3.0
METRES_A_LAP = 1000

GPX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="Garmin Connect" version="1.1"
  xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/11.xsd"
  xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
  xmlns="http://www.topografix.com/GPX/1/1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns2="http://www.garmin.com/xmlschemas/GpxExtensions/v3">
  <metadata>
    <time>2024-05-01T06:00:00.000Z</time>
  </metadata>
  <trk>
    <name>Around the lake</name>
    <type>running</type>
    <trkseg>
"""
GPX_POINT = """\
      <trkpt lat="{lat}" lon="{lon}">
        <ele>{altitude}</ele>
        <time>{time}</time>
        <extensions>
          <ns3:TrackPointExtension>
            <ns3:hr>{heart_rate}</ns3:hr>
            <ns3:cad>{cadence}</ns3:cad>
          </ns3:TrackPointExtension>
        </extensions>
      </trkpt>
"""
GPX_TAIL = """    </trkseg>
  </trk>
</gpx>
"""

TCX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase
  xsi:schemaLocation="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2 TrainingCenterDatabasev2.xsd"
  xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"
  xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Activities>
    <Activity Sport="Running">
      <Id>2024-05-01T06:00:00.000Z</Id>
"""
TCX_LAP = """\
      <Lap StartTime="{time}">
        <TotalTimeSeconds>{timer_s}</TotalTimeSeconds>
        <DistanceMeters>{distance_m}</DistanceMeters>
        <Calories>70</Calories>
        <AverageHeartRateBpm>
          <Value>150</Value>
        </AverageHeartRateBpm>
        <Intensity>Active</Intensity>
        <TriggerMethod>Distance</TriggerMethod>
        <Track>
{points}        </Track>
      </Lap>
"""
TCX_POINT = """\
          <Trackpoint>
            <Time>{time}</Time>
            <Position>
              <LatitudeDegrees>{lat}</LatitudeDegrees>
              <LongitudeDegrees>{lon}</LongitudeDegrees>
            </Position>
            <AltitudeMeters>{altitude}</AltitudeMeters>
            <DistanceMeters>{distance}</DistanceMeters>
            <HeartRateBpm>
              <Value>{heart_rate}</Value>
            </HeartRateBpm>
            <Extensions>
              <ns3:TPX>
                <ns3:Speed>{speed}</ns3:Speed>
                <ns3:RunCadence>{cadence}</ns3:RunCadence>
              </ns3:TPX>
            </Extensions>
          </Trackpoint>
"""
TCX_TAIL = """\
      <Creator xsi:type="Device_t">
        <Name>Forerunner 945</Name>
        <UnitId>3141592653</UnitId>
        <ProductID>3113</ProductID>
      </Creator>
    </Activity>
  </Activities>
</TrainingCenterDatabase>
"""


@cache
def three_hours_gpx() -> bytes:
    """10,800 track points, one a second: position, altitude, heart rate, cadence; 4.0 MB."""
    return gpx_run(3 * 3600)


@cache
def three_hours_tcx() -> bytes:
    """10,800 trackpoints, one a second: as the GPX, with distance and speed too, in laps of a kilometre; 7.6 MB."""
    return tcx_run(3 * 3600)


def gpx_run(seconds: int) -> bytes:
    """A run with a track point a second."""
    points = "".join(GPX_POINT.format(**texts) for texts in _texts(seconds, position_digits=25))
    return f"{GPX_HEAD}{points}{GPX_TAIL}".encode()


def tcx_run(seconds: int) -> bytes:
    """A run with a trackpoint a second and a lap a kilometre."""
    texts = list(_texts(seconds, position_digits=15))
    points = [TCX_POINT.format(**row) for row in texts]
    a_lap = round(METRES_A_LAP / SPEED_M_S)
    laps = [
        TCX_LAP.format(
            time=texts[first]["time"],
            timer_s=float(min(a_lap, seconds - first)),
            distance_m=float(min(a_lap, seconds - first) * SPEED_M_S),
            points="".join(points[first : first + a_lap]),
        )
        for first in range(0, seconds, a_lap)
    ]
    return f"{TCX_HEAD}{''.join(laps)}{TCX_TAIL}".encode()


def _texts(seconds: int, position_digits: int) -> Iterable[dict[str, str]]:
    """Around a circle of a kilometre, up and down a hill, as the texts of the values."""
    second = np.arange(seconds)
    noise = np.random.default_rng(seconds)
    turn = second * SPEED_M_S / METRES_A_LAP * 2 * np.pi
    speed = SPEED_M_S + noise.normal(0, 0.1, seconds)
    columns = {
        "lat": _written(35 + 0.00143 * np.sin(turn), f".{position_digits + 2}g"),
        "lon": _written(139 + 0.00175 * np.cos(turn), f".{position_digits + 3}g"),
        "altitude": _written((80 + 40 * np.sin(second / 400)).astype(np.float32).astype(np.float64), "r"),
        "time": [f"{START + timedelta(seconds=at):%Y-%m-%dT%H:%M:%S}.000Z" for at in range(seconds)],
        "heart_rate": _written(140 + 20 * np.sin(second / 300), ".0f"),
        "cadence": _written(85.0 + noise.integers(-3, 3, seconds), ".0f"),
        "distance": _written(second * SPEED_M_S + noise.random(seconds), "r"),
        "speed": _written(speed.astype(np.float32).astype(np.float64), "r"),
    }
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _written(column: Column, form: str) -> list[str]:
    return [repr(value) if form == "r" else format(value, form) for value in column.tolist()]
