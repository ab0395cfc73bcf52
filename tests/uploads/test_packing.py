"""Arrays are packed to the very bytes that lists are."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models import columns
from uploads.packing import pack, pack_flags, whole

MISSING = st.sampled_from([np.nan, np.inf, -np.inf])
NUMBERS = st.floats(-1e7, 1e7) | st.integers(-(2**36), 2**36).map(float)


def listed(column):
    return [value if np.isfinite(value) else None for value in column.tolist()]


@given(st.lists(NUMBERS | MISSING, max_size=60), st.integers(0, 7))
@example([], 1)
@example([np.nan, np.nan], 3)
@example([np.nan, 1.5, np.nan], 1)
@example([0.05, 0.15, 0.25, -0.05, -0.0], 1)
@example([2.0**36, -(2.0**36)], 7)
@example([1200.0, 300.0, 0.0], 7)
def test_a_column_is_packed_as_its_list_is(values, decimals):
    column = np.array(values, float)
    assert pack(column, decimals) == columns.pack(listed(column), decimals)


@given(st.lists(st.booleans(), max_size=60))
def test_flags_are_packed_as_their_list_is(values):
    assert pack_flags(np.array(values, bool)) == columns.pack(values, 0)


@pytest.mark.parametrize("every", [1, 2, 5])
def test_a_part_of_a_matrix_is_packed_as_a_column_of_its_own(every):
    matrix = np.arange(60.0).reshape(12, 5) / 10
    part = matrix[::every, 3]
    assert pack(part, 2) == columns.pack(part.tolist(), 2)


def test_decimals_that_nobody_needs_are_left_out_of_whole_numbers():
    told = whole(np.array([np.nan, 1.5, 2.0, np.nan]), 3)
    assert (told.numbers.tolist(), told.decimals) == ([15, 15, 20, 20], 1)
    assert told.known.tolist() == [False, True, True, False]
    assert whole(np.array([1.0, 2.0]), 3).known is None
