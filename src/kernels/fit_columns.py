"""The values of a FIT file: the fields of all messages of a kind as columns, whichever definition each one follows.

(FIT Protocol, "Base Types" and the invalid value of each.)
"""

import numpy as np
from numpy.typing import ArrayLike

from kernels.arrays import Floats, Integers, column, positive
from kernels.fit_crc import OCTETS, Octets
from kernels.fit_layout import BIG, COUNT, KIND, OFFSET, SIZES, STRING, Layout, layout
from kernels.fit_stream import Index, Indices
from kernels.jit import kernel
from kernels.registry import public

# Like ``OCTETS``: read, not written.
_ROWS = "Array(i4, 1, 'C', True)"

_SINT8, _SINT16, _SINT32 = 1, 3, 5
_FLOAT32, _FLOAT64, _UINT8Z, _UINT16Z, _UINT32Z, _BYTE, _SINT64, _UINT64, _UINT64Z = range(8, 17)
# Rows that are gathered field by field before the next ones: their bytes stay in the nearest cache.
_BLOCK = 512


@kernel(f"i8({OCTETS}, i8)")
def _two(data: Octets, at: int) -> int:
    # Unsigned: no index counts from the end, and none is looked at for that.
    here = np.uint64(at)
    return int(data[here]) | int(data[here + np.uint64(1)]) << 8


@kernel(f"i8({OCTETS}, i8)")
def _four(data: Octets, at: int) -> int:
    here = np.uint64(at)
    return _two(data, at) | int(data[here + np.uint64(2)]) << 16 | int(data[here + np.uint64(3)]) << 24


@kernel(f"u8({OCTETS}, i8, i8, b1)")
def _bits(data: Octets, at: int, size: int, big: bool) -> np.uint64:  # noqa: FBT001
    value = np.uint64(0)
    for i in range(size):
        value = value << np.uint64(8) | np.uint64(data[at + i if big else at + size - 1 - i])
    return value


@kernel(f"f8({OCTETS}, i8, i8, b1)")
def _wide(data: Octets, at: int, kind: int, big: bool) -> float:  # noqa: FBT001
    """A float, or an integer of 64 bits; NaN where it is the invalid one."""
    if kind == _FLOAT32:
        return float(np.uint32(_bits(data, at, 4, big)).view(np.float32))
    bits = _bits(data, at, 8, big)
    if kind == _FLOAT64:
        return float(np.uint64(bits).view(np.float64))
    if kind == _SINT64:
        return np.nan if bits == np.uint64(0x7FFFFFFFFFFFFFFF) else float(np.uint64(bits).view(np.int64))
    invalid = np.uint64(0) if kind == _UINT64Z else np.uint64(0xFFFFFFFFFFFFFFFF)
    return np.nan if bits == invalid else float(bits)


@kernel("f8(i8, i8, i8)")
def _value(stored: int, sign: int, invalid: int) -> float:
    # Flipping the sign bit and taking it off again carries it to the left.
    return np.nan if stored == invalid else float((stored ^ sign) - sign)


@kernel("UniTuple(i8, 3)(i8)")
def _kind(kind: int) -> tuple[int, int, int]:
    """Bytes, sign bit (0: unsigned) and invalid value of a base type of up to 32 bits; no bytes for all others."""
    size = int(SIZES[kind])
    if size == 8 or kind == _FLOAT32:
        return 0, 0, 0
    sign = 1 << 8 * size - 1 if kind in (_SINT8, _SINT16, _SINT32) else 0
    if kind in (_UINT8Z, _UINT16Z, _UINT32Z):
        return size, sign, 0
    return size, sign, sign - 1 if sign else (1 << 8 * size) - 1


@kernel(f"void({OCTETS}, {_ROWS}, i8, i8, b1, f8[::1])")
def _down(data: Octets, positions: Indices, offset: int, kind: int, big: bool, out: Floats) -> None:  # noqa: FBT001
    """One value of each message; NaN where it is the invalid one of its base type."""
    size, sign, invalid = _kind(kind)
    # A loop for each way of reading: the choice among them costs more than the reading.
    if size == 0:
        for i in range(out.size):
            out[i] = _wide(data, positions[i] + offset, kind, big)
    elif size == 1:
        for i in range(out.size):
            out[i] = _value(int(data[positions[i] + offset]), sign, invalid)
    elif big:
        for i in range(out.size):
            out[i] = _value(int(_bits(data, positions[i] + offset, size, True)), sign, invalid)  # noqa: FBT003
    elif size == 2:
        for i in range(out.size):
            out[i] = _value(_two(data, positions[i] + offset), sign, invalid)
    else:
        for i in range(out.size):
            out[i] = _value(_four(data, positions[i] + offset), sign, invalid)


@kernel(f"b1({OCTETS}, i8, i8)")
def _all_invalid(data: Octets, at: int, count: int) -> bool:
    i = 0
    while i < count and data[at + i] == 0xFF:
        i += 1
    return i == count


@kernel(f"void({OCTETS}, i8, i8, b1, i8, i8, i8, f8[:, ::1])")
def _along(  # noqa: PLR0913, PLR0917 -- views of what is read and written would cost more than the reading
    data: Octets,
    at: int,
    kind: int,
    big: bool,  # noqa: FBT001
    first: int,
    stop: int,
    lane: int,
    out: Floats,
) -> None:
    """The values of an array in one message; NaN as in ``_down``."""
    size, sign, invalid = _kind(kind)
    if size == 0:
        for i in range(stop - first):
            out[first + i, lane] = _wide(data, at + i * int(SIZES[kind]), kind, big)
    elif size == 1:
        # A row of bytes is invalid as a whole or not at all.
        invalid = -1 if kind == _BYTE and not _all_invalid(data, at, stop - first) else invalid
        for i in range(stop - first):
            out[first + i, lane] = _value(int(data[at + i]), sign, invalid)
    elif big:
        for i in range(stop - first):
            out[first + i, lane] = _value(int(_bits(data, at + i * size, size, True)), sign, invalid)  # noqa: FBT003
    elif size == 2:
        for i in range(stop - first):
            out[first + i, lane] = _value(_two(data, at + 2 * i), sign, invalid)
    else:
        for i in range(stop - first):
            out[first + i, lane] = _value(_four(data, at + 4 * i), sign, invalid)


@kernel(f"void({OCTETS}, {_ROWS}, {_ROWS}, i4[:, :, ::1], f8[::1], f8[::1], f8[:, ::1])")
def _columns(  # noqa: PLR0913, PLR0917 -- the caller allocates all outputs
    data: Octets, positions: Indices, which: Indices, layout: Layout, scale: Floats, shift: Floats, out: Floats
) -> None:
    row = 0
    while row < positions.size:
        stop = row + 1
        while stop < min(positions.size, row + _BLOCK) and which[stop] == which[row]:
            stop += 1
        for f in range(scale.size):
            told = layout[which[row], f]
            held = out[f, row:stop]
            if told[OFFSET] < 0 or told[COUNT] != 1 or told[KIND] == STRING:
                held[:] = np.nan
                continue
            _down(data, positions[row:stop], told[OFFSET], told[KIND], told[BIG] != 0, held)
            if scale[f] != 1.0 or shift[f] != 0.0:
                for i in range(held.size):
                    held[i] = held[i] / scale[f] - shift[f]
        row = stop


@kernel(f"void({_ROWS}, i4[:, :, ::1], i8[::1])")
def _starts(which: Indices, layout: Layout, starts: Integers) -> None:
    starts[0] = 0
    for row in range(which.size):
        most = 0
        for lane in range(layout.shape[1]):
            told = layout[which[row], lane]
            if told[OFFSET] >= 0 and told[KIND] != STRING:
                most = max(most, int(told[COUNT]))
        starts[row + 1] = starts[row] + most


@kernel(f"void({OCTETS}, {_ROWS}, {_ROWS}, i4[:, :, ::1], f8[::1], f8[::1], i8[::1], f8[:, ::1])")
def _arrays(  # noqa: PLR0913, PLR0917 -- the caller allocates all outputs
    data: Octets,
    positions: Indices,
    which: Indices,
    layout: Layout,
    scale: Floats,
    shift: Floats,
    starts: Integers,
    out: Floats,
) -> None:
    for row in range(positions.size):
        told = which[row]
        for lane in range(scale.size):
            count, kind = int(layout[told, lane, COUNT]), int(layout[told, lane, KIND])
            if layout[told, lane, OFFSET] < 0 or kind == STRING:
                count = 0
            first = int(starts[row])
            stop = min(first + count, int(starts[row + 1]))
            if stop > first:
                at = positions[row] + layout[told, lane, OFFSET]
                _along(data, at, kind, layout[told, lane, BIG] != 0, first, stop, lane, out)
            if scale[lane] != 1.0 or shift[lane] != 0.0:
                for i in range(first, stop):
                    out[i, lane] = out[i, lane] / scale[lane] - shift[lane]
            for i in range(stop, starts[row + 1]):
                out[i, lane] = np.nan


@kernel("f8(f8, f8)")
def _around(count: float, turn: float) -> float:
    """What a counter shows: the remainder without ``%``, which needs a newer C library than Lambda's."""
    return count - turn * float(np.floor(count / turn))


@kernel("void(f8[::1], f8[::1], f8, f8, f8[::1])")
def _accumulated(values: Floats, totals: Floats, turn: float, scale: float, out: Floats) -> None:
    total = last = np.nan
    for i in range(values.size):
        out[i] = np.nan
        if np.isfinite(totals[i]):
            out[i] = totals[i]
            total = totals[i] * scale
            last = _around(np.floor(total), turn)
        elif np.isfinite(values[i]):
            total = values[i] if np.isnan(total) else total + _around(values[i] - last, turn)
            last = values[i]
            out[i] = total / scale


@public(
    shapes="index[m], rows[n], fields[f], scale[f], shift[f] -> values[f, n]",
    reference='FIT Protocol, "Base Types"; FIT profile: value = stored / scale - shift',
    oracle="garmin-fit-sdk",
    peer="fitfast",
)
def columns(index: Index, rows: ArrayLike, fields: ArrayLike, scale: ArrayLike, shift: ArrayLike) -> Floats:
    """Fields of one value in messages of one kind.

    Args:
        index: of the file.
        rows: which of its messages, as ``Index.rows`` has them, shape (n,).
        fields: numbers of the fields, shape (f,); those of developers are made by ``developer_field``.
        scale: what the stored value is divided by, shape (f,).
        shift: what is taken off then, shape (f,).

    Returns:
        Values of shape (f, n): NaN where a message has no such field, an invalid value, a text, or an array.

    Raises:
        ValueError: an argument that cannot be, by name; rows that are no messages, or of several kinds.
    """
    positions, which, number = _messages(index, rows)
    found = layout(index, number, fields)
    divisor, offset = column("scale", scale, found.shape[1]), column("shift", shift, found.shape[1])
    values = np.empty((found.shape[1], positions.size))
    _columns(index.data, positions, which, found, divisor, offset, values)
    return values


def array_starts(index: Index, rows: ArrayLike, fields: ArrayLike) -> Integers:
    """Where the values of each message begin in an array of the fields, the end of the last included: shape (n + 1,).

    A message has as many values as the longest of the fields. Arguments as in ``columns``.
    """
    _, which, number = _messages(index, rows)
    starts = np.empty(which.size + 1, np.int64)
    _starts(which, layout(index, number, fields), starts)
    return starts


@public(
    shapes="index[m], rows[n], fields[f], scale[f], shift[f] -> values[k, f], starts[n + 1]",
    reference='FIT Protocol, "Base Types"; FIT profile: value = stored / scale - shift',
    oracle="garmin-fit-sdk",
    peer="fitfast",
)
def arrays(
    index: Index,
    rows: ArrayLike,
    fields: ArrayLike,
    scale: ArrayLike,
    shift: ArrayLike,
    starts: ArrayLike | None = None,
) -> tuple[Floats, Integers]:
    """Fields of several values side by side, such as the three axes of a sensor.

    Args:
        index: of the file.
        rows: which of its messages, shape (n,), as in ``columns``.
        fields: numbers of the fields, shape (f,).
        scale: what the stored value is divided by, shape (f,).
        shift: what is taken off then, shape (f,).
        starts: where the values of each message begin, if others than ``array_starts`` says: to lay fields beside those
            of another call.

    Returns:
        The values of all messages one after the other, shape (k, f), NaN where one is invalid or a field has fewer than
        there is room for; and the starts, shape (n + 1,).
    """
    positions, which, number = _messages(index, rows)
    found = layout(index, number, fields)
    divisor, offset = column("scale", scale, found.shape[1]), column("shift", shift, found.shape[1])
    if starts is None:
        begins = np.empty(which.size + 1, np.int64)
        _starts(which, found, begins)
    else:
        begins = np.require(starts, np.int64, ("C", "A", "W", "E"))
        if begins.shape != (which.size + 1,) or begins[0] != 0 or (np.diff(begins) < 0).any():
            raise ValueError("starts: must rise from 0, one more than rows")
    values = np.empty((int(begins[-1]), found.shape[1]))
    _arrays(index.data, positions, which, found, divisor, offset, begins, values)
    return values, begins


@public(
    shapes="values[n], totals[n] -> totals[n]",
    reference='FIT profile, "Accumulated fields": a counter of few bits that goes round',
    oracle="garmin-fit-sdk",
)
def accumulated(values: ArrayLike, totals: ArrayLike, bits: int, scale: float) -> Floats:
    """The running total behind a counter that starts over at ``2 ** bits``.

    Args:
        values: the counter in each message, shape (n,); NaN where it has none.
        totals: the total where a message has it, shape (n,); it is kept, and counted on from.
        bits: of the counter, 1 to 32.
        scale: counts in one unit of the total.

    Returns:
        The total in its unit, shape (n,); NaN where a message has neither.
    """
    counts = column("values", values)
    known = column("totals", totals, counts.size)
    if not 1 <= bits <= 32:
        raise ValueError(f"bits: must be 1 to 32, not {bits}")
    out = np.empty(counts.size)
    _accumulated(counts, known, float(1 << bits), positive("scale", scale), out)
    return out


def _messages(index: Index, rows: ArrayLike) -> tuple[Indices, Indices, int]:
    """Positions, definitions and the one global number of some messages."""
    wanted = np.asarray(rows)
    if wanted.ndim != 1 or (wanted.size and wanted.dtype.kind not in "iu"):
        raise ValueError("rows: must be a column of integers")
    if not wanted.size:
        return np.empty(0, np.int32), np.empty(0, np.int32), -1
    if wanted.min() < 0 or wanted.max() >= index.positions.size:
        raise ValueError("rows: must be messages of the index")
    which = index.which[wanted]
    numbers = index.numbers[wanted]
    number = int(numbers[0])
    if (numbers != number).any():
        raise ValueError("rows: must be messages of one kind")
    return index.positions[wanted], which, number
