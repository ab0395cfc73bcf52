"""Zero-phase filtering by second-order sections, and a Butterworth low-pass to filter with.

Sections run forwards, then backwards, over columns that are continued at both ends by their own point reflection, each
pass from the state it would have come to had its first value always been there: what SciPy's ``sosfiltfilt`` does
(Gustafsson 1996, IEEE Transactions on Signal Processing 44:988-992, compares the ways).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kernels.arrays import Floats, positive, table
from kernels.jit import kernel
from kernels.registry import public

HIGHEST_ORDER = 16
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@kernel("void(f8[:, ::1], f8[::1])")
def _steady(sections: Floats, states: Floats) -> None:
    """The states of all sections, two each, once an input of 1 has lasted for ever."""
    level = 1.0
    for k in range(sections.shape[0]):
        b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
        gain = (b0 + b1 + b2) / (1 + a1 + a2)
        states[2 * k + 1] = (b2 - a2 * gain) * level
        states[2 * k] = (b1 - a1 * gain) * level + states[2 * k + 1]
        level *= gain


@kernel("void(f8[:, ::1], f8[:, ::1], f8[:, ::1], f8[:, ::1], i8, i8)")
def _one(sections: Floats, states: Floats, source: Floats, target: Floats, c: int, step: int) -> None:
    """A single column through pairs of sections: the first is at the next sample while the second works at this one."""
    size = source.shape[0]
    for k in range(0, sections.shape[0], 2):
        b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
        q = k + 1
        d0, d1, d2, c1, c2 = sections[q, 0], sections[q, 1], sections[q, 2], sections[q, 4], sections[q, 5]
        u, v, p, r = states[c, 2 * k], states[c, 2 * k + 1], states[c, 2 * q], states[c, 2 * q + 1]
        wanted = source if k == 0 else target
        i = 0 if step > 0 else size - 1
        for _ in range(size):
            x = wanted[i, c]
            between = b0 * x + u
            u, v = (b1 * x + v) - a1 * between, b2 * x - a2 * between
            y = d0 * between + p
            p, r = (d1 * between + r) - c1 * y, d2 * between - c2 * y
            target[i, c] = y
            i += step
        states[c, 2 * k], states[c, 2 * k + 1], states[c, 2 * q], states[c, 2 * q + 1] = u, v, p, r


@kernel("void(f8[:, ::1], f8[:, ::1], f8[:, ::1], f8[:, ::1], i8, i8)")
def _three(sections: Floats, states: Floats, source: Floats, target: Floats, c: int, step: int) -> None:
    """The same for three neighbouring columns: while one waits for its last sum the others go on."""
    size, d, e = source.shape[0], c + 1, c + 2
    for k in range(0, sections.shape[0], 2):
        b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
        q = k + 1
        d0, d1, d2, c1, c2 = sections[q, 0], sections[q, 1], sections[q, 2], sections[q, 4], sections[q, 5]
        u0, u1, u2 = states[c, 2 * k], states[d, 2 * k], states[e, 2 * k]
        v0, v1, v2 = states[c, 2 * k + 1], states[d, 2 * k + 1], states[e, 2 * k + 1]
        p0, p1, p2 = states[c, 2 * q], states[d, 2 * q], states[e, 2 * q]
        r0, r1, r2 = states[c, 2 * q + 1], states[d, 2 * q + 1], states[e, 2 * q + 1]
        wanted = source if k == 0 else target
        i = 0 if step > 0 else size - 1
        for _ in range(size):
            x0, x1, x2 = wanted[i, c], wanted[i, d], wanted[i, e]
            w0, w1, w2 = b0 * x0 + u0, b0 * x1 + u1, b0 * x2 + u2
            u0, u1, u2 = (b1 * x0 + v0) - a1 * w0, (b1 * x1 + v1) - a1 * w1, (b1 * x2 + v2) - a1 * w2
            v0, v1, v2 = b2 * x0 - a2 * w0, b2 * x1 - a2 * w1, b2 * x2 - a2 * w2
            y0, y1, y2 = d0 * w0 + p0, d0 * w1 + p1, d0 * w2 + p2
            p0, p1, p2 = (d1 * w0 + r0) - c1 * y0, (d1 * w1 + r1) - c1 * y1, (d1 * w2 + r2) - c1 * y2
            r0, r1, r2 = d2 * w0 - c2 * y0, d2 * w1 - c2 * y1, d2 * w2 - c2 * y2
            target[i, c], target[i, d], target[i, e] = y0, y1, y2
            i += step
        states[c, 2 * k], states[d, 2 * k], states[e, 2 * k] = u0, u1, u2
        states[c, 2 * k + 1], states[d, 2 * k + 1], states[e, 2 * k + 1] = v0, v1, v2
        states[c, 2 * q], states[d, 2 * q], states[e, 2 * q] = p0, p1, p2
        states[c, 2 * q + 1], states[d, 2 * q + 1], states[e, 2 * q + 1] = r0, r1, r2


@kernel("void(f8[:, ::1], f8[:, ::1], f8[:, ::1], f8[:, ::1], i8)")
def _run(sections: Floats, states: Floats, source: Floats, target: Floats, step: int) -> None:
    """All columns of one piece, in either direction; the states go on to the next piece."""
    channels = source.shape[1]
    together = channels - channels % 3
    for c in range(0, together, 3):
        _three(sections, states, source, target, c, step)
    for c in range(together, channels):
        _one(sections, states, source, target, c, step)


@kernel("void(f8[:, ::1], f8[:, ::1], f8[:, :, ::1], f8[:, ::1], f8[:, ::1])")
def _sosfiltfilt(sections: Floats, values: Floats, beyond: Floats, states: Floats, found: Floats) -> None:
    """``beyond`` has room for what continues the columns; the last row of ``states`` is the steady one."""
    before, behind = beyond[0], beyond[1]
    size, pad = values.shape[0], before.shape[0]
    channels = values.shape[1]
    steady = states[channels]
    _steady(sections, steady)
    for c in range(channels):
        for i in range(pad):
            before[i, c] = 2 * values[0, c] - values[pad - i, c]
            behind[i, c] = 2 * values[size - 1, c] - values[size - 2 - i, c]
        states[c] = steady * (before[0, c] if pad else values[0, c])
    _run(sections, states, before, before, 1)
    _run(sections, states, values, found, 1)
    _run(sections, states, behind, behind, 1)
    for c in range(channels):
        states[c] = steady * (behind[pad - 1, c] if pad else found[size - 1, c])
    _run(sections, states, behind, behind, -1)
    _run(sections, states, found, found, -1)


@public(
    shapes="sections[s, 6], values[n, c] -> value[n, c]",
    reference="Gustafsson 1996, IEEE Transactions on Signal Processing 44:988-992",
    oracle="scipy.signal.sosfiltfilt",
    peer="scipy.signal.sosfiltfilt",
)
def sosfiltfilt(sections: ArrayLike, values: ArrayLike) -> Floats:
    """Filter columns of shape (n,) or (n, c) without delay by second-order sections ``b0 b1 b2 1 a1 a2``, (s, 6).

    The columns are continued by as many samples as SciPy takes, or by n - 1 where they are shorter than that. A column
    with a missing or infinite value comes out missing: fill or cut its gaps before.

    Raises:
        ValueError: sections that are not rows of six numbers with 1 as the fourth.
    """
    wanted = table("values", values)
    rows = table("sections", sections)
    if not rows.size or rows.shape[1] != len(_IDENTITY) or not ((rows[:, 3] == 1).all() and np.isfinite(rows).all()):
        raise ValueError("sections: must be rows of b0, b1, b2, 1, a1, a2")
    size, channels = wanted.shape
    found = np.empty(wanted.shape)
    if wanted.size:
        taps = 2 * rows.shape[0] + 1 - min((rows[:, 2] == 0).sum(), (rows[:, 5] == 0).sum())
        beyond = np.empty((2, min(3 * int(taps), size - 1), channels))
        # Sections come in pairs.
        pairs = np.concatenate([rows, np.tile(_IDENTITY, (rows.shape[0] % 2, 1))])
        _sosfiltfilt(pairs, wanted, beyond, np.empty((channels + 1, 2 * pairs.shape[0])), found)
        found[:, ~np.isfinite(found[0])] = math.nan
    return found[:, 0] if np.ndim(values) == 1 else found


def lowpass(order: int, cutoff_hz: float, rate_hz: float) -> NDArray[np.float64]:
    """Sections of a Butterworth low-pass of this order, shape (ceil(order / 2), 6), for samples at ``rate_hz``.

    The analogue poles on their circle, moved by the bilinear transform with the cut-off kept in its place (Oppenheim &
    Schafer, Discrete-Time Signal Processing, section 7.1). Each section has a gain of 1 at rest.

    Raises:
        ValueError: an order beyond 1 to 16, or a cut-off that is not between zero and half the rate.
    """
    cutoff, rate = positive("cutoff_hz", cutoff_hz), positive("rate_hz", rate_hz)
    if not 1 <= order <= HIGHEST_ORDER:
        raise ValueError(f"order: must be from 1 to {HIGHEST_ORDER}, not {order}")
    if cutoff >= rate / 2:
        raise ValueError(f"cutoff_hz: must be below half the rate, not {cutoff_hz}")
    warped = math.tan(math.pi * cutoff / rate)
    sections = np.empty(((order + 1) // 2, 6))
    for k in range(sections.shape[0]):
        # The angle of the pole pair to the negative real axis; a single pole lies on it.
        angle = math.pi * (order - 1 - 2 * k) / (2 * order)
        if 2 * k == order - 1:
            sections[k] = (warped, warped, 0, warped + 1, warped - 1, 0)
        else:
            square, damping = warped * warped, 2 * warped * math.cos(angle)
            sections[k] = (square, 2 * square, square, 1 + damping + square, 2 * (square - 1), 1 - damping + square)
        sections[k] /= sections[k, 3]
    return sections
