import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tsdownsample import LTTBDownsampler, MinMaxDownsampler

from kernels.downsample import lttb, minmax
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@pytest.mark.parametrize("seed", range(25))
def test_the_choice_equals_the_twins(seed):
    generator = np.random.default_rng(seed)
    size, channels = int(generator.integers(3, 80)), int(generator.integers(1, 4))
    points = int(generator.integers(3, size + 2))
    position, values = generator.exponential(1, size).cumsum(), generator.normal(size=(size, channels))
    values[generator.random(values.shape) < 0.2] = generator.choice([math.nan, math.inf, -math.inf])
    found = lttb(position, values, points).tolist()
    assert found == naive.lttb(position.tolist(), values.T.tolist(), points)


@given(axes(40).flatmap(lambda x: st.tuples(st.just(x), columns(x.size), columns(x.size))), st.integers(3, 45))
def test_indices_rise_from_the_first_to_the_last_sample(drawn, points):
    position, *rows = drawn
    chosen = lttb(position, np.column_stack(rows), points).tolist()
    assert len(chosen) == min(position.size, points)
    assert chosen == sorted(set(chosen))
    assert chosen[:1] == [0][: position.size]
    assert chosen[-1:] == [position.size - 1][: position.size]


@pytest.mark.parametrize("seed", range(25))
def test_one_channel_gives_the_indices_of_tsdownsample(seed):
    generator = np.random.default_rng(seed)
    size = int(generator.integers(5, 300))
    points = int(generator.integers(3, size + 3))
    position = np.cumsum(generator.exponential(1, size)) if seed % 2 else np.arange(size, dtype=float)
    values = np.cumsum(generator.normal(size=size)) if seed % 3 else generator.integers(0, 5, size).astype(float)
    oracle = LTTBDownsampler().downsample(position, values, n_out=points)
    assert lttb(position, values, points).tolist() == oracle.tolist()


def test_a_peak_in_either_of_two_channels_is_kept():
    position = np.arange(200.0)
    heart, speed = np.full(200, 150.0), np.full(200, 3.0)
    heart[60], speed[130] = 190, 9
    chosen = lttb(position, np.column_stack([heart, speed]), 20)
    assert {0, 60, 130, 199} <= set(chosen.tolist())


def test_units_do_not_matter():
    generator = np.random.default_rng(5)
    rows = generator.normal(size=(300, 3)).cumsum(axis=0)
    assert lttb(np.arange(300), rows, 40).tolist() == lttb(np.arange(300), rows * [1024, 1, 2**-12], 40).tolist()


def test_a_channel_without_values_changes_nothing():
    generator = np.random.default_rng(6)
    values = generator.normal(size=(300, 2)).cumsum(axis=0)
    empty = np.column_stack([values, np.full(300, math.nan), np.full(300, 7.0)])
    assert lttb(np.arange(300), values, 40).tolist() == lttb(np.arange(300), empty, 40).tolist()


def test_fewer_samples_than_points_are_all_kept():
    assert lttb([], [], 3).size == 0
    assert lttb([1, 2], [5, 6], 3).tolist() == [0, 1]
    with pytest.raises(ValueError, match="points"):
        lttb([1, 2, 3], [5, 6, 7], 2)


@pytest.mark.parametrize("seed", range(25))
def test_extremes_are_those_of_tsdownsample(seed):
    generator = np.random.default_rng(seed)
    size = int(generator.integers(1, 900))
    points = 2 * int(generator.integers(1, 60))
    values = (
        generator.normal(size=size) * 1e6
        if seed % 3
        else generator.integers(-2, 3, size) * generator.choice([-1.0, 1.0], size)
    )
    assert minmax(values, points).tolist() == MinMaxDownsampler().downsample(values, n_out=points).tolist()


@given(st.integers(0, 200).flatmap(columns), st.integers(1, 12))
def test_extremes_equal_the_twin(values, buckets):
    assert minmax(values, 2 * buckets).tolist() == naive.minmax(values.tolist(), 2 * buckets)


def test_holes_are_overlooked_until_nothing_else_is_there():
    values = [math.nan, 3, math.inf, 1, 2, math.nan, math.nan, math.nan, math.nan]
    assert minmax(values, 4).tolist() == [1, 3, 5, 5]


@pytest.mark.parametrize("points", [0, -2, 3])
def test_points_that_are_no_pairs_are_refused(points):
    with pytest.raises(ValueError, match="points"):
        minmax([1, 2, 3, 4], points)


@pytest.mark.parametrize("hole", [0, 1, 7, 150, 299])
def test_one_channel_with_a_hole_equals_the_twin(hole):
    values = np.random.default_rng(hole).normal(size=300)
    values[hole] = math.nan
    assert lttb(np.arange(300), values, 20).tolist() == naive.lttb(list(range(300)), [values.tolist()], 20)
