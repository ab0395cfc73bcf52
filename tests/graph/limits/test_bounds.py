"""Every limit that a document's text alone can break: as much as is allowed is made ready, one more is refused."""

import pytest
from graphql import GraphQLError, Lexer, Source, TokenKind
from graphql.validation.validate import ValidationAbortedError

from graph import prepared
from graph.errors import TooComplex, ValidationFailed
from graph.limits import bounds
from graph.limits.sizes import check_variables
from graph.prepared import prepare
from graph.schema import schema
from tests.graph.limits import documents

PAIRS = "There may be at most {} pairs of the same field, or of fragments, in one place."
BOUNDS = [
    (documents.characters, bounds.MAX_DOCUMENT_CHARACTERS, "A document may have at most {} characters."),
    (documents.tokens, bounds.MAX_TOKENS, "A document may have at most {} tokens."),
    (documents.depth, bounds.MAX_DEPTH, "There may be at most {} levels of fields."),
    (documents.aliases, bounds.MAX_ALIASES, "There may be at most {} aliases."),
    (documents.directives, bounds.MAX_DIRECTIVES, "There may be at most {} directives."),
    (documents.duplicates, bounds.MAX_DUPLICATES, "There may be at most {} times the same field in one place."),
    (documents.hidden_duplicates, bounds.MAX_DUPLICATES, "There may be at most {} times the same field in one place."),
    (documents.merged_duplicates, bounds.MAX_DUPLICATES, "There may be at most {} times the same field in one place."),
    (documents.pairs, bounds.MAX_PAIRS, PAIRS),
    (documents.pairs_of_fragments, bounds.MAX_PAIRS, PAIRS),
    (documents.selected, bounds.MAX_SELECTED, "There may be at most {} selected fields."),
    (documents.fragments, bounds.MAX_FRAGMENTS, "There may be at most {} fragments."),
    (documents.operations, bounds.MAX_OPERATIONS, "There may be at most {} operations."),
    (documents.nesting, bounds.MAX_NESTING, "There may be at most {} levels of fields and fragments."),
    (documents.nesting_by_fragments, bounds.MAX_NESTING, "There may be at most {} levels of fields and fragments."),
    (documents.introspected, bounds.MAX_INTROSPECTION_DEPTH, "There may be at most {} levels of an introspection."),
    (
        documents.lists_of_types,
        bounds.MAX_INTROSPECTION_LISTS,
        "There may be at most {} lists of types within each other.",
    ),
    (documents.introspections, bounds.MAX_INTROSPECTIONS, "There may be at most {} questions for the schema."),
    (documents.values, bounds.MAX_LIST, "There may be at most {} values in a list."),
    (documents.changes, bounds.MAX_CHANGES, "There may be at most {} changes in a mutation."),
    (documents.hidden_changes, bounds.MAX_CHANGES, "There may be at most {} changes in a mutation."),
]


def made_ready(text):
    return prepare(schema._schema, text)


def counted(text):
    """How many tokens a parser counts."""
    lexer, count = Lexer(Source(text)), 0
    while lexer.advance().kind is not TokenKind.EOF:
        count += 1
    return count


@pytest.mark.parametrize(("document", "most", "message"), BOUNDS)
def test_as_much_as_is_allowed_is_made_ready_and_one_more_is_refused(document, most, message):
    assert made_ready(document(most)).operations
    with pytest.raises(TooComplex) as refused:
        made_ready(document(most + 1))
    assert str(refused.value).rstrip(".") == message.format(most).rstrip(".")
    assert [error.extensions for error in refused.value.errors] == [{"code": "TOO_COMPLEX"}]


def test_the_documents_hold_what_they_say():
    assert len(documents.characters(bounds.MAX_DOCUMENT_CHARACTERS)) == bounds.MAX_DOCUMENT_CHARACTERS
    assert counted(documents.tokens(bounds.MAX_TOKENS)) == bounds.MAX_TOKENS


def test_a_fragments_fields_count_wherever_it_is_spread():
    most = (bounds.MAX_SELECTED - 1) // 10 - 1
    assert made_ready(documents.spread(most)).operations
    with pytest.raises(TooComplex, match="selected fields"):
        made_ready(documents.spread(most + 1))


@pytest.mark.parametrize(
    ("document", "most", "message"),
    [
        (documents.digits, bounds.MAX_DIGITS, "There may be at most {} digits in a number"),
        (documents.arguments, bounds.MAX_LIST, "There may be at most {} arguments of a field"),
        (documents.fields_of_an_object, bounds.MAX_LIST, "There may be at most {} fields of an object"),
        (documents.default, bounds.MAX_LIST, "There may be at most {} values in a list"),
        (documents.arguments_of_a_directive, bounds.MAX_LIST, "There may be at most {} arguments of a directive"),
    ],
)
def test_what_nobody_can_use_is_validated_as_far_as_that(document, most, message):
    """Validation looks at each of them, and nothing in the schema takes so many."""
    with pytest.raises(ValidationFailed):
        made_ready(document(most))
    with pytest.raises(TooComplex, match=message.format(most)):
        made_ready(document(most + 1))


UNUSED = [
    ("id " * 21, "times the same field in one place"),
    (" ".join(f"a{n}: id" for n in range(31)), "aliases"),
    ("... { id @include(if: true) } " * 21, "times the same field|directives"),
    ("possibleDuplicates { " * 11 + "id" + " }" * 11, "levels of fields"),
    (" ".join(f"f{n}" for n in range(501)), "selected fields"),
    ("score { value } " * 21, "times the same field in one place"),
]


@pytest.mark.parametrize(("selected", "what"), UNUSED, ids=lambda text: text[:20])
@pytest.mark.parametrize(
    "rest",
    ["", "fragment more on Run { ...unused }", "fragment unused on Run { id }"],
    ids=["alone", "spread", "again"],
)
def test_fragments_that_no_operation_reaches_are_walked_too(selected, what, rest):
    """Validation compares their fields all the same."""
    with pytest.raises(TooComplex, match=what):
        made_ready(f"fragment unused on Run {{ {selected} }} {rest} {{ __typename }}")


def test_all_of_them_are_under_the_limits_of_one_operation():
    many = [f"fragment f{n} on Run {{ {' '.join(f'x{n}y{m}' for m in range(10))} }}" for n in range(51)]
    with pytest.raises(ValidationFailed, match=r"never used|Cannot query"):
        made_ready(" ".join(many[:50]) + " { __typename }")
    with pytest.raises(TooComplex, match="selected fields"):
        made_ready(" ".join(many) + " { __typename }")


def test_what_is_no_operation_is_told_at_once():
    with pytest.raises(ValidationFailed, match="The 'T' definition is not executable"):
        made_ready("type T { f: Int } { viewer { nothing } }")


def test_that_validation_was_given_up_is_never_all_that_is_told(monkeypatch):
    given_up = ValidationAbortedError("Validation aborted.")
    for errors, told in (
        ([given_up, GraphQLError("Real.")], ["Real."]),
        ([given_up], ["The document's fragments and fields are too entangled to be held against the schema."]),
    ):
        monkeypatch.setattr(prepared, "validate", lambda *_, found=errors, **__: found)
        with pytest.raises(ValidationFailed) as refused:
            made_ready("{ __typename }")
        assert [error.message for error in refused.value.errors] == told


@pytest.mark.parametrize("kind", ["query", "mutation"])
def test_fragments_that_double_each_other_are_counted_at_once(kind):
    root = {"query": "Query", "mutation": "Mutation"}[kind]
    ends = {"query": "viewer { id }", "mutation": "rescore { id }"}[kind]
    doubling = " ".join(f"fragment f{n} on {root} {{ ...f{n + 1} ...f{n + 1} }}" for n in range(30))
    with pytest.raises(TooComplex):
        made_ready(f"{kind} {{ ...f0 }} {doubling} fragment f30 on {root} {{ {ends} }}")


@pytest.mark.parametrize(
    "text",
    [
        "{ viewer { ...a } } fragment a on User { id ...a }",
        "{ viewer { ...a } } fragment a on User { ...b } fragment b on User { ...a ...a }",
        "{ viewer { ...nothing } }",
        "{ nothing { at { all } } }",
        "{ viewer { ... on Nothing { id } } }",
        "subscription { nothing }",
    ],
)
def test_what_does_not_fit_the_schema_is_left_to_validation(text):
    with pytest.raises(Exception) as refused:  # noqa: PT011 -- its code says which
        made_ready(text)
    assert refused.value.code == "GRAPHQL_VALIDATION_FAILED"


def test_a_list_of_variables_has_as_many_values_as_one_in_a_document():
    check_variables({"a": [0] * bounds.MAX_LIST})
    with pytest.raises(TooComplex, match=f"at most {bounds.MAX_LIST} values in a list"):
        check_variables({"a": {"b": [[0] * (bounds.MAX_LIST + 1)]}})


def test_all_variables_together_have_so_many_values():
    """Themselves, twelve lists of 82 values, and the rest beside them."""
    lists = {f"l{n}": [0] * 82 for n in range(12)}
    rest = {f"r{n}": {} for n in range(bounds.MAX_VALUES - 1 - 12 * 83)}
    check_variables(lists | rest)
    with pytest.raises(TooComplex, match=f"at most {bounds.MAX_VALUES} values in all variables"):
        check_variables({**lists, **rest, "more": None})


SESSION = "mutation ($session: LogSessionInput!) { logSession(input: $session) { __typename } }"


def session_of(count):
    return {"session": {"day": "2026-11-29", "exercises": ["a"] * count, "effort": "EASY"}}


def test_the_limits_hold_through_the_door(service):
    person = service.person()
    assert "errors" not in person.post(documents.aliases(bounds.MAX_ALIASES)).json()
    assert "errors" not in person.post(SESSION, session_of(bounds.MAX_LIST)).json()
    for answer in (
        person.post(documents.aliases(bounds.MAX_ALIASES + 1)),
        person.post(SESSION, session_of(bounds.MAX_LIST + 1)),
    ):
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "TOO_COMPLEX"}
        assert "data" not in answer.json()
