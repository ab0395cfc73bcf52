import math

import numpy as np
import polyline
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.polyline import decode, encode
from tests.kernels import naive
from tests.kernels.inputs import tracks


@given(st.integers(0, 20).flatmap(tracks), st.integers(0, 7))
def test_text_equals_the_twin(track, precision):
    assert encode(*track, precision) == naive.encode(*(column.tolist() for column in track), precision)


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-540, 540)), min_size=1, max_size=20), st.sampled_from([5, 6]))
def test_text_equals_the_polyline_library(positions, precision):
    found = encode([p[0] for p in positions], [p[1] for p in positions], precision)
    assert found == polyline.encode(positions, precision)


def test_the_example_of_the_formats_own_page():
    assert encode([38.5, 40.7, 43.252], [-120.2, -120.95, -126.453]) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_halves_go_away_from_zero():
    assert polyline.decode(encode([0.5, -0.5], [1.5, -2.5], 0), 0) == [(1, 2), (-1, -3)]


def test_missing_positions_are_left_out():
    assert encode([35, math.nan, 36, 91], [139, 139, math.inf, 0]) == encode([35], [139])


@pytest.mark.parametrize("precision", [-1, 8])
def test_a_precision_beyond_its_buffer_is_refused(precision):
    with pytest.raises(ValueError, match="precision"):
        encode([1], [2], precision)


def test_the_widest_jumps_fit():
    far = (2**38 - 1) / 1e7
    latitude, longitude = np.tile([90.0, -90.0], 10), np.tile([-far, far], 10)
    found = polyline.decode(encode(latitude, longitude, 7), 7)
    assert found == list(zip(latitude, longitude, strict=True))
    assert encode(latitude, 1.001 * longitude, 7) == ""


@given(st.integers(0, 20).flatmap(tracks), st.integers(0, 7))
def test_what_was_encoded_comes_back(track, precision):
    text = encode(*track, precision)
    found = decode(text, precision)
    assert [column.tolist() for column in found] == list(naive.decode(text, precision))
    assert list(zip(*(column.tolist() for column in found), strict=True)) == polyline.decode(text, precision)
    assert encode(*found, precision) == text


@given(st.text(st.characters(min_codepoint=55, max_codepoint=130), max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        found = decode(text)
    except ValueError as error:
        assert str(error).startswith("text: ")  # noqa: PT017 -- most texts are refused
    else:
        assert [column.tolist() for column in found] == list(naive.decode(text, 5))


@pytest.mark.parametrize("text", ["?", "_p~iF", "_p~iF~ps|", "_", "é?", "~" * 9 + "@?", " ?"])
def test_text_that_is_no_polyline_is_refused(text):
    with pytest.raises(ValueError, match="text"):
        decode(text)


@pytest.mark.parametrize("precision", [-1, 8])
def test_a_precision_is_the_same_both_ways(precision):
    with pytest.raises(ValueError, match="precision"):
        decode("??", precision)
