import pytest

from coaching.motion import climb_threshold_m


@pytest.mark.parametrize(("speed_m_s", "threshold_m"), [(0, 2), (1.4, 2), (3, 2), (5, 2), (7, 3)])
def test_on_foot_two_metres_are_a_climb_and_in_the_wind_of_a_ride_three(speed_m_s, threshold_m):
    assert climb_threshold_m(speed_m_s, barometric=True) == pytest.approx(threshold_m, abs=0.01)


def test_satellite_altitude_wanders_by_ten():
    assert climb_threshold_m(3, barometric=False) == 10
