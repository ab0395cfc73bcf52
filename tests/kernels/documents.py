"""Documents for the scan of points, and what their elements mean."""

from kernels.xml import FORBIDDEN, NUMBERS, TIME, Vocabulary

LATITUDE, LONGITUDE, ALTITUDE, RATE = range(NUMBERS, NUMBERS + 4)
ELEMENTS = {
    ("trkpt", "time"): TIME,
    ("trkpt", "ele"): ALTITUDE,
    (None, "hr"): RATE,
    ("beats", "value"): RATE,
    (None, "trkpt"): FORBIDDEN,
    (None, "trk"): FORBIDDEN,
}
ATTRIBUTES = {"lat": LATITUDE, "lon": LONGITUDE}
LAST = Vocabulary.of("trkpt", ELEMENTS, ATTRIBUTES, first_counts=False)
FIRST = Vocabulary.of("trkpt", ELEMENTS, ATTRIBUTES, first_counts=True)
PLENTY = 1_000_000


def document(*inner, head=""):
    return f"{head}<gpx><trk><trkseg>{''.join(inner)}</trkseg></trk></gpx>".encode()
