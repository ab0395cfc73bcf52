"""What may reach compiled code: contiguous, aligned, writable columns of one dtype, checked by name."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.jit import kernel

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]
type Mask = NDArray[np.bool_]

_FLOAT = np.dtype(np.float64)


def column(name: str, values: ArrayLike, length: int | None = None) -> Floats:
    """The values as a float64 column of shape (n,); copied only where they are not one already.

    Raises:
        ValueError: the argument is not numeric, not one-dimensional, or not of the length of its fellows.
    """
    return _shaped(name, _floats(name, values), 1, length)


def matrix(name: str, values: ArrayLike, length: int | None = None) -> Floats:
    """A table of shape (n, k), or one column (n,), as float64 rows of shape (k, n)."""
    found = _floats(name, np.asarray(values).T)
    return _shaped(name, found[np.newaxis] if found.ndim == 1 else found, 2, length)


def table(name: str, values: ArrayLike) -> Floats:
    """A table of shape (n, k), or one column (n,), as float64 of shape (n, k), its rows one after the other."""
    found = _floats(name, values)
    return _shaped(name, found[:, np.newaxis] if found.ndim == 1 else found, 2, None)


def axis(name: str, values: ArrayLike, length: int | None = None) -> Floats:
    """A column that can carry others: finite and never falling."""
    found = column(name, values, length)
    if not _never_falls(found):
        raise ValueError(f"{name}: must be finite and never fall")
    return found


@kernel("b1(f8[::1])")
def _never_falls(values: Floats) -> bool:
    """NaN neither rises nor falls; with finite ends all between them are finite. No early way out: it vectorises."""
    if values.size == 0:
        return True
    rises = math.isfinite(values[0]) and math.isfinite(values[-1])
    for i in range(1, values.size):
        rises &= bool(values[i] >= values[i - 1])
    return rises


def mask(name: str, values: ArrayLike, length: int | None = None) -> Mask:
    """A column of truth values; numbers are refused, for NaN would be true."""
    found = np.asarray(values)
    if found.dtype != np.bool_ and found.size:
        raise ValueError(f"{name}: must be boolean, not {found.dtype}")
    return _shaped(name, np.require(found, np.bool_, ("C", "A", "W", "E")), 1, length)


def positive(name: str, value: float) -> float:
    """A parameter that must be a finite number above zero."""
    number = float(value)
    if not (np.isfinite(number) and number > 0):
        raise ValueError(f"{name}: must be above zero, not {value}")
    return number


def at_least_zero(name: str, value: float) -> float:
    """A parameter that must not be negative nor NaN; infinity means "no limit"."""
    number = float(value)
    if not number >= 0:
        raise ValueError(f"{name}: must not be negative, not {value}")
    return number


def _floats(name: str, values: ArrayLike) -> Floats:
    # np.require costs as much as a short kernel: what is a column already goes through as it is.
    if type(values) is np.ndarray and values.dtype == _FLOAT and values.flags.carray:
        return values
    found = np.asarray(values)
    if found.dtype.kind not in "fiu" and found.size:
        raise ValueError(f"{name}: must be real numbers, not {found.dtype}")
    return np.require(found, np.float64, ("C", "A", "W", "E"))


def _shaped[T: np.generic](name: str, found: NDArray[T], dimensions: int, length: int | None) -> NDArray[T]:
    if found.ndim != dimensions:
        raise ValueError(f"{name}: must have {dimensions} dimension(s), not {found.ndim}")
    if length is not None and found.shape[-1] != length:
        raise ValueError(f"{name}: must have {length} values, not {found.shape[-1]}")
    return found
