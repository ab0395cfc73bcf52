"""Recordings as GPX 1.1 tracks, the format of phones: positions and times, and Garmin's extension for the body.

GPX knows neither pauses nor laps nor distances; a pause ends one track segment and starts the next.
"""

from xml.sax.saxutils import escape, quoteattr

from console.athlete.synthetic import SyntheticRecording
from console.writers.markup import elements, instants, joined, wrapped

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator={creator}
 xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
<metadata><time>{time}</time></metadata>
<trk>
<name>{name}</name>
<type>{type}</type>
"""
TAIL = "</trk>\n</gpx>\n"


def gpx_file(recording: SyntheticRecording) -> bytes:
    """The recording as GPX: position, altitude, time, heart rate in bpm and cadence in whole strides a minute."""
    points = _points(recording)
    segments = ["<trkseg>\n" + "".join(points[rows]) + "</trkseg>\n" for rows in recording.segments()]
    head = HEAD.format(
        creator=quoteattr(recording.device.name or "Stridegraph"),
        time=instants(recording.started_at, recording.time_s[:1])[0],
        name=escape(recording.name),
        type=recording.sport.lower(),
    )
    return "".join((head, *segments, TAIL)).encode()


def _points(recording: SyntheticRecording) -> list[str]:
    heart_rates = elements("<gpxtpx:hr>%.0f</gpxtpx:hr>", recording.heart_rate_bpm)
    cadences = elements("<gpxtpx:cad>%.0f</gpxtpx:cad>", recording.cadence_spm / 2)
    body = wrapped("<gpxtpx:TrackPointExtension>", joined(heart_rates, cadences), "</gpxtpx:TrackPointExtension>")
    columns = (
        elements('<trkpt lat="%.7f"', recording.latitude_deg),
        elements(' lon="%.7f">', recording.longitude_deg),
        elements("<ele>%.1f</ele>", recording.altitude_m),
        wrapped("<time>", instants(recording.started_at, recording.time_s), "</time>"),
        wrapped("<extensions>", body, "</extensions>"),
    )
    return wrapped("", joined(*columns), "</trkpt>\n")
