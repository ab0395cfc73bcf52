import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from console.athlete.terrain import PLACES, Place, course, sides_m


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_course_is_closed_and_as_long_and_hilly_as_its_place_says(place: Place) -> None:
    around = course(place)
    assert around.length_m == pytest.approx(place.length_m, rel=1e-4)
    assert np.ptp(around.altitude_m) == pytest.approx(place.relief_m)
    assert np.abs(around.slope(around.way_m)).max() < 0.08
    for column in (around.latitude_deg, around.longitude_deg, around.altitude_m):
        assert column[0] == pytest.approx(column[-1], abs=1e-12)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_course_stays_around_its_park(place: Place) -> None:
    around = course(place)
    assert np.abs(around.latitude_deg - place.latitude_deg).max() < 0.012
    assert np.abs(around.longitude_deg - place.longitude_deg).max() < 0.014


def test_places_a_metre_apart_on_the_way_are_a_metre_apart_on_the_ellipsoid() -> None:
    around = course(PLACES[1])
    latitude_deg, longitude_deg, _ = around.at(np.arange(0, 300, 1.0))
    whole = [
        Geodesic.WGS84.Inverse(*ends)["s12"]
        for ends in zip(latitude_deg[:-1], longitude_deg[:-1], latitude_deg[1:], longitude_deg[1:], strict=True)
    ]
    np.testing.assert_allclose(whole, 1.0, atol=1e-4)
    np.testing.assert_allclose(sides_m(latitude_deg, longitude_deg), whole, atol=1e-7)


def test_after_a_whole_round_everything_is_as_before() -> None:
    around = course(PLACES[2])
    way_m = np.array([12.0, 700.0])
    np.testing.assert_allclose(around.at(way_m + 3 * around.length_m), around.at(way_m), atol=1e-9)
    np.testing.assert_allclose(around.slope(way_m + around.length_m), around.slope(way_m), atol=1e-9)


def test_uphill_is_a_positive_slope() -> None:
    around = course(PLACES[6])
    way_m = np.arange(0, around.length_m, 5.0)
    rises_m = np.diff(around.at(way_m)[2])
    assert np.corrcoef(rises_m, around.slope(way_m[:-1] + 2.5))[0, 1] > 0.999
