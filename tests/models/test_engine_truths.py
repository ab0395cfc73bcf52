"""What the real engine does and moto does not, proven on DynamoDB Local: the reasons why so many tests run there.

Codes are compared, never texts: those differ from AWS's. Where our code leans on a behaviour, its side is proven too.
"""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from models import activities, client, cursors, keys, store
from models.errors import BadCursor
from models.metering import meter
from models.settings import settings
from models.table import SumItem
from models.terms import Sport
from tests.models.builders import START, UID, activity, add

pytestmark = [pytest.mark.undeclared, pytest.mark.usefixtures("exact_table")]
INVALID = "ValidationException"
PK = keys.user_pk(UID)
MOST_BYTES = 400 * 1024


def ask(operation, **call):
    """The answer to a request as it is given; the table's name is added where one belongs beside the rest."""
    named = {"TableName": settings().table} if operation in {"GetItem", "PutItem", "UpdateItem", "Query"} else {}
    return client.dynamodb()._make_api_call(operation, named | call)


def refused(operation, **call):
    """The code of a refusal."""
    with pytest.raises(ClientError) as refusal:
        ask(operation, **call)
    return refusal.value.response["Error"]["Code"]


def key(sk):
    return {"PK": {"S": PK}, "SK": {"S": sk}}


def put(sk, **attributes):
    return ask("PutItem", Item=key(sk) | attributes)


def got(sk):
    return ask("GetItem", Key=key(sk), ConsistentRead=True).get("Item")


def adding(n, sk="G#gear"):
    """A transaction's write that adds to a counter."""
    numbers = {"ExpressionAttributeNames": {"#n": "count"}, "ExpressionAttributeValues": {":n": {"N": str(n)}}}
    return {"Update": {"TableName": settings().table, "Key": key(sk), "UpdateExpression": "ADD #n :n", **numbers}}


def query(condition="PK = :pk", values=None, **more):
    values = {":pk": {"S": PK}} | (values or {})
    return {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, **more}


def test_a_transaction_with_the_same_token_is_applied_once():
    token = secrets.token_hex(16)
    for _ in range(3):
        ask("TransactWriteItems", TransactItems=[adding(5)], ClientRequestToken=token)
    assert got("G#gear")["count"] == {"N": "5"}
    ask("TransactWriteItems", TransactItems=[adding(5)], ClientRequestToken=secrets.token_hex(16))
    assert got("G#gear")["count"] == {"N": "10"}


def test_a_token_is_for_one_content():
    token = secrets.token_hex(16)
    ask("TransactWriteItems", TransactItems=[adding(5)], ClientRequestToken=token)
    other = {"TransactItems": [adding(6)], "ClientRequestToken": token}
    assert refused("TransactWriteItems", **other) == "IdempotentParameterMismatchException"
    assert got("G#gear")["count"] == {"N": "5"}


def test_transactions_at_once_lose_nothing():
    def work(worker):
        for _ in range(20):
            made = store.Transaction()
            for sk in ("TW#2026-05-04", "TY#2026", f"TW#2026-0{worker + 1}-01"):
                made.update(SumItem, (PK, sk), [SumItem.bests_version.add(1)], "sum")
            assert not made.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    counted = {sk: got(sk)["bv"]["N"] for sk in ("TW#2026-05-04", "TY#2026", "TW#2026-03-01")}
    assert counted == {"TW#2026-05-04": "160", "TY#2026": "160", "TW#2026-03-01": "20"}


def test_capacity_is_told_for_table_and_indexes():
    indexed = {"KS": {"S": "R#1"}, "UK": {"S": "1#a"}}
    told = ask("PutItem", Item=key("A#1") | indexed | {"x": {"B": bytes(1500)}}, ReturnConsumedCapacity="INDEXES")
    consumed = told["ConsumedCapacity"]
    assert consumed["Table"] == {"CapacityUnits": 2.0}
    assert consumed["LocalSecondaryIndexes"] == {name: {"CapacityUnits": 2.0} for name in ("by-sport", "by-update")}
    put("G#1", x={"B": bytes(5000)})
    read = ask("Query", **query(ReturnConsumedCapacity="INDEXES", ConsistentRead=True))
    assert read["ConsumedCapacity"]["CapacityUnits"] == 2.0


def test_capacity_of_transactions_is_told_but_is_not_what_aws_publishes():
    """Two units for one small item would be right: the capacity tests count transactions themselves."""
    told = ask("TransactWriteItems", TransactItems=[adding(1)], ReturnConsumedCapacity="INDEXES")
    (consumed,) = told["ConsumedCapacity"]
    assert consumed["CapacityUnits"] == 4.0


def test_a_transaction_holds_four_megabytes():
    def puts(count):
        item = {"x": {"B": bytes(390_000)}}
        return [{"Put": {"TableName": settings().table, "Item": key(f"G#{n}") | item}} for n in range(count)]

    ask("TransactWriteItems", TransactItems=puts(10))
    assert refused("TransactWriteItems", TransactItems=puts(11)) == INVALID


def test_an_item_holds_400_kilobytes():
    names = len(f"PKSKx{PK}G#1")
    put("G#1", x={"B": bytes(MOST_BYTES - names)})
    assert refused("PutItem", Item=key("G#2") | {"x": {"B": bytes(MOST_BYTES - names + 1)}}) == INVALID
    growing = {"UpdateExpression": "SET y = :y", "ExpressionAttributeValues": {":y": {"S": "y"}}}
    assert refused("UpdateItem", Key=key("G#1"), **growing) == INVALID
    assert "y" not in got("G#1")


@pytest.mark.parametrize("number", ["1" * 39, "1e126", "-1e126", "1e-131"])
def test_a_number_has_38_digits_and_bounds(number):
    assert refused("PutItem", Item=key("G#1") | {"n": {"N": number}}) == INVALID


def test_numbers_are_kept_by_their_value():
    put("G#1", n={"N": "001.500"}, most={"N": "9" * 38})
    assert got("G#1")["n"] == {"N": "1.5"}
    one_more = {"UpdateExpression": "ADD most :one", "ExpressionAttributeValues": {":one": {"N": "0.1"}}}
    assert refused("UpdateItem", Key=key("G#1"), **one_more) == INVALID
    assert got("G#1")["most"] == {"N": "9" * 38}


def nested(depth):
    value = {"S": "x"}
    for _ in range(depth):
        value = {"L": [value]}
    return value


@pytest.mark.parametrize(
    "attributes",
    [
        {"KS": {"N": "1"}},
        {"UK": {"B": b"1"}},
        {"s": {"SS": ["a", "a"]}},
        {"s": {"SS": []}},
        {"n": {"NS": ["1", "1.0"]}},
        {"l": nested(33)},
    ],
)
def test_what_cannot_be_kept_is_refused(attributes):
    assert refused("PutItem", Item=key("A#1") | attributes) == INVALID


@pytest.mark.parametrize("sks", [[f"G#{n}" for n in range(26)], ["G#1", "G#1"]], ids=["26", "one twice"])
def test_a_batch_write_holds_25_different_items(sks):
    asked = {settings().table: [{"DeleteRequest": {"Key": key(sk)}} for sk in sks]}
    assert refused("BatchWriteItem", RequestItems=asked) == INVALID


def test_ours_are_sent_by_25():
    places = [(PK, f"G#{n:02d}") for n in range(60)]
    for _, sk in places:
        put(sk)
    with meter.recording() as requests:
        store.batch_delete(places)
    assert [len(request.call["RequestItems"][settings().table]) for request in requests] == [25, 25, 10]
    assert list(store.query_all(PK, None)) == []


def test_a_batch_get_holds_100_keys_and_ours_are_sent_by_100():
    wanted = [key(f"G#{n:03d}") for n in range(130)]
    for sk in ("G#000", "G#099", "G#100", "G#129"):
        put(sk)
    assert refused("BatchGetItem", RequestItems={settings().table: {"Keys": wanted[:101]}}) == INVALID
    with meter.recording() as requests:
        found = store.batch_get([(PK, each["SK"]["S"]) for each in wanted])
    assert len(requests) == 2
    assert {raw["SK"]["S"] for raw in found} == {"G#000", "G#099", "G#100", "G#129"}


MANY = {f":n{n}": {"N": str(n)} for n in range(101)}


@pytest.mark.parametrize(
    "asked",
    [
        query(FilterExpression="SK <> :sk", values={":sk": {"S": "x"}}),
        query("PK = :pk AND SK BETWEEN :a AND :b", {":a": {"S": "b"}, ":b": {"S": "a"}}),
        query(FilterExpression=f"n IN ({', '.join(MANY)})", values=MANY),
        query(FilterExpression=" OR ".join(["attribute_exists(abcdefgh)"] * 150)),
        query(Limit=0),
        query(IndexName="by-nothing"),
        query(ExclusiveStartKey={"PK": {"S": "U#another"}, "SK": {"S": "A#1"}}),
        query(ExclusiveStartKey={"PK": {"S": PK}}),
        query(ExclusiveStartKey={**key("A#1"), "KS": {"S": "R#1"}}),
        query("PK = :pk AND begins_with(SK, :a)", {":a": {"S": "A#"}}, ExclusiveStartKey=key("G#1")),
    ],
    ids=[
        "filter on a key",
        "range upside down",
        "in 101",
        "longer than 4 kB",
        "no limit",
        "unknown index",
        "start in another partition",
        "half a start",
        "start of an index",
        "start outside the range",
    ],
)
def test_a_query_that_means_nothing_is_refused(asked):
    put("A#1")
    assert refused("Query", **asked) == INVALID


HUNDRED = dict(list(MANY.items())[:100])


@pytest.mark.parametrize(
    "asked",
    [
        query(FilterExpression="n <> :n", values={":n": {"S": "x"}}),
        query("PK = :pk AND SK BETWEEN :a AND :b", {":a": {"S": "A"}, ":b": {"S": "A~"}}),
        query(FilterExpression=f"NOT n IN ({', '.join(HUNDRED)})", values=HUNDRED),
        query(FilterExpression=" AND ".join(["attribute_exists(abcdefgh)"] * 130)),
        query(Limit=1),
        query(IndexName="by-sport"),
        query(ExclusiveStartKey={"PK": {"S": PK}, "SK": {"S": "A#0"}}),
        query(IndexName="by-sport", ExclusiveStartKey={**key("A#0"), "KS": {"S": "R#0"}}),
    ],
)
def test_a_query_just_within_the_bounds_is_answered(asked):
    put("A#1", KS={"S": "R#1"}, n={"N": "101"}, abcdefgh={"S": "x"})
    assert [raw["SK"]["S"] for raw in ask("Query", **asked)["Items"]] == ["A#1"]


def test_an_item_just_within_the_bounds_is_kept():
    kept = {"n": {"N": "-" + "9" * 38}, "big": {"N": "1e125"}, "l": nested(31), "s": {"SS": ["a", "b"]}}
    put("A#1", **kept)
    assert {name: got("A#1")[name] for name in ("n", "l", "s")} == {name: kept[name] for name in ("n", "l", "s")}
    assert float(got("A#1")["big"]["N"]) == 1e125


@pytest.mark.parametrize("sport", [None, Sport.RUNNING])
def test_a_cursor_outside_its_range_never_reaches_the_engine(sport):
    add(activity())
    range_ = {"since": START, "until": START + timedelta(days=1)}
    scope = "|".join(map(str, ("activities", sport, *range_.values())))
    inside = keys.row_sk(START, "aid0000")
    assert activities.page(UID, first=1, sport=sport, after=cursors.encode(UID, scope, inside), **range_).records == ()
    earlier, later = (keys.row_sk(START + timedelta(days=days), "aid") for days in (-1, 2))
    for outside in (earlier, later, keys.PROFILE_SK):
        with meter.recording() as requests, pytest.raises(BadCursor):
            activities.page(UID, first=1, sport=sport, after=cursors.encode(UID, scope, outside), **range_)
        assert requests == []


def test_a_page_includes_the_item_that_crosses_a_megabyte_and_ours_goes_on_behind_it():
    for n in range(6):
        put(f"G#{n}", x={"B": bytes(300_000)})
    page = ask("Query", **query())
    assert [raw["SK"]["S"] for raw in page["Items"]] == ["G#0", "G#1", "G#2", "G#3"]
    assert page["LastEvaluatedKey"] == key("G#3")
    with meter.recording() as requests:
        assert [raw["SK"]["S"] for raw in store.query_all(PK, None)] == [f"G#{n}" for n in range(6)]
    assert len(requests) == 2


def test_an_update_tells_what_it_changed_and_nothing_else():
    put("G#1", n={"N": "1"}, other={"S": "x"})
    told = ask(
        "UpdateItem",
        Key=key("G#1"),
        UpdateExpression="ADD n :n",
        ExpressionAttributeValues={":n": {"N": "2"}},
        ReturnValues="UPDATED_NEW",
    )
    assert told["Attributes"] == {"n": {"N": "3"}}


def test_partiql_finds_by_parameters_and_inserts_once():
    """Nothing of ours uses it."""
    place = [{"S": PK}, {"S": "G#1"}]
    put("G#1", n={"N": "1"})
    found = f'SELECT n FROM "{settings().table}" WHERE PK = ? AND SK = ?'  # noqa: S608 -- a name of ours
    assert ask("ExecuteStatement", Statement=found, Parameters=place)["Items"] == [{"n": {"N": "1"}}]
    again = f"INSERT INTO \"{settings().table}\" VALUE {{'PK': ?, 'SK': ?}}"
    assert refused("ExecuteStatement", Statement=again, Parameters=place) == "DuplicateItem"
