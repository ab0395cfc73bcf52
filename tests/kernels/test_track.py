import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pykalman import KalmanFilter
from scipy.integrate import quad
from scipy.interpolate import CubicHermiteSpline
from scipy.stats import t as students

from kernels.track import START_DEVIATION_M_S, arcs, cross_likelihood, cv_smooth
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@st.composite
def walks(draw):
    """Time, positions and agilities; positions are missing here and there."""
    time = draw(axes())
    east, north = draw(columns(time.size)), draw(columns(time.size))
    agility = draw(st.lists(st.sampled_from([0.001, 0.1, 2.0]), min_size=time.size, max_size=time.size))
    return time, east, north, np.array(agility)


def a_run(size=60, noise_m=1.0, seed=1):
    """Around a bend at 3 m/s, with uneven steps in time and holes."""
    generator = np.random.default_rng(seed)
    time = np.cumsum(generator.choice([1.0, 1.0, 2.0, 5.0], size))
    east, north = 60 * np.sin(time / 20), 60 * np.cos(time / 20)
    east[10:13] = north[10:13] = math.nan
    noise = generator.normal(0, noise_m, (2, size))
    return time, east + noise[0], north + noise[1], generator.choice([0.05, 0.3], size)


def pykalmans(time, along, agility, noise_m):
    """pykalman's model of one axis: its first state is what the first position says."""
    dt, q = np.diff(time), agility[1:]
    moves = np.array([[[1, d], [0, 1]] for d in dt])
    added = np.array([[[k * d**3 / 3, k * d**2 / 2], [k * d**2 / 2, k * d]] for d, k in zip(dt, q, strict=True)])
    model = KalmanFilter(
        transition_matrices=moves,
        transition_covariance=added,
        observation_matrices=[[1, 0]],
        observation_covariance=[[noise_m**2]],
        initial_state_mean=[along[0], 0],
        initial_state_covariance=[[noise_m**2, 0], [0, START_DEVIATION_M_S**2]],
    )
    seen = np.ma.masked_invalid(along.reshape(-1, 1))
    seen[0] = np.ma.masked
    return model, seen


@settings(deadline=None)
@given(walks(), st.sampled_from([0.1, 3.0]))
def test_states_equal_the_twins(drawn, noise_m):
    found = np.array(cv_smooth(*drawn, noise_m))
    expected = naive.cv_smooth(*(column.tolist() for column in drawn), noise_m)
    np.testing.assert_allclose(found, np.array(expected).reshape(4, -1), rtol=1e-6, atol=1e-6)


@settings(deadline=None)
@given(walks(), st.sampled_from([0.1, 3.0]), st.sampled_from([1.0, 4.0]))
def test_the_likelihood_equals_the_twins(drawn, noise_m, freedom):
    expected = naive.cross_likelihood(*(column.tolist() for column in drawn), noise_m, freedom)
    assert cross_likelihood(*drawn, noise_m, freedom) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("noise_m", [0.1, 1.0, 5.0])
def test_states_equal_pykalmans(noise_m):
    time, east, north, agility = a_run(noise_m=noise_m)
    found = cv_smooth(time, east, north, agility, noise_m)
    for along, position, speed in ((east, found.east_m, found.east_m_s), (north, found.north_m, found.north_m_s)):
        model, seen = pykalmans(time, along, agility, noise_m)
        expected = model.smooth(seen)[0]
        np.testing.assert_allclose(position, expected[:, 0], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(speed, expected[:, 1], rtol=1e-9, atol=1e-9)


def test_the_likelihood_is_students_of_pykalmans_innovations_across():
    time, east, north, agility = a_run()
    (model, seen_east), (_, seen_north) = (pykalmans(time, along, agility, 1.0) for along in (east, north))
    states = [model.filter(seen_east), pykalmans(time, north, agility, 1.0)[0].filter(seen_north)]
    total = 0.0
    for i in range(1, time.size):
        if not math.isfinite(east[i]):
            continue
        move, added = model.transition_matrices[i - 1], model.transition_covariance[i - 1]
        (x, u), (y, v) = (move @ state[0][i - 1] for state in states)
        deviation = math.sqrt((move @ states[0][1][i - 1] @ move.T + added)[0, 0] + 1)
        side = (u * (north[i] - y) - v * (east[i] - x)) / math.hypot(u, v) if u or v else east[i] - x
        total += students.logpdf(side / deviation, 4) - math.log(deviation) - students.logpdf(0, 4)
    assert cross_likelihood(time, east, north, agility, 1.0, 4.0) == pytest.approx(total, abs=1e-9)


def test_the_likeliest_noise_is_that_which_was_added():
    time = np.arange(3000.0)
    noise = np.random.default_rng(3).normal(0, 2, (2, time.size))
    agility = np.full(time.size, 0.05)
    tried = (0.25, 0.5, 1, 2, 4, 8)
    found = [cross_likelihood(time, 3 * time + noise[0], noise[1], agility, noise_m, 4.0) for noise_m in tried]
    assert tried[int(np.argmax(found))] == 2


def test_a_straight_even_way_stays_what_it_is():
    time = np.array([0, 1, 2, 4, 9, 9, 10.0])
    found = cv_smooth(time, 3 * time, -time, np.full(7, 0.1), 0.01)
    np.testing.assert_allclose(found.east_m, 3 * time, atol=1e-3)
    np.testing.assert_allclose(found.north_m_s, -1, atol=1e-2)
    assert found.east_m[4] == found.east_m[5]


def test_a_hole_is_crossed_and_the_ends_are_not_made_up():
    time = np.arange(40.0)
    east = np.where((time < 3) | (time > 35) | ((time > 10) & (time < 20)), math.nan, 2 * time)
    found = cv_smooth(time, east, np.zeros(40), np.full(40, 0.1), 0.5)
    assert np.isnan(found.east_m[[0, 1, 2, 36, 39]]).all()
    np.testing.assert_allclose(found.east_m[3:36], 2 * time[3:36], atol=0.2)


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.nan, math.inf])
def test_a_person_without_agility_is_refused(wrong):
    with pytest.raises(ValueError, match="agility_m2_s3: must be finite and above zero"):
        cv_smooth([0, 1], [0, 1], [0, 1], [0.1, wrong], 1.0)


@settings(deadline=None)
@given(walks(), st.sampled_from([0.0, 2.0, math.inf]))
def test_arcs_equal_the_twins(drawn, longest_s):
    time, east, north, _ = drawn
    pace = [np.clip(np.nan_to_num(column) / 20, -5, 5) for column in (north, east)]
    wanted = [time, east, north, *pace, np.full(time.size, 0.9)]
    expected = naive.arcs(*(column.tolist() for column in wanted), longest_s)
    # Where somebody turns back the speed has a kink, which quadrature rounds.
    np.testing.assert_allclose(arcs(*wanted, longest_s), expected, rtol=0.03, atol=1e-6)


def test_an_arc_has_the_length_of_scipys_spline():
    time = np.array([0.0, 4.0])
    ends, pace = np.array([[0.0, 0.0], [6.0, 5.0]]), np.array([[3.0, 0.5], [0.2, 2.5]])
    bend = CubicHermiteSpline(time, ends, pace).derivative()
    expected, _ = quad(lambda at: float(np.hypot(*bend(at))), 0, 4)
    found = arcs(time, ends[:, 0], ends[:, 1], pace[:, 0], pace[:, 1], np.ones(2), 15.0)
    assert found[0] == 0
    assert found[1] == pytest.approx(expected, rel=1e-5)
    assert found[1] > math.dist(*ends)


def test_a_circle_of_chords_gets_its_length_back():
    angle = np.linspace(0, 2 * math.pi, 17)
    around = [20 * np.cos(angle), 20 * np.sin(angle), -20 * np.sin(angle), 20 * np.cos(angle)]
    assert arcs(angle, *around, np.ones(17), 15.0).sum() == pytest.approx(40 * math.pi, rel=1e-4)
    assert arcs(angle, *around, np.ones(17), 0.0).sum() < 0.994 * 40 * math.pi


def test_a_parallel_is_as_long_as_its_scale_says():
    assert arcs([0, 10], [0, 30], [0, 0], [3, 3], [0, 0], [0.5, 0.7], 15.0)[1] == pytest.approx(18)
