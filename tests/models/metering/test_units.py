"""Capacity units by the published rules, held against the account that Amazon's DynamoDB Local keeps."""

from base64 import b64encode

import pytest

from models import keys, store, table
from models.metering import units
from tests.models import wire
from tests.models.builders import DETAIL, UID, activity, add

pytestmark = pytest.mark.undeclared  # items of sizes that the service never writes

PK = keys.user_pk(UID)
VALUES = {
    "text": {"S": "äöü日本"},
    "empty text": {"S": ""},
    "one digit": {"N": "5"},
    "two digits": {"N": "12"},
    "three digits": {"N": "120"},
    "outer zeros": {"N": "5000"},
    "an odd fraction": {"N": "1.5"},
    "leading zeros": {"N": "0.00012"},
    "negative": {"N": "-123.4"},
    "zero": {"N": "0"},
    "most digits": {"N": "12345678901234567890123456789012345678"},
    "an exponent": {"N": "1.5e30"},
    "binary": {"B": b"abcdefg"},
    "no binary": {"B": b""},
    "yes": {"BOOL": True},
    "nothing": {"NULL": True},
    "texts": {"SS": ["ab", "cde"]},
    "numbers": {"NS": ["1", "123"]},
    "binaries": {"BS": [b"ab", b"c"]},
    "empty list": {"L": []},
    "list": {"L": [{"S": "ab"}, {"N": "1"}, {"L": [{"S": "a"}]}]},
    "empty map": {"M": {}},
    "map": {"M": {"a": {"S": "xy"}, "bc": {"B": b"123"}}},
}


def item(sk="x", length=0, **more):
    return {"PK": {"S": PK}, "SK": {"S": sk}, "p": {"S": "z" * length}, **more}


def filled(size, **more):
    """An item of exactly this size."""
    bare = item() | more
    return bare | {"p": {"S": "z" * (size - units.size_bytes(bare))}}


def asked(operation, **call):
    """The engine's own account of a request."""
    name = "TransactItems" if operation == "TransactWriteItems" else "TableName"
    call = call if name in call else {"TableName": table.Item.Meta.table_name, **call}
    answer = table.connection().connection.dispatch(operation, {**call, "ReturnConsumedCapacity": "INDEXES"})
    told = answer["ConsumedCapacity"]
    return sum(part["CapacityUnits"] for part in (told if isinstance(told, list) else [told]))


def key(sk="x"):
    return {"PK": {"S": PK}, "SK": {"S": sk}}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_an_item_is_as_large_as_the_engine_counts(exact_table, value):
    just, over = filled(units.WRITE_STEP_BYTES, v=value), filled(units.WRITE_STEP_BYTES + 1, v=value)
    assert (asked("PutItem", Item=just), asked("PutItem", Item=over)) == (1, 2)


@pytest.mark.parametrize("length", range(6))
def test_binary_counts_as_it_is_whether_sent_or_answered(length):
    content = b"x" * length
    answered = {"v": {"B": b64encode(content).decode()}}
    assert units.size_bytes({"v": {"B": content}}) == units.size_bytes(answered) == 1 + length


EARLY, LATE, RUN = {"UK": {"S": "1"}}, {"UK": {"S": "2"}}, {"KS": {"S": "R"}}
WRITES = {
    "new": (None, item()),
    "new, of 3 KB": (None, filled(2500)),
    "new, in both indexes, of 2 KB": (None, filled(1500, **EARLY, **RUN)),
    "the same again": (filled(1500, **EARLY), filled(1500, **EARLY)),
    "smaller": (filled(2500), item()),
    "smaller, in an index": (filled(2500, **EARLY), item(**EARLY)),
    "changed beside the index key": (item(**EARLY, **RUN), item(length=3, **EARLY, **RUN)),
    "moved within an index": (filled(1500, **EARLY), filled(2500, **LATE)),
    "put into an index": (item(), item(**EARLY)),
    "out of an index": (filled(1500, **EARLY), item()),
    "gone": (filled(2500), None),
    "gone from both indexes, too": (filled(1500, **EARLY, **RUN), None),
    "not there": (None, None),
}


@pytest.mark.parametrize(("before", "after"), WRITES.values(), ids=WRITES)
def test_a_write_takes_what_the_engine_counts(exact_table, before, after):
    if before:
        asked("PutItem", Item=before)
    taken = asked("PutItem", Item=after) if after else asked("DeleteItem", Key=key())
    assert taken == units.write_units(before, after)


SIZES = [1, 4096, 4097, 9000]


@pytest.mark.parametrize("strong", [False, True])
def test_reads_take_what_the_engine_counts(exact_table, strong):
    stored = [filled(max(size, 60), SK={"S": f"A{size}"}, UK={"S": f"{size}"}) for size in SIZES]
    for each in stored:
        asked("PutItem", Item=each)
    for each in [*stored, None]:
        place = {"PK": each["PK"], "SK": each["SK"]} if each else key("nothing")
        assert asked("GetItem", Key=place, ConsistentRead=strong) == units.get_units([each], strong=strong)
    for index in ({}, {"IndexName": keys.BY_UPDATE}):
        condition = {"KeyConditionExpression": "PK = :0", "ExpressionAttributeValues": {":0": {"S": PK}}}
        taken = asked("Query", ConsistentRead=strong, **condition, **index)
        assert taken == units.query_units(stored, strong=strong)


def test_a_batch_takes_what_the_engine_counts(exact_table):
    stored = [filled(5000, SK={"S": f"A{n}"}) for n in range(3)]
    for each in stored:
        asked("PutItem", Item=each)
    wanted = [{"PK": each["PK"], "SK": each["SK"]} for each in stored]
    answer = table.connection().connection.dispatch(
        "BatchGetItem", {"RequestItems": {exact_table.table: {"Keys": wanted}}, "ReturnConsumedCapacity": "TOTAL"}
    )
    taken = sum(part["CapacityUnits"] for part in answer["ConsumedCapacity"])
    assert taken == units.get_units(stored) == 3


def test_nothing_found_takes_the_least_all_the_same():
    """By the published rule; DynamoDB Local counts nothing for an empty query and for keys missing from a batch."""
    assert units.query_units([]) == units.get_units([None]) == 0.5
    assert units.query_units([], strong=True) == units.get_units([None], strong=True) == 1


def test_a_condition_takes_the_item_it_looks_at():
    assert (units.check_units(None), units.check_units(filled(1024)), units.check_units(filled(1025))) == (1, 1, 2)


def test_what_the_service_writes_takes_what_the_engine_counts(exact_table):
    add(activity(), DETAIL)
    for stored in wire.items(UID):
        sent = {name: store.writable(value) for name, value in stored.items()}
        assert asked("PutItem", Item=sent) == units.write_units(stored, stored)
        assert asked("DeleteItem", Key={"PK": stored["PK"], "SK": stored["SK"]}) == units.write_units(stored, None)
        assert asked("PutItem", Item=sent) == units.write_units(None, sent)
