"""How errors are told: a stable code each, the way to what is wrong, and of our own faults nothing but an id."""

import asyncio
import json
from dataclasses import replace

import pytest
from graphql import GraphQLError, parse

from graph.aws import handler
from graph.context import Context
from graph.errors import told
from graph.http import endpoint
from graph.limits import bounds, sizes
from graph.schema import schema
from models import deadline
from models import users as identities
from models.errors import BadCursor, InvalidInput
from models.settings import use
from resolvers import users
from resolvers.access import Caller
from tests.gateway import LambdaContext, Request, answer_of, event_of
from tests.service import service_on

RESPONSE = "application/graphql-response+json"
PROFILE = "{ viewer { id profile { heightM } } }"
UPDATE = "mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }"
SESSION = (
    "mutation ($day: Date!, $done: [String!]!) "
    "{ logSession(input: {day: $day, exercises: $done, effort: EASY}) { __typename } }"
)


@pytest.fixture(scope="module")
def service(engines, keys):
    """One for all: nothing of them changes anything that another one reads."""
    with service_on(engines, keys) as made:
        yield made


def refused(service, query, variables=None, **headers):
    answer = service.person().post(query, variables, **headers)
    assert "data" not in answer.json()
    return answer.json()["errors"]


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("{ viewer { ", "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>."),
        ('{ "more than" }', "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found String 'more than'."),
        ("{ viewr { id } }", "GRAPHQL_VALIDATION_FAILED", "Cannot query field 'viewr' on type 'Query'. Did you mean"),
        ("{ viewer }", "GRAPHQL_VALIDATION_FAILED", "must have a selection of subfields"),
        ("{ ... on Nothing { id } }", "GRAPHQL_VALIDATION_FAILED", "Unknown type 'Nothing'"),
        ("fragment a on User { id }", "BAD_OPERATION_NAME", "The document holds no operation."),
    ],
)
def test_what_is_wrong_with_a_document_is_said(service, query, code, message):
    error = refused(service, query)[0]
    assert error["extensions"]["code"] == code
    assert message in error["message"]
    assert code == "BAD_OPERATION_NAME" or error["locations"]


@pytest.mark.parametrize(
    ("query", "way"),
    [
        ('mutation { updateProfile(input: {heightM: "tall"}) { __typename } }', ["input", "heightM"]),
        ("mutation { updateProfile(input: {tall: 1}) { __typename } }", ["input", "tall"]),
        ("mutation { updateProfile(input: 7) { __typename } }", ["input"]),
        ('{ viewer { activities(first: "x") { nodes { id } } } }', ["first"]),
        (
            'mutation { logSession(input: {day: "2026-11-29", exercises: ["a", 3], effort: EASY}) { __typename } }',
            ["input", "exercises", 1],
        ),
        ("{ ...a } fragment a on Query { viewer { activities(sport: SWIMMING) { nodes { id } } } }", ["sport"]),
        ("{ nothing }", None),
    ],
)
def test_a_value_in_a_document_is_told_by_the_way_to_it(service, query, way):
    (error,) = refused(service, query)
    assert error["extensions"].get("argument") == way


@pytest.mark.parametrize(
    ("query", "variables", "variable", "argument"),
    [
        (UPDATE, {"input": {"heightM": "tall"}}, ["input", "heightM"], ["input", "heightM"]),
        (UPDATE, {"input": 3}, ["input"], ["input"]),
        (UPDATE, {}, ["input"], ["input"]),
        (SESSION, {"day": "2026-11-29", "done": ["a", 3]}, ["done", 1], ["input", "exercises", 1]),
        (SESSION, {"day": "tomorrow", "done": []}, ["day"], ["input", "day"]),
        (
            "query ($n: Int!) { ...a } fragment a on Query { viewer { activities(first: $n) { nodes { id } } } }",
            {"n": "x"},
            ["n"],
            ["first"],
        ),
    ],
)
def test_a_variable_is_told_by_the_ways_to_the_value(service, query, variables, variable, argument):
    (error,) = refused(service, query, variables)
    assert error["extensions"] == {"code": "BAD_VARIABLES", "variable": variable, "argument": argument}
    assert error["message"].startswith(f"Variable '${variable[0]}' has invalid value")


def told_of(field, cause, given="a"):
    """What is told of a cause that one of the resolvers raised."""
    (operation,) = parse(f"{{ field({given}: 1) }}").definitions
    node = operation.selection_set.selections[0]
    return told(GraphQLError("x", [node], path=["field"], original_error=cause(field, "is wrong")), "id").extensions


@pytest.mark.parametrize(
    ("field", "given", "way"),
    [
        ("first", "first", ["first"]),
        ("first", "other", ["first"]),
        ("heightM", "input", ["input", "heightM"]),
        ("profile.heightM", "input", ["input", "profile", "heightM"]),
        ("exercises.2.key", "input", ["input", "exercises", 2, "key"]),
        ("input", "input", ["input"]),
    ],
)
@pytest.mark.parametrize("cause", [InvalidInput, BadCursor])
def test_an_argument_that_a_resolver_refuses_is_told_by_the_way_to_it(field, given, way, cause):
    assert told_of(field, cause, given) == {"code": cause.code, "field": field, "argument": way}


@pytest.mark.parametrize("count", [5, 6, 101])
def test_no_more_than_five_errors_are_told_and_the_rest_is_counted(service, count):
    body = service.person().post("{ viewer { " + " ".join(f"a{n}x" for n in range(count)) + " } }").json()
    assert 1 <= len(body["errors"]) <= bounds.MAX_ERRORS
    left_out = body.get("extensions", {}).get("errorsLeftOut", 0)
    assert left_out == (5 - len(body["errors"]) if count == 5 else None)


@pytest.mark.parametrize("count", [5, 6, 20])
def test_of_an_answer_with_data_too(service, count):
    fields = " ".join(f"a{n}: activities(first: 0) {{ nodes {{ id }} }}" for n in range(count))
    body = service.person().post(f"{{ viewer {{ id {fields} }} }}").json()
    assert body["data"]["viewer"]["id"]
    assert len({tuple(error["path"]) for error in body["errors"]}) == bounds.MAX_ERRORS
    assert body["extensions"].get("errorsLeftOut", 0) == count - len(body["errors"])


LONG = "x" * 3_000


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (f"{{ {LONG} }}", None),
        (f'{{ viewer {{ activities(first: "{LONG}") {{ nodes {{ id }} }} }} }}', None),
        (f'{{ viewer {{ activities(first: "{"🏃" * 3_000}") {{ nodes {{ id }} }} }} }}', None),
        (f"{{ {LONG}", None),
        (f"query ($a: {LONG}) {{ __typename }}", None),
        (f"query (${LONG}: Int!) {{ viewer {{ activities(first: ${LONG}) {{ nodes {{ id }} }} }} }}", {}),
        (UPDATE, {"input": {"heightM": LONG}}),
        (UPDATE, {"input": {LONG: 1}}),
        (UPDATE, {"input": {f"a{n}": LONG for n in range(100)}}),
        ("{ viewer { " + " ".join(f"a{n}x" for n in range(400)) + " } }", None),
        ("{ " + "... { " * 39 + " ".join(f"a{n}x{LONG[:90]}" for n in range(9)) + " }" * 40, None),
    ],
)
def test_a_refusal_has_less_than_a_kilobyte_whatever_was_sent(service, query, variables):
    answer = service.person().post(query, variables)
    assert answer.json()["errors"]
    assert len(answer.content) <= 1_024


def test_what_nobody_expected_is_masked_and_logged_under_the_same_id(service, monkeypatch, caplog):
    person = service.person()
    person.ask("{ viewer { id } }")

    def break_down(*_):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(users, "profile", break_down)
    body = person.post(PROFILE).json()
    (error,) = body["errors"]
    request_id = error["extensions"]["requestId"]
    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"] == {"code": "INTERNAL", "requestId": request_id}
    assert body["data"]["viewer"]["id"]
    assert body["data"]["viewer"]["profile"] is None
    assert "secret" not in json.dumps(body)
    assert f"request {request_id} failed at ['viewer', 'profile']" in caplog.text
    assert "the secret inside" in caplog.text


def test_in_the_function_it_is_the_functions_own_id(service, monkeypatch, caplog):
    def break_down(*_):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(users, "profile", break_down)
    headers = {"content-type": "application/json", "authorization": f"Bearer {service.person().token}"}
    event = event_of(Request(headers=headers, body=json.dumps({"query": PROFILE}).encode()))
    body = answer_of(handler(event, LambdaContext("c6af9ac6-7b61"))).json()
    assert body["errors"][0]["extensions"] == {"code": "INTERNAL", "requestId": "c6af9ac6-7b61"}
    assert "request c6af9ac6-7b61 failed" in caplog.text


def test_what_takes_too_long_is_given_up(service, monkeypatch):
    monkeypatch.setattr(endpoint, "OPERATION_S", 0.0)
    monkeypatch.setattr(bounds, "GRACE_S", 0.0)
    person = service.person()
    for accept in ("application/json", RESPONSE):
        answer = person.post(PROFILE, accept=accept)
        assert answer.status_code == 503
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "TIMEOUT", "retryAfterS": 1}
        assert answer.headers["retry-after"] == "1"
        assert "data" not in answer.json()


def test_the_time_of_an_operation_that_has_none_of_its_own_is_bounded_too(service, monkeypatch):
    identity = identities.identify("https://issuer.example", "somebody")
    monkeypatch.setattr(bounds, "OPERATION_S", 0.0)
    monkeypatch.setattr(bounds, "GRACE_S", 0.0)
    context = Context(Caller(identity, None))
    assert deadline.left() is None
    done = asyncio.run(schema.execute(PROFILE, context_value=context))
    assert done.data is None
    assert [error.extensions["code"] for error in done.errors] == ["TIMEOUT"]


def test_an_answer_may_have_so_many_bytes_and_not_one_more():
    most = b"x" * bounds.MAX_ANSWER_BYTES
    assert sizes.capped(most) is most
    (error,) = json.loads(sizes.capped(most + b"x"))["errors"]
    assert error["extensions"] == {"code": "RESPONSE_TOO_LARGE", "maxBytes": bounds.MAX_ANSWER_BYTES}


class TestLocked:
    """Free documents, so that there is something to refuse."""

    @pytest.fixture(autouse=True)
    def stage(self, service):
        use(replace(service.settings, stage="locked", documents_only=False))
        yield
        use(service.settings)

    @pytest.mark.parametrize(
        "query",
        [
            "{ viewr { id } }",
            "{ viewer }",
            "{ viewer { activities(count: 3) { nodes { id } } } }",
            "{ node(id: 3.5) { id } }",
        ],
    )
    def test_no_word_of_the_schema_is_told(self, service, query):
        assert refused(service, query) == [
            {
                "message": "The document does not fit the schema.",
                "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
            }
        ]

    @pytest.mark.parametrize("given", [{"heightN": 1.8}, {"heightM": "tall"}, {"sex": 3, "heightM": "tall"}, 3, None])
    def test_of_variables_the_name_alone(self, service, given):
        """Whatever is wrong, and however much of it: differences would tell the fields of the input."""
        assert refused(service, UPDATE, {"input": given}) == [
            {
                "message": "Variable '$input' has invalid value.",
                "locations": [{"line": 1, "column": UPDATE.index("$input") + 1}],
                "extensions": {"code": "BAD_VARIABLES", "variable": ["input"]},
            }
        ]

    def test_of_variables_that_fit_their_types_and_not_their_places_a_fixed_sentence(self, service):
        """A Boolean with a default may be null by its type; the directive's argument may not."""
        told = refused(service, "query ($n: Boolean = true) { __typename @include(if: $n) }", {"n": None})
        assert told == [{"message": "Variables cannot be used.", "extensions": {"code": "BAD_VARIABLES"}}]

    def test_of_documents_that_do_not_fit_their_arguments_no_word(self, service):
        (error,) = refused(service, SESSION.replace("$done: [String!]!", "$done: [String!]"), {})
        assert error["message"] == "The document does not fit the schema."

    @pytest.mark.parametrize("query", ["{ __schema { queryType { name } } }", '{ __type(name: "User") { name } }'])
    def test_the_schema_is_not_told(self, service, query):
        assert refused(service, query)[0]["extensions"] == {"code": "INTROSPECTION_OFF"}

    def test_type_names_of_answers_are(self, service):
        assert service.person().ask("{ __typename viewer { __typename } }")["viewer"] == {"__typename": "User"}

    def test_parse_errors_stay_readable(self, service):
        assert refused(service, "{ viewer { ")[0]["message"] == "Syntax Error: Expected Name, found <EOF>."
