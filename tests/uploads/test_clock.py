"""The clock that the person saw."""

from dataclasses import replace

import numpy as np
import pytest

from console.athlete.recordings import file_bytes, recording
from models.terms import FileFormat, OffsetSource, Sport
from uploads.clock import offset_of
from uploads.readers.detect import read


@pytest.fixture
def walk():
    (found,) = read(file_bytes(recording(Sport.WALKING, minutes=2, file_format=FileFormat.GPX))).recordings
    return replace(found, utc_offset_s=None)


def test_a_recorded_offset_is_taken(walk):
    assert offset_of(replace(walk, utc_offset_s=-12_600)) == (-12_600, OffsetSource.RECORDED)


@pytest.mark.parametrize("nonsense_s", [-13 * 3600, 15 * 3600, 10**9])
def test_an_offset_that_no_clock_has_is_not_taken(walk, nonsense_s):
    assert offset_of(replace(walk, utc_offset_s=nonsense_s)) == (9 * 3600, OffsetSource.LONGITUDE)


@pytest.mark.parametrize(
    ("longitude_deg", "hours"), [(0, 0), (7.4, 0), (7.6, 1), (139.7, 9), (-73.9, -5), (180, 12), (-180, -12)]
)
def test_without_one_fifteen_degrees_make_an_hour(walk, longitude_deg, hours):
    moved = replace(walk, longitude_deg=np.full_like(walk.longitude_deg, longitude_deg))
    assert offset_of(moved) == (hours * 3600, OffsetSource.LONGITUDE)


def test_without_positions_nothing_is_known(walk):
    lost = replace(walk, longitude_deg=np.full_like(walk.longitude_deg, np.nan))
    assert offset_of(lost) == (0, OffsetSource.UNKNOWN)
