"""Every problem of an input is named, and only problems are."""

import math

import pytest

from models.entities import Identity
from models.errors import Unauthenticated
from resolvers.access import Caller, uid_of
from resolvers.validation import InputProblem, InputProblemCode, Problems


@pytest.mark.parametrize("value", [1, 1.5, 2, None])
def test_a_range_includes_its_ends_and_lets_nothing_pass_as_nothing(value):
    problems = Problems()
    problems.check_range("heightM", value, 1, 2)
    assert problems.found == []


@pytest.mark.parametrize("value", [math.nextafter(1, 0), math.nextafter(2, 3), 0, -1.5, math.inf, -math.inf, math.nan])
def test_what_lies_outside_of_a_range_or_is_no_number_is_noted(value):
    problems = Problems()
    problems.check_range("heightM", value, 1, 2)
    assert problems.found == [InputProblem("heightM", InputProblemCode.OUT_OF_RANGE, "must be from 1 to 2")]


def test_problems_gather_in_the_order_in_which_they_were_found():
    problems = Problems()
    problems.check_range("b", 9, 0, 1)
    problems.add("a", InputProblemCode.MALFORMED, "no")
    assert [problem.field for problem in problems.found] == ["b", "a"]
    assert Problems().found == []


def test_nobody_has_no_uid():
    with pytest.raises(Unauthenticated):
        uid_of(Caller(None))
    assert uid_of(Caller(Identity("issuer", "subject", "uid"))) == "uid"
