"""The proxy does what its script says, and nothing without one."""

import json
import zlib
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, IncompleteRead
from random import Random
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.soak.proxy import APPLIES, CELLS, READS, WRITES, Fault, nth, running, share

READ_S, LATE_S = 0.5, 0.8
SIGNED = "AWS4-HMAC-SHA256 Credential=local/20260504/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
KEYS = [{"PK": {"S": "p"}, "SK": {"S": f"s{n}"}} for n in range(3)]


class Client:
    """Asks an engine's address plainly, over one connection as long as it lasts."""

    def __init__(self, url, table):
        self.table = table
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=READ_S)

    def ask(self, operation, **call):
        headers = {"x-amz-target": f"DynamoDB_20120810.{operation}", "authorization": SIGNED}
        headers |= {"content-type": "application/x-amz-json-1.0", "x-amz-date": "20260504T060000Z"}
        try:
            self.connection.request("POST", "/", json.dumps(call), headers)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, IncompleteRead):
            self.connection.close()
            raise
        assert int(answer.headers.get("x-amz-crc32", zlib.crc32(body))) == zlib.crc32(body)
        return answer.status, json.loads(body)

    def put(self, n=0, **more):
        return self.ask("PutItem", TableName=self.table, Item=KEYS[n], **more)

    def get(self, n=0):
        return self.ask("GetItem", TableName=self.table, Key=KEYS[n], ConsistentRead=True)[1].get("Item")


@pytest.fixture
def proxy(dynamodb_local):
    with running(dynamodb_local, LATE_S) as made:
        yield made


@pytest.fixture
def asker(proxy):
    """A client of the proxy, with an empty table."""
    made = Client(proxy.url, f"proxy-{uuid4().hex}")
    names = {"PK": "HASH", "SK": "RANGE"}
    status, _ = made.ask(
        "CreateTable",
        TableName=made.table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in names.items()],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
    )
    assert status == 200
    yield made
    proxy.script = None
    made.ask("DeleteTable", TableName=made.table)
    made.connection.close()


def code_of(answer):
    return answer[0], answer[1]["__type"].rpartition("#")[2]


def test_without_a_script_answers_and_refusals_pass_unchanged(asker, proxy, dynamodb_local):
    assert asker.put() == (200, {})
    refused = {"ConditionExpression": "attribute_not_exists(PK)"}
    direct = Client(dynamodb_local, asker.table)
    with closing(direct.connection):
        assert asker.put(**refused) == direct.put(**refused)
        assert asker.get() == direct.get() == KEYS[0]
    assert code_of(asker.put(**refused)) == (400, "ConditionalCheckFailedException")
    assert not proxy.injected


ERRORS = [
    (Fault.ERROR, (500, "InternalServerError"), False),
    (Fault.ERROR_AFTER, (500, "InternalServerError"), True),
    (Fault.UNAVAILABLE, (503, "ServiceUnavailable"), False),
    (Fault.THROTTLE, (400, "ProvisionedThroughputExceededException"), False),
    (Fault.CONFLICT, (400, "TransactionConflictException"), False),
]
BROKEN = [
    (Fault.RESET, ConnectionResetError, False),
    (Fault.LOST, ConnectionResetError, True),
    (Fault.DELAY, TimeoutError, True),
    (Fault.TRUNCATE, IncompleteRead, True),
]


@pytest.mark.parametrize(("fault", "answer", "written"), ERRORS)
def test_a_refusal_comes_instead_of_the_write_or_after_it(asker, proxy, fault, answer, written):
    proxy.script = nth("PutItem", 1, fault)
    assert code_of(asker.put()) == answer
    assert (asker.get() == KEYS[0]) is written
    assert asker.put() == (200, {})
    assert proxy.injected == {(fault, "PutItem"): 1}


@pytest.mark.parametrize(("fault", "error", "written"), BROKEN)
def test_an_answer_fails_to_come_before_the_write_or_after_it(asker, proxy, fault, error, written):
    proxy.script = nth("PutItem", 2, fault)
    assert asker.put(1) == (200, {})
    with pytest.raises(error):
        asker.put()
    assert (asker.get() == KEYS[0]) is written
    assert proxy.injected == {(fault, "PutItem"): 1}


def test_a_conflict_of_a_transaction_tells_a_reason_for_each_write(asker, proxy):
    proxy.script = nth("TransactWriteItems", 1, Fault.CONFLICT)
    puts = [{"Put": {"TableName": asker.table, "Item": key}} for key in KEYS]
    status, told = asker.ask("TransactWriteItems", TransactItems=puts)
    assert code_of((status, told)) == (400, "TransactionCanceledException")
    assert Counter(reason["Code"] for reason in told["CancellationReasons"]) == {"None": 2, "TransactionConflict": 1}
    assert asker.get() is None


@pytest.mark.parametrize(("count", "done"), [(3, 1), (2, 1), (1, 0)])
def test_a_batch_is_written_in_part_and_tells_the_rest(asker, proxy, count, done):
    proxy.script = nth("BatchWriteItem", 1, Fault.UNPROCESSED)
    puts = [{"PutRequest": {"Item": key}} for key in KEYS[:count]]
    status, told = asker.ask("BatchWriteItem", RequestItems={asker.table: puts})
    assert (status, told["UnprocessedItems"]) == (200, {asker.table: puts[done:]})
    assert [asker.get(n) for n in range(count)] == [*KEYS[:done], *[None] * (count - done)]


@pytest.mark.parametrize(("count", "done"), [(3, 1), (1, 0)])
def test_a_batch_is_read_in_part_and_tells_the_rest(asker, proxy, count, done):
    for n in range(3):
        asker.put(n)
    proxy.script = nth("BatchGetItem", 1, Fault.UNPROCESSED)
    wanted = {"Keys": KEYS[:count], "ConsistentRead": True}
    status, told = asker.ask("BatchGetItem", RequestItems={asker.table: wanted})
    assert (status, told["Responses"]) == (200, {asker.table: KEYS[:done]})
    assert told["UnprocessedKeys"] == {asker.table: {**wanted, "Keys": KEYS[done:count]}}


def test_a_share_is_the_same_for_the_same_seed_and_takes_what_applies():
    asked = Random(1).choices(sorted(READS | WRITES | {"CreateTable"}), k=4000)
    script, again = share(Random(7), 0.25), share(Random(7), 0.25)
    faults = [script(operation) for operation in asked]
    assert faults == [again(operation) for operation in asked]
    injected = Counter((fault, operation) for fault, operation in zip(faults, asked, strict=True) if fault)
    assert set(injected) == set(CELLS)
    assert all(operation in APPLIES[fault] for fault, operation in injected)
    assert 0.15 < injected.total() / len(asked) < 0.25
