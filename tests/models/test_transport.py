"""What is sent again and what is not, by answers that are given before anything is sent."""

import json

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from models import client, deadline, keys, store
from models.errors import RetryLater
from models.metering import meter
from models.table import DetailItem, GearItem, SumItem
from models.transport import TRIES

pytestmark = pytest.mark.undeclared
PK = keys.user_pk("uid")
LOST = [ReadTimeoutError(endpoint_url="x"), ConnectionClosedError(endpoint_url="x"), 500, 503, "broken"]
REFUSED = [
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "TransactionConflictException",
    "TransactionInProgressException",
    EndpointConnectionError(endpoint_url="x"),
]
GEAR = GearItem(PK, keys.gear_sk("gear"), name="shoes")


class Body:
    def __init__(self, content):
        self.content = content

    def stream(self, **_):
        yield self.content


class Faults:
    """The next answers; then the table's own. Keeps the bodies of what was sent."""

    def __init__(self):
        self.waiting, self.sent = [], []

    def __call__(self, request, **_):
        self.sent.append(json.loads(request.body))
        if not self.waiting:
            return None
        fault = self.waiting.pop(0)
        if isinstance(fault, Exception):
            raise fault
        status, kind = (fault, "InternalServerError") if isinstance(fault, int) else (400, fault)
        body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{kind}", "message": "as asked"}).encode()
        if fault == "broken":
            status, body = 200, b'{"Item": {"PK": {"S": "U#u'
        return AWSResponse(request.url, status, {"content-type": "application/x-amz-json-1.0"}, Body(body))


@pytest.fixture
def faults(exact_table):
    faults = Faults()
    events = client.dynamodb().meta.events
    events.register("before-send.dynamodb", faults)
    yield faults
    events.unregister("before-send.dynamodb", faults)


def transaction():
    made = store.Transaction()
    made.update(SumItem, (PK, keys.gear_sk("gear")), [SumItem.bests_version.add(1)], "sum")
    return made.commit()


def grow():
    return store.update(PK, keys.gear_sk("gear"), [GearItem.steps.add(5)])


SAFE = {
    "get": lambda: store.get(PK, "#P"),
    "query": lambda: store.query(PK, store.prefix("A#")),
    "batch get": lambda: store.batch_get([(PK, "#P")]),
    "batch delete": lambda: store.batch_delete([(PK, "#P")]),
    "put": lambda: store.put(GEAR),
    "set": lambda: store.update(PK, keys.gear_sk("gear"), [GearItem.name.set("a + b"), GearItem.steps.remove()]),
    "delete": lambda: store.delete(PK, "#P"),
    "transaction": transaction,
}


@pytest.mark.parametrize("name", SAFE)
@pytest.mark.parametrize("fault", LOST, ids=str)
def test_what_may_be_repeated_is_sent_again_after_a_lost_answer(faults, name, fault):
    faults.waiting = [fault, fault]
    SAFE[name]()
    assert len(faults.sent) == 3
    assert faults.sent[0] == faults.sent[1] == faults.sent[2]


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_a_sum_is_never_repeated_blindly(faults, fault):
    faults.waiting = [fault]
    with pytest.raises(RetryLater):
        grow()
    assert len(faults.sent) == 1


@pytest.mark.parametrize("ask", [*SAFE.values(), grow], ids=[*SAFE, "grow"])
@pytest.mark.parametrize("fault", REFUSED, ids=str)
def test_what_was_refused_without_writing_is_sent_again(faults, ask, fault):
    faults.waiting = [fault]
    ask()
    assert len(faults.sent) == 2


def test_a_table_that_never_answers_is_given_up(faults):
    faults.waiting = ["ThrottlingException"] * 50
    with pytest.raises(RetryLater):
        store.get(PK, "#P")
    assert len(faults.sent) == TRIES


def test_nothing_is_sent_again_when_there_is_no_time(faults):
    faults.waiting = ["ThrottlingException"] * 50
    with deadline.within(0.01), pytest.raises(RetryLater):
        store.get(PK, "#P")
    assert len(faults.sent) == 1


def test_a_transaction_carries_one_token_and_another_one_the_next_time(faults):
    faults.waiting = [500]
    transaction()
    transaction()
    tokens = [sent["ClientRequestToken"] for sent in faults.sent]
    assert tokens[0] == tokens[1] != tokens[2]


def test_a_condition_that_does_not_hold_is_an_answer(faults):
    assert not store.put(GEAR, GearItem.name.exists())
    assert not store.update(PK, "#P", [GearItem.name.set("x")], GearItem.name.exists())
    assert not store.delete(PK, "#P", GearItem.name.exists())
    assert len(faults.sent) == 3


def test_unanswered_keys_are_asked_for_again_and_given_up_in_the_end(exact_table):
    store.put(GEAR)
    left = {"Responses": {exact_table.table: []}, "UnprocessedKeys": {exact_table.table: {"Keys": []}}}
    asked = []

    def leave(request, **_):
        asked.append(json.loads(request.body))
        if len(asked) > leaving:
            return None
        (keys_left,) = (part["Keys"] for part in asked[-1]["RequestItems"].values())
        left["UnprocessedKeys"][exact_table.table]["Keys"] = keys_left
        return AWSResponse(request.url, 200, {}, Body(json.dumps(left).encode()))

    events = client.dynamodb().meta.events
    events.register("before-send.dynamodb.BatchGetItem", leave)
    try:
        leaving = 2
        assert len(store.batch_get([(PK, GEAR.sk)])) == 1
        leaving = 99
        with deadline.within(0.2), pytest.raises(RetryLater):
            store.batch_get([(PK, GEAR.sk)])
    finally:
        events.unregister("before-send.dynamodb.BatchGetItem", leave)


def test_binary_arrives_as_base64_and_goes_back_as_it_was(exact_table):
    store.put(DetailItem(PK, "D#a#1detail#j", splits=b"\x00\xffbinary"))
    raw = store.get(PK, "D#a#1detail#j")
    assert isinstance(raw["b"]["B"], str)
    again = store.Transaction()
    again.put_raw({name: store.writable(value) for name, value in raw.items()}, "again")
    assert not again.commit()
    assert store.get(PK, "D#a#1detail#j") == raw


def test_requests_are_metered_with_their_units(exact_table):
    store.put(GEAR)
    with meter.recording() as outer:
        store.get(PK, GEAR.sk, strong=True)
        with meter.recording() as inner:
            store.put(GEAR)
            transaction()
    assert [request.operation for request in outer] == ["GetItem", "PutItem", "TransactWriteItems"]
    assert inner == outer[1:]
    assert [request.units for request in outer[:2]] == [1.0, 1.0]
    assert outer[2].units > 0  # the engine has its own account of transactions: see test_capacity
    assert outer[0].items[0]["name"] == {"S": "shoes"}
    assert {request.tries for request in outer} == {1}


def test_watchers_see_every_request_until_they_leave(exact_table):
    seen = []
    leave = meter.watch(seen.append)
    store.get(PK, "#P")
    leave()
    store.get(PK, "#P")
    assert len(seen) == 1
