"""Somebody beside the demo user, who tells no sex, and went at one pace all the way: a walk and a run."""

import math
from datetime import UTC, datetime, timedelta

from console.client import Client

SUBJECT = "somebody-else"
PROFILE = """mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }"""
_METRE_NORTH_DEG = 1 / 110_940.6  # at 35 degrees
_POINT_S = 2
# What was recorded at every point alike: m/s, seconds, strides a minute, days ago.
_OUTINGS = {"walking": (1.9, 1260, 64, 1), "running": (3.0, 750, 84, 2)}
_POINT = (
    '<trkpt lat="{latitude:.8f}" lon="139.0"><ele>20.0</ele><time>{time:%Y-%m-%dT%H:%M:%SZ}</time><extensions>'
    "<gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>{cadence}</gpxtpx:cad>"
    "</gpxtpx:TrackPointExtension></extensions></trkpt>\n"
)
_FILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="tests" '
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
    "<trk><type>{sport}</type><trkseg>\n{points}</trkseg></trk></gpx>\n"
)


def even(sport: str) -> bytes:
    """A GPX file of one straight way on the level, at one speed, heart rate and cadence."""
    speed_m_s, seconds, cadence, days_ago = _OUTINGS[sport]
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days_ago)
    points = "".join(
        _POINT.format(
            latitude=35 + speed_m_s * at * _METRE_NORTH_DEG, time=start + timedelta(seconds=at), cadence=cadence
        )
        for at in range(0, seconds + 1, _POINT_S)
    )
    return _FILE.format(sport=sport, points=points).encode()


def whole_kilometres(sport: str) -> int:
    """How many whole kilometres the way has."""
    speed_m_s, seconds, *_ = _OUTINGS[sport]
    return math.floor(speed_m_s * seconds / 1000)


def moves_in(client: Client) -> None:
    """Tells everything but a sex, and sends both."""
    client.execute(PROFILE, {"input": {"birthDate": "1985-04-02", "heightM": 1.7}})
    for sent in [client.send(even(sport)) for sport in _OUTINGS]:
        assert client.wait(sent).state == "DONE"
