"""Tracks: smoothing, likelihood, curved lengths."""

from typing import Any

import numpy as np

from bench.cases.case import Case, Peer, bytes_of, close, package, plain
from bench.cases.inputs import HOUR, Column, run
from bench.loops import Loops
from bench.rounds import Work
from kernels import track

_NOISE_M = 3.0
_FREEDOM = 4.0
_LONGEST_S = 10.0
_WAY = run(HOUR)
_AGILITY = np.full(HOUR, 0.1)
_SCALE = np.full(HOUR, 1.0)
_GIVEN = (_WAY.time_s, _WAY.east_m, _WAY.north_m, _AGILITY)
# What `cv_smooth` says of them, with the covariances that it keeps meanwhile.
_SMOOTHED = track.cv_smooth(*_GIVEN, _NOISE_M)


def _model(along: Column) -> tuple[Any, Any]:
    """One axis as pykalman models it, and its observations; the first position is given."""
    dt = np.diff(_WAY.time_s)
    moves = np.array([[[1, d], [0, 1]] for d in dt])
    added = np.array([[[d**3 / 3, d**2 / 2], [d**2 / 2, d]] for d in dt]) * _AGILITY[1:, None, None]
    model = package("pykalman").KalmanFilter(
        transition_matrices=moves,
        transition_covariance=added,
        observation_matrices=[[1, 0]],
        observation_covariance=[[_NOISE_M**2]],
        initial_state_mean=[along[0], 0],
        initial_state_covariance=[[_NOISE_M**2, 0], [0, track.START_DEVIATION_M_S**2]],
    )
    seen = np.ma.masked_invalid(along.reshape(-1, 1))
    seen[0] = np.ma.masked
    return model, seen


def _pykalman() -> Work:
    (east, seen_east), (north, seen_north) = _model(_WAY.east_m), _model(_WAY.north_m)
    return lambda: (east.smooth(seen_east)[0], north.smooth(seen_north)[0])


def _pykalman_same(ours: track.Track, theirs: tuple[Column, Column]) -> None:
    east, north = theirs
    close(1e-7, 1e-6)(tuple(ours), (east[:, 0], north[:, 0], east[:, 1], north[:, 1]))


def _smooth_loop(loops: Loops) -> Work:
    state = np.empty((HOUR, 4))
    spread = np.empty((HOUR, 3))
    return loops.filling("cv_smooth", *_GIVEN, HOUR, _NOISE_M, track.START_DEVIATION_M_S, state, spread, found=state)


def _hermite() -> Work:
    """Lengths of scipy's cubics by Gauss and Legendre's rule of order 4, as the kernel takes them."""
    spline = package("scipy.interpolate").CubicHermiteSpline
    nodes, weights = np.polynomial.legendre.leggauss(4)
    time = _WAY.time_s
    at = (time[:-1, None] + (nodes + 1) / 2 * np.diff(time)[:, None]).ravel()
    scaled = weights / 2

    def work() -> object:
        east = spline(time, _SMOOTHED.east_m, _SMOOTHED.east_m_s).derivative()(at)
        north = spline(time, _SMOOTHED.north_m, _SMOOTHED.north_m_s).derivative()(at)
        return np.hypot(east, north).reshape(-1, 4) @ scaled * np.diff(time)

    return work


def _arcs_same(ours: Column, theirs: Column) -> None:
    # The kernel's are never longer than the faster of both velocities allows.
    np.testing.assert_allclose(ours[1:], theirs, rtol=0.1)
    np.testing.assert_allclose(np.nansum(ours), theirs.sum(), rtol=2e-3)


_READ = bytes_of(*_GIVEN)

CASES = (
    Case(
        kernel="track.cv_smooth",
        given="1 h at 1 Hz",
        ours=lambda: track.cv_smooth(*_GIVEN, _NOISE_M),
        peers={"pykalman": Peer(_pykalman, _pykalman_same)},
        target=1000,
        loop=_smooth_loop,
        loop_same=lambda ours, theirs: close(1e-6, 1e-6)(tuple(ours), tuple(theirs.T)),
        moved_bytes=2 * _READ,
    ),
    Case(
        kernel="track.cross_likelihood",
        given="1 h at 1 Hz",
        ours=lambda: track.cross_likelihood(*_GIVEN, _NOISE_M, _FREEDOM),
        peers={"plain Python": Peer(plain("cross_likelihood", _GIVEN, _NOISE_M, _FREEDOM), close())},
        moved_bytes=_READ,
    ),
    Case(
        kernel="track.arcs",
        given="1 h at 1 Hz",
        ours=lambda: track.arcs(_WAY.time_s, *_SMOOTHED, _SCALE, _LONGEST_S),
        peers={"scipy CubicHermiteSpline": Peer(_hermite, _arcs_same)},
        moved_bytes=bytes_of(_WAY.time_s, *_SMOOTHED, _SCALE, _SCALE),
    ),
)
