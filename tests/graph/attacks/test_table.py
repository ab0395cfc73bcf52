"""Every attack of the table is refused, in a kilobyte at most, and whoever asks something sensible next is answered."""

import pytest

from graph.aws import handler
from models.metering import meter
from tests.gateway import Request, answer_of, event_of
from tests.graph.attacks.table import ATTACKS, INPUT
from tests.service import service_on

MAX_BYTES = 1_024
TYPES = ("application/json", "application/graphql-response+json")


@pytest.fixture(scope="module")
def service(engines, keys):
    """One for all: nothing of them changes anything that another one reads."""
    with service_on(engines, keys) as made:
        yield made


@pytest.fixture
def table_requests(service):
    """Requests to the table, from after somebody signed in."""
    service.person().ask("{ viewer { id } }")
    asked = []
    leave = meter.watch(asked.append)
    yield asked
    leave()


def check(attack, answer):
    assert answer.status_code < 500, answer.text
    assert len(answer.content) <= MAX_BYTES
    told = answer.json()
    assert {error["extensions"]["code"] for error in told["errors"]} == {attack.code}
    assert ("data" in told) is (attack.code == INPUT)
    assert not told.get("data") or told["data"] == {"viewer": {"activities": None}}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_it_is_refused_by_the_server_and_by_the_function(service, table_requests, attack):
    person = service.person()
    for accept in TYPES:
        headers = {"authorization": f"Bearer {person.token}", "content-type": "application/json", "accept": accept}
        check(attack, service.http.post("/graphql", content=attack.body, headers=headers))
        check(attack, answer_of(handler(event_of(Request(headers=headers, body=attack.body)), None)))
    assert table_requests == []
    assert person.post("{ viewer { id } }").status_code == 200


def test_whoever_is_not_signed_in_is_told_no_more(service):
    for attack in ATTACKS:
        answer = service.http.post("/graphql", content=attack.body, headers={"content-type": "application/json"})
        assert (answer.status_code, len(answer.content) <= MAX_BYTES) in {(401, True), (400, True), (413, True)}
