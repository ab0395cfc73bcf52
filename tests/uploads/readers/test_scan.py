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
from uploads.readers import scan as scan_module
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


def is_scanned(data, reader, piece_bytes=2**30):
    """Whether the document is scanned; then the parser alone must find the same."""
    pieces = (data[at : at + piece_bytes] for at in range(0, len(data), piece_bytes))
    try:
        scanned = told(reader.read((), scan(without_leading_space(pieces), reader.PLAN)))
    except Unplain:
        return False
    assert scanned == told(reader.read(Pieces(data))), data[:5000]
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
    (GPX.replace(b"Z<", b"<"), gpx_reader),
    (TCX, tcx_reader),
    (TCX.replace(b"Z<", b"<"), tcx_reader),
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


@pytest.mark.parametrize(("seed", "window_bytes"), [(0, 2**23), (1, 2**23), (2, 900), (3, 1500)])
def test_a_mutated_document_is_read_as_by_the_parser_alone(monkeypatch, seed, window_bytes):
    monkeypatch.setattr(scan_module, "WINDOW_BYTES", window_bytes)
    draw = random.Random(seed)
    scanned = 0
    for _ in range(MUTATIONS):
        data, reader = draw.choice(SOUND)
        scanned += is_scanned(mutated(draw, data), reader, piece_bytes=window_bytes // 8)
    assert scanned > MUTATIONS / 10


FOLDERS = ("gpx", "gpx-run", "gpx-edge", "tcx-run", "tcx-edge", "tri-format")
# They have no points, times with and without an offset, or a comment in a point.
UNPLAIN = {
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
    drafts, _ = tcx_reader.read((), scan([data], tcx_reader.PLAN))
    assert drafts[0].utc_offset_s == 3600
    assert drafts[0].laps[1].start_s == datetime(2024, 5, 1, 5, 0, 2, tzinfo=UTC).timestamp()


def test_points_between_two_activities_belong_to_neither():
    between = f"</Activity><Course>{trackpoint(5)}</Course><Activity Sport='Running'>"
    data = tcx(lap([trackpoint(0), trackpoint(1)]) + between + lap([trackpoint(7), trackpoint(8)], start=7))
    assert is_scanned(data, tcx_reader)
    drafts, _ = tcx_reader.read((), scan([data], tcx_reader.PLAN))
    assert [draft.points.instants.size for draft in drafts] == [2, 2]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("write", [gpx_run, tcx_run])
def test_a_document_larger_than_a_window_is_scanned_in_several(monkeypatch, write, packed):
    data = write(3000)
    whole = detect.read(data)
    monkeypatch.setattr(scan_module, "WINDOW_BYTES", 300_000)
    monkeypatch.setattr(detect, "WINDOW_BYTES", 300_000)
    # Nothing is left to the parser but what stands between the points.
    monkeypatch.setattr(detect, "_refuse_flood", None)
    in_windows = detect.read(gzip.compress(data) if packed else data)
    assert len(data) > 3 * 300_000
    assert told_file(in_windows) == told_file(whole)


def test_a_window_may_end_anywhere(monkeypatch):
    bare = gpx("".join(f"<trk><trkseg>{"<p:trkpt lat='1' />" * 40}</trkseg></trk>" for _ in range(3)))
    for window_bytes in range(1600, 2000):
        monkeypatch.setattr(scan_module, "WINDOW_BYTES", window_bytes)
        for data, reader in (*SOUND, (bare, gpx_reader)):
            assert is_scanned(data, reader, piece_bytes=1 + window_bytes // 9)


@pytest.mark.parametrize(
    "middle",
    [
        pytest.param("<a>" + " " * 9000 + "</a>", id="no point in a window"),
        pytest.param(f"<trkpt>{' ' * 3000}</trkpt>", id="point of more than a window"),
        pytest.param(f"<!-- {point(clock(0)) * 30} -->", id="points in a comment"),
        pytest.param(f"<![CDATA[{point(clock(0)) * 30}]]>", id="points in a section"),
        pytest.param(f"<a b='{point(clock(0)) * 30}'/>", id="points in an attribute"),
        pytest.param("<trkpt></trkpt><?pi?>" + "<trkpt/>" * 200, id="instruction"),
    ],
)
def test_what_stands_across_windows_is_left_to_the_parser_alone(monkeypatch, middle):
    monkeypatch.setattr(scan_module, "WINDOW_BYTES", 1000)
    data = gpx(track([point(clock(0))] * 30 + [middle] + [point(clock(1))] * 30))
    assert not is_scanned(data, gpx_reader, piece_bytes=100)


def test_an_instruction_at_the_start_of_a_window_is_left_to_the_parser_alone(monkeypatch):
    data = gpx(track(["<trkpt/>"] * 30)).replace(
        b"<trkpt/><trkpt/></trkseg>", b"<trkpt></trkpt><?points 0 1?></trkseg>"
    )
    monkeypatch.setattr(scan_module, "WINDOW_BYTES", data.index(b"<?points"))
    monkeypatch.setattr(scan_module, "_TAG_BYTES", 1)
    assert not is_scanned(data, gpx_reader, piece_bytes=1)


def test_what_stands_between_the_points_of_all_windows_is_bounded(monkeypatch):
    monkeypatch.setattr(scan_module, "WINDOW_BYTES", 1000)
    data = gpx(track([point(clock(at)) for at in range(100)]))
    assert is_scanned(data, gpx_reader, piece_bytes=100)
    monkeypatch.setattr(scan_module, "_MOST_SKELETON_BYTES", 200)
    assert not is_scanned(data, gpx_reader, piece_bytes=100)


def told_file(file):
    return [
        (recording.started_at, recording.time_s.tobytes(), recording.latitude_deg.tobytes(), recording.laps)
        for recording in file.recordings
    ], file.problems


NAIVE = GPX.replace(b"Z<", b"<")


def test_times_without_an_offset_are_utc_and_scanned():
    assert is_scanned(NAIVE, gpx_reader)
    assert NAIVE != GPX
    assert told_file(detect.read(NAIVE)) == told_file(detect.read(GPX))
    assert is_scanned(NAIVE.replace(b"06:00:03<", b"06:00:03Z<"), gpx_reader)
    assert is_scanned(TCX.replace(b"Z<", b".5<"), tcx_reader)


def test_times_without_an_offset_beside_others_are_left_to_the_parser_alone():
    assert not is_scanned(NAIVE.replace(b"06:00:03<", b"06:00:03+01:00<"), gpx_reader)
    abroad = TCX.replace(b"Z<", b"<").replace(b'06:00:30Z"', b'15:00:30+09:00"')
    assert not is_scanned(abroad, tcx_reader)
    drafts, _ = tcx_reader.read(Pieces(abroad))
    # The second lap's points follow the clock of where it began.
    ends = [datetime.fromtimestamp(instant, UTC).isoformat() for instant in drafts[0].points.instants[[0, -1]]]
    assert ends == ["2024-05-01T06:00:00+00:00", "2024-04-30T21:00:33+00:00"]


def test_more_points_than_there_may_be_are_refused():
    with pytest.raises(UnusableFile) as refused:
        detect.read(gpx(track(["<trkpt/>"] * 200_001)))
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE


ODD_POINT = "<trkpt><sat>&#49;</sat></trkpt>"
MUCH = {
    "elements": "<trkpt>" + "<hr>1</hr>" * 18 + "</trkpt>",
    "attributes": f"<trkpt {' '.join(f'a{number}=""' for number in range(90))}/>",
    "lines": f"<trkpt>{'\n' * 4000}</trkpt>",
    "references": f"<trkpt>{'&lt;' * 900}</trkpt>",
    "bytes": f"<trkpt>{'x' * 4000}</trkpt>",
}


@pytest.mark.parametrize(
    ("kind", "count"),
    [("elements", 40_000), ("attributes", 30_000), ("lines", 15_000), ("references", 20_000), ("bytes", 35_000)],
)
@pytest.mark.parametrize("packed", [False, True])
def test_what_takes_a_parser_too_long_is_refused_before_it_is_parsed(monkeypatch, kind, count, packed):
    monkeypatch.setattr(gpx_reader, "read", None)
    data = gpx(track([ODD_POINT], [MUCH[kind]] * count))
    with pytest.raises(UnusableFile) as refused:
        detect.read(gzip.compress(data, 1) if packed else data)
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE


def test_an_unusual_run_of_ten_hours_is_parsed():
    inner = "<ele>5</ele><extensions><x:TPX><x:hr>120</x:hr><x:cad>80</x:cad></x:TPX></extensions>"
    data = gpx(track([point(clock(at), inner=inner + "<!-- lap -->" * (at == 7)) for at in range(36_000)]))
    assert not is_scanned(data, gpx_reader)
    assert detect.read(data).recordings[0].time_s.size == 36_000
