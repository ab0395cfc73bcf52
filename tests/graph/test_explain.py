"""What the local server tells beside each answer: every request to the table, in words and units."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from graph.ids import ACTIVITY, global_id
from models import transport
from models.catalog import CATALOG
from models.metering import meter
from models.metering.requests import described
from models.settings import use
from tests.graph.test_requests import OPERATIONS, PREVIEW
from tests.graph.walks import add, uid_of
from tests.models.builders import DETAIL, activity

FIRST = global_id(ACTIVITY, "aid0000")


@pytest.fixture
def person(service):
    somebody = service.person()
    for n in range(3):
        add(uid_of(service), activity(n), replace(DETAIL, preview=PREVIEW))
    somebody.ask("{ viewer { id } }")  # signed in, and remembered
    return somebody


@pytest.fixture
def told(service, person):
    use(replace(service.settings, explain_requests=True))
    return person


def patterns(body):
    return sorted(request["pattern"] for request in body["extensions"]["requests"])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_request_is_told_whatever_thread_makes_it(told, operation):
    body = told.post(operation).json()
    assert "errors" not in body
    assert patterns(body) == OPERATIONS[operation]


def test_a_request_is_told_in_words_and_units(service, told):
    body = told.post("{ viewer { activities(first: 2) { nodes { name } } } }").json()
    (request,) = body["extensions"]["requests"]
    pk = f'PK = "U#{uid_of(service)}"'
    assert request == {
        "pattern": "list",
        "need": "activities, newest first",
        "operation": "Query",
        "index": None,
        "condition": f'{pk} and SK between "A#" and "A#~"',
        "limit": 3,
        "backward": True,
        "strong": False,
        "items": 3,
        "units": 0.5,
        "atLeast": False,
        "tries": 1,
        "refused": False,
    }
    assert body["extensions"]["capacity"] == {"units": 0.5, "atLeast": False, "source": "computed"}


def test_units_are_summed_over_all_requests(told):
    body = told.post("{ viewer { profile { locale } activities { nodes { device { name } } } } }").json()
    requests = body["extensions"]["requests"]
    assert sum(request["units"] for request in requests) == body["extensions"]["capacity"]["units"] == 0.5 + 0.5 + 1.5


def test_a_write_of_what_was_not_read_says_that_it_may_have_taken_more(told):
    body = told.post('mutation { createGear(input: {name: "blue"}) { __typename } }').json()
    assert patterns(body) == ["gear", "new gear"]
    assert body["extensions"]["capacity"]["atLeast"] is True


@pytest.mark.parametrize(
    ("operation", "code", "asked"),
    [
        ("{ viewer {", "GRAPHQL_PARSE_FAILED", []),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED", []),
        ("{ viewer { profile { locale } activities(first: 0) { nodes { id } } } }", "BAD_USER_INPUT", ["profile"]),
    ],
)
def test_an_answer_with_errors_tells_what_was_asked_until_then(told, operation, code, asked):
    body = told.post(operation).json()
    assert [error["extensions"]["code"] for error in body["errors"]] == [code]
    assert patterns(body) == asked


def test_people_who_ask_at_once_are_told_of_their_own_requests_alone(service, told):
    other = service.person("other")
    other.ask("{ viewer { id } }")
    asked = [(told, "devices { name }", "devices"), (other, "exports { state }", "jobs")] * 4
    with ThreadPoolExecutor(4) as pool:
        bodies = pool.map(lambda each: each[0].post(f"{{ viewer {{ {each[1]} }} }}").json(), asked)
        assert [patterns(body) for body in bodies] == [[pattern] for *_, pattern in asked]


def test_elsewhere_nothing_is_told_and_nothing_is_recorded(person, monkeypatch):
    asked = []
    monkeypatch.setattr(meter, "_watchers", [])
    monkeypatch.setattr(transport.meter, "note", lambda *arguments: asked.append(arguments))
    body = person.post("{ viewer { activities { nodes { name } } } }").json()
    assert body["extensions"].keys() == {"cost"}
    assert asked == []


def test_what_is_told_is_what_the_meter_saw(told):
    seen = []
    leave = meter.watch(seen.append)
    body = told.post(f'mutation {{ deleteActivity(input: {{id: "{FIRST}"}}) {{ __typename }} }}').json()
    leave()
    kept = described(seen)
    assert [request["condition"] for request in body["extensions"]["requests"]] == [each.condition for each in kept]
    assert {each.pattern for each in kept} <= {pattern.name for pattern in CATALOG.patterns}
