"""Lengths on the WGS 84 ellipsoid: steps, running totals, plausible positions, speeds, a local plane.

A position is missing where either angle is NaN or out of range. The chord between two positions splits into a
meridional part and one along the parallels, ``c² = (2M sin(Δφ/2))² + N² cos φ₁ cos φ₂ (2 sin(Δλ/2))²``; the radii of
curvature M and N are taken at mid-latitude (Snyder 1987, USGS Professional Paper 1395, equations 4-18 and 4-20).
Against Karney's geodesic a step of 100 m is off by less than 1e-6 m anywhere, poles and date line included; one of
1 km by less than 1e-8 of its length.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Floats, Integers, axis, column, positive
from kernels.jit import kernel
from kernels.registry import public

EQUATORIAL_RADIUS_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)
DEGREE = math.pi / 180
TINY = 1e-12
NEAR_DEG = 1.0  # the series of sine and cosine are exact to the last bit or two up to here
BLOCK = 256

# What becomes of a position in `plausible`.
DROPPED, KEPT, RESTART = 0, 1, 2


class Path(NamedTuple):
    """Steps (NaN where the position is missing, 0 at the first one) and their running total (no NaN), both (n,)."""

    step_m: Floats
    cumulative_m: Floats


class Plane(NamedTuple):
    """Metres east of the first position and north of an origin, each (n,); NaN where one is missing."""

    east_m: Floats
    north_m: Floats


@kernel("f8(f8)")
def _sine(angle: float) -> float:
    """Of the half angle between neighbours: its series is exact to the last bit there, and far cheaper."""
    if abs(angle) > 0.01:
        return math.sin(angle)
    square = angle * angle
    return angle * (1 - square * (1 / 6) * (1 - square * (1 / 20)))


@kernel("f8(f8, f8, f8, f8, f8, f8)")
def _arc(sine_1: float, cosine_1: float, sine_2: float, cosine_2: float, rise: float, turn: float) -> float:
    """Metres between two latitudes, given by sine and cosine, that lie ``rise`` and ``turn`` degrees apart."""
    half_rise = _sine(rise * (DEGREE / 2))
    half_turn = _sine(min(abs(turn), 360.0 - abs(turn)) * (DEGREE / 2))
    # sin φ₁ + sin φ₂ = 2 sin φₘ cos(Δφ/2) gives the mid-latitude without another sine.
    sine_mid_2 = (sine_1 + sine_2) * (sine_1 + sine_2) / max(4 * (1 - half_rise * half_rise), TINY)
    bend = 1 - ECCENTRICITY_2 * sine_mid_2
    # N = a/√bend, M = N(1-e²)/bend: everything in units of N. A division costs as much as ten products.
    unbent = 1 / bend
    north = (1 - ECCENTRICITY_2) * unbent * half_rise
    chord_2 = unbent * (north * north + half_turn * half_turn * abs(cosine_1 * cosine_2))
    # The arc over a chord c on a circle of radius R = √(MN): 2R·asin(c/2R), by its series.
    bow = chord_2 * bend * bend * (1 / (1 - ECCENTRICITY_2))
    return 2 * EQUATORIAL_RADIUS_M * math.sqrt(chord_2) * (1 + bow * (1 / 6 + bow * (3 / 40)))


@kernel("f8(f8, f8, f8, f8)")
def _short_arc(sine: float, cosine: float, rise: float, turn: float) -> float:
    """Metres across ``rise`` and ``turn`` degrees, both below `NEAR_DEG`, around a mid-latitude: without a branch."""
    half_rise, half_turn = rise * (DEGREE / 2), turn * (DEGREE / 2)
    rise_2, turn_2 = half_rise * half_rise, half_turn * half_turn
    half_rise *= 1 - rise_2 * (1 / 6) * (1 - rise_2 * (1 / 20))
    half_turn *= 1 - turn_2 * (1 / 6) * (1 - turn_2 * (1 / 20))
    bend = 1 - ECCENTRICITY_2 * sine * sine
    unbent = 1 / bend
    north = (1 - ECCENTRICITY_2) * unbent * half_rise
    # cos φ₁ cos φ₂ = cos² φₘ - sin²(Δφ/2)
    parallels = abs(cosine * cosine - half_rise * half_rise)
    chord_2 = unbent * (north * north + half_turn * half_turn * parallels)
    bow = chord_2 * bend * bend * (1 / (1 - ECCENTRICITY_2))
    return 2 * EQUATORIAL_RADIUS_M * math.sqrt(chord_2) * (1 + bow * (1 / 6 + bow * (3 / 40)))


@kernel("f8(f8, f8, f8, f8)")
def _distance(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Metres between two positions in degrees."""
    rise, turn = latitude_2 - latitude_1, longitude_2 - longitude_1
    if abs(rise) < NEAR_DEG and abs(turn) < NEAR_DEG:
        middle = (latitude_1 + latitude_2) * (DEGREE / 2)
        return _short_arc(math.sin(middle), math.cos(middle), rise, turn)
    a, b = latitude_1 * DEGREE, latitude_2 * DEGREE
    return _arc(math.sin(a), math.cos(a), math.sin(b), math.cos(b), rise, turn)


@kernel("b1(f8, f8)")
def _known(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90.0 and abs(longitude) <= 180.0


@kernel("b1(f8[::1], f8[::1])")
def _all_near(latitude: Floats, longitude: Floats) -> bool:
    """All of them known and close to the first one; no early way out, so that it vectorises."""
    near = True
    for i in range(latitude.size):
        near &= abs(latitude[i]) <= 90.0
        near &= abs(longitude[i]) <= 180.0
        near &= abs(latitude[i] - latitude[0]) < NEAR_DEG / 2
        near &= abs(longitude[i] - longitude[0]) < NEAR_DEG / 2
    return near


@kernel("void(f8[::1], f8[::1], f8[::1])")
def _near_steps(latitude: Floats, longitude: Floats, step: Floats) -> None:
    """The steps behind the first one of positions that are `_all_near`.

    Every mid-latitude's sine is turned from that of the first latitude by series that are exact there: no call, no
    branch.
    """
    anchor = latitude[0]
    sine, cosine = math.sin(anchor * DEGREE), math.cos(anchor * DEGREE)
    for i in range(1, latitude.size):
        angle = ((latitude[i - 1] - anchor) + (latitude[i] - anchor)) * (DEGREE / 2)
        square = angle * angle
        along = angle * (1 - square * (1 / 6) * (1 - square * (1 / 20)))
        fall = square * (1 / 2) * (1 - square * (1 / 12) * (1 - square * (1 / 30)))
        middle_sine = sine + (cosine * along - sine * fall)
        middle_cosine = cosine - (sine * along + cosine * fall)
        rise, turn = latitude[i] - latitude[i - 1], longitude[i] - longitude[i - 1]
        step[i] = _short_arc(middle_sine, middle_cosine, rise, turn)


@kernel("void(f8[::1], f8[::1], f8[::1], f8[::1])")
def _path(latitude: Floats, longitude: Floats, step: Floats, cumulative: Floats) -> None:
    last, start, total = -1, 0, 0.0
    while start < latitude.size:
        end = min(start + BLOCK, latitude.size) if 0 <= last == start - 1 else start + 1
        if last >= 0 and _all_near(latitude[start - 1 : end], longitude[start - 1 : end]):
            _near_steps(latitude[start - 1 : end], longitude[start - 1 : end], step[start - 1 : end])
            last = end - 1
        else:
            for i in range(start, end):
                step[i] = math.nan
                if _known(latitude[i], longitude[i]):
                    last = last if last >= 0 else i
                    step[i] = _distance(latitude[last], longitude[last], latitude[i], longitude[i])
                    last = i
        start = end
    for i in range(latitude.size):
        total += step[i] if step[i] >= 0 else 0.0
        cumulative[i] = total


@public(
    shapes="latitude_deg[n], longitude_deg[n] -> step_m[n], cumulative_m[n]",
    reference="Snyder 1987, USGS Professional Paper 1395, equations 4-18 and 4-20",
    oracle="geographiclib (Karney 2013)",
    peer="pyproj.Geod.line_lengths",
)
def path(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Path:
    """Step lengths and their running total over positions of shape (n,); missing ones are bridged."""
    latitude = column("latitude_deg", latitude_deg)
    longitude = column("longitude_deg", longitude_deg, latitude.size)
    found = Path(np.empty(latitude.size), np.empty(latitude.size))
    _path(latitude, longitude, *found)
    return found


@kernel("b1(f8[::1], f8[::1], f8[::1], f8, i8, i8)")
def _within_reach(time: Floats, latitude: Floats, longitude: Floats, fastest: float, a: int, b: int) -> bool:
    # Files of several points a second round their coordinates: a second is the shortest step that is judged.
    reach = fastest * max(float(time[b] - time[a]), 1.0)
    return _distance(latitude[a], longitude[a], latitude[b], longitude[b]) <= reach


@kernel("void(f8[::1], f8[::1], f8[::1], f8, i8, i8[::1])")
def _plausible(
    time: Floats, latitude: Floats, longitude: Floats, fastest: float, patience: int, verdict: Integers
) -> None:
    last = rejected = -1
    agreeing = 0
    for i in range(time.size):
        verdict[i] = DROPPED
        if not _known(latitude[i], longitude[i]):
            continue
        if last >= 0 and not _within_reach(time, latitude, longitude, fastest, last, i):
            follows = rejected >= 0 and _within_reach(time, latitude, longitude, fastest, rejected, i)
            agreeing = agreeing + 1 if follows else 1
            rejected = i
            if agreeing < patience:
                continue
        verdict[i] = KEPT if last >= 0 and agreeing < patience else RESTART
        last, rejected, agreeing = i, -1, 0


@public(
    shapes="time_s[n], latitude_deg[n], longitude_deg[n], fastest_m_s -> verdict[n]",
    reference="a limit of speed, taken back when several positions agree against it",
    oracle="tracks with planted outliers and jumps",
)
def plausible(
    time_s: ArrayLike, latitude_deg: ArrayLike, longitude_deg: ArrayLike, fastest_m_s: float, *, patience: int = 5
) -> NDArray[np.int64]:
    """Judge every position: DROPPED (missing or an outlier), KEPT, or RESTART, shape (n,).

    A position out of reach of the last believed one is an outlier. When ``patience`` positions in a row agree with one
    another instead, the track goes on from there: RESTART, as for the first position; the jump is no part of the way.
    """
    time = axis("time_s", time_s)
    latitude = column("latitude_deg", latitude_deg, time.size)
    longitude = column("longitude_deg", longitude_deg, time.size)
    if patience < 1:
        raise ValueError(f"patience: must be above zero, not {patience}")
    verdict = np.empty(time.size, np.int64)
    _plausible(time, latitude, longitude, positive("fastest_m_s", fastest_m_s), patience, verdict)
    return verdict


@kernel("UniTuple(i8, 2)(f8[::1], i8, f8, i8, i8)")
def window(time: Floats, i: int, half_width: float, first: int, last: int) -> tuple[int, int]:
    """The first and the last sample within ``half_width`` of sample i, from those of the sample before on."""
    while time[first] < time[i] - half_width:
        first += 1
    while last + 1 < time.size and time[last + 1] <= time[i] + half_width:
        last += 1
    return first, last


@kernel("void(f8[::1], f8[::1], f8[::1], f8, f8[::1])")
def _speeds(time: Floats, latitude: Floats, longitude: Floats, half_width: float, speed: Floats) -> None:
    """``time`` and the positions hold known values only."""
    first = last = 0
    for i in range(time.size):
        first, last = window(time, i, half_width, first, last)
        a, b = first, last
        if i > 0 and (time[i] - time[i - 1] > half_width or time[b] <= time[a]):
            a, b = i - 1, i
        span = time[b] - time[a]
        speed[i] = _distance(latitude[a], longitude[a], latitude[b], longitude[b]) / span if span > 0 else math.nan


@public(
    shapes="time_s[n], latitude_deg[n], longitude_deg[n], half_width_s -> speed_m_s[n]",
    reference="displacement over time across a window",
    oracle="jitter on the spot has no speed",
)
def speeds(time_s: ArrayLike, latitude_deg: ArrayLike, longitude_deg: ArrayLike, half_width_s: float) -> Floats:
    """Speed in m/s at each position: the straight way across ``half_width_s`` to either side over its time, shape (n,).

    Displacement, not path: the jitter of a standing receiver does not add up. Where the position before lies further
    back than that, the way from there; NaN where the position is missing or has no neighbour at all.
    """
    time = axis("time_s", time_s)
    latitude = column("latitude_deg", latitude_deg, time.size)
    longitude = column("longitude_deg", longitude_deg, time.size)
    known = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    found = np.empty(int(known.sum()))
    _speeds(time[known], latitude[known], longitude[known], positive("half_width_s", half_width_s), found)
    speed = np.full(time.size, np.nan)
    speed[known] = found
    return speed


@kernel("UniTuple(f8, 2)(f8)")
def _degrees(latitude: float) -> tuple[float, float]:
    """Metres that a degree takes at a latitude: along its parallel and along the meridian."""
    sine = math.sin(latitude * DEGREE)
    bend = 1 - ECCENTRICITY_2 * sine * sine
    normal = EQUATORIAL_RADIUS_M / math.sqrt(bend)
    return normal * math.cos(latitude * DEGREE) * DEGREE, normal * (1 - ECCENTRICITY_2) / bend * DEGREE


@kernel("void(f8[::1])")
def _onward(longitude: Floats) -> None:
    """Adds the whole rounds, in place."""
    before = rounds = 0.0
    for i in range(longitude.size):
        turn = longitude[i] + rounds - before
        if abs(turn) > 180.0:
            rounds -= math.copysign(360.0, turn)
        longitude[i] += rounds
        if not math.isnan(longitude[i]):
            before = longitude[i]


@public(
    shapes="longitude_deg[n] -> longitude_deg[n]",
    reference="the nearest of all longitudes that are whole rounds apart",
    oracle="numpy.unwrap",
    peer="numpy.unwrap",
)
def onward(longitude_deg: ArrayLike) -> Floats:
    """Longitudes of shape (n,) that go on from one to the next the short way round, beyond 180 and -180 degrees.

    The first is as it was; NaN where one is missing, or beyond 180 degrees itself.
    """
    longitude = column("longitude_deg", longitude_deg)
    longitude = np.where(np.abs(longitude) <= 180, longitude, np.nan)
    if longitude.size and np.fmax.reduce(longitude) - np.fmin.reduce(longitude) > 180:
        _onward(longitude)
    return longitude


@public(
    shapes="latitude_deg[n], longitude_deg[n] -> east_m[n], north_m[n]",
    reference="Snyder 1987, USGS Professional Paper 1395, equations 4-18 and 4-20",
    oracle="steps of `path`",
)
def plane(latitude_deg: ArrayLike, longitude_deg: ArrayLike, *, enlarged: bool = False) -> Plane:
    """Positions of shape (n,) on a plane that touches the ellipsoid at their middle latitude.

    The way goes on across the date line, as `onward` says. Good for shapes, not for
    lengths: scale along the parallels is off by ``tan φ·Δφ`` away from the middle latitude. ``enlarged``, no length on
    it is shorter than on the ellipsoid: a degree is as long as anywhere among these latitudes, in either direction.
    """
    latitude = column("latitude_deg", latitude_deg)
    longitude = column("longitude_deg", longitude_deg, latitude.size)
    known = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    if not known.any():
        return Plane(np.full(latitude.size, np.nan), np.full(latitude.size, np.nan))
    rise, turn = np.where(known, latitude, np.nan), onward(np.where(known, longitude, np.nan))
    low, high = float(np.fmin.reduce(rise)), float(np.fmax.reduce(rise))
    middle = widest = steepest = (low + high) / 2
    if enlarged:
        # Parallels are longest at the equator, degrees along the meridian at the poles.
        widest, steepest = min(max(low, 0.0), high), max(abs(low), abs(high))
    return Plane(_degrees(widest)[0] * (turn - turn[known.argmax()]), _degrees(steepest)[1] * (rise - middle))
