import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels import xml_names, xml_points
from kernels.xml import NUMBERS, Vocabulary, points
from tests.kernels.documents import FIRST, LAST, PLENTY, document
from tests.kernels.naive import xml as naive

POINT = '<trkpt lat="35.5" lon="139.25"><ele>12.5</ele><time>2024-05-01T06:00:00Z</time><e><p:hr>140</p:hr></e></trkpt>'


def table(scan):
    return np.vstack([scan.instants, scan.offsets_s, scan.values]).T


def assert_as_by_expat(data, vocabulary=LAST):
    found = points(data, vocabulary, PLENTY)
    expected = np.array(naive.points(data, vocabulary)).reshape(-1, NUMBERS + vocabulary.numbers)
    got = table(found)
    for row, column, start, end in found.doubts.tolist():
        assert math.isnan(got[row, NUMBERS + column])
        got[row, NUMBERS + column] = float(data[start:end])
    # Bytes, for -0 is not 0; NaN is a fixed one in both.
    assert np.ascontiguousarray(got).tobytes() == expected.tobytes()
    return found


SPACES = st.sampled_from(["", "", " ", "\n\t", "\r\n  "])
LEAVES = st.sampled_from(
    [
        "<ele>1.5</ele>",
        "<ele> -2 </ele>",
        "<ele></ele>",
        "<ele/>",
        "<ele >3</ele\n>",
        "<p:hr>140</p:hr>",
        "<hr>9</hr>",
        "<hr>\n8,5\n</hr>",
        "<sat>7</sat>",
        "<fix>3d</fix>",
        "<fix>dgps\n</fix>",
        "<fix> </fix>",
        '<hr unit="bpm">5</hr>',
        "<beats><value>77</value></beats>",
        "<value>66</value>",
        "<beats a=''><p:value>1</p:value><x/></beats>",
        "<beats >\n<hr>44</hr>\n</beats>",
        "<link href='http://x/?a=1'><text>it's</text></link>",
        "<b.eats-2/>",
        "<time>2024-05-01T06:00:00Z</time>",
        "<time>2024-05-01T06:00:01.25+09:00</time>",
        "<time>2024-05-01T06:00:01\n</time>",
        "<e><time>soon</time></e>",
    ]
)
HEADS = st.sampled_from(
    [
        '<trkpt lat="1.5" lon="-2">',
        "<trkpt lon='3'\nlat='4.25'>",
        '<p:trkpt lat="5" q="a b" >',
        '<trkpt lat="" p:lon="6">',
        "<trkpt>",
        '<trkpt lat="12.5" lon="13.5" />',
        "<trkpt/>",
    ]
)
OTHERS = st.sampled_from(["", "", "\n", "</trkseg><trkseg>", "<!-- <trkpt> -->", "words", '<x y=">"/>', "<x y='\"'/>"])


@st.composite
def plain_points(draw):
    head = draw(HEADS)
    if head.endswith("/>"):
        return head
    leaves = draw(st.lists(LEAVES, max_size=5))
    if sum("<time>2" in leaf for leaf in leaves) > 1:
        leaves = []
    inner = "".join(f"{draw(SPACES)}{leaf}" for leaf in leaves)
    return f"{head}{inner}{draw(SPACES)}</{head[1:].split('>')[0].split()[0]}>"


@given(st.lists(st.tuples(plain_points(), OTHERS), max_size=8), st.booleans(), st.randoms(use_true_random=False))
def test_any_plain_document_is_read_as_by_expat(parts, first_counts, draw):
    found = [point + other for point, other in parts]
    # Repeated, so that the patterns of points are used and given up.
    shuffled = [part for part in found * 3 if draw.random() < 0.7]
    data = document(*found, *shuffled).replace(b"8,5", b"85")
    assert_as_by_expat(data, FIRST if first_counts else LAST)


def test_runs_end_where_something_else_stands():
    data = document(POINT, "\n ", POINT, "</trkseg><trkseg>", POINT, "<!-- -->\n", POINT, "\n")
    found = assert_as_by_expat(data)
    runs = [(data[start:end].decode(), first, last) for start, end, first, last in found.runs.tolist()]
    assert runs == [(f"{POINT}\n {POINT}", 0, 2), (POINT, 2, 3), (f"{POINT}\n", 3, 4)]


@pytest.mark.parametrize(
    "data", [b"", b"  ", b"<gpx/>", b"<?xml version='1.0'?><gpx>trkpt<trkpts/></gpx>", b"<gpx></gpx>"]
)
def test_a_document_may_have_no_points(data):
    found = points(data, LAST, PLENTY)
    assert (found.instants.size, found.values.shape, found.runs.shape, found.doubts.shape) == (
        0,
        (4, 0),
        (0, 4),
        (0, 4),
    )


@pytest.mark.parametrize(("vocabulary", "rate"), [(FIRST, 1), (LAST, 2)])
def test_of_two_values_one_counts(vocabulary, rate):
    twice = "<trkpt><hr>1</hr><e><hr>2</hr></e></trkpt>"
    assert points(document(twice, twice), vocabulary, PLENTY).values[3].tolist() == [rate, rate]


UNUSUAL = {
    "comment": POINT.replace("<e>", "<e><!-- -->"),
    "instruction": POINT.replace("<e>", "<e><?a b?>"),
    "section": POINT.replace("140", "<![CDATA[140]]>"),
    "reference": POINT.replace("140", "1&#52;0"),
    "reference in an attribute": POINT.replace("35.5", "35&#46;5"),
    "reference in a text that means nothing": POINT.replace("<e>", "<e><sat>&lt;</sat>"),
    "end of a section": POINT.replace("<e>", "<e><sat>]]></sat>"),
    "another alphabet": POINT.replace("<e>", "<e><sat>é</sat>"),
    "another alphabet in a name": POINT.replace("<e>", "<e><é/>"),
    "control character": POINT.replace("140", "140\x01"),
    "line in an attribute": POINT.replace("35.5", "35.5\n"),
    "text beside elements": POINT.replace("<e>", "<e>words"),
    "children of a value": POINT.replace("140", "140<b/>"),
    "children before a value": POINT.replace("140", "<b/>140"),
    "children alone": POINT.replace("140", "<b/>"),
    "empty time": POINT.replace("2024-05-01T06:00:00Z", ""),
    "time without content": POINT.replace("<e>", "<time/><e>"),
    "time twice": POINT.replace("<e>", "<time>2024-05-01T06:00:00Z</time><e>"),
    "point in a point": POINT.replace("<e>", "<e><trkpt/>"),
    "track in a point": POINT.replace("<e>", "<e><trk/>"),
    "doubt twice": "<trkpt><hr>x</hr><hr>1</hr></trkpt>",
    "doubt after a value": "<trkpt><hr>1</hr><hr>x</hr></trkpt>",
    "wrong end": POINT.replace("</p:hr>", "</q:hr>"),
    "longer end": POINT.replace("</ele>", "</elef>"),
    "end of something else": POINT.replace("</trkpt>", "</trkseg>"),
    "end behind the end": "<trkpt",
    "no name": POINT.replace("<e>", "< e>"),
    "no end of a tag": POINT.replace("</ele>", "</ele"),
    "slash in a tag": POINT.replace("<e>", "<e/ >"),
    "slash at the end": "<trkpt /",
    "several colons": POINT.replace("p:hr", "p:q:hr"),
    "colon first": POINT.replace("p:hr", ":hr"),
    "colon last": POINT.replace("p:hr", "hr:"),
    "digit first": POINT.replace("p:hr", "1hr"),
    "attribute twice": POINT.replace("lat=", "lon='1' lat="),
    "attribute without a value": POINT.replace("lat=", "a lat="),
    "attribute without quotes": POINT.replace("lat=", "a=1 lat="),
    "attribute at the end": "<trkpt a",
    "value at the end": "<trkpt a=",
    "quote at the end": '<trkpt a="1',
    "no space": POINT.replace('" lon', '"lon'),
    "space around the sign": POINT.replace("lat=", "lat ="),
    "many attributes": f"<trkpt {' '.join(f'a{i}=""' for i in range(9))}/>",
    "many names": "".join(f"<trkpt><n{i}/></trkpt>" for i in range(65)),
    "many elements": f"<trkpt>{'<a/>' * 20}</trkpt>",
    "many bytes": f"<trkpt>{' ' * 4090}</trkpt>",
    "many bytes behind": f"<trkpt/>{' ' * 4090}<trkpt/>",
    "many bytes again": f"<trkpt><a>b</a></trkpt><trkpt><a>{'b' * 4090}</a></trkpt>",
    "deep": f"<trkpt>{'<a>' * 12}{'</a>' * 12}</trkpt>",
    "open": "<trkpt>",
    "open text": "<trkpt><ele>12",
    "open end": "<trkpt><ele>12<",
    "open end of a point": "<trkpt></trkpt",
    "broken tag": "<trkseg",
    "open mark": "<",
    "instruction outside": "<?points 0 1?>",
    "section outside": "<![CDATA[<trkpt/>]]>",
    "open section outside": "<!",
    "open comment": "<!-- ",
    "open quote outside": "<x y='",
    "long tag": f"<x y='{' ' * 140_000}'/>",
    "much outside": "\n" * 530_000,
    "many runs": "<trkpt/>-" * 20_001,
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_leaves_the_document_to_another_reader(name):
    # What is cut off stands at the end of the document.
    cut = name.startswith(
        ("open", "no end", "end behind", "slash at", "attribute at", "value at", "quote at", "broken")
    )
    data = document(POINT, UNUSUAL[name])
    assert points(data[: data.index(b"</trkseg>")] if cut else data, LAST, PLENTY) is None


def test_points_may_not_be_more_than_expected():
    data = document(POINT, POINT)
    assert points(data, LAST, 2).instants.size == 2
    assert points(data, LAST, 1) is None
    with pytest.raises(ValueError, match="most_points: "):
        points(data, LAST, -1)


@pytest.mark.parametrize("point", ["<trkpt><hr>x</hr></trkpt>", '<trkpt lat="x"/>'])
def test_doubts_find_no_room_without_end(point):
    data = document(*[point] * 3000)
    assert points(data, LAST, 3000) is None


def test_names_that_fall_into_one_slot_are_told_apart():
    slots = {}
    for number in range(2000):
        name = f"a{number}"
        slot = 0
        for octet in name.encode():
            slot = (31 * slot + octet) % xml_names.SLOTS
        slots.setdefault(slot, []).append(name)
    one, other = max(slots.values(), key=len)[:2]
    point = f"<trkpt><{one}><hr>1</hr></{one}><{other}/></trkpt>"
    assert assert_as_by_expat(document(point, point)).instants.size == 2
    assert points(document(f"<trkpt><{one}></{other}></trkpt>"), LAST, PLENTY) is None


def test_the_longest_word_is_known_and_a_longer_name_is_not():
    longest = "w" * (xml_names.WORD_BYTES - 1)
    vocabulary = Vocabulary.of("trkpt", {(None, longest): NUMBERS}, {}, first_counts=False)
    data = document(f"<trkpt><{longest}>1</{longest}></trkpt>", f"<trkpt><{longest}w>2</{longest}w></trkpt>")
    np.testing.assert_array_equal(points(data, vocabulary, PLENTY).values, [[1, math.nan]])
    with pytest.raises(ValueError, match="words"):
        Vocabulary.of("trkpt", {(None, longest + "w"): NUMBERS}, {}, first_counts=False)


def test_more_kinds_of_points_than_patterns_are_read_all_the_same():
    kinds = [f"<trkpt>{'<x/>' * count}<hr>{count}</hr></trkpt>" for count in range(2 * xml_points.PATTERNS)]
    found = assert_as_by_expat(document(*kinds * 5))
    assert found.values[3].tolist() == [*range(2 * xml_points.PATTERNS)] * 5
