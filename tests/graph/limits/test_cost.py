"""What an operation may cost, and what is told of it."""

import pytest

from graph.errors import TooComplex, ValidationFailed
from graph.limits import bounds
from graph.prepared import prepare
from graph.schema import schema
from resolvers.activities import MAX_PAGE

EVERYTHING = "key text evidence exercises { key name cue stopRule equipmentName }"
# A piece of advice: itself, three fields, and five exercises of six. Five of them to a score, which is read once.
SCORE = 1 + 5 * (1 + 3 + 5 * 6) + 10
# What a list asks of the table, beside what it answers.
LIST = 20
PAGE = "{{ viewer {{ activities(first: {first}) {{ nodes {{ {asked} }} }} }} }}"
ASKED = "query ($n: Int{given}) {{ viewer {{ {more} activities(first: $n) {{ nodes {{ id }} }} }} }}"


def cost(text, variables=None):
    (operation,) = prepare(schema._schema, text).operations.values()
    return operation.cost_under(variables or {})


def scores(count):
    return " ".join(f"s{n}: score {{ advice(first: 5) {{ {EVERYTHING} }} }}" for n in range(count))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("{ __typename }", 1),
        ("{ viewer { id } }", 2),
        ("{ viewer { activities { nodes { id } } } }", 1 + LIST + 20 * 3),
        ("{ viewer { activities(first: 7) { nodes { id name } } } }", 1 + LIST + 7 * 4),
        ("{ viewer { activities(first: 7) { edges { node { id } } pageInfo { hasNextPage } } } }", 1 + LIST + 7 * 6),
        ("{ viewer { personalBests { durationS } } }", 1 + LIST + 26 * 2),
        ("{ viewer { ...a ...a } } fragment a on User { id profile { sex } }", 1 + 2 * 3),
        ("{ viewer { ... on User { id } ... { id } } }", 3),
        ("mutation { rescore { id } }", 2),
        ('{ __type(name: "Run") { name } }', 51),
        (PAGE.format(first=100, asked=scores(1).replace("5", "1")), 1 + LIST + 100 * (2 + 1 + 34 + 10)),
    ],
)
def test_fields_are_counted_as_often_as_they_may_be_answered(text, fields):
    assert cost(text) == fields


@pytest.mark.parametrize(
    ("given", "variables", "pages"),
    [
        ("! = 5", {}, 5),
        ("! = 5", {"n": 7}, 7),
        ("!", {"n": 7}, 7),
        ("!", {"n": 7.0}, 7),
        ("!", {"n": 0}, 1),
        ("!", {"n": -3}, 1),
        ("!", {"n": "many"}, MAX_PAGE),
        ("!", {"n": True}, MAX_PAGE),
        ("!", {}, 20),
    ],
)
def test_a_variable_counts_as_what_it_says(given, variables, pages):
    """What no field takes counts as a whole page: the field refuses it."""
    assert cost(ASKED.format(given=given, more=""), variables) == 1 + LIST + 3 * pages


def test_as_many_fields_as_are_allowed_are_answered_and_one_more_is_refused():
    most = bounds.MAX_COST
    pages = (most - 3 - LIST) // 3
    assert cost(ASKED.format(given="!", more="id a: id"), {"n": pages}) == most
    with pytest.raises(TooComplex) as refused:
        cost(ASKED.format(given="!", more="id a: id b: id"), {"n": pages})
    told = f"This operation costs up to {most + 1} points; at most {most} are answered at once."
    assert str(refused.value) == told
    (error,) = refused.value.errors
    assert error.extensions == {"code": "TOO_COMPLEX", "requested": most + 1, "max": most}


@pytest.mark.parametrize("digits", [6, 9, 10, 5000])
def test_a_number_without_end_is_a_number(digits):
    """From ten digits on it is no Int, which validation says; what Python would not read is not shown to it."""
    refused = ValidationFailed if digits == 10 else TooComplex
    with pytest.raises(refused, match=r"costs up to|Int|digits in a number"):
        cost(PAGE.format(first="9" * digits, asked="id"))


@pytest.mark.parametrize("n", [10**6, 10**12, 1e300, 10**400])
def test_a_variable_without_end_is_a_number(n):
    with pytest.raises(TooComplex, match="costs up to"):
        cost(ASKED.format(given="!", more=""), {"n": n})


def test_lists_within_lists_multiply_and_do_not_overflow():
    inner = "id"
    for _ in range(6):
        inner = f"possibleDuplicates {{ {inner} }}"
    with pytest.raises(TooComplex, match=r"up to \d{8,10} points"):
        cost(PAGE.format(first=100, asked=inner))


def test_a_page_of_a_hundred_cards_is_no_matter():
    asked = "id name startedAt distanceM movingS steps score { value version coverage } gear { id name }"
    assert cost(PAGE.format(first=100, asked=asked)) <= bounds.MAX_COST


def test_a_page_of_twenty_with_all_advice_is_answered():
    assert cost(PAGE.format(first=20, asked=scores(1))) == 1 + LIST + 20 * (2 + SCORE)


def test_an_answer_tells_what_it_cost(service):
    body = service.person().post(ASKED.format(given="!", more=""), {"n": 7}).json()
    assert body["extensions"] == {"cost": {"requested": 42, "max": bounds.MAX_COST}}


def test_whoever_asks_for_too_much_is_told_so_and_costs_the_table_nothing(service, told_requests):
    person = service.person()
    person.ask("{ viewer { id } }")
    told_requests.clear()
    body = person.post(PAGE.format(first=100, asked=scores(2))).json()
    (error,) = body["errors"]
    asked = 1 + LIST + 100 * (2 + 2 * SCORE)
    assert error["extensions"] == {"code": "TOO_COMPLEX", "requested": asked, "max": bounds.MAX_COST}
    assert "data" not in body
    assert told_requests == []
