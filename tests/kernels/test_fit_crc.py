import numpy as np
import pytest
from garmin_fit_sdk import CrcCalculator
from hypothesis import given
from hypothesis import strategies as st

from kernels.fit_crc import crc
from tests.kernels.naive import fit_crc as naive
from tests.uploads.readers import fit_files as files


@given(st.binary(max_size=600), st.data())
def test_checksum_of_any_part_equals_the_twin_and_garmins(data, drawn):
    start = drawn.draw(st.integers(0, len(data)))
    end = drawn.draw(st.integers(start, len(data)))
    part = data[start:end]
    assert crc(data, start, end) == naive.crc(part) == CrcCalculator.calculate_crc(bytearray(part), 0, len(part))


def test_a_file_with_its_checksum_has_none():
    assert crc(files.run_1hz(5)) == 0


@pytest.mark.parametrize("form", [np.uint8([7] * 80)[::2], np.frombuffer(bytes([7] * 40), np.uint8)])
def test_octets_of_any_layout_are_taken(form):
    assert crc(form) == naive.crc([7] * 40)


def test_the_check_value_is_the_published_one():
    assert crc(b"123456789") == 0xBB3D
