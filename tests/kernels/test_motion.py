import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from kernels.motion import drift, headway, moving, moving_seconds
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@given(
    axes().flatmap(lambda time: st.tuples(st.just(time), columns(time.size, 0, 3))),
    st.sampled_from([0, 1, 5, 100]),
    st.sampled_from([0, 1, 8, math.inf]),
)
def test_mask_and_seconds_equal_the_twin(drawn, hold, longest):
    time, speed = drawn
    found = moving(time, speed, 1.0, hold, longest)
    assert found.tolist() == naive.moving(time.tolist(), speed.tolist(), 1.0, hold, longest)
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


def test_speed_that_is_missing_for_long_is_no_motion():
    time, missing = np.arange(60.0), math.nan
    late = np.where(time < 20, missing, 3.0)
    lost = np.where((time > 20) & (time <= 40), missing, 3.0)
    assert moving(time, late, 0.9, 5, 15).tolist() == [False] * 20 + [True] * 40
    assert moving(time, lost, 0.9, 5, 15).tolist() == [True] * 21 + [False] * 20 + [True] * 19
    assert moving(time, lost[::-1], 0.9, 5, 20).all()
    assert moving(time, np.full(60, missing), 0.9, 5, 15).all()


def test_moving_time_is_never_longer_than_elapsed():
    time = np.array([0.0, 1, 1, 4, 100])
    assert moving_seconds(time, np.ones(5, bool)) == 100
    assert moving_seconds([], []) == 0
    assert moving_seconds([3.0], [True]) == 0


@given(
    axes().flatmap(lambda time: st.tuples(st.just(time), columns(time.size), columns(time.size))),
    st.sampled_from([0.5, 3.0, 100.0]),
)
def test_headway_and_drift_equal_their_twins(drawn, half_width):
    for function, twin in ((headway, naive.headway), (drift, naive.drift)):
        expected = twin(*(column.tolist() for column in drawn), half_width)
        np.testing.assert_allclose(function(*drawn, half_width), expected, rtol=1e-6, atol=1e-4)


def test_headway_is_displacement_over_time():
    time, east = np.arange(20.0), np.random.default_rng(1).normal(0, 5, 20)
    found = headway(time, east, np.zeros(20), 3)
    np.testing.assert_allclose(found[3:-3], np.abs(east[6:] - east[:-6]) / 6)
    assert found[0] == abs(east[3] - east[0]) / 3


def test_headway_reaches_to_the_neighbours_of_a_sparse_sample():
    assert headway([0, 10, 20], [0, 30, 0], [0, 0, 0], 3).tolist() == [3, 0, 3]


def test_drift_is_what_means_of_the_way_say():
    time, east = np.array([0, 3.0, 4, 9, 15, 16, 30]), np.array([0, 9.0, 4, 20, 3, 3, 50])

    def mean(a, b):
        return quad(lambda at: np.interp(at, time, east), a, b, points=time[1:-1], limit=200)[0] / (b - a)

    assert drift(time, east, np.zeros(7), 5)[3] == pytest.approx(abs(mean(9, 14) - mean(4, 9)) / 5, rel=1e-6)


def test_who_walks_drifts_at_their_speed_and_who_paces_does_not():
    time = np.arange(200.0)
    np.testing.assert_allclose(drift(time, 1.2 * time, -0.5 * time, 30), 1.3)
    pacing = 3 * np.sin(time / 2)
    assert drift(time, pacing, pacing, 30).max() < 0.1
    assert headway(time, pacing, pacing, 1).max() > 1
