import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels import fit_stream
from kernels.fit_stream import (
    BUDGET,
    COMPLETE,
    LENGTH,
    POSITION,
    RECORDS,
    SEARCHES,
    SESSIONS,
    VALUES,
    Index,
    index,
)
from tests.kernels.naive import fit_stream as naive
from tests.uploads.readers import fit_files as files
from tests.uploads.readers.fit_files import RECORD, messages

START_S = files.START_S
PLENTY = [100_000, 100, 50, 50, 1000, 32]
PLAIN = messages(1, RECORD, {(253, "uint32"): START_S + np.arange(12), (3, "uint8"): range(100, 112)})
PARTS = [
    PLAIN,
    messages(2, RECORD, {(253, "uint32"): [START_S, 0xFFFFFFFF], (3, "uint8"): [1, 2]}, big=True),
    messages(1, RECORD, {(5, "uint32"): [1, 2, 3]}, offsets_s=[30, 31, 0]),
    messages(1, RECORD, {(3, "uint8"): [7]}, developer={(0, "uint16"): [3]}),
    messages(0, 18, {(5, "enum"): [1]}),
    files.sensor(files.ACCELEROMETER, 3, 1),
]
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=9))


def budget(*left: int):
    return np.array(left or PLENTY, np.int64)


def assert_equal_to_twin(data: bytes, start: int, end: int, left=PLENTY):
    ours, theirs = budget(*left), list(left)
    found, expected = index(data, start, end, ours), naive.index(data, start, end, theirs)
    assert found.positions.tolist() == [message.position for message in expected.messages]
    assert found.numbers.tolist() == [message.definition.number for message in expected.messages]
    lengths = found.definitions[found.which, LENGTH].tolist()
    assert lengths == [message.definition.message_bytes for message in expected.messages]
    assert found.stamps_s.tolist() in ([message.stamp for message in expected.messages], [])
    assert (found.gaps, found.lost_bytes, found.exhausted) == (expected.gaps, expected.lost, expected.exhausted)
    assert ours.tolist() == theirs
    return found


@given(st.lists(st.sampled_from(PARTS), max_size=6), st.lists(EDIT, max_size=4), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_sequence_of_messages_however_damaged_equals_the_twin(parts, edits, whole):
    data = bytearray(b"".join(parts))
    for share, removed, put in edits:
        at = int(share * len(data))
        data[at : at + removed] = put
    assert_equal_to_twin(bytes(data), 0, len(data) if whole else max(len(data) - 2, 0))


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_equal_the_twin(data):
    assert_equal_to_twin(data, 0, len(data))


@given(st.lists(st.sampled_from(PARTS), max_size=8), st.integers(0, 5), st.integers(0, 40))
@settings(deadline=None)
def test_a_budget_runs_out_where_the_twin_says(parts, place, left):
    data = b"".join(parts)
    limits = [left if i == place else most for i, most in enumerate(PLENTY)]
    assert_equal_to_twin(data, 0, len(data), limits)


def test_what_ran_out_is_told():
    data = messages(0, 18, {(5, "enum"): range(5)}) + PLAIN
    for place, left, met in [(VALUES, 20, 3), (SESSIONS, 3, 3), (RECORDS, 7, 12)]:
        limits = [left if i == place else most for i, most in enumerate(PLENTY)]
        found = assert_equal_to_twin(data, 0, len(data), limits)
        assert (found.exhausted, found.positions.size) == (place, met)


def test_definitions_that_say_the_same_are_one():
    found = assert_equal_to_twin(PLAIN * 5, 0, 5 * len(PLAIN))
    assert (len(found.definitions), found.positions.size, found.exhausted) == (1, 60, COMPLETE)


def test_a_compressed_time_goes_on_from_the_last_one_and_round_after_31_seconds():
    first = messages(0, RECORD, {(253, "uint32"): [START_S + 29 - START_S % 32]})
    data = first + messages(1, RECORD, {(3, "uint8"): range(6)}, offsets_s=[30, 31, 0, 0, 9, 8])
    found = assert_equal_to_twin(data, 0, len(data))
    base = START_S - START_S % 32
    assert (found.stamps_s[1:] - base).tolist() == [30, 31, 32, 32, 41, 72]


def test_a_compressed_time_before_any_other_is_unknown():
    data = messages(1, RECORD, {(3, "uint8"): [1]}, offsets_s=[30])
    assert assert_equal_to_twin(data, 0, len(data)).stamps_s.tolist() == [-1]


def test_without_searches_the_rest_is_lost():
    data = PLAIN + b"\x0f" * 9 + PLAIN + b"\0\0"
    limits = [*PLENTY[:SEARCHES], 0]
    found = assert_equal_to_twin(data, 0, len(data) - 2, limits)
    assert found.positions.size == 11
    assert assert_equal_to_twin(data, 0, len(data) - 2).positions.size == 23


@pytest.mark.parametrize(
    ("given_", "name"),
    [
        ((b"abc", 2, 1, budget()), "start, end"),
        ((b"abc", 0, 4, budget()), "start, end"),
        ((b"abc", -1, 3, budget()), "start, end"),
        (("abc", 0, 3, budget()), "data"),
        ((np.zeros(3), 0, 3, budget()), "data"),
        ((np.zeros((3, 3), np.uint8), 0, 3, budget()), "data"),
        ((b"abc", 0, 3, budget()[:-1]), "budget"),
        ((b"abc", 0, 3, budget().astype(np.float64)), "budget"),
        ((b"abc", 0, 3, list(PLENTY)), "budget"),
        ((b"abc", 0, 3, np.frombuffer(bytes(8 * BUDGET), np.int64)), "budget"),
    ],
)
def test_what_cannot_be_walked_over_is_refused_by_name(given_, name):
    with pytest.raises(ValueError, match=f"^{name}: "):
        index(*given_)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("positions", np.int32([0, len(PLAIN)])),
        ("positions", np.int32([-1, 0])),
        ("positions", np.zeros(2)),
        ("which", np.int32([0, 1])),
        ("which", np.int32([0])),
        ("stamps_s", np.zeros(1, np.int64)),
        ("definitions", np.zeros((1, 6), np.int32)[:, ::-1]),
        ("definitions", np.full((1, 6), len(PLAIN), np.int32)),
        ("definitions", np.zeros((1, 6), np.int32)),
    ],
)
def test_an_index_that_points_outside_its_data_cannot_be_made(name, wrong):
    found = index(PLAIN, 0, len(PLAIN), budget())
    held = {
        "data": found.data,
        "positions": found.positions[:2].copy(),
        "which": found.which[:2].copy(),
        "stamps_s": found.stamps_s,
        "definitions": found.definitions,
    }
    assert Index(**held).rows(RECORD).tolist() == [0, 1]
    with pytest.raises(ValueError, match=f"^{name}: "):
        Index(**(held | {name: wrong}))


def test_more_bytes_than_positions_can_count_are_refused(monkeypatch):
    monkeypatch.setattr(fit_stream, "MOST_BYTES", 2)
    with pytest.raises(ValueError, match=r"^data: must be at most"):
        index(b"abc", 0, 3, budget())


def test_an_index_is_frozen():
    found = index(PLAIN, 0, len(PLAIN), budget())
    assert found.definitions[0, POSITION] == 0
    with pytest.raises(ValueError, match="read-only"):
        found.positions[0] = 5


def test_the_budget_has_a_name_for_each_place():
    assert sorted({VALUES, naive.DEFINITIONS, SESSIONS, naive.LAPS, RECORDS, SEARCHES}) == list(range(BUDGET))
