"""How much one operation may ask for."""

import pytest
from graphql import parse, validate

from graph.limits import MAX_FIELDS, MAX_MUTATIONS, FieldLimit
from graph.schema import schema

EVERYTHING = "key text evidence exercises { key name cue stopRule equipmentName }"
PAGE = "{{ viewer {{ activities(first: {first}) {{ nodes {{ {asked} }} }} }} }}"


def told(text):
    return [error.message for error in validate(schema._schema, parse(text), [FieldLimit])]


def aliases(count):
    return " ".join(f"s{n}: score {{ advice(first: 5) {{ {EVERYTHING} }} }}" for n in range(count))


def test_a_page_of_a_hundred_cards_is_no_matter():
    asked = "id name startedAt distanceM movingS steps score { value version coverage } gear { id name }"
    assert told(PAGE.format(first=100, asked=asked)) == []


def test_a_page_of_twenty_with_all_advice_is_answered():
    assert told(PAGE.format(first=20, asked=aliases(1))) == []


@pytest.mark.parametrize("count", [1, 60])
def test_aliases_below_a_list_are_counted_as_often_as_they_are_answered(count):
    (message,) = told(PAGE.format(first=100, asked=aliases(count)))
    # A piece of advice: itself, three fields, and ten exercises of six. Five of them to a score, and a hundred pages.
    score = 1 + 5 * (1 + 3 + 10 * 6)
    asked = 1 + 100 * (1 + 1 + count * score)
    assert message == f"This operation asks for up to {asked} fields; at most {MAX_FIELDS} are answered at once."


def test_fragments_hide_nothing():
    text = (
        "{ viewer { activities(first: 100) { nodes { ...a ...a ...a } } } }"
        f" fragment a on Activity {{ x: score {{ ...b }} }}"
        f" fragment b on Score {{ advice(first: 5) {{ {EVERYTHING} }} }}"
    )
    assert len(told(text)) == 1


def test_a_fragment_that_holds_itself_ends():
    assert told("{ viewer { ...a } } fragment a on User { id ...a }") == []


def test_a_first_that_is_a_variable_counts_as_a_whole_page():
    text = "query ($n: Int!) { viewer { activities(first: $n) { nodes { " + aliases(1) + " } } } }"
    assert len(told(text)) == 1


def test_a_mutation_makes_so_many_changes_and_no_more():
    changes = " ".join(f"r{n}: rescore {{ id }}" for n in range(MAX_MUTATIONS + 1))
    assert told(f"mutation {{ {changes} }}") == [f"A mutation may hold at most {MAX_MUTATIONS} changes."]
    assert told("mutation { rescore { id } }") == []


@pytest.mark.parametrize("spread", ["...a rescore { id }", "...b", "... on Mutation { ...a rescore { id } }"])
def test_fragments_hide_no_changes(spread):
    changes = " ".join(f"r{n}: rescore {{ id }}" for n in range(MAX_MUTATIONS))
    text = f"mutation {{ {spread} }} fragment a on Mutation {{ {changes} }} fragment b on Mutation {{ ...a ...a }}"
    assert told(text) == [f"A mutation may hold at most {MAX_MUTATIONS} changes."]


@pytest.mark.parametrize("kind", ["query", "mutation"])
def test_fragments_that_double_each_other_are_counted_at_once(kind):
    root = {"query": "Query", "mutation": "Mutation"}[kind]
    ends = {"query": "viewer { id }", "mutation": "rescore { id }"}[kind]
    doubling = " ".join(f"fragment f{n} on {root} {{ ...f{n + 1} ...f{n + 1} }}" for n in range(150))
    assert told(f"{kind} {{ ...f0 }} {doubling} fragment f150 on {root} {{ {ends} }}")


def test_a_number_without_end_is_a_number():
    (message,) = told(PAGE.format(first="9" * 5000, asked="id"))
    assert message.startswith("This operation asks for up to 1000000000 fields")


def test_whoever_asks_for_too_much_is_told_a_code(service):
    answer = service.person().post(PAGE.format(first=100, asked=aliases(60)))
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "TOO_COMPLEX"
