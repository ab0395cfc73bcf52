"""Published lengths that are too long for one step: cut into steps along the geodesic."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from kernels.path import path

WGS84 = Geodesic.WGS84
GRS80 = Geodesic(6_378_137.0, 1 / 298.257222101)
STEP_M = 500.0


def dms(degrees, minutes, seconds):
    return degrees + minutes / 60 + seconds / 3600


# Geoscience Australia's test line is one of GRS80, which is WGS 84 but for a tenth of a millimetre.
FLINDERS_PEAK = (-dms(37, 57, 3.72030), dms(144, 25, 29.52440))
BUNINYONG = (-dms(37, 39, 10.15610), dms(143, 55, 35.38390))


@pytest.mark.parametrize(
    ("ellipsoid", "a", "b", "metres"),
    [
        (WGS84, (40.6, -73.8), (51.6, -0.5), 5551759.400319),
        (GRS80, FLINDERS_PEAK, BUNINYONG, 54972.271),
        (WGS84, (0, 0), (0, 1), 111319.490793),
        (WGS84, (0, 0), (1, 0), 110574.388558),
    ],
)
def test_published_lengths_of_geodesics(ellipsoid, a, b, metres):
    line = ellipsoid.InverseLine(*a, *b)
    assert line.s13 == pytest.approx(metres, abs=1e-3)
    at = np.linspace(0, line.s13, int(line.s13 / STEP_M) + 2)
    points = [line.Position(s) for s in at]
    found = path([point["lat2"] for point in points], [point["lon2"] for point in points])
    assert found.cumulative_m[-1] == pytest.approx(metres, rel=2e-8)
