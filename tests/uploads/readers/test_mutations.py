"""Damaged files: whatever happens to the bytes, the answer is recordings that hold or a typed refusal."""

import contextlib

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from models.errors import UnusableFile
from tests.uploads.builders import clock, file_id, fit, gpx, lap, point, records, session, tcx, timer, track, trackpoint
from tests.uploads.promises import assert_holds
from uploads.readers.detect import read

FIT = fit(file_id(), timer((0, 0), (5, 4), (9, 0)), records(*range(20)), session(0, 19))
GPX = gpx(track([point(clock(at), inner="<ele>5</ele><hr>120</hr>") for at in range(12)], head="<type>run</type>"))
TCX = tcx(lap([trackpoint(at, "<DistanceMeters>3</DistanceMeters><Cadence>80</Cadence>") for at in range(12)]))

# A place in the file as a share of it, bytes to remove there, bytes to put there.
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12))


def assert_answers(data: bytes) -> None:
    with contextlib.suppress(UnusableFile):
        for recording in read(data).recordings:
            assert_holds(recording)


@pytest.mark.parametrize("sound", [FIT, GPX, TCX], ids=["fit", "gpx", "tcx"])
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(edits=st.lists(EDIT, min_size=1, max_size=6))
def test_edited_bytes_never_break_the_readers(sound, edits):
    data = bytearray(sound)
    for share, removed, put in edits:
        at = int(share * len(data))
        data[at : at + removed] = put
    assert_answers(bytes(data))


@pytest.mark.parametrize("sound", [FIT, GPX, TCX], ids=["fit", "gpx", "tcx"])
def test_a_file_may_end_anywhere(sound):
    for end in range(0, len(sound), 7):
        assert_answers(sound[:end])
