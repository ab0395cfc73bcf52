"""Ways over positions: lengths, speeds, what is plausible, a plane."""

from typing import Any

import numpy as np

from bench.cases.case import Case, Peer, bytes_of, close, equal, package, plain
from bench.cases.inputs import RUN, Column, run
from bench.loops import Loops
from bench.rounds import Work
from kernels import path

_SPHERE_M = 6_371_008.8
_WAY = run()
_HALF_WIDTH_S = 3.0
_FASTEST_M_S = 12.5


def haversine_m(latitude_1: Column, longitude_1: Column, latitude_2: Column, longitude_2: Column) -> Column:
    """The usual NumPy expression, on a sphere."""
    a, b = np.radians(latitude_1), np.radians(latitude_2)
    turn = np.radians(longitude_2 - longitude_1)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(turn / 2) ** 2
    return np.asarray(2 * _SPHERE_M * np.arcsin(np.sqrt(half)))


def _pyproj() -> Work:
    geod = package("pyproj").Geod(ellps="WGS84")

    def work() -> object:
        steps = geod.line_lengths(_WAY.longitude_deg, _WAY.latitude_deg)
        return steps, np.cumsum(steps)

    return work


def _haversine() -> Work:
    latitude, longitude = _WAY.latitude_deg, _WAY.longitude_deg

    def work() -> object:
        steps = haversine_m(latitude[:-1], longitude[:-1], latitude[1:], longitude[1:])
        return steps, np.cumsum(steps)

    return work


def _path_loop(loops: Loops) -> Work:
    found = np.empty(RUN), np.empty(RUN)
    return loops.filling("path", _WAY.latitude_deg, _WAY.longitude_deg, RUN, *found, found=found)


def _steps_within(relative: float) -> Any:
    """Steps without the first one, which is 0, and totals."""

    def same(ours: path.Path, theirs: tuple[Column, Column]) -> None:
        np.testing.assert_allclose(ours.step_m[1:], theirs[0][-RUN + 1 :], relative)
        np.testing.assert_allclose(ours.cumulative_m[1:], theirs[1][-RUN + 1 :], relative)

    return same


def _pyproj_same(ours: path.Path, theirs: tuple[Column, Column]) -> None:
    np.testing.assert_allclose(ours.step_m[1:], theirs[0][: RUN - 1], rtol=0, atol=1e-6)


def _numpy_speeds() -> Work:
    time, latitude, longitude = _WAY.time_s, _WAY.latitude_deg, _WAY.longitude_deg

    def work() -> object:
        a = np.searchsorted(time, time - _HALF_WIDTH_S)
        b = np.searchsorted(time, time + _HALF_WIDTH_S, side="right") - 1
        return haversine_m(latitude[a], longitude[a], latitude[b], longitude[b]) / (time[b] - time[a])

    return work


def _numpy_plane() -> Work:
    latitude, longitude = _WAY.latitude_deg, _WAY.longitude_deg

    def work() -> object:
        middle = (latitude.min() + latitude.max()) / 2
        sine = np.sin(np.radians(middle))
        bend = 1 - path.ECCENTRICITY_2 * sine**2
        meridional = path.EQUATORIAL_RADIUS_M * (1 - path.ECCENTRICITY_2) / bend**1.5
        parallel = path.EQUATORIAL_RADIUS_M / np.sqrt(bend) * np.cos(np.radians(middle))
        return np.radians(longitude - longitude[0]) * parallel, np.radians(latitude - middle) * meridional

    return work


# Across the date line, and back.
_WRAPPED_DEG = (_WAY.longitude_deg - _WAY.longitude_deg[RUN // 3] + 360) % 360 - 180


def _numpy_unwrap() -> Work:
    return lambda: np.unwrap(_WRAPPED_DEG, period=360)


_POSITIONS = bytes_of(_WAY.latitude_deg, _WAY.longitude_deg)
_COLUMN = bytes_of(_WAY.time_s)

CASES = (
    Case(
        kernel="path.path",
        given="3 h at 1 Hz",
        ours=lambda: path.path(_WAY.latitude_deg, _WAY.longitude_deg),
        peers={
            "pyproj Geod.line_lengths": Peer(_pyproj, _pyproj_same),
            "haversine in NumPy": Peer(_haversine, _steps_within(4e-3)),
        },
        target=25,
        loop=_path_loop,
        loop_same=_steps_within(1e-9),
        moved_bytes=2 * _POSITIONS,
    ),
    Case(
        kernel="path.plausible",
        given="3 h at 1 Hz",
        ours=lambda: path.plausible(_WAY.time_s, _WAY.latitude_deg, _WAY.longitude_deg, _FASTEST_M_S),
        peers={
            "plain Python": Peer(
                plain("plausible", (_WAY.time_s, _WAY.latitude_deg, _WAY.longitude_deg), _FASTEST_M_S, 5), equal
            )
        },
        moved_bytes=_POSITIONS + 2 * _COLUMN,
    ),
    Case(
        kernel="path.speeds",
        given="3 h at 1 Hz, 3 s either way",
        ours=lambda: path.speeds(_WAY.time_s, _WAY.latitude_deg, _WAY.longitude_deg, _HALF_WIDTH_S),
        peers={"NumPy searchsorted, haversine": Peer(_numpy_speeds, close(4e-3))},
        moved_bytes=_POSITIONS + 2 * _COLUMN,
    ),
    Case(
        kernel="path.onward",
        given="3 h at 1 Hz, across the date line",
        ours=lambda: path.onward(_WRAPPED_DEG),
        peers={"NumPy": Peer(_numpy_unwrap, close(1e-9, 1e-9))},
        moved_bytes=2 * _COLUMN,
    ),
    Case(
        kernel="path.plane",
        given="3 h at 1 Hz",
        ours=lambda: path.plane(_WAY.latitude_deg, _WAY.longitude_deg),
        peers={"NumPy": Peer(_numpy_plane, close(1e-9, 1e-6))},
        moved_bytes=2 * _POSITIONS,
    ),
)
