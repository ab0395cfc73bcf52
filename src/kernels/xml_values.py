"""Decimal numbers and ISO 8601 times as they stand in the bytes of a document, equal to Python's to the last bit."""

import math

import numpy as np
from numpy.typing import NDArray

from kernels.jit import kernel

type Octets = NDArray[np.uint8]

# Read only, as the bytes of a file are.
OCTETS = "Array(u1, 1, 'C', True)"

_PLUS, _MINUS, _POINT, _COMMA, _COLON = 43, 45, 46, 44, 58
_ZERO, _E, _T, _Z = 48, 101, 84, 90
_LOWER = 32
# One more digit still fits 63 bits.
_FULL = (2**63 - 1) // 10 - 1
_EXACT = 2**53
_EXACT_TENS = 22
_MOST_EXPONENT = 4
# Decimal exponents of what is written with up to 19 significant digits; what lies beyond is left to Python.
_LEAST_TENS, _MOST_TENS = -60, 30
_LEAST_TWOS = -300
_MICROSECONDS = 1_000_000
_SHORTEST = len("2020-01-01T00:00:00")
_MOST_OFFSET_S = 14 * 3600
# The offset of a time that tells none.
_UNTOLD = 2**31


def _power_of_five(tens: int) -> tuple[int, int]:
    """The 128 leading bits of 5**tens, as two words; negative powers are rounded up (Lemire 2021, section 5)."""
    if tens >= 0:
        power = 5**tens
        shift = power.bit_length() - 128
        leading = power >> shift if shift > 0 else power << -shift
    else:
        divisor = 5**-tens
        leading = (1 << (divisor.bit_length() + 127)) // divisor + 1
    return leading >> 64, leading & (2**64 - 1)


_TENS = 10.0 ** np.arange(_EXACT_TENS + 1)
_FIVES = np.array([_power_of_five(tens) for tens in range(_LEAST_TENS, _MOST_TENS + 1)], np.uint64)
_TWOS = 2.0 ** np.arange(_LEAST_TWOS, -_LEAST_TWOS)

_WORD = np.uint64(2**64 - 1)
_HALF_WORD = np.uint64(2**32 - 1)
_U0, _U1, _U2, _U3, _U9, _U32, _U63 = (np.uint64(number) for number in (0, 1, 2, 3, 9, 32, 63))
_ROUNDED_BITS = np.uint64(2**9 - 1)


@kernel("UniTuple(u8, 2)(u8, u8)")
def _product(a: np.uint64, b: np.uint64) -> tuple[np.uint64, np.uint64]:
    """The 128 bits of a product, as its upper and lower word."""
    a_low, a_high = a & _HALF_WORD, a >> _U32
    b_low, b_high = b & _HALF_WORD, b >> _U32
    low, cross, other, high = a_low * b_low, a_low * b_high, a_high * b_low, a_high * b_high
    middle = (low >> _U32) + (cross & _HALF_WORD) + (other & _HALF_WORD)
    return high + (cross >> _U32) + (other >> _U32) + (middle >> _U32), (low & _HALF_WORD) | (middle << _U32)


@kernel("f8(i8, i8)")
def _nearest(mantissa: int, tens: int) -> float:
    """The double nearest to mantissa * 10**tens, ties to even.

    The way of Eisel and Lemire: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and
    Experience 51(8), 2021, section 5; that 128 bits always tell: N. Mushtak and D. Lemire, "Fast number parsing without
    fallback", the same 53(7), 2023. The mantissa is above 0, the exponent from -60 to 30: no result is subnormal.
    """
    word = np.uint64(mantissa)
    zeros = 0
    while word >> _U63 == _U0:
        word <<= _U1
        zeros += 1
    upper, lower = _product(word, _FIVES[tens - _LEAST_TENS, 0])
    if upper & _ROUNDED_BITS == _ROUNDED_BITS:
        carry = _product(word, _FIVES[tens - _LEAST_TENS, 1])[0]
        room = _WORD - lower
        if carry > room:
            upper, lower = upper + _U1, carry - room - _U1
        else:
            lower += carry
    top = upper >> _U63
    bits = upper >> (top + _U9)
    if lower <= _U1 and bits & _U3 == _U1 and bits << (top + _U9) == upper and -4 <= tens <= 23:
        # Exactly half way: down to the even one.
        bits &= ~_U1
    bits = (bits + (bits & _U1)) >> _U1
    twos = (217706 * tens >> 16) + 63 - 52 - zeros + (1 if top else 0)
    return float(bits) * float(_TWOS[twos - _LEAST_TWOS])


@kernel("f8(i8, i8, b1)")
def _value(mantissa: int, tens: int, more: bool) -> float:  # noqa: FBT001
    """The double nearest to a decimal whose further digits, if there are ``more``, are not all 0; -1 if undecided."""
    if mantissa == 0:
        return 0.0
    if not more and mantissa < _EXACT and -_EXACT_TENS <= tens <= _EXACT_TENS:
        # Both are exact, so the one operation rounds once (W. Clinger 1990).
        return float(mantissa * _TENS[tens] if tens >= 0 else mantissa / _TENS[-tens])
    if not _LEAST_TENS <= tens <= _MOST_TENS:
        return -1.0
    value = _nearest(mantissa, tens)
    return -1.0 if more and value != _nearest(mantissa + 1, tens) else float(value)


@kernel(f"UniTuple(i8, 4)({OCTETS}, i8, i8, i8, i8)")
def _digits(data: Octets, at: int, end: int, mantissa: int, step: int) -> tuple[int, int, int, int]:
    """Appends digits to a mantissa: it, the change of its exponent, whether others than 0 found no room, their end.

    The exponent falls by ``step`` for each digit taken (1 after the point) and grows by 1 - step for each that is not.
    """
    tens, more = 0, 0
    for place in range(at, end):
        digit = int(data[place]) - _ZERO
        if digit < 0 or digit > 9:
            return mantissa, tens, more, place
        if mantissa <= _FULL:
            mantissa = 10 * mantissa + digit
            tens -= step
        else:
            tens += 1 - step
            more |= digit
    return mantissa, tens, more, max(at, end)


@kernel(f"i8({OCTETS}, i8, i8, i8)")
def _behind(data: Octets, at: int, end: int, octet: int) -> int:
    """The place behind an octet, if it stands at ``at``, else ``at``."""
    return at + int((at < end) & (data[min(at, data.size - 1)] == octet))


@kernel(f"UniTuple(i8, 2)({OCTETS}, i8, i8)")
def _exponent(data: Octets, at: int, end: int) -> tuple[int, int]:
    """The whole number after an ``e``, 0 without one, and its end; an end of -1 where it is none, or far too large."""
    if at >= end or data[at] | _LOWER != _E:
        return 0, at
    start = _behind(data, _behind(data, at + 1, end, _PLUS), end, _MINUS)
    value, _, _, stop = _digits(data, start, min(start + _MOST_EXPONENT + 1, end), 0, 0)
    if not 1 <= stop - start <= _MOST_EXPONENT or start > at + 2:
        return 0, -1
    return -value if data[start - 1] == _MINUS else value, stop


@kernel(f"Tuple((f8, i8))({OCTETS}, i8, i8)")
def decimal(data: Octets, at: int, end: int) -> tuple[float, int]:
    """The number that starts at ``at`` and its end, at most ``end``; an end of -1 where only Python can tell."""
    # Few branches and one way out: with more, the compiler would count references to the data all the time.
    start = _behind(data, _behind(data, at, end, _PLUS), end, _MINUS)
    mantissa, whole_tens, more, point = _digits(data, start, end, 0, 0)
    after = _behind(data, point, end, _POINT)
    mantissa, tens, lost, stop = _digits(data, after, end if after > point else after, mantissa, 1)
    count = point - start + stop - after
    exponent, stop = _exponent(data, stop, end)
    value = _value(mantissa, whole_tens + tens + exponent, more | lost != 0)
    if stop < 0 or value < 0 or count == 0 or start > at + 1:
        return math.nan, -1
    return -value if data[at] == _MINUS else value, stop


@kernel(f"i8({OCTETS}, i8)")
def _two(data: Octets, at: int) -> int:
    """The number of two digits; a very negative one where they are none."""
    tens, ones = int(data[at]) - _ZERO, int(data[at + 1]) - _ZERO
    return 10 * tens + ones if 0 <= tens <= 9 and 0 <= ones <= 9 else -1_000_000


@kernel("i8(i8, i8, i8)")
def _days(year: int, month: int, day: int) -> int:
    """Days since 1970 of a date in a year above 0, by counting from March (Fliegel and van Flandern 1968)."""
    months = month + 9 if month <= 2 else month - 3
    years = year - 1 if month <= 2 else year
    return 365 * years + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5 + day - 1 - 719_468


@kernel("b1(i8, i8, i8)")
def _is_date(year: int, month: int, day: int) -> bool:
    if not (year >= 1 and 1 <= month <= 12 and day >= 1):
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = (28 + leap) if month == 2 else 30 + ((month + (month >> 3)) & 1)
    return bool(day <= last)


@kernel(f"UniTuple(i8, 2)({OCTETS}, i8, i8)")
def _fraction(data: Octets, at: int, end: int) -> tuple[int, int]:
    """Microseconds after a point or comma, cut and not rounded, and their end; an end of -1 where no digit follows."""
    if at >= end or (data[at] != _POINT and data[at] != _COMMA):
        return 0, at
    value, unit = 0, _MICROSECONDS
    for place in range(at + 1, end):
        digit = int(data[place]) - _ZERO
        if digit < 0 or digit > 9:
            return value, place if place > at + 1 else -1
        unit //= 10
        value += digit * unit
    return value, end if end > at + 1 else -1


@kernel(f"UniTuple(i8, 2)({OCTETS}, i8, i8)")
def _offset(data: Octets, at: int, end: int) -> tuple[int, int]:
    """Seconds east of UTC by ``Z`` or ``+hh:mm``, `_UNTOLD` by neither, and their end; an end of -1 for a bad one."""
    if 0 <= at < end and data[at] == _Z:
        return 0, at + 1
    if at == end or (0 <= at < end and data[at] != _PLUS and data[at] != _MINUS):
        return _UNTOLD, at
    if at < 0 or at + 6 > end or data[at + 3] != _COLON:
        return 0, -1
    hours, minutes = _two(data, at + 1), _two(data, at + 4)
    seconds = 3600 * hours + 60 * minutes
    if hours < 0 or not 0 <= minutes <= 59 or seconds > _MOST_OFFSET_S:
        return 0, -1
    return -seconds if data[at] == _MINUS else seconds, at + 6


@kernel("i8(i8, i8, i8, i8)")
def _seconds(date: int, hour: int, minute: int, second: int) -> int:
    """Seconds since 1970 of a date as YYYYMMDD and a time of day; a very large number where there is none such."""
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    if date < 0 or not _is_date(year, month, day):
        return _EXACT
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
        return _EXACT
    return 86_400 * _days(year, month, day) + 3600 * hour + 60 * minute + second


@kernel(f"b1({OCTETS}, i8)")
def _is_marked(data: Octets, at: int) -> bool:
    """Whether the marks of a date and a time stand where they should."""
    if data[at + 4] != _MINUS or data[at + 7] != _MINUS or data[at + 10] != _T:
        return False
    return bool(data[at + 13] == _COLON) & bool(data[at + 16] == _COLON)


@kernel(f"Tuple((f8, f8, i8))({OCTETS}, i8, i8)")
def instant(data: Octets, at: int, end: int) -> tuple[float, float, int]:
    """Seconds since 1970 of the time that starts at ``at``, its offset from UTC in seconds, and its end.

    The offset is NaN, and the time that of UTC, where none is told. The end is -1 for all but ``YYYY-MM-DDThh:mm:ss``,
    a fraction or none, and ``Z``, ``+hh:mm`` or nothing.
    """
    if at + _SHORTEST > end:
        return math.nan, 0.0, -1
    year, month, day = 100 * _two(data, at) + _two(data, at + 2), _two(data, at + 5), _two(data, at + 8)
    date = 10_000 * year + 100 * month + day
    seconds = _seconds(date, _two(data, at + 11), _two(data, at + 14), _two(data, at + 17))
    micros, stop = _fraction(data, at + 19, end)
    offset_s, stop = _offset(data, stop, end)
    told = offset_s != _UNTOLD
    total = (seconds - (offset_s if told else 0)) * _MICROSECONDS + micros
    # A whole number of microseconds below this is a double, and one division rounds as Python's does.
    if stop < 0 or not _is_marked(data, at) or not -_EXACT < total < _EXACT:
        return math.nan, 0.0, -1
    return total / _MICROSECONDS, float(offset_s) if told else math.nan, stop
