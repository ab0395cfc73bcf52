"""Inputs that hurt: what hypothesis draws for the kernels."""

import math

import numpy as np
from hypothesis import strategies as st

MISSING = st.sampled_from([math.nan, math.inf, -math.inf])


@st.composite
def axes(draw, max_size=30):
    """Never falling, with repeated values; length 0, 1 and 2 among them."""
    gaps = draw(st.lists(st.sampled_from([0.0, 0.1, 1.0, 1.0, 1.0, 2.5, 7.0, 60.0]), max_size=max_size))
    return np.cumsum(np.array(gaps, np.float64)) + draw(st.sampled_from([0.0, -5.0, 1e6]))


def columns(size, low=-100, high=100):
    """Real and whole numbers (for ties), constants, and missing ones."""
    whole = st.integers(low, high).map(float)
    known = st.floats(low, high).map(lambda value: round(value, 6))
    return st.one_of(
        st.lists(st.one_of(whole, known, MISSING), min_size=size, max_size=size),
        st.lists(whole, min_size=size, max_size=size),
        whole.map(lambda value: [value] * size),
        st.just([math.nan] * size),
    ).map(lambda values: np.array(values, np.float64))


@st.composite
def tracks(draw, size):
    """Positions near one of the places where formulas break, with missing and impossible ones."""
    latitude, longitude = draw(
        st.sampled_from([(0.0, 0.0), (35.0, 139.0), (-60.0, -180.0), (10.0, 179.9999), (89.9999, 20.0), (-90.0, 0.0)])
    )
    near = st.integers(-50, 50).map(lambda k: k * 1e-5)
    moves = st.one_of(
        st.tuples(near, near), st.sampled_from([(math.nan, 0.0), (0.0, math.inf), (500.0, 0.0), (1.0, 1.0)])
    )
    found = draw(st.lists(moves, min_size=size, max_size=size))
    return (
        np.array([latitude + move[0] for move in found]),
        np.array([wrapped(longitude + move[1]) for move in found]),
    )


def wrapped(longitude):
    return (longitude + 180) % 360 - 180 if math.isfinite(longitude) else longitude
