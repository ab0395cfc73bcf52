"""What the kernels get: three hours of a run at 1 Hz (n = 10,800) and an hour of a sensor at 100 Hz (n = 360,000)."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Column = NDArray[np.float64]

RUN, SENSOR, HOUR = 10_800, 360_000, 3_600
METRES_PER_DEGREE = 111_320.0


class Run(NamedTuple):
    """Columns of a run, each (n,): streets with bends, a receiver that is off by metres, hills, a heart."""

    time_s: Column
    latitude_deg: Column
    longitude_deg: Column
    east_m: Column
    north_m: Column
    cumulative_m: Column
    speed_m_s: Column
    altitude_m: Column
    heart_rate_bpm: Column


@cache
def run(n: int = RUN) -> Run:
    """A run at a sample a second; always the same one."""
    noise = np.random.default_rng(n)
    time_s = np.arange(n, dtype=np.float64)
    speed = 3 + _wandering(noise, n, 0.3, 60)
    # Straight on for a minute or so, then around a corner.
    turns = np.where(noise.random(n) < 1 / 60, noise.choice([-1.2, -0.6, 0.6, 1.2], n), 0.0)
    heading = np.cumsum(turns)
    east = np.cumsum(speed * np.sin(heading)) + _wandering(noise, n, 1.5, 20)
    north = np.cumsum(speed * np.cos(heading)) + _wandering(noise, n, 1.5, 20)
    latitude = 47.4 + (north - north.mean()) / METRES_PER_DEGREE
    longitude = 8.5 + (east - east.mean()) / (METRES_PER_DEGREE * np.cos(np.radians(47.4)))
    # Whole beats that keep for some seconds, and an altimeter of 0.2 m: what devices write.
    heart = np.round(150 + _wandering(noise, n, 8, 120))
    altitude = np.round((450 + 60 * np.sin(time_s / 700) + _wandering(noise, n, 1.0, 30)) * 5) / 5
    return Run(time_s, latitude, longitude, east, north, np.cumsum(speed), speed, altitude, heart)


@cache
def sensor() -> Column:
    """Acceleration of somebody who runs, m/s², shape (360,000,)."""
    noise = np.random.default_rng(SENSOR)
    time_s = np.arange(SENSOR) / 100
    stride = 2 * np.pi * 2.8 * time_s
    return np.asarray(9.8 + 12 * np.sin(stride) + 4 * np.sin(2 * stride) + noise.normal(0, 2, SENSOR))


@cache
def seconds_of_sensor() -> Column:
    """Times of the sensor's samples, shape (360,000,)."""
    return np.arange(SENSOR) / 100.0


def _wandering(noise: np.random.Generator, n: int, deviation: float, samples: int) -> Column:
    """Noise that forgets itself over so many samples."""
    window = np.hanning(2 * samples + 1)
    rough = np.convolve(noise.normal(0, 1, n + 2 * samples), window / np.sqrt((window**2).sum()), "valid")
    return np.asarray(deviation * rough)
