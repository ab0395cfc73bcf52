import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.splits import crossings, integrals
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@st.composite
def progress(draw):
    time = draw(axes())
    gained = draw(st.lists(st.integers(0, 12), min_size=time.size, max_size=time.size))
    return time, np.cumsum(np.array(gained, np.float64))


@given(progress(), st.sampled_from([1.0, 7.5, 1000.0]))
def test_crossings_equal_the_twin(drawn, unit):
    time, total = drawn
    np.testing.assert_allclose(crossings(time, total, unit), naive.crossings(time.tolist(), total.tolist(), unit))


def test_even_pace_crosses_evenly_and_a_stop_belongs_to_the_split_it_is_in():
    assert crossings([0, 1000], [0, 3000], 1000).tolist() == pytest.approx([1000 / 3, 2000 / 3, 1000])
    assert crossings([0, 100, 160, 260], [0, 500, 500, 1000], 500).tolist() == [100, 260]


@given(
    axes().flatmap(lambda time: st.tuples(st.just(time), columns(time.size, 0, 200))),
    st.lists(st.tuples(st.integers(-10, 90), st.integers(-10, 90)), max_size=5),
    st.sampled_from([0.5, 5.0, math.inf]),
)
def test_integrals_equal_the_twin(drawn, stretches, max_gap):
    time, values = drawn
    starts, ends = [s[0] for s in stretches], [s[1] for s in stretches]
    found = integrals(time, values, np.array(starts, float), np.array(ends, float), max_gap)
    twin = naive.integrals(time.tolist(), values.tolist(), starts, ends, max_gap)
    np.testing.assert_allclose(np.column_stack(found).reshape(-1, 2), np.reshape(twin, (-1, 2)), atol=1e-9)


def test_parts_add_up_to_the_whole():
    time, values = np.cumsum(np.arange(1.0, 20)), np.sin(np.arange(19))
    parts = integrals(time, values, [0, 33.3, 100], [33.3, 100, 190])
    whole = integrals(time, values, [0], [190])
    assert parts.total.sum() == pytest.approx(whole.total[0])
    assert parts.known_s.sum() == pytest.approx(189)


def test_a_stretch_without_a_known_value_has_no_mean():
    found = integrals([0, 1, 2, 3], [1, math.nan, 5, 7], [0, 1, 9], [1, 3, 12])
    np.testing.assert_array_equal(found.mean, [math.nan, 6, math.nan])


def test_a_unit_that_would_fill_the_memory_is_refused():
    with pytest.raises(ValueError, match="unit: must not go more than 1000000 times"):
        crossings([0, 1], [0, 4e9], 2.0)
