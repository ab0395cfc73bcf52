"""The bucket of each person in the process: what an operation takes, and what comes back."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from console.client import Client
from graph import rates
from graph.schema import schema
from models.errors import RateLimited
from models.settings import use
from tests.live import running

ID = "{ viewer { id } }"
RATE = "{ rateLimit { limit remaining resetAt } }"
LEFT = "{ rateLimit { remaining } }"
LIST = "{ viewer { activities(first: 100) { nodes { id } } } }"
CHANGE = "mutation { updateProfile(input: {}) { __typename } }"
# Points that one of these costs, whatever it asks for.
LEAST = rates.LEAST


@pytest.fixture
def narrow(service, monkeypatch):
    """Ten points each second, a thousand at first, for documents that the service knows; its clock stands."""
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: 1_000.0))
    use(replace(service.settings, points_per_s=10))
    for text in (ID, RATE, LEFT, LIST, CHANGE):
        schema.documents.get(text, None)
    return service


def test_a_bucket_gives_what_it_holds_and_not_a_point_more():
    buckets = rates.Buckets(2.0)
    assert buckets.limit == 200
    buckets.take("a", 150, 0.0)
    with pytest.raises(RateLimited) as refused:
        buckets.take("a", 51, 0.0)
    assert refused.value.retry_after_s == 1
    buckets.take("a", 50, 0.0)
    assert buckets.left("a", 0.0) == 0
    assert buckets.left("b", 0.0) == 200


def test_a_refusal_takes_nothing_and_its_time_is_long_enough():
    buckets = rates.Buckets(2.0)
    buckets.take("a", 200, 0.0)
    with pytest.raises(RateLimited) as refused:
        buckets.take("a", 31, 0.0)
    assert refused.value.retry_after_s == 16
    with pytest.raises(RateLimited):
        buckets.take("a", 31, 15.0)
    buckets.take("a", 31, 16.0)
    assert buckets.left("a", 16.0) == 1
    assert buckets.left("a", 1e6) == 200


def test_nobody_gets_more_than_a_bucket_and_what_comes_in():
    """Whatever is asked when: in every span of time no more is given than a bucket and the rate times the span."""
    rng = random.Random(6)
    buckets, now, given = rates.Buckets(3.0), 0.0, []
    for _ in range(3_000):
        now += rng.choice([0.0, 0.01, 1.0, 7.0, 300.0]) * rng.random()
        points = rng.choice([1, 20, 150, 300])
        before = buckets.left("a", now)
        try:
            buckets.take("a", points, now)
        except RateLimited:
            assert before < points
            assert buckets.left("a", now) == before
            continue
        given.append((now, points))
        assert before >= points
    for start in rng.sample(range(len(given)), 100):
        spent = 0
        for then, points in given[start : start + 200]:
            spent += points
            assert spent <= buckets.limit + 3.0 * (then - given[start][0]) + 1e-6


def test_only_so_many_people_are_remembered():
    buckets = rates.Buckets(1.0)
    for n in range(rates.MAX_PEOPLE + 5):
        buckets.take(str(n), 1, 0.0)
    assert len(buckets) == rates.MAX_PEOPLE
    assert buckets.left("0", 0.0) == 100
    assert buckets.left(str(rates.MAX_PEOPLE + 4), 0.0) == 99


def left(person):
    return person.ask(LEFT)["rateLimit"]["remaining"]


def test_the_one_more_is_refused_with_429_and_when_to_come_again(narrow):
    person = narrow.person()
    for _ in range(1_000 // LEAST):
        assert person.post(ID).status_code == 200
    for accept in ("application/json", "application/graphql-response+json"):
        answer = person.post(ID, accept=accept)
        assert answer.status_code == 429
        (error,) = answer.json()["errors"]
        assert error == {
            "message": "Too many requests: try again in 2 s.",
            "extensions": {"code": "RATE_LIMITED", "retryAfterS": 2},
        }
        assert "data" not in answer.json()
        assert answer.headers["retry-after"] == "2"
    assert narrow.person("another").post(ID).status_code == 200


def test_an_operation_pays_for_its_fields_and_its_changes(narrow):
    assert left(narrow.person("a")) == 1_000 - LEAST
    fields = narrow.person("b")
    fields.ask(LIST)
    assert left(fields) == 1_000 - (1 + 20 + 100 * 3) - LEAST
    changing = narrow.person("c")
    changing.ask(CHANGE)
    assert left(changing) == 1_000 - (2 + rates.CHANGE) - LEAST


def test_a_document_that_is_not_known_is_paid_for_once(narrow):
    person = narrow.person()
    text = f"query Once {ID}"
    person.ask(text)
    person.ask(text)
    assert left(person) == 1_000 - rates.NEW_DOCUMENT - 3 * LEAST


def test_refused_documents_are_paid_for_too(narrow):
    """Or a loop of them would keep a process busy for nothing."""
    person = narrow.person()
    for n in range(5):
        assert person.post(f"{{ nothing{n} }}").status_code == 200
    assert person.post("{ nothing }").status_code == 429
    assert person.post(ID).status_code == 429


def test_what_is_refused_without_a_look_at_it_costs_nothing(narrow):
    person = narrow.person()
    for _ in range(30):
        assert person.http.post("/graphql", json=[], headers={"authorization": f"Bearer {person.token}"}).is_error
        assert person.post(ID, {"a": [0] * 101}).json()["errors"]
    assert left(person) == 1_000 - LEAST


def test_variables_that_ask_for_too_much_are_paid_for_as_the_least(narrow):
    """The document is known: without it, a loop of them would cost nothing."""
    person = narrow.person()
    text = "query ($n: Int!) { viewer { activities(first: $n) { nodes { id } } } }"
    schema.documents.get(text, None)
    for _ in range(4):
        (error,) = person.post(text, {"n": 10**6}).json()["errors"]
        assert error["extensions"]["code"] == "TOO_COMPLEX"
    assert left(person) == 1_000 - 5 * LEAST


def test_more_than_a_bucket_holds_takes_all_of_it(service, monkeypatch):
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: 1_000.0))
    use(replace(service.settings, points_per_s=1))
    person = service.person()
    schema.documents.get(LIST, None)
    person.ask(LIST)
    assert person.post(LIST).json()["errors"][0]["extensions"]["retryAfterS"] == 100


def test_what_is_left_can_be_asked_for(narrow):
    before = datetime.now(UTC).replace(microsecond=0)
    told = narrow.person().ask(RATE)["rateLimit"]
    assert (told["limit"], told["remaining"]) == (1_000, 1_000 - LEAST)
    reset_at = datetime.fromisoformat(told["resetAt"])
    assert timedelta(seconds=2) <= reset_at - before <= timedelta(seconds=5)


def test_without_a_limit_nothing_is_counted(service):
    use(replace(service.settings, points_per_s=0))
    assert service.person().ask(RATE) == {"rateLimit": None}


def test_the_usual_limit_is_ten_of_the_largest_operations(service):
    assert service.person().ask(RATE)["rateLimit"]["limit"] == 200_000


def test_a_query_never_asks_the_table_whether_it_may(service, told_requests):
    person = service.person()
    person.ask(ID)
    told_requests.clear()
    for _ in range(5):
        person.ask(RATE)
    assert told_requests == []


def test_our_own_client_waits_as_long_as_it_is_told(engines, keys, monkeypatch):
    now_s, slept = [1_000.0], []

    def sleep(seconds):
        slept.append(seconds)
        now_s[0] += seconds

    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    rates.forget()
    schema.documents.get(ID, None)
    with running(engines, keys, activities=0, points_per_s=1) as server, Client(server.url, server.token) as client:
        monkeypatch.setattr("console.client.time", SimpleNamespace(sleep=sleep))
        for _ in range(100 // LEAST + 2):
            assert client.execute(ID)["viewer"]["id"]
    assert slept == [LEAST, LEAST]
