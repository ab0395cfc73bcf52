"""Ends of work: the earlier one counts, and a function's comes before Lambda's."""

from models import deadline


class Function:
    def get_remaining_time_in_millis(self):
        return 30_000


def test_without_an_end_there_is_none():
    assert deadline.left() is None


def test_an_inner_end_is_never_later_than_the_outer_one():
    with deadline.within(10):
        with deadline.within(100):
            assert deadline.left() <= 10
        with deadline.within(1):
            assert deadline.left() <= 1
        assert 1 < deadline.left() <= 10
    assert deadline.left() is None


def test_a_functions_work_ends_before_the_function():
    with deadline.of_function(Function(), 12):
        assert 17 < deadline.left() <= 18
    with deadline.of_function(None, 12):
        assert deadline.left() is None
