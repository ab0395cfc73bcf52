"""Bytes for the kernels that read files: sound ones, cut ones, and ones with a few bytes changed."""

import numpy as np

from kernels.fit_stream import index
from kernels.xml import NUMBERS, TIME, Vocabulary
from tests.uploads.readers.fit_files import RECORD, START_S, messages

BUDGET = [10_000, 100, 50, 50, 1000, 32]
VOCABULARY = Vocabulary.of(
    "trkpt",
    {("trkpt", "ele"): NUMBERS + 2, ("trkpt", "time"): TIME},
    {"lat": NUMBERS, "lon": NUMBERS + 1},
    first_counts=True,
)
POINT = '<trkpt lat="{}" lon="{}"><ele>{}</ele><time>2026-03-01T06:30:{:02}Z</time></trkpt>\n'


def damaged(draw, data):
    """The bytes as they are, or not quite."""
    found = bytearray(data)
    for place in draw.integers(0, max(len(found), 1), draw.choice([0, 0, 1, 3])):
        found[place : place + 1] = draw.bytes(draw.integers(0, 3))
    return bytes(found[: draw.integers(len(found) + 1)] if draw.random() < 0.3 else found)


def octets(draw, data):
    """Bytes, or an array of them in some form."""
    column = np.frombuffer(data, np.uint8)
    ways = [
        data,
        column,
        np.repeat(column, 2)[::2],
        column.astype(np.int64),
        column[np.newaxis],
        data.decode("latin-1"),
    ]
    return ways[draw.choice(len(ways), p=[0.5, 0.2, 0.1, 0.1, 0.05, 0.05])]


def stream(draw):
    """Messages of a FIT file, without its header."""
    count = draw.integers(1, 9)
    fields = {
        (253, "uint32"): START_S + np.arange(count),
        (3, "uint8"): draw.integers(0, 256, count),
        (0, "sint32"): draw.integers(-(2**31), 2**31, count),
    }
    parts = [messages(local, RECORD, fields, big=bool(draw.integers(2))) for local in range(draw.integers(1, 4))]
    return damaged(draw, b"".join(parts))


def part_of_stream(draw):
    data = stream(draw)
    start, end = draw.integers(-1, len(data) + 2, 2).tolist()
    return (octets(draw, data), start, end) if draw.random() < 0.3 else (octets(draw, data), 0, len(data))


def walk(draw):
    budget = np.array(BUDGET) if draw.random() < 0.7 else draw.integers(0, 20, 6)
    return *part_of_stream(draw), budget if draw.random() < 0.9 else budget.astype(np.int32)


def columns(draw):
    """Of messages that were walked over, fields that they have or have not."""
    data = stream(draw)
    fields = draw.choice([253, 3, 0, 7], draw.integers(0, 4), replace=False)
    found = index(data, 0, len(data), np.array(BUDGET))
    rows = found.rows(int(draw.choice([RECORD, 21]))) if draw.random() < 0.7 else draw.integers(-1, 9, 4)
    return found, rows, fields, np.full(fields.size, 2.0), np.zeros(fields.size)


def counters(draw):
    count = draw.integers(0, 9)
    totals = np.where(draw.random(count) < 0.3, draw.integers(0, 1000, count) / 2, np.nan)
    return draw.integers(0, 256, count).astype(float), totals, int(draw.integers(0, 34)), float(draw.choice([1, 2, 0]))


def document(draw):
    """A track's points."""
    count = draw.integers(0, 5)
    points = [POINT.format(*draw.normal(30, 9, 3), second) for second in range(count)]
    return damaged(draw, f"<gpx><trk><trkseg>{''.join(points)}</trkseg></trk></gpx>".encode()), VOCABULARY, 9
