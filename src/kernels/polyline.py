"""Google's encoded polyline (Maps documentation, "Encoded Polyline Algorithm Format")."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Floats, column
from kernels.jit import kernel

MAX_PRECISION = 7
_BYTES_A_NUMBER = 7  # 360 degrees of 1e-7 and a sign: 33 bits, five to a byte


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
    for i in range(latitude.size):
        if abs(latitude[i]) <= 90.0 and abs(longitude[i]) <= 180.0:
            next_latitude, next_longitude = _rounded(latitude[i], factor), _rounded(longitude[i], factor)
            used = _put(next_latitude - last_latitude, out, used)
            used = _put(next_longitude - last_longitude, out, used)
            last_latitude, last_longitude = next_latitude, next_longitude
    return used


def encode(latitude_deg: ArrayLike, longitude_deg: ArrayLike, precision: int = 5) -> str:
    """The positions of shape (n,) as a polyline of ``precision`` decimals; missing and impossible ones are left out."""
    latitude = column("latitude_deg", latitude_deg)
    longitude = column("longitude_deg", longitude_deg, latitude.size)
    if not 0 <= precision <= MAX_PRECISION:
        raise ValueError(f"precision: must be from 0 to {MAX_PRECISION}, not {precision}")
    out = np.empty(2 * _BYTES_A_NUMBER * latitude.size, np.uint8)
    used = _encode(latitude, longitude, 10.0**precision, out)
    return out[:used].tobytes().decode("ascii")
