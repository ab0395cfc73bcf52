"""The ground the demo athlete moves on: closed courses in public parks of Tokyo.

The parks are real, the paths are not: each is a smooth closed curve around the park's middle, its radius and its height
short Fourier series of the direction, scaled to a believable length and relief.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from uploads.recording import Column

EQUATOR_M = 6_378_137.0  # WGS 84
ECCENTRICITY_SQUARED = 6.694_379_990_14e-3
VERTICES = 2048


@dataclass(frozen=True, slots=True)
class Place:
    """A park: its middle, and how long, high and hilly the course in it is."""

    name: str
    latitude_deg: float
    longitude_deg: float
    length_m: float
    altitude_m: float
    relief_m: float


PLACES = (
    Place("Yoyogi Park", 35.6717, 139.6949, 2600, 38, 9),
    Place("Imperial Palace", 35.6825, 139.7528, 5000, 16, 26),
    Place("Komazawa Park", 35.6255, 139.6618, 2100, 36, 4),
    Place("Kinuta Park", 35.6312, 139.6190, 2400, 36, 10),
    Place("Showa Kinen Park", 35.7060, 139.3930, 4200, 97, 14),
    Place("Mizumoto Park", 35.7855, 139.8690, 4600, 1, 2),
    Place("Tama Central Park", 35.6195, 139.4275, 4000, 112, 40),
)


@dataclass(frozen=True, slots=True)
class Course:
    """A closed polygon of short sides; all columns hold the first vertex again as their last.

    ``way_m`` is the length from the first vertex along the sides, on the ellipsoid, so what ``at`` returns lies exactly
    as far apart as its arguments say (but for the corners, which are nearly straight).
    """

    name: str
    way_m: Column
    latitude_deg: Column
    longitude_deg: Column
    altitude_m: Column

    @property
    def length_m(self) -> float:
        """Once around."""
        return float(self.way_m[-1])

    def at(self, way_m: Column) -> tuple[Column, Column, Column]:
        """Latitude, longitude and altitude after so many metres, any number of times around."""
        around_m = way_m % self.length_m
        columns = (self.latitude_deg, self.longitude_deg, self.altitude_m)
        latitude_deg, longitude_deg, altitude_m = (np.interp(around_m, self.way_m, column) for column in columns)
        return latitude_deg, longitude_deg, altitude_m

    def slope(self, way_m: Column) -> Column:
        """Rise over run at so many metres; uphill is positive."""
        return np.interp(way_m % self.length_m, self.way_m, np.gradient(self.altitude_m, self.way_m))


@cache
def course(place: Place) -> Course:
    """The one course of a place: its shape is drawn from the place's own coordinates."""
    rng = np.random.default_rng([round(place.latitude_deg * 1e4), round(place.longitude_deg * 1e4)])
    direction = np.linspace(0, 2 * np.pi, VERTICES + 1)
    radius = 1 + _series(rng, direction, (0.18, 0.10, 0.05, 0.03))
    height = _series(rng, direction, (1.0, 0.7, 0.4, 0.15))
    north_m_deg, east_m_deg = metres_per_degree(place.latitude_deg)
    size_m = place.length_m / float(np.hypot(*np.diff([radius * np.cos(direction), radius * np.sin(direction)])).sum())
    latitude_deg = place.latitude_deg + size_m * radius * np.sin(direction) / north_m_deg
    longitude_deg = place.longitude_deg + size_m * radius * np.cos(direction) / east_m_deg
    return Course(
        name=place.name,
        way_m=np.concatenate(([0.0], np.cumsum(sides_m(latitude_deg, longitude_deg)))),
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=place.altitude_m + place.relief_m * height / np.ptp(height),
    )


def metres_per_degree[Angle: (float, Column)](latitude_deg: Angle) -> tuple[Angle, Angle]:
    """Lengths of one degree northwards and one eastwards: WGS 84's radii of curvature at the latitude."""
    latitude = np.deg2rad(latitude_deg)
    flatness = 1 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    north_m = EQUATOR_M * (1 - ECCENTRICITY_SQUARED) / flatness**1.5
    east_m = EQUATOR_M / np.sqrt(flatness) * np.cos(latitude)
    return np.deg2rad(north_m), np.deg2rad(east_m)


def sides_m(latitude_deg: Column, longitude_deg: Column) -> Column:
    """Lengths between neighbouring positions, shape (n - 1,): the ellipsoid taken as flat around each middle."""
    north_m_deg, east_m_deg = metres_per_degree((latitude_deg[1:] + latitude_deg[:-1]) / 2)
    return np.hypot(np.diff(latitude_deg) * north_m_deg, np.diff(longitude_deg) * east_m_deg)


def _series(rng: np.random.Generator, direction: Column, amplitudes: tuple[float, ...]) -> Column:
    """A closed curve without its mean: one wave around, then two, and so on, each with a phase of its own."""
    phases = rng.uniform(0, 2 * np.pi, len(amplitudes))
    waves = [a * np.cos(k * direction + phases[k - 1]) for k, a in enumerate(amplitudes, start=1)]
    return np.sum(waves, axis=0)
