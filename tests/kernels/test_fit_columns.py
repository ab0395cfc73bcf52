import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.fit_columns import accumulated, array_starts, arrays, columns
from kernels.fit_layout import COUNT, OFFSET, developer_field, fields_of, layout
from kernels.fit_stream import Index, index
from tests.kernels.naive import fit_columns as naive
from tests.kernels.naive import fit_stream as naive_stream
from tests.uploads.readers.fit_files import BASE_TYPES, RECORD, definition, messages

KIND = RECORD


def walked(data: bytes):
    """The index and its twin."""
    plenty = [1_000_000, 1000, 1000, 1000, 1000, 32]
    return (
        index(data, 0, len(data), np.array(plenty)),
        [
            message
            for message in naive_stream.index(data, 0, len(data), list(plenty)).messages
            if message.definition.number == KIND
        ],
    )


def assert_equal(found, expected):
    np.testing.assert_array_equal(np.asarray(found), np.asarray(expected, np.float64))


CODES = [*(code for code, *_ in BASE_TYPES.values()), 0x9F]
FIELDS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 17), st.sampled_from(CODES)), max_size=5)
DEVELOPERS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9), st.integers(0, 1)), max_size=2)


@st.composite
def streams(draw):
    """Messages of a kind after several definitions: any base types, sizes and byte orders, any bytes as values."""
    data = b""
    for _ in range(draw(st.integers(1, 4))):
        fields, own = draw(FIELDS), draw(DEVELOPERS)
        local, kind = draw(st.integers(0, 3)), draw(st.sampled_from([KIND, KIND, 21]))
        data += definition(local, kind, fields, big=draw(st.booleans()), developer=own)
        size = sum(size for _, size, _ in fields + own)
        for _ in range(draw(st.integers(0, 4))):
            uniform = draw(st.sampled_from([b"", b"\xff", b"\0", b"\x7f"]))
            data += bytes([local]) + (uniform * size or draw(st.binary(min_size=size, max_size=size)))
    return data


@given(streams(), st.sampled_from([(1.0, 0.0), (100.0, 0.0), (5.0, 500.0)]))
@settings(max_examples=200, deadline=None)
def test_columns_and_arrays_of_any_stream_equal_the_twin(data, unit):
    scale, shift = unit
    found, expected = walked(data)
    rows = found.rows(KIND)
    values = columns(found, rows, range(6), [scale] * 6, [shift] * 6)
    for number in range(6):
        assert_equal(values[number], naive.column(data, expected, number, scale, shift))
        flat, starts = arrays(found, rows, [number], [scale], [shift])
        for row, message in enumerate(expected):
            stored = naive.stored(data, message, number)
            assert_equal(flat[starts[row] : starts[row + 1], 0], [value / scale - shift for value in stored])


@given(streams(), st.sampled_from([2, 0x84, 0x88, 0x8E, 13]))
@settings(deadline=None)
def test_developers_fields_have_the_type_of_their_description(data, base_type):
    found, expected = walked(data)
    wanted = [(developer, number) for developer in range(2) for number in range(3)]
    codes = [developer_field(developer, number, base_type) for developer, number in wanted]
    values = columns(found, found.rows(KIND), codes, [1.0] * 6, [0.0] * 6)
    for at, (developer, number) in enumerate(wanted):
        assert_equal(values[at], naive.column(data, expected, number, developer=developer, base_type=base_type))


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("name", [name for name in BASE_TYPES if name != "string"])
def test_every_base_type_reads_its_values_and_misses_its_invalid_one(name, big):
    _, kind, invalid = BASE_TYPES[name]
    values = [1, 2, 100, 1.5 if kind[0] == "f" else 3]
    if kind[0] == "i":
        values += [-1, -100]
    stored = np.array([*values, math.nan if invalid is None else invalid], kind)
    data = messages(0, KIND, {(7, name): stored}, big=big)
    (found,) = columns(walked(data)[0], range(stored.size), [7], [1.0], [0.0])
    assert found[:-1].tolist() == values
    assert math.isnan(found[-1])


def test_floats_are_missing_where_all_their_bits_are_set():
    data = definition(0, KIND, [(1, 4, 0x88), (2, 8, 0x89)]) + b"\0" + b"\xff" * 12 + struct.pack("<Bfd", 0, 1.5, -2.5)
    found = columns(walked(data)[0], range(2), [1, 2], [1.0] * 2, [0.0] * 2)
    assert_equal(found, [[math.nan, 1.5], [math.nan, -2.5]])


def test_a_local_type_that_is_defined_anew_goes_on_in_the_same_columns():
    first = messages(0, KIND, {(3, "uint8"): [1, 2], (5, "uint32"): [100, 200]})
    data = first + messages(0, KIND, {(5, "uint32"): [300], (3, "uint16"): [300]}, big=True) + first
    found = columns(walked(data)[0], range(5), [3, 5, 9], [1.0, 100.0, 1.0], [0.0] * 3)
    assert_equal(found, [[1, 2, 300, 1, 2], [1, 2, 3, 1, 2], [math.nan] * 5])


def test_bytes_of_an_array_are_invalid_only_together():
    data = messages(0, KIND, {(8, "byte"): [[255, 255, 255], [255, 1, 255]]})
    values, starts = arrays(walked(data)[0], range(2), [8], [1.0], [0.0])
    assert_equal(values[:, 0], [math.nan] * 3 + [255, 1, 255])
    assert starts.tolist() == [0, 3, 6]


def test_arrays_side_by_side_have_room_for_the_longest():
    data = messages(0, KIND, {(1, "uint16"): [[1, 2, 3]], (2, "uint8"): [[4, 5]]}) + messages(
        0, KIND, {(2, "uint8"): [[6, 255]]}
    )
    found = walked(data)[0]
    assert array_starts(found, [0, 1], [1, 2]).tolist() == [0, 3, 5]
    values, starts = arrays(found, [0, 1], [1, 2], [1.0, 2.0], [0.0, 0.0])
    assert_equal(values, [[1, 2], [2, 2.5], [3, math.nan], [math.nan, 3], [math.nan, math.nan]])
    narrow, _ = arrays(found, [0, 1], [1], [1.0], [0.0], starts=[0, 2, 2])
    assert_equal(narrow, [[1], [2]])
    assert starts.tolist() == [0, 3, 5]


def test_a_definition_that_its_data_do_not_hold_has_the_fields_they_hold():
    data = definition(0, KIND, [(1, 1, 2), (2, 1, 2), (3, 1, 2)])[:-3]
    table = np.int32([[0, 4, KIND, 0, 0, 7]])
    found = Index(np.frombuffer(data, np.uint8), *np.empty((2, 0), np.int32), np.empty(0, np.int64), table)
    assert layout(found, KIND, [1, 2, 3])[0, :, OFFSET].tolist() == [1, 2, -1]


def test_texts_are_no_numbers():
    data = messages(0, KIND, {(1, "string"): [b"a"], (2, "string"): [b"long"]})
    found = walked(data)[0]
    assert np.isnan(columns(found, [0], [1, 2], [1.0] * 2, [0.0] * 2)).all()
    assert arrays(found, [0], [1, 2], [1.0] * 2, [0.0] * 2)[0].shape == (0, 2)
    assert fields_of(found, KIND) == [1, 2]
    assert layout(found, KIND, [2])[0, 0, [OFFSET, COUNT]].tolist() == [3, 5]


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 4095), st.none() | st.floats(0, 1e6, width=32)), max_size=30),
    st.sampled_from([(12, 16.0), (12, 1.0)]),
)
def test_a_counter_that_goes_round_equals_the_twin(drawn, unit):
    values, totals = (
        ([math.nan if one is None else float(one) for one in column] for column in zip(*drawn, strict=True))
        if drawn
        else ([], [])
    )
    found = accumulated(values, totals, *unit)
    np.testing.assert_allclose(found, np.array(naive.accumulated(values, totals, *unit)), rtol=1e-12)


def test_a_total_of_its_own_is_counted_on_from():
    nothing = math.nan
    found = accumulated([4090, 6, nothing, nothing, 20], [nothing, nothing, nothing, 1000, nothing], 12, 1.0)
    # 1000 is 1000 on the counter too; from there to 20 it goes round.
    assert_equal(found, [4090, 4102, nothing, 1000, 1000 + 20 - 1000 + 4096])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("rows", ([0.5], [1], [1.0], [0.0])),
        ("rows", ([[0]], [1], [1.0], [0.0])),
        ("rows", ([2], [1], [1.0], [0.0])),
        ("rows", ([-1], [1], [1.0], [0.0])),
        ("rows", ([0, 1], [1], [1.0], [0.0])),
        ("fields", ([0], [-1], [1.0], [0.0])),
        ("fields", ([0], [[1]], [1.0], [0.0])),
        ("fields", ([0], [10**9], [1.0], [0.0])),
        ("fields", ([0], [1, 1], [1.0, 1.0], [0.0, 0.0])),
        ("scale", ([0], [1], [1.0, 2.0], [0.0])),
        ("shift", ([0], [1], [1.0], [])),
    ],
)
@pytest.mark.parametrize("wrapper", [columns, arrays])
def test_what_cannot_be_read_is_refused_by_name(wrapper, name, arguments):
    found = walked(messages(0, KIND, {(1, "uint8"): [1]}) + messages(0, 21, {(1, "uint8"): [1]}))[0]
    with pytest.raises(ValueError, match=f"^{name}: "):
        wrapper(found, *arguments)


@pytest.mark.parametrize("starts", [[0, 1, 2], [1, 1], [1, 0], [[0, 1]]])
def test_starts_that_do_not_rise_are_refused(starts):
    found = walked(messages(0, KIND, {(1, "uint8"): [1]}))[0]
    with pytest.raises(ValueError, match=r"^starts: "):
        arrays(found, [0], [1], [1.0], [0.0], starts)


def test_a_counter_needs_bits_and_a_scale():
    with pytest.raises(ValueError, match=r"^bits: "):
        accumulated([1], [1], 0, 1.0)
    with pytest.raises(ValueError, match=r"^scale: "):
        accumulated([1], [1], 12, 0.0)
