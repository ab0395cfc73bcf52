"""Google's encoded polyline (Maps documentation, "Encoded Polyline Algorithm Format")."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Floats, column
from kernels.jit import kernel
from kernels.registry import public

MAX_PRECISION = 7
_FIRST, _LAST = 63, 126  # the characters of the format
_MOST_BITS = 40  # a sum of these never overflows
_FARTHEST = 2.0**38 - 1  # twice as far is a difference of 39 bits; with the sign they are 40, five to a byte
_BYTES_A_NUMBER = 8


class Positions(NamedTuple):
    """Latitudes and longitudes in degrees, each (n,)."""

    latitude_deg: Floats
    longitude_deg: Floats


@kernel("i8(i8, u1[::1], i8)")
def _put(number: int, out: NDArray[np.uint8], used: int) -> int:
    bits = ~(number << 1) if number < 0 else number << 1
    while bits >= 32:
        out[used] = (32 | (bits & 31)) + 63
        used += 1
        bits >>= 5
    out[used] = bits + 63
    return used + 1


@kernel("i8(f8, f8)")
def _rounded(degrees: float, factor: float) -> int:
    """Half away from zero, as the format's own description does."""
    return int(math.copysign(math.floor(abs(degrees * factor) + 0.5), degrees))


@kernel("i8(f8[::1], f8[::1], f8, u1[::1])")
def _encode(latitude: Floats, longitude: Floats, factor: float, out: NDArray[np.uint8]) -> int:
    used = last_latitude = last_longitude = 0
    farthest = _FARTHEST / factor
    for i in range(latitude.size):
        if abs(latitude[i]) <= 90.0 and abs(longitude[i]) <= farthest:
            next_latitude, next_longitude = _rounded(latitude[i], factor), _rounded(longitude[i], factor)
            used = _put(next_latitude - last_latitude, out, used)
            used = _put(next_longitude - last_longitude, out, used)
            last_latitude, last_longitude = next_latitude, next_longitude
    return used


@public(
    shapes="latitude_deg[n], longitude_deg[n], precision -> text",
    reference="Google Maps, Encoded Polyline Algorithm Format",
    oracle="polyline",
    peer="polyline, polyline-rs",
)
def encode(latitude_deg: ArrayLike, longitude_deg: ArrayLike, precision: int = 5) -> str:
    """The positions of shape (n,) as a polyline of ``precision`` decimals; missing and impossible ones are left out.

    The format sees no end at 180 or -180 degrees: a line across the date line goes on beyond it, if its longitudes do
    (``path.onward``); up to 7,600 rounds at five decimals, 76 at seven.
    """
    latitude = column("latitude_deg", latitude_deg)
    longitude = column("longitude_deg", longitude_deg, latitude.size)
    _check(precision)
    out = np.empty(2 * _BYTES_A_NUMBER * latitude.size, np.uint8)
    used = _encode(latitude, longitude, 10.0**precision, out)
    return out[:used].tobytes().decode("ascii")


@kernel("i8(u1[::1], f8, f8[::1], f8[::1])")
def _decode(data: NDArray[np.uint8], factor: float, latitude: Floats, longitude: Floats) -> int:
    """How many positions were found; -1 where the text is none of this format."""
    count = bits = shift = north = east = 0
    northward = True
    for i in range(data.size):
        if data[i] < _FIRST or data[i] > _LAST or shift > _MOST_BITS:
            return -1
        chunk = int(data[i]) - _FIRST
        bits |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            # The sign is the last bit: 0, -1, 1, -2, ...
            moved = (bits >> 1) ^ -(bits & 1)
            if northward:
                north += moved
            else:
                east += moved
                latitude[count], longitude[count] = north / factor, east / factor
                count += 1
            northward = not northward
            bits = shift = 0
    return count if northward and shift == 0 else -1


@public(
    shapes="text, precision -> latitude_deg[n], longitude_deg[n]",
    reference="Google Maps, Encoded Polyline Algorithm Format",
    oracle="polyline",
    peer="polyline, polyline-rs",
)
def decode(text: str, precision: int = 5) -> Positions:
    """The positions of a polyline of ``precision`` decimals; they may lie anywhere, for the format knows no limits.

    Raises:
        ValueError: the text ends within a position, or has a character or a number that the format cannot write.
    """
    _check(precision)
    data = np.frombuffer(bytearray(text, "utf-8"), np.uint8)
    found = Positions(np.empty(data.size // 2), np.empty(data.size // 2))
    count = _decode(data, 10.0**precision, *found)
    if count < 0:
        raise ValueError("text: must be whole positions of an encoded polyline")
    return Positions(found.latitude_deg[:count].copy(), found.longitude_deg[:count].copy())


def _check(precision: int) -> None:
    if not 0 <= precision <= MAX_PRECISION:
        raise ValueError(f"precision: must be from 0 to {MAX_PRECISION}, not {precision}")
