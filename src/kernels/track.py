"""A track smoothed by what a person can do: constant velocity, changed by random accelerations.

Each axis of a plane has the state (position, velocity). Over ``dt`` seconds a white acceleration of spectral density
q m²/s³ adds the covariance ``q [[dt³/3, dt²/2], [dt²/2, dt]]`` (Bar-Shalom, Li & Kirubarajan 2001, Estimation with
Applications to Tracking and Navigation, section 6.2.2). Kalman's filter runs forward over positions with white noise,
Rauch, Tung and Striebel's smoother backward. The covariances do not depend on the positions: both axes share them.

Between two samples the expected way of this model is a cubic in time (Wahba 1978, Journal of the Royal Statistical
Society B 40:364): its length is that of the curve, where a chord would cut the corner.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, at_least_zero, axis, column, positive
from kernels.jit import kernel
from kernels.registry import public

# The velocity at the start is unknown: nought, give or take what few exceed.
START_DEVIATION_M_S = 10.0

# Half of the nodes and weights of Gauss and Legendre's rule of order 8 on [0, 1]; the others lie mirrored.
NODES = (0.01985507175123188, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751)
WEIGHTS = (0.05061426814518813, 0.11119051722668724, 0.15685332293894363, 0.18134189168918100)


# Position, velocity, and the covariances that both axes share: of positions, of both, of velocities.
type State = tuple[float, float, float, float, float, float, float]


class Track(NamedTuple):
    """Smoothed metres and metres per second, each (n,); NaN before the first known position and after the last."""

    east_m: Floats
    north_m: Floats
    east_m_s: Floats
    north_m_s: Floats


@kernel("i8(f8[::1], f8[::1], i8, i8)")
def _known_from(east: Floats, north: Floats, start: int, step: int) -> int:
    """Index of the first known position from ``start`` on, or where the columns end."""
    i = start
    while 0 <= i < east.size and not (math.isfinite(east[i]) and math.isfinite(north[i])):
        i += step
    return i


@kernel("UniTuple(f8, 3)(f8, f8, f8, f8, f8)")
def _spread_ahead(a: float, b: float, c: float, dt: float, q: float) -> tuple[float, float, float]:
    """The covariances (of positions, of both, of velocities) after ``dt`` seconds of acceleration ``q``."""
    return a + dt * (2 * b + dt * c + dt * dt * (q / 3)), b + dt * (c + dt * (q / 2)), c + dt * q


@kernel("UniTuple(f8, 7)(UniTuple(f8, 7), f8, f8)")
def _ahead(now: State, dt: float, q: float) -> State:
    """What is expected after ``dt`` seconds of acceleration ``q``."""
    x, y, u, v, a, b, c = now
    a, b, c = _spread_ahead(a, b, c, dt, q)
    return x + dt * u, y + dt * v, u, v, a, b, c


@kernel("UniTuple(f8, 7)(UniTuple(f8, 7), f8, f8, f8)")
def _seen(expected: State, off_x: float, off_y: float, noise_2: float) -> State:
    """What is known once a position was seen that lies so far from the expected one."""
    x, y, u, v, a, b, c = expected
    gain, lift = a / (a + noise_2), b / (a + noise_2)
    return (
        x + gain * off_x,
        y + gain * off_y,
        u + lift * off_x,
        v + lift * off_y,
        a * (1 - gain),
        b * (1 - gain),
        c - lift * b,
    )


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8, f8, f8[:, ::1], f8[:, ::1])")
def _filter(  # noqa: PLR0913, PLR0917 -- the caller allocates all outputs
    time: Floats,
    east: Floats,
    north: Floats,
    agility: Floats,
    noise: float,
    start: float,
    state: Floats,
    spread: Floats,
) -> None:
    """Kalman's filter: what is known after each sample goes into the tables, of four and of three rows."""
    first = _known_from(east, north, 0, 1)
    if first >= time.size:
        return
    now = (east[first], north[first], 0.0, 0.0, noise * noise, 0.0, start * start)
    for i in range(first, time.size):
        if i > first:
            now = _ahead(now, time[i] - time[i - 1], agility[i])
            if math.isfinite(east[i]) and math.isfinite(north[i]):
                now = _seen(now, east[i] - now[0], north[i] - now[1], noise * noise)
        state[0, i], state[1, i], state[2, i], state[3, i] = now[0], now[1], now[2], now[3]
        spread[0, i], spread[1, i], spread[2, i] = now[4], now[5], now[6]


@kernel("f8(f8[::1], f8[::1], f8[::1], f8[::1], f8, f8, f8)")
def _cross_likelihood(  # noqa: PLR0913, PLR0917 -- what the filter needs, and the tails
    time: Floats, east: Floats, north: Floats, agility: Floats, noise: float, start: float, freedom: float
) -> float:
    """The likelihood across the way, as the filter goes along."""
    first = _known_from(east, north, 0, 1)
    if first >= time.size:
        return 0.0
    now = (east[first], north[first], 0.0, 0.0, noise * noise, 0.0, start * start)
    likelihood = 0.0
    for i in range(first + 1, time.size):
        now = _ahead(now, time[i] - time[i - 1], agility[i])
        if math.isfinite(east[i]) and math.isfinite(north[i]):
            off_x, off_y, u, v, total = east[i] - now[0], north[i] - now[1], now[2], now[3], now[4] + noise * noise
            pace_2, across = u * u + v * v, u * off_y - v * off_x
            side_2 = across * across / pace_2 if pace_2 > 0 else off_x * off_x
            likelihood -= 0.5 * (math.log(total) + (freedom + 1) * math.log(1 + side_2 / (freedom * total)))
            now = _seen(now, off_x, off_y, noise * noise)
    return likelihood


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8[:, ::1], f8[:, ::1])")
def _smooth(time: Floats, east: Floats, north: Floats, agility: Floats, state: Floats, spread: Floats) -> None:
    """Rauch, Tung and Striebel's smoother over what the filter left in the tables."""
    first = _known_from(east, north, 0, 1)
    last = _known_from(east, north, time.size - 1, -1)
    state[:, last + 1 :] = math.nan
    for i in range(last - 1, first - 1, -1):
        dt, q = time[i + 1] - time[i], agility[i + 1]
        if dt <= 0:
            # Nothing happens in no time: both samples share one state.
            state[:, i] = state[:, i + 1]
            continue
        a, b, c = spread[0, i], spread[1, i], spread[2, i]
        ahead_a, ahead_b, ahead_c = _spread_ahead(a, b, c, dt, q)
        # The gain is P Fᵀ A⁻¹, with A the covariance ahead.
        scale = 1 / (ahead_a * ahead_c - ahead_b * ahead_b)
        p, s = a + dt * b, b + dt * c
        gain_1, gain_2 = (p * ahead_c - b * ahead_b) * scale, (b * ahead_a - p * ahead_b) * scale
        gain_3, gain_4 = (s * ahead_c - c * ahead_b) * scale, (c * ahead_a - s * ahead_b) * scale
        for k in range(2):
            off = state[k, i + 1] - (state[k, i] + dt * state[k + 2, i])
            turn = state[k + 2, i + 1] - state[k + 2, i]
            state[k, i] += gain_1 * off + gain_2 * turn
            state[k + 2, i] += gain_3 * off + gain_4 * turn


@public(
    shapes="time_s[n], east_m[n], north_m[n], agility_m2_s3[n] -> east_m[n], north_m[n], east_m_s[n], north_m_s[n]",
    reference="Rauch, Tung & Striebel 1965, AIAA Journal 3:1445; Bar-Shalom, Li & Kirubarajan 2001, section 6.2.2",
    oracle="pykalman.KalmanFilter.smooth",
    peer="pykalman",
)
def cv_smooth(
    time_s: ArrayLike, east_m: ArrayLike, north_m: ArrayLike, agility_m2_s3: ArrayLike, noise_m: float
) -> Track:
    """The likeliest positions and velocities at each time, of positions on a plane, all of shape (n,).

    ``agility_m2_s3`` is the spectral density of the acceleration over the time since the sample before, ``noise_m``
    the deviation of the white noise of either axis. Where a position is missing (NaN) the way between its neighbours
    is told; samples of one time share one state.

    Raises:
        ValueError: the time falls, a length differs, or agility or noise is not above zero.
    """
    time, east, north, agility = _columns(time_s, east_m, north_m, agility_m2_s3)
    state, spread = np.full((4, time.size), np.nan), np.empty((3, time.size))
    noise = positive("noise_m", noise_m)
    _filter(time, east, north, agility, noise, START_DEVIATION_M_S, state, spread)
    _smooth(time, east, north, agility, state, spread)
    return Track(state[0], state[1], state[2], state[3])


@public(
    shapes="time_s[n], east_m[n], north_m[n], agility_m2_s3[n] -> likelihood",
    reference="Prediction error decomposition: Schweppe 1965, IEEE Transactions on Information Theory 11:61",
    oracle="innovations of pykalman.KalmanFilter.filter",
)
def cross_likelihood(
    time_s: ArrayLike,
    east_m: ArrayLike,
    north_m: ArrayLike,
    agility_m2_s3: ArrayLike,
    noise_m: float,
    freedom: float,
) -> float:
    """Log-likelihood of how far positions lie to the side of where the filter of ``cv_smooth`` expects them.

    Recorders round their clocks, so that along the way a sample is off by what was covered meanwhile: that says
    nothing of the receiver. The offsets are Student's t of ``freedom`` degrees, so that a few wild ones do not decide
    over all. The first known position is given: it adds nothing.
    """
    time, east, north, agility = _columns(time_s, east_m, north_m, agility_m2_s3)
    noise, tails = positive("noise_m", noise_m), positive("freedom", freedom)
    return float(_cross_likelihood(time, east, north, agility, noise, START_DEVIATION_M_S, tails))


def _columns(
    time_s: ArrayLike, east_m: ArrayLike, north_m: ArrayLike, agility_m2_s3: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    time = axis("time_s", time_s)
    agility = column("agility_m2_s3", agility_m2_s3, time.size)
    if not ((agility > 0) & (agility < math.inf)).all():
        raise ValueError("agility_m2_s3: must be finite and above zero")
    return time, column("east_m", east_m, time.size), column("north_m", north_m, time.size), agility


@kernel("f8(f8, f8, f8, f8, f8, f8)")
def _curve(u_1: float, v_1: float, u_2: float, v_2: float, east: float, north: float) -> float:
    """Length of the cubic that covers (east, north) with the tangents (u, v) at its ends."""
    total = 0.0
    for k in range(8):
        share = NODES[k] if k < 4 else 1 - NODES[k - 4]
        head, tail, middle = (1 - share) * (1 - 3 * share), share * (3 * share - 2), 6 * share * (1 - share)
        x, y = head * u_1 + tail * u_2 + middle * east, head * v_1 + tail * v_2 + middle * north
        total += WEIGHTS[k % 4] * math.sqrt(x * x + y * y)
    return total


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1], f8[::1], f8[::1], f8, f8[::1])")
def _arcs(  # noqa: PLR0913, PLR0917 -- the columns of a track
    time: Floats,
    east: Floats,
    north: Floats,
    east_s: Floats,
    north_s: Floats,
    scale: Floats,
    longest: float,
    step: Floats,
) -> None:
    last = -1
    for i in range(time.size):
        step[i] = math.nan
        if not (math.isfinite(east[i]) and math.isfinite(north[i])):
            continue
        step[i] = 0.0
        if last >= 0:
            dt, wide = time[i] - time[last], 0.5 * (scale[last] + scale[i])
            x, y = wide * (east[i] - east[last]), north[i] - north[last]
            step[i] = math.sqrt(x * x + y * y)
            if 0.0 < dt <= longest:
                u_1, v_1 = wide * east_s[last] * dt, north_s[last] * dt
                u_2, v_2 = wide * east_s[i] * dt, north_s[i] * dt
                # Nobody is faster between two samples than at the faster one of them, or than on the straight way.
                limit = max(step[i], math.sqrt(max(u_1 * u_1 + v_1 * v_1, u_2 * u_2 + v_2 * v_2)))
                step[i] = max(step[i], min(_curve(u_1, v_1, u_2, v_2, x, y), limit))
        last = i


@public(
    shapes="time_s[n], east_m[n], north_m[n], east_m_s[n], north_m_s[n], east_scale[n], longest_s -> step_m[n]",
    reference="Cubic Hermite curve: Wahba 1978, Journal of the Royal Statistical Society B 40:364",
    oracle="scipy.interpolate.CubicHermiteSpline, integrated by scipy.integrate.quad",
    peer="scipy.interpolate.CubicHermiteSpline",
)
def arcs(  # noqa: PLR0913, PLR0917 -- the columns of a track
    time_s: ArrayLike,
    east_m: ArrayLike,
    north_m: ArrayLike,
    east_m_s: ArrayLike,
    north_m_s: ArrayLike,
    east_scale: ArrayLike,
    longest_s: float,
) -> Floats:
    """Length of the curve from the known sample before, by the positions and velocities at both ends, shape (n,).

    0 at the first known one, NaN where one is missing. Never shorter than the straight way, which it is over more than
    ``longest_s``; never longer than the faster of the two velocities allows. ``east_scale`` are the metres that one
    metre of the plane stands for along its parallel.
    """
    time = axis("time_s", time_s)
    east, north = column("east_m", east_m, time.size), column("north_m", north_m, time.size)
    east_s, north_s = column("east_m_s", east_m_s, time.size), column("north_m_s", north_m_s, time.size)
    scale, step = column("east_scale", east_scale, time.size), np.empty(time.size)
    _arcs(time, east, north, east_s, north_s, scale, at_least_zero("longest_s", longest_s), step)
    return step
