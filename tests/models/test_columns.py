"""Packed columns give back what went in, to the decimals that were asked for."""

import zlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.columns import Floats, floats, pack, unpack

DECIMALS = st.integers(0, 7)
WHOLE = st.integers(-(2**40), 2**40)


@given(st.data(), DECIMALS)
def test_numbers_come_back_to_their_decimals(data, decimals):
    scale = 10**decimals
    column = data.draw(st.lists(st.none() | WHOLE.map(lambda number: number / scale), max_size=60))
    assert unpack(pack(column, decimals)) == column


@given(st.lists(st.none() | st.booleans(), max_size=60))
def test_booleans_stay_booleans(column):
    found = unpack(pack(column, 0))
    assert found == column
    assert [type(value) for value in found] == [type(value) for value in column]


@pytest.mark.parametrize("column", [[], [None], [None, None], [0], [-1.5], [2**40, -(2**40)], [1, None], [None, 1]])
def test_short_and_empty_columns_come_back(column):
    assert unpack(pack(column, 1)) == column


@given(st.data(), DECIMALS)
def test_floats_are_what_unpacked_numbers_become_in_an_answer(data, decimals):
    scale = 10**decimals
    values = data.draw(st.lists(st.none() | WHOLE.map(lambda number: number / scale), max_size=60))
    column = pack(values, decimals)
    found = floats(column)
    assert type(found) is Floats
    assert orjson.dumps(found) == orjson.dumps([None if value is None else float(value) for value in unpack(column)])
    assert found.complete == (None not in values)


def test_floats_at_some_places_know_whether_any_may_be_missing():
    gaps = floats(pack([1, None, 3], 0)).at((0, 2))
    assert (gaps, gaps.complete, type(gaps)) == ([1.0, 3.0], False, Floats)
    assert floats(pack([1, 2, 3], 0)).at(range(2)).complete


def test_what_is_finer_than_asked_for_is_rounded():
    assert unpack(pack([1.26, 2.34, -0.05], 1)) == [1.3, 2.3, 0]


def test_whole_numbers_are_integers_however_many_decimals_were_asked_for():
    found = unpack(pack([148.0, 149.0, None], 2))
    assert found == [148, 149, None]
    assert isinstance(found[0], int)


def test_a_recorded_column_is_smaller_than_its_compressed_text():
    column = [round(35.6 + index * 1e-5 + (index % 7) * 1e-5, 5) for index in range(1024)]
    assert len(pack(column, 5)) < len(zlib.compress(orjson.dumps(column), 9)) / 3
