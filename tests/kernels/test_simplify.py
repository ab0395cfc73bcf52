import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kernels import simplify as module
from kernels.simplify import simplify
from tests.kernels import naive
from tests.kernels.inputs import columns


def walk(seed, size):
    generator = np.random.default_rng(seed)
    return generator.normal(0, 3, size).cumsum(), generator.normal(0, 3, size).cumsum()


@pytest.mark.parametrize("seed", range(10))
def test_kept_points_equal_the_twin_and_shapely(seed):
    x, y = walk(seed, 120)
    kept = simplify(x, y, 5)
    oracle = shapely.LineString(np.column_stack([x, y])).simplify(5, preserve_topology=False)
    assert np.flatnonzero(kept).tolist() == naive.simplify(x.tolist(), y.tolist(), 5)
    np.testing.assert_array_equal(np.column_stack([x, y])[kept], shapely.get_coordinates(oracle))


@given(
    st.integers(0, 25).flatmap(lambda size: st.tuples(columns(size), columns(size))), st.sampled_from([0.0, 1.5, 30.0])
)
def test_no_known_point_lies_further_than_the_tolerance(drawn, tolerance):
    x, y = drawn
    kept = np.flatnonzero(simplify(x, y, tolerance)).tolist()
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).tolist()
    assert set(kept) <= set(known)
    assert kept[:1] == known[:1]
    assert kept[-1:] == known[-1:]
    for i in known:
        before = max(k for k in kept if k <= i)
        after = min(k for k in kept if k >= i)
        assert naive.offset(x, y, before, after, i) <= tolerance + 1e-9


def test_a_line_keeps_its_ends_and_a_spike_stays():
    assert simplify(range(5), [0] * 5, 1).tolist() == [True, False, False, False, True]
    assert simplify([0, 1, 2], [0, 9, 0], 1).all()
    assert simplify([], [], 1).size == 0
    assert simplify([4], [4], 1).tolist() == [True]
    assert not simplify([math.nan], [4], 1).any()


def test_a_line_made_to_be_slow_still_ends_within_the_tolerance():
    # Every cut takes one point off the end of this curve: the classic worst case.
    size = module.DEEPEST * 2 + 50
    x = np.arange(size, dtype=float)
    y = np.where(np.arange(size) % 2, 1.0, -1.0) * np.linspace(100, 200, size) ** 2
    assert simplify(x, y, 0.5).all()
