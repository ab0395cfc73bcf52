import pytest

from models.terms import Sport
from tests.uploads.builders import lap, tcx, trackpoint
from uploads.readers.detect import read
from uploads.readers.sports import MAX_SPORT, sport_word


def test_somebody_elses_word_is_cut_to_what_can_be_kept():
    (recording,) = read(tcx(lap([trackpoint(0), trackpoint(1)]), sport="x" * 500_000)).recordings
    assert recording.foreign_sport == "x" * MAX_SPORT


@pytest.mark.parametrize("word", ["rugby\x00\u202e\nunion", "  Rugby   Union\t"])
def test_a_word_is_printable_and_in_one_line(word):
    assert sport_word(word, closed=True).foreign == "rugby union"


def test_letters_that_grow_in_lower_case_are_cut_after_that():
    foreign = sport_word("\u0390" * MAX_SPORT, closed=True).foreign
    assert foreign is not None
    assert len(foreign) == MAX_SPORT


def test_our_own_words_are_found_whatever_stands_between_their_letters():
    assert sport_word("trail_running", closed=True).sport is Sport.RUNNING
