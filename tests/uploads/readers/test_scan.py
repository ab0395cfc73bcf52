"""The scan and the parser alone answer alike, whatever the document: the parser's answer is the measure."""

import dataclasses
import gzip
import random
from datetime import UTC, datetime

import pytest

from console.athlete.recordings import file_bytes, recording
from models.errors import UnusableFile
from models.terms import Channel, FileFormat, ProblemCode, Sport
from tests.uploads.builders import clock, gpx, lap, point, tcx, track, trackpoint
from tests.uploads.readers.xml_files import gpx_run, tcx_run
from uploads.readers import detect
from uploads.readers import gpx as gpx_reader
from uploads.readers import tcx as tcx_reader
from uploads.readers.scan import Unplain, scan
from uploads.readers.xml import without_leading_space
from uploads.unpack import Pieces

READERS = {FileFormat.GPX: gpx_reader, FileFormat.TCX: tcx_reader}
MUTATIONS = 3000


def told(gathered):
    """Everything of the drafts, the numbers to the last bit."""
    drafts, problems = gathered
    parts = []
    for draft in drafts:
        rest = [getattr(draft, each.name) for each in dataclasses.fields(draft) if each.name != "points"]
        columns = [(key, column.tobytes()) for key, column in draft.points.columns.items()]
        parts.append((repr(rest), draft.points.instants.tobytes(), columns))
    return parts, problems


def is_scanned(data, reader):
    """Whether the document is scanned; then the parser alone must find the same."""
    document = without_leading_space(data)
    try:
        scanned = told(reader.read((), scan(document, reader.PLAN)))
    except Unplain:
        return False
    assert scanned == told(reader.read(Pieces(document))), data[:5000]
    return True


HEART = "<ele>5</ele><extensions><p:T><p:hr>120</p:hr><p:cad>80.5</p:cad></p:T></extensions>"
GPX = gpx(
    track(
        [point(clock(at), inner=HEART) for at in range(5)],
        [point(clock(at), inner=HEART) for at in range(20, 24)],
        head="<name>n</name><type>run</type>",
    ),
    track([point(clock(at)) for at in range(30, 34)]),
)
INNER = (
    "<Position><LatitudeDegrees>35.123456789012345678</LatitudeDegrees><LongitudeDegrees>-139.5</LongitudeDegrees></Position>"
    "<DistanceMeters>3</DistanceMeters><HeartRateBpm><Value>100</Value></HeartRateBpm><Cadence>80</Cadence>"
    "<Extensions><TPX><RunCadence>81</RunCadence></TPX></Extensions>"
)
TCX = tcx(
    lap([trackpoint(at, INNER) for at in range(5)], [trackpoint(at, INNER) for at in range(20, 24)])
    + lap([trackpoint(at, INNER) for at in range(30, 34)], start=30, said="<TotalTimeSeconds>3</TotalTimeSeconds>"),
    after="<Creator><Name>Watch</Name></Creator>",
)
SOUND = [
    (GPX, gpx_reader),
    (TCX, tcx_reader),
    (gpx_run(6), gpx_reader),
    (tcx_run(6), tcx_reader),
]
PUT = [
    *[
        "<",
        ">",
        "/",
        "=",
        ":",
        "x:",
        '"',
        "'",
        "&",
        "-",
        "+",
        ",",
        ".",
        "_",
        "e",
        "1e5",
        "nan",
        "inf",
        "\x00",
        "é",
        "]]>",
        "+01:00",
        "-05:30",
        ".25",
    ],
    *[
        "<!-- x -->",
        "<!---->",
        "<![CDATA[x]]>",
        "<?pi x?>",
        "<?points 0 1?>",
        '<?xml version="1.0"?>',
        "<!DOCTYPE gpx>",
    ],
    *["<a/>", "<a>", "</a>", "<a b='>'/>", "&amp;", "&#49;", "\r\n", "\t", " ", "0" * 25, "1234567890" * 3],
    *["<ele>7</ele>", "<hr>1</hr>", "<hr/>", "<time>2024-05-01T06:00:01Z</time>", "<time/>", "<name>x</name>", "<trk>"],
    *['<trkpt lat="1" lon="2"/>', "</trk>", "<trkseg>", "</trkseg>", ' lat="3"', " a='1'", "<gpx>", "</gpx>"],
    *["<Trackpoint/>", "<Value>4</Value>", "<HeartRateBpm><Value>9</Value></HeartRateBpm>", "<Cadence>4</Cadence>"],
    *["<Time>2024-05-01T06:00:01+02:00</Time>", "<LX><Steps>3</Steps></LX>", "<Lap>", "</Lap>", "<Track>", "</Track>"],
    *["<Activity>", "</Activity>", "<TriggerMethod>Manual</TriggerMethod>", "<Creator><Name>N</Name></Creator>"],
]


def mutated(draw, data):
    """The document with up to three changes, most of them at the ends of tags."""
    found = bytearray(data)
    for _ in range(draw.choice([0, 1, 1, 1, 2, 3])):
        starts = [place for place, octet in enumerate(found) if octet == ord("<")] or [0]
        at = draw.choice(
            [draw.choice(starts), found.find(b">", draw.choice(starts)) + 1, draw.randrange(len(found) + 1)]
        )
        one, other = sorted(draw.choice(starts) for _ in range(2))
        change = draw.randrange(6)
        if change == 0 and at < len(found):
            found[at] ^= 1 << draw.randrange(8)
        elif change == 1:
            del found[at : at + draw.randrange(8)]
        elif change == 2:
            found[at : at + draw.choice([0, 0, 3])] = draw.choice(PUT).encode()
        elif change == 3:
            found[at:at] = found[one : min(other, one + 200)]
        elif change == 4:
            del found[one : min(other, one + 100)]
        elif draw.random() < 0.2:
            del found[at:]
    return bytes(found)


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_document_is_read_as_by_the_parser_alone(seed):
    draw = random.Random(seed)
    scanned = 0
    for _ in range(MUTATIONS):
        data, reader = draw.choice(SOUND)
        scanned += is_scanned(mutated(draw, data), reader)
    assert scanned > MUTATIONS / 10


FOLDERS = ("gpx", "gpx-run", "gpx-edge", "tcx-run", "tcx-edge", "tri-format")
# They have no points, times without an offset, or a comment in a point.
UNPLAIN = {
    "gpx-edge/gpx1.0_with_all_fields.gpx",
    "gpx-edge/gpx1.1_with_all_fields.gpx",
    "gpx-edge/mixed_offset.gpx",
    "gpx-edge/unicode_with_bom.gpx",
    "gpx-edge/unicode_with_bom_noencoding.gpx",
    "tcx-edge/laps_only.tcx",
    "tcx-edge/lx_namespace_reset.tcx",
    "tcx-edge/mixed_offset.tcx",
    "tcx-edge/no_activity.tcx",
    "tcx-edge/running.tcx",
    "tcx-edge/sport_other.tcx",
}


def test_real_documents_are_scanned_and_read_as_by_the_parser_alone(shared_data):
    documents = [path for folder in FOLDERS for path in (shared_data / folder).iterdir() if path.suffix != ".fit"]
    unplain = {
        f"{path.parent.name}/{path.name}"
        for path in documents
        if not is_scanned(path.read_bytes(), READERS[FileFormat(path.suffix[1:].upper())])
    }
    assert unplain == UNPLAIN


@pytest.mark.parametrize("sport", list(Sport))
@pytest.mark.parametrize("file_format", list(READERS))
def test_what_our_writers_write_is_scanned(file_format, sport):
    outing = recording(sport, 30, file_format=file_format, started_at=datetime(2026, 4, 4, 21, 30, tzinfo=UTC))
    assert is_scanned(file_bytes(outing), READERS[file_format])


@pytest.mark.parametrize(
    ("data", "reader"), [(gpx_run(1000), gpx_reader), (tcx_run(1000), tcx_reader)], ids=["gpx", "tcx"]
)
def test_what_large_exporters_write_is_scanned(data, reader):
    assert is_scanned(data, reader)
    assert detect.read(data).recordings[0].time_s.size == 1000


@pytest.mark.parametrize("declared", ['encoding="UTF-8"', "encoding='us-ascii'", 'encoding = "iso-8859-1"', ""])
def test_supersets_of_ascii_are_scanned(declared):
    assert is_scanned(GPX.replace(b"?>", f" {declared}?>".encode(), 1), gpx_reader)


ODD = {
    "another encoding": GPX.replace(b"?>", b' encoding="shift_jis"?>', 1),
    "an encoding without quotes": GPX.replace(b"?>", b" encoding=utf-8?>", 1),
    "a long declaration": GPX.replace(b"?>", b" " * 300 + b"?>", 1),
    "two bytes a character": GPX.decode().encode("utf-16"),
    "no document": b"words",
    "nothing": b"",
    "no points": gpx(track([])),
    "points in a name": gpx(f"<name>{track([point(clock(0))])}</name>"),
    "points as the root": point(clock(0)).encode(),
    "points in the depth": gpx("<a>" * 90, track([point(clock(0))]), "</a>" * 90),
    "no number on purpose": gpx(track([point(clock(0), latitude="NaN")])),
    "many names": gpx("".join(f"<a{number}/>" for number in range(9950)), track([point(clock(0))])),
    "many activities": gpx(*[track([point(f"20{year}-01-01T06:00:00Z")]) for year in range(10, 99)] * 2),
    "an early end": GPX[:-1],
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_not_plain_is_left_to_the_parser_alone(odd):
    assert not is_scanned(ODD[odd], gpx_reader)


def test_values_that_only_python_reads_are_read_and_counted():
    inner = "<ele>1,5</ele><hr>1_20</hr><cad>high</cad>"
    data = gpx(track([point(clock(0)), point(clock(1), inner=inner)]))
    assert is_scanned(data, gpx_reader)
    file = detect.read(data)
    channels = file.recordings[0].channels
    assert (channels[Channel.ALTITUDE_M][1], channels[Channel.HEART_RATE_BPM][1]) == (1.5, 120)
    assert [problem.code for problem in file.problems] == [ProblemCode.BAD_VALUES]


def test_bad_values_outside_of_an_activity_do_not_count():
    course = f"<Courses><Course><Track>{trackpoint(0, '<Cadence>x</Cadence>')}</Track></Course></Courses>"
    data = tcx(lap([trackpoint(0), trackpoint(1)])).replace(b"<Activities>", f"{course}<Activities>".encode())
    assert is_scanned(data, tcx_reader)
    assert detect.read(data).problems == ()


def test_offsets_are_told_to_the_clock_in_order():
    laps = [
        lap([f"<Trackpoint><Time>2024-05-01T07:00:0{at}+0{hours}:00</Time></Trackpoint>" for at, hours in rows])
        for rows in ([(0, 1), (1, 2)], [(2, 3), (3, 4)])
    ]
    # The second lap starts at a time without an offset: it follows the last point's of the first.
    data = tcx("".join(laps)).replace(b'StartTime="2024-05-01T06:00:00Z"', b'StartTime="2024-05-01T07:00:02"')
    assert is_scanned(data, tcx_reader)
    drafts, _ = tcx_reader.read((), scan(data, tcx_reader.PLAN))
    assert drafts[0].utc_offset_s == 3600
    assert drafts[0].laps[1].start_s == datetime(2024, 5, 1, 5, 0, 2, tzinfo=UTC).timestamp()


def test_points_between_two_activities_belong_to_neither():
    between = f"</Activity><Course>{trackpoint(5)}</Course><Activity Sport='Running'>"
    data = tcx(lap([trackpoint(0), trackpoint(1)]) + between + lap([trackpoint(7), trackpoint(8)], start=7))
    assert is_scanned(data, tcx_reader)
    drafts, _ = tcx_reader.read((), scan(data, tcx_reader.PLAN))
    assert [draft.points.instants.size for draft in drafts] == [2, 2]


@pytest.mark.parametrize("packed", [False, True])
def test_a_document_too_large_to_hold_is_read_as_it_streams(monkeypatch, packed):
    data = gzip.compress(gpx_run(3000)) if packed else gpx_run(3000)
    scanned = detect.read(data)
    monkeypatch.setattr(detect, "MAX_SCANNED_BYTES", 1_000_000)
    monkeypatch.setattr(detect, "scan", None)
    streamed = detect.read(data)
    assert streamed.problems == scanned.problems == ()
    for one, other in zip(streamed.recordings, scanned.recordings, strict=True):
        assert one.time_s.tobytes() == other.time_s.tobytes()
        assert one.latitude_deg.tobytes() == other.latitude_deg.tobytes()
        assert one.started_at == other.started_at


def test_more_points_than_there_may_be_are_refused():
    with pytest.raises(UnusableFile) as refused:
        detect.read(gpx(track(["<trkpt/>"] * 200_001)))
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE
