"""What a write makes of its item, held against what Amazon's DynamoDB Local makes of it."""

import pytest
from pynamodb.expressions.operand import Path

from models import gear, keys, store
from models.metering.meter import recording
from models.metering.writes import CHECK, writes_of
from models.patterns import DELETE, GET, PUT, TRANSACT, UPDATE
from models.table import GearItem, MetaItem, SumItem, TicketItem
from tests.models import wire
from tests.models.builders import UID

PK = keys.user_pk(UID)
SK = keys.gear_sk("gear")
CHANGES = {
    "set": [GearItem.name.set("a SET b, c = d"), GearItem.retired.set(True)],
    "remove": [GearItem.steps.remove(), TicketItem.problem.remove()],
    "add to a number": [GearItem.distance_mm.add(-250), GearItem.ascent_dm.add(7)],
    "add to nothing": [SumItem.bests_version.add(1), MetaItem.duplicate_keys.add({"raw"})],
    "all at once": [GearItem.name.set("x"), Path("3rd").add(5), GearItem.steps.remove(), TicketItem.skipped.set([])],
}


@pytest.fixture
def pair(exact_table):
    store.put(GearItem(PK, SK, name="shoes", distance_mm=1000, steps=12))
    return store.get(PK, SK, strong=True)


def the_only(requests):
    (request,) = requests
    (write,) = writes_of(request.operation, request.call)
    return write


@pytest.mark.parametrize("actions", CHANGES.values(), ids=CHANGES)
def test_an_update_makes_what_the_engine_makes_of_it(pair, actions):
    with recording() as requests:
        assert store.update(PK, SK, actions)
    assert the_only(requests).after(pair) == store.get(PK, SK, strong=True)


def test_elements_of_a_set_are_joined(pair):
    for text in ("b", "a", "b"):
        before = store.get(PK, SK, strong=True)
        with recording() as requests:
            store.update(PK, SK, [MetaItem.duplicate_keys.add({text})])
        assert the_only(requests).after(before) == store.get(PK, SK, strong=True)


def test_an_update_of_nothing_makes_an_item(exact_table):
    with recording() as requests:
        store.update(PK, SK, [GearItem.name.set("x")])
    assert the_only(requests).after(None) == store.get(PK, SK, strong=True)


def test_an_item_is_put_and_taken_away(exact_table):
    with recording() as requests:
        made = gear.create(UID, "shoes")
        gear.delete(UID, made.gear_id)
    put, gone = (write for request in requests for write in writes_of(request.operation, request.call))
    assert (put.kind, gone.kind) == (PUT, DELETE)
    assert put.after(None)["name"] == {"S": "shoes"}
    assert gone.after(put.after(None)) is None


def test_a_transaction_is_told_write_by_write(exact_table):
    store.put(GearItem(PK, SK, name="shoes"))
    transaction = store.Transaction()
    transaction.check(GearItem, PK, SK, GearItem.name.exists(), "there")
    transaction.update(GearItem, (PK, keys.gear_sk("other")), [GearItem.name.set("y")], "other")
    with recording() as requests:
        assert not transaction.commit()
    check, update = writes_of(TRANSACT, requests[0].call)
    assert [(each.kind, each.key[1]) for each in (check, update)] == [(CHECK, SK), (UPDATE, keys.gear_sk("other"))]
    before = store.get(PK, SK, strong=True)
    assert check.after(before) == before
    assert update.after(None) == store.get(PK, keys.gear_sk("other"), strong=True)


def test_a_read_writes_nothing(exact_table):
    with recording() as requests:
        store.get(PK, SK)
    assert list(writes_of(GET, requests[0].call)) == []
    assert wire.items(UID) == []
