import gzip
import tracemalloc

import numpy as np
import pytest

from models.errors import UnusableFile
from models.terms import FileFormat, ProblemCode
from tests.uploads.builders import (
    clock,
    file_id,
    fit,
    gpx,
    lap,
    point,
    records,
    session,
    tcx,
    track,
    trackpoint,
    zeros_bomb,
)
from uploads.readers.detect import read
from uploads.readers.points import MAX_POINTS

FIT = fit(file_id(), records(0, 1, 2), session(0, 2))
GPX = gpx(track([point(clock(second)) for second in range(3)]))
TCX = tcx(lap([trackpoint(second) for second in range(3)]))
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY e0 "ha">{ENTITIES}]><gpx><name>&e9;</name></gpx>'.encode()
OUTSIDE = b'<!DOCTYPE gpx SYSTEM "http://127.0.0.1/gpx.dtd"><gpx/>'


def _attributes(count: int) -> str:
    return " ".join(f'a{number}=""' for number in range(count))


def refusal(data: bytes) -> ProblemCode:
    with pytest.raises(UnusableFile) as refused:
        read(data)
    return refused.value.problem.code


@pytest.mark.parametrize(("data", "format_"), [(FIT, FileFormat.FIT), (GPX, FileFormat.GPX), (TCX, FileFormat.TCX)])
@pytest.mark.parametrize("packed", [False, True])
def test_a_format_is_known_by_its_content_packed_or_not(data, format_, packed):
    file = read(gzip.compress(data) if packed else data)
    assert file.format is format_
    assert [recording.time_s.size for recording in file.recordings] == [3]
    assert file.problems == ()


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n  ", b"\xef\xbb\xbf\r\n", b"<!-- exported -->"])
def test_what_stands_before_the_root_does_not_matter(before):
    bare = GPX.removeprefix(b'<?xml version="1.0"?>')
    assert read(before + bare).format is FileFormat.GPX


def test_a_document_in_utf_16_is_read():
    assert read(GPX.decode().encode("utf-16")).format is FileFormat.GPX


def test_a_prefix_on_every_element_changes_nothing():
    prefixed = (
        GPX.replace(b"</", b"</g:")
        .replace(b"<trk", b"<g:trk")
        .replace(b"<gpx", b"<g:gpx")
        .replace(b"<time", b"<g:time")
    )
    assert read(prefixed).recordings[0].time_s.size == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", ProblemCode.EMPTY_FILE, id="empty"),
        pytest.param(gzip.compress(b""), ProblemCode.EMPTY_FILE, id="empty gzip"),
        pytest.param(b"hello", ProblemCode.UNKNOWN_FORMAT, id="text"),
        pytest.param(b"<html><body/></html>", ProblemCode.UNKNOWN_FORMAT, id="another document"),
        pytest.param(b'<?xml version="1.0" encoding="klingon"?><gpx/>', ProblemCode.UNKNOWN_FORMAT, id="encoding"),
        pytest.param(gzip.compress(gzip.compress(GPX)), ProblemCode.UNKNOWN_FORMAT, id="gzip in gzip"),
        pytest.param(np.random.default_rng(1).bytes(10_000_000), ProblemCode.UNKNOWN_FORMAT, id="random bytes"),
        pytest.param(
            FIT[:14] + np.random.default_rng(2).bytes(10_000_000), ProblemCode.UNREADABLE_FILE, id="random FIT"
        ),
        pytest.param(
            b"\x1f\x8b" + np.random.default_rng(3).bytes(100_000), ProblemCode.UNREADABLE_FILE, id="random gzip"
        ),
        pytest.param(FIT[:20], ProblemCode.UNREADABLE_FILE, id="cut FIT"),
        pytest.param(GPX[:60], ProblemCode.UNREADABLE_FILE, id="cut GPX"),
        pytest.param(BOMB, ProblemCode.UNSAFE_FILE, id="entity bomb"),
        pytest.param(OUTSIDE, ProblemCode.UNSAFE_FILE, id="external DTD"),
        pytest.param(gzip.compress(GPX) + gzip.compress(GPX), ProblemCode.UNSAFE_FILE, id="two gzip members"),
        pytest.param(b"<gpx>" + b"<a>" * 200_000, ProblemCode.UNSAFE_FILE, id="nested"),
        pytest.param(gpx("<trkpt/>" * 700_000), ProblemCode.FILE_TOO_LARGE, id="flood of points"),
        pytest.param(
            gpx("<trkpt/>" * (MAX_POINTS + 1)).decode().encode("utf-16"),
            ProblemCode.FILE_TOO_LARGE,
            id="flood of points in UTF-16",
        ),
        pytest.param(gpx("<a/>" * 300_000), ProblemCode.FILE_TOO_LARGE, id="flood of elements"),
        pytest.param(tcx(lap(said="<Calories>1</Calories>" * 300_000)), ProblemCode.FILE_TOO_LARGE, id="lap values"),
        pytest.param(gpx("<trkpt/>" * 1000 + "<a/>" * 300_000), ProblemCode.FILE_TOO_LARGE, id="few points, more else"),
        pytest.param(gpx("\n" * 20_000_000), ProblemCode.FILE_TOO_LARGE, id="flood of lines"),
        pytest.param(gpx(f"<!--{'a' * 3_000_000}-->"), ProblemCode.UNSAFE_FILE, id="endless comment"),
        pytest.param(gpx(f'<a x="{"a" * 3_000_000}"/>'), ProblemCode.UNSAFE_FILE, id="endless attribute"),
        pytest.param(gpx(f"<{'a' * 3_000_000}/>"), ProblemCode.UNSAFE_FILE, id="endless name"),
        pytest.param(gpx(f"<{'a' * 10_000}/>"), ProblemCode.UNSAFE_FILE, id="long name"),
        pytest.param(gpx(f"<a {_attributes(300_000)}/>"), ProblemCode.UNSAFE_FILE, id="tag of many attributes"),
        pytest.param(gpx(f"<a {_attributes(20_000)}/>"), ProblemCode.UNSAFE_FILE, id="names without end"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_code(data, code):
    assert refusal(data) is code


def test_the_wordiest_points_may_be_as_many_as_any():
    inner = (
        "<Position><LatitudeDegrees>35</LatitudeDegrees><LongitudeDegrees>139</LongitudeDegrees></Position>"
        "<AltitudeMeters>7</AltitudeMeters><DistanceMeters>12</DistanceMeters><HeartRateBpm><Value>133</Value>"
        "</HeartRateBpm><Cadence>84</Cadence><SensorState>Present</SensorState>"
        "<Extensions><TPX><Speed>3</Speed><RunCadence>84</RunCadence><Watts>250</Watts></TPX></Extensions>"
    )
    points = [trackpoint(second, inner) for second in range(20_000)]
    (recording,) = read(tcx(lap(points))).recordings
    assert recording.time_s.size == 20_000


@pytest.mark.parametrize(
    ("head", "mebibytes", "code"),
    [
        (b"", 10, ProblemCode.UNKNOWN_FORMAT),
        (b"<gpx>", 260, ProblemCode.FILE_TOO_LARGE),
        (FIT[:14], 70, ProblemCode.FILE_TOO_LARGE),
    ],
)
def test_a_gzip_bomb_ends_without_filling_the_memory(head, mebibytes, code):
    bomb = zeros_bomb(head, mebibytes)
    tracemalloc.start()
    try:
        assert refusal(bomb) is code
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 150_000_000


def test_a_gzip_stream_that_ends_early_gives_what_it_holds():
    noise = "".join(
        f"<!-- {np.random.default_rng(second).random()} -->" + point(clock(second)) for second in range(2000)
    )
    packed = gzip.compress(gpx(f"<trk><trkseg>{noise}</trkseg></trk>"))
    file = read(packed[: len(packed) // 2])
    assert 500 < file.recordings[0].time_s.size < 1500
    assert {problem.code for problem in file.problems} == {ProblemCode.TRUNCATED}


def test_a_gzip_checksum_that_is_wrong_is_told():
    packed = bytearray(gzip.compress(GPX))
    packed[-8] ^= 0xFF
    assert [problem.code for problem in read(bytes(packed)).problems] == [ProblemCode.WRONG_CHECKSUM]


def test_padding_behind_a_gzip_member_is_nothing():
    assert read(gzip.compress(GPX) + bytes(512)).problems == ()
