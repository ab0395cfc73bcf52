import math
import random
from datetime import UTC, datetime
from fractions import Fraction

import numpy as np
import pytest

from kernels import jit
from kernels.xml import points
from tests.kernels.documents import LAST, PLENTY, document

# Plain Python takes a thousand times as long.
PLAIN = jit.MODE == "plain"
MANY = 500 if PLAIN else 200_000


def halfway(draw):
    """The decimal exactly between two doubles."""
    mantissa, twos = 2 * draw.randrange(2**52, 2**53) + 1, draw.randrange(-60, 10)
    number = Fraction(mantissa) * Fraction(2) ** twos
    places = number.denominator.bit_length() - 1
    digits = str(number.numerator * 5**places).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def beside(draw):
    """Almost exactly between two doubles."""
    return f"{halfway(draw)[:19]}{draw.randrange(10)}"


WRITERS = {
    "shortest": lambda draw: repr(draw.uniform(-180, 180)),
    "fixed": lambda draw: f"{draw.uniform(-180, 180):.{draw.randrange(32)}f}",
    "scientific": lambda draw: f"{draw.uniform(-180, 180) * 10.0 ** draw.randrange(-40, 25):.{draw.randrange(20)}e}",
    "whole": lambda draw: str(draw.getrandbits(draw.randrange(1, 100))),
    "zeros": lambda draw: f"{draw.choice('+-')}{'0' * draw.randrange(4)}.{'0' * draw.randrange(30)}{draw.randrange(2)}",
    # Few, for most of them are left to Python.
    "halfway": lambda draw: halfway(draw) if draw.random() < 0.1 else repr(draw.random()),
    "beside": beside,
}


@pytest.mark.parametrize("writer", WRITERS)
def test_decimals_are_pythons_to_the_last_bit(writer):
    draw = random.Random(writer)
    texts = [WRITERS[writer](draw) for _ in range(MANY)]
    data = document(*[f'<trkpt lat="{text}"/>' for text in texts])
    found = points(data, LAST, PLENTY)
    doubtful = found.doubts[:, 0]
    values = found.values[0].copy()
    values[doubtful] = [float(texts[row]) for row in doubtful.tolist()]
    assert [data[start:end].decode() for _, _, start, end in found.doubts.tolist()] == [texts[row] for row in doubtful]
    assert values.tobytes() == np.array([float(text) for text in texts]).tobytes()
    if writer in {"shortest", "fixed"}:
        assert doubtful.size <= MANY / 100


@pytest.mark.parametrize(
    "text",
    [
        *[
            "0",
            "-0",
            "+0.0",
            "00012.50",
            "5.",
            ".5",
            "-.5",
            "1e5",
            "1E+05",
            "1.5e-7",
            "9007199254740993",
            "123456789012345678901234567890",
        ],
        "1" + "0" * 40,
        "0." + "0" * 25 + "1",
        "9" * 19,
        "9" * 20,
        "4.9406564584124654e-30",
        "1e22",
        "1e23",
        "8.5e30",
    ],
)
def test_a_decimal_needs_no_doubt(text):
    found = points(document(f'<trkpt lat="{text}"/>'), LAST, PLENTY)
    assert found.doubts.size == 0
    assert found.values[0].tobytes() == np.array([float(text)]).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        "1,5",
        "1_000",
        "nan",
        "inf",
        "high",
        ".",
        "-",
        "e5",
        "1e",
        "1e+",
        "1e12345",
        "1e-70",
        "1e99",
        "1.5.5",
        "0x1",
        " 1",
    ],
)
def test_what_may_be_no_decimal_is_left_to_python(text):
    found = points(document(f'<trkpt lon="2" lat="{text}"><hr>7</hr></trkpt>', "<trkpt/>"), LAST, PLENTY)
    (doubt,) = found.doubts.tolist()
    start = len('<gpx><trk><trkseg><trkpt lon="2" lat="')
    assert doubt == [0, 0, start, start + len(text)]
    np.testing.assert_array_equal(found.values, [[math.nan] * 2, [2, math.nan], [math.nan] * 2, [7, math.nan]])


def test_a_time_is_pythons_to_the_last_bit():
    draw = random.Random(2)
    texts = []
    for _ in range(MANY // 4):
        year, month = (
            draw.choice([draw.randrange(1700, 2250), draw.choice([1900, 2000, 2024, 2100])]),
            draw.randrange(1, 13),
        )
        day = draw.randrange(1, 29 if month == 2 else 31) if draw.random() < 0.9 or month != 2 else 28
        part = draw.choice(["", ".5", ".000", f".{draw.randrange(10**6):06}", f",{draw.randrange(10**9):09}"])
        zone = draw.choice(["Z", "Z", "", "+00:00", "-00:00", "+09:00", "-03:30", "+14:00", "-12:45"])
        time = ":".join(f"{draw.randrange(most):02}" for most in (24, 60, 60))
        texts.append(f"{year}-{month:02}-{day:02}T{time}{part}{zone}")
    found = points(document(*[f"<trkpt><time>{text}</time></trkpt>" for text in texts]), LAST, PLENTY)
    moments = [datetime.fromisoformat(text) for text in texts]
    aware = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments]
    assert found.instants.tolist() == [moment.timestamp() for moment in aware]
    told = [moment.utcoffset() for moment in moments]
    offsets_s = [math.nan if offset is None else offset.total_seconds() for offset in told]
    np.testing.assert_array_equal(found.offsets_s, offsets_s)


@pytest.mark.parametrize("day", ["2024-02-29", "2000-02-29", "2023-12-31", "2023-04-30", "2023-08-31", "1900-02-28"])
def test_the_last_day_of_a_month_is_a_day(day):
    found = points(document(f"<trkpt><time>{day}T23:59:59Z</time></trkpt>"), LAST, PLENTY)
    assert found.instants.tolist() == [datetime.fromisoformat(f"{day}T23:59:59Z").timestamp()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2024-05-01",
        "2024-05-01T06:00Z",
        "2024-05-01 06:00:00Z",
        "2024-05-01T06:00:00+0900",
        "2024-05-01T06:00:00.Z",
        "2024-05-01T06:00:00z",
        "2024-05-01T06:00:00.",
        "2024-05-01T06:00:00 ?",
        "2024-05-01T06:00:00+14:01",
        "2024-05-01T06:00:00+09:60",
        "2024-05-01T06:00:00+ab:00",
        "2024-05-01T06:00:00Z9",
        "2024-13-01T06:00:00Z",
        "2023-02-29T06:00:00Z",
        "1900-02-29T06:00:00Z",
        "2024-04-31T06:00:00Z",
        "2024-05-00T06:00:00Z",
        "2024-05-01T24:00:00Z",
        "2024-05-01T06:60:00Z",
        "2024-05-01T06:00:60Z",
        "2024-05-01T06-00:00Z",
        "0000-05-01T06:00:00Z",
        "9999-05-01T06:00:00Z",
        "20a4-05-01T06:00:00Z",
        "yesterday, at six o'clock",
    ],
)
def test_an_unusual_time_leaves_the_document_to_another_reader(text):
    assert points(document(f"<trkpt><time>{text}</time></trkpt>"), LAST, PLENTY) is None
