"""Recordings as TCX (Training Center Database 2), the format of older watches and of many services.

Laps carry their totals; a pause ends one track of a lap and starts the next. The schema's sports are Running, Biking
and Other, so a walk is Other: its reader has to tell by the movement.
"""

from xml.sax.saxutils import escape

import numpy as np

from console.athlete.synthetic import SyntheticRecording
from console.writers.markup import elements, instants, joined, wrapped
from models.terms import LapTrigger, Sport
from uploads.recording import LapMark

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase
 xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
 xmlns:x="http://www.garmin.com/xmlschemas/ActivityExtension/v2"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<Activities>
<Activity Sport="{sport}">
<Id>{time}</Id>
"""
TAIL = """<Notes>{name}</Notes>
<Creator xsi:type="Device_t"><Name>{device}</Name><UnitId>{unit}</UnitId><ProductID>1</ProductID>\
<Version><VersionMajor>1</VersionMajor><VersionMinor>0</VersionMinor></Version></Creator>
</Activity>
</Activities>
</TrainingCenterDatabase>
"""
TRIGGERS = {LapTrigger.DISTANCE: "Distance", LapTrigger.TIME: "Time"}


def tcx_file(recording: SyntheticRecording) -> bytes:
    """The recording as TCX: position, altitude, distance, heart rate, speed and whole strides a minute."""
    points = _points(recording)
    times = instants(recording.started_at, np.array([lap.start_s for lap in recording.laps]))
    laps = [_lap(recording, lap, time, points) for lap, time in zip(recording.laps, times, strict=True)]
    head = HEAD.format(sport="Running" if recording.sport is Sport.RUNNING else "Other", time=times[0])
    tail = TAIL.format(
        name=escape(recording.name),
        device=escape(recording.device.name or "Stridegraph"),
        unit=escape(recording.device.serial or "0"),
    )
    return "".join((head, *laps, tail)).encode()


def _lap(recording: SyntheticRecording, lap: LapMark, time: str, points: list[str]) -> str:
    return f'<Lap StartTime="{time}">\n{_totals(recording, lap)}{_tracks(recording, lap, points)}</Lap>\n'


def _totals(recording: SyntheticRecording, lap: LapMark) -> str:
    totals = recording.totals(lap.start_s, lap.end_s)
    average, highest = totals.average_heart_rate_bpm, totals.max_heart_rate_bpm
    return "".join(
        (
            f"<TotalTimeSeconds>{totals.timer_s:.1f}</TotalTimeSeconds><DistanceMeters>{totals.distance_m:.2f}</DistanceMeters>",
            f"<Calories>{totals.calories_kcal or 0:.0f}</Calories>",  # the schema does not know missing calories
            f"<AverageHeartRateBpm><Value>{average:.0f}</Value></AverageHeartRateBpm>" if average else "",
            f"<MaximumHeartRateBpm><Value>{highest:.0f}</Value></MaximumHeartRateBpm>" if highest else "",
            f"<Intensity>Active</Intensity><TriggerMethod>{TRIGGERS.get(lap.trigger, 'Manual')}</TriggerMethod>\n",
        )
    )


def _tracks(recording: SyntheticRecording, lap: LapMark, points: list[str]) -> str:
    """The lap's rows, a track for each stretch between pauses; the last row of all belongs to the last lap."""
    last = lap.end_s >= recording.end_s
    first, end = np.searchsorted(recording.time_s, [lap.start_s, np.inf if last else lap.end_s]).tolist()
    parts = ["".join(points[max(rows.start, first) : min(rows.stop, end)]) for rows in recording.segments()]
    return "".join(wrapped("<Track>\n", parts, "</Track>\n"))


def _points(recording: SyntheticRecording) -> list[str]:
    latitudes = elements("<LatitudeDegrees>%.7f</LatitudeDegrees>", recording.latitude_deg)
    longitudes = elements("<LongitudeDegrees>%.7f</LongitudeDegrees>", recording.longitude_deg)
    speeds = elements("<x:Speed>%.3f</x:Speed>", recording.speed_m_s)
    cadences = elements("<x:RunCadence>%.0f</x:RunCadence>", recording.cadence_spm / 2)
    columns = (
        wrapped("<Time>", instants(recording.started_at, recording.time_s), "</Time>"),
        wrapped("<Position>", joined(latitudes, longitudes), "</Position>"),
        elements("<AltitudeMeters>%.1f</AltitudeMeters>", recording.altitude_m),
        elements("<DistanceMeters>%.2f</DistanceMeters>", recording.distance_m),
        elements("<HeartRateBpm><Value>%.0f</Value></HeartRateBpm>", recording.heart_rate_bpm),
        wrapped("<Extensions><x:TPX>", joined(speeds, cadences), "</x:TPX></Extensions>"),
    )
    return wrapped("<Trackpoint>", joined(*columns), "</Trackpoint>\n")
