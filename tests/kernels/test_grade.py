import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.slope import COST_OF_RUNNING, COST_OF_WALKING, LEAST_SHARE, STEEPEST
from kernels.grade import grade, level_speed
from tests.kernels import naive
from tests.kernels.inputs import axes, columns

HILLS = axes().flatmap(lambda distance: st.tuples(st.just(distance), columns(distance.size)))
SPEEDS = st.integers(0, 30).flatmap(
    lambda size: st.tuples(columns(size, 0, 12), columns(size, -80, 80).map(lambda slope: slope / 100))
)


@given(HILLS, st.sampled_from([1.0, 10.0, 30.0, 500.0]), st.sampled_from([0.0, 3.0, 20.0, 60.0, math.inf]))
def test_slopes_equal_the_twin(drawn, window, max_gap):
    distance, altitude = drawn
    expected = naive.grade(distance.tolist(), altitude.tolist(), window, max_gap)
    found = grade(distance, altitude, window, max_gap_m=max_gap)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6)


def test_slopes_equal_interpolation_at_both_ends_of_the_window():
    random = np.random.default_rng(1)
    distance = random.uniform(2, 3.5, 900).cumsum()
    altitude = random.normal(0, 0.4, 900).cumsum()
    begin, end = np.maximum(distance - 15, distance[0]), np.minimum(distance + 15, distance[-1])
    rise = np.interp(end, distance, altitude) - np.interp(begin, distance, altitude)
    np.testing.assert_allclose(grade(distance, altitude, 30), rise / (end - begin), atol=1e-12)


def test_an_even_slope_is_found_everywhere_also_while_standing():
    distance = np.array([0, 5, 10, 10, 10, 15, 20, 25, 30])
    np.testing.assert_allclose(grade(distance, 100 - 0.08 * distance, 10), -0.08)
    np.testing.assert_allclose(grade(distance, np.full(9, 42.0), 10), 0, atol=1e-15)


def test_unknown_altitudes_are_bridged_and_the_ends_stay_open():
    altitude = [math.nan, 0, math.nan, math.nan, 3, math.inf]
    np.testing.assert_allclose(grade([0, 10, 20, 30, 40, 50], altitude, 10), [math.nan, 0.1, 0.1, 0.1, 0.1, math.nan])


def test_a_long_hole_is_no_slope_and_either_side_ends_there():
    distance = np.arange(0, 1001, 10.0)
    altitude = np.where(distance <= 500, 0.1 * distance, 50 - 0.05 * (distance - 500))
    altitude[(distance > 300) & (distance < 400)] = math.nan
    found = grade(distance, altitude, 30, max_gap_m=60)
    assert np.isnan(found[31:40]).all()
    np.testing.assert_allclose(np.delete(found, np.s_[31:40])[:39], 0.1, atol=1e-12)
    # As long as it may be, it is bridged; of a step over the hole the samples to either side know nothing.
    np.testing.assert_allclose(grade(distance, altitude, 30, max_gap_m=100)[:48], 0.1, atol=1e-12)
    jump = grade([0, 10, 20, 300, 310, 320], [0, 1, 2, 200, 201, 202], 20, max_gap_m=60)
    np.testing.assert_allclose(jump, 0.1, atol=1e-12)


@pytest.mark.parametrize("altitude", [[], [1], [math.nan] * 3, [1, math.nan, math.nan], [1, 2, 3]])
def test_where_no_window_fits_nothing_is_known(altitude):
    assert np.isnan(grade(np.zeros(len(altitude)), altitude, 30)).all()


@given(SPEEDS, st.sampled_from([0.0, 0.6, 1.0]))
def test_level_speeds_equal_the_twin(drawn, least):
    speed, slope = drawn
    speed[~np.isfinite(speed)] = math.nan
    found = level_speed(speed, slope, COST_OF_RUNNING, STEEPEST, least)
    expected = naive.level_speed(speed.tolist(), slope.tolist(), COST_OF_RUNNING, STEEPEST, least)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


# The polynomials' own values, J/kg/m (Minetti et al. 2002), the last two beyond what was measured.
RUNNING = {
    -0.45: 4.0323,
    -0.2: 1.8,
    -0.18136: 1.78127,
    -0.1: 2.1517,
    0: 3.6,
    0.1: 5.9682,
    0.2: 9.0067,
    0.45: 19.426,
    0.9: 19.426,
    -9: 4.0323,
}
WALKING = {-0.1: 1.1271, 0: 2.5, 0.1: 4.8991, 0.45: 17.6003}


@pytest.mark.parametrize(("costs", "published"), [(COST_OF_RUNNING, RUNNING), (COST_OF_WALKING, WALKING)])
def test_published_costs_of_a_metre(costs, published):
    slopes, expected = np.array(list(published.items())).T
    share = level_speed(np.ones(slopes.size), slopes, costs, STEEPEST)
    np.testing.assert_allclose(share * costs[-1], expected, atol=5e-5)


def test_the_cheapest_slope_of_running():
    slopes = np.linspace(-STEEPEST, STEEPEST, 9001)
    share = level_speed(np.ones(slopes.size), slopes, COST_OF_RUNNING, STEEPEST)
    assert slopes[share.argmin()] == pytest.approx(-0.18136, abs=1e-4)


def test_the_polynomial_is_not_what_was_measured():
    # The paper's abstract: 3.40 at 0, 1.73 at -20 %, 18.93 at +45 % running, 17.33 walking.
    measured = {0.0: 3.40, -0.2: 1.73, 0.45: 18.93}
    running = level_speed(np.ones(3), list(measured), COST_OF_RUNNING, STEEPEST) * COST_OF_RUNNING[-1]
    np.testing.assert_allclose(running, list(measured.values()), rtol=0.1)
    walking = level_speed([1.0], [0.45], COST_OF_WALKING, STEEPEST)[0] * COST_OF_WALKING[-1]
    assert walking == pytest.approx(17.33, rel=0.1)


@pytest.mark.parametrize(("slope", "pace_s_per_km"), [(0.05, 230.5), (-0.05, 393.3), (0.0, 300.0)])
def test_pace_on_a_slope_as_pace_on_the_level(slope, pace_s_per_km):
    (speed,) = level_speed([1000 / 300], [slope], COST_OF_RUNNING, STEEPEST)
    assert 1000 / speed == pytest.approx(pace_s_per_km, abs=0.05)


def test_downhill_credit_has_a_floor():
    assert level_speed([3.0], [-0.18], COST_OF_RUNNING, STEEPEST, LEAST_SHARE)[0] == pytest.approx(1.8)


def test_what_is_missing_stays_missing():
    found = level_speed([3, math.nan, 3, 3], [math.nan, 0, math.inf, 0], COST_OF_RUNNING, STEEPEST, LEAST_SHARE)
    np.testing.assert_array_equal(found, [math.nan, math.nan, math.nan, 3])


@pytest.mark.parametrize("costs", [[], [1, 0], [math.nan, 1], [0] * 6 + [1]])
def test_a_cost_that_makes_no_sense_is_refused(costs):
    with pytest.raises(ValueError, match="costs: must be"):
        level_speed([1], [0], costs, STEEPEST)
