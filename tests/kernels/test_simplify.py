import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kernels import simplify as module
from kernels.simplify import simplify, tolerances, visvalingam
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


@given(st.integers(0, 25).flatmap(lambda size: st.tuples(columns(size), columns(size))))
def test_areas_equal_the_twin(drawn):
    x, y = drawn
    np.testing.assert_array_equal(visvalingam(x, y), naive.visvalingam(x.tolist(), y.tolist()))


@pytest.mark.parametrize("seed", range(5))
def test_areas_of_a_long_walk_equal_the_twin(seed):
    x, y = walk(seed, 150)
    np.testing.assert_array_equal(visvalingam(x, y), naive.visvalingam(x.tolist(), y.tolist()))


def test_one_call_serves_every_tolerance():
    x, y = walk(3, 400)
    areas = visvalingam(x, y)
    assert np.isinf(areas[[0, -1]]).all()
    kept = areas > 10
    # What is left of the line goes by the same areas as it would have gone by without the points before.
    np.testing.assert_array_equal(visvalingam(x[kept], y[kept]), areas[kept])


def test_a_square_loses_the_points_on_its_sides():
    areas = visvalingam([0, 1, 2, 2, 2, 1, 0], [0, 0, 0, 1, 2, 2, 2])
    assert areas.tolist() == [math.inf, 0, 2, 0, 2, 0, math.inf]


def test_short_and_missing_lines_have_areas_too():
    assert visvalingam([], []).size == 0
    assert visvalingam([1], [1]).tolist() == [math.inf]
    assert visvalingam([1, 2], [1, 2]).tolist() == [math.inf] * 2
    np.testing.assert_array_equal(visvalingam([math.nan, 1, 2], [1, 1, math.inf]), [math.nan, math.inf, math.nan])


def test_coordinates_beyond_any_world_end():
    x = np.array([1e308, -1e308] * 5)
    areas = visvalingam(x, x[::-1])
    assert np.isfinite(areas[1:-1]).all()


LINES = st.integers(0, 25).flatmap(lambda size: st.tuples(columns(size), columns(size)))


@pytest.mark.parametrize("seed", range(6))
def test_the_points_above_any_tolerance_are_those_that_shapely_keeps(seed):
    x, y = walk(seed, 150)
    levels = tolerances(x, y, 2)
    np.testing.assert_allclose(levels, naive.tolerances(x.tolist(), y.tolist(), 2))
    for asked in (2, 3.7, 5, 20, 100, 1e4):
        oracle = shapely.LineString(np.column_stack([x, y])).simplify(asked, preserve_topology=False)
        np.testing.assert_array_equal(np.column_stack([x, y])[levels > asked], shapely.get_coordinates(oracle))


@given(LINES, st.sampled_from([0.0, 1.5]), st.sampled_from([1.5, 10.0, 60.0]))
def test_no_known_point_lies_further_than_what_is_asked_from_the_line(drawn, finest, asked):
    x, y = drawn
    levels = tolerances(x, y, finest)
    kept = np.flatnonzero(levels > asked).tolist()
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).tolist()
    assert (kept[:1], kept[-1:]) == (known[:1], known[-1:])
    for i in known:
        before, after = max(k for k in kept if k <= i), min(k for k in kept if k >= i)
        assert naive.offset(x, y, before, after, i) <= asked + 1e-9


def test_ends_stay_for_ever_and_missing_points_never():
    assert tolerances([0, 1, 2, math.nan], [0, 9, 0, 1], 1).tolist() == [math.inf, 9, math.inf, 0]
    assert tolerances([], [], 1).size == 0
    assert tolerances([4], [4], 1).tolist() == [math.inf]
    assert tolerances([4, 4], [4, 4], 1).tolist() == [math.inf, math.inf]
    assert tolerances([math.nan], [4], 1).tolist() == [0]


def test_a_line_made_to_be_slow_keeps_all_that_is_far_at_any_tolerance():
    size = module.DEEPEST * 2 + 50
    x = np.arange(size, dtype=float)
    y = np.where(np.arange(size) % 2, 1.0, -1.0) * np.linspace(100, 200, size) ** 2
    assert (tolerances(x, y, 0.5) > 0.5).all()
