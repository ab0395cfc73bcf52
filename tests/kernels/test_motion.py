import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.motion import moving, moving_seconds
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@given(axes().flatmap(lambda time: st.tuples(st.just(time), columns(time.size, 0, 3))), st.sampled_from([0, 1, 5, 100]))
def test_mask_and_seconds_equal_the_twin(drawn, hold):
    time, speed = drawn
    found = moving(time, speed, 1.0, hold)
    assert found.tolist() == naive.moving(time.tolist(), speed.tolist(), 1.0, hold)
    assert moving_seconds(time, found) == pytest.approx(naive.moving_seconds(time.tolist(), found.tolist()))


def test_a_stop_shorter_than_the_hold_is_ignored():
    speed = [3, 3, 3, 0, 0, 0, 3, 3, 3]
    assert moving(range(9), speed, 0.9, 5).all()


def test_a_stop_counts_from_where_it_began():
    speed = [3, 3, 3, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3]
    found = moving(range(15), speed, 0.9, 5)
    assert found.tolist() == [True] * 3 + [False] * 6 + [True] * 6
    assert moving_seconds(range(15), found) == 8


def test_missing_speed_keeps_the_state_and_none_at_all_is_motion():
    assert moving(range(6), [0, 0, math.nan, math.nan, 0, 0], 0.9, 2).tolist() == [False] * 6
    assert moving(range(3), [math.nan] * 3, 0.9, 2).all()


def test_moving_time_is_never_longer_than_elapsed():
    time = np.array([0.0, 1, 1, 4, 100])
    assert moving_seconds(time, np.ones(5, bool)) == 100
    assert moving_seconds([], []) == 0
    assert moving_seconds([3.0], [True]) == 0
