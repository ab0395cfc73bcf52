"""Single requests: conditions, transactions, batches, pages, and what comes back as it was."""

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from models import keys, store
from models.metering import meter
from models.table import DetailItem, GearItem, MetaItem, RowItem, SumItem
from tests.models.builders import UID, items
from tests.models.detour import losing_answers

pytestmark = pytest.mark.usefixtures("any_table")
PK = keys.user_pk(UID)
LOST = [ConnectionClosedError(endpoint_url="x"), ReadTimeoutError(endpoint_url="x")]


def pair(n, **attributes):
    return GearItem(PK, keys.gear_sk(f"{n:03d}"), **({"name": f"pair {n}"} | attributes))


def got(item):
    return store.get(PK, item.sk, strong=True)


def test_what_was_put_is_there_and_only_under_its_whole_key():
    assert store.put(pair(1))
    assert store.get(PK, pair(1).sk)["name"] == {"S": "pair 1"}
    assert store.get(PK, pair(2).sk) is None
    assert store.get(keys.user_pk("another"), pair(1).sk) is None


def test_a_condition_that_does_not_hold_changes_nothing():
    free, there = GearItem.pk.does_not_exist(), GearItem.name.exists()
    assert not store.update(PK, pair(1).sk, [GearItem.name.set("x")], there)
    assert not store.delete(PK, pair(1).sk, there)
    assert items() == []
    assert store.put(pair(1), free)
    assert not store.put(pair(1, name="other"), free)
    assert not store.update(PK, pair(1).sk, [GearItem.name.set("other")], GearItem.steps > 0)
    assert not store.delete(PK, pair(1).sk, GearItem.retired == True)  # noqa: E712 -- a condition, not a comparison
    assert got(pair(1))["name"] == {"S": "pair 1"}


def test_an_update_sets_adds_and_removes_what_it_names_and_no_more():
    store.put(pair(1, retired=True))
    actions = [GearItem.name.set("new"), GearItem.steps.add(7), GearItem.retired.remove()]
    before = got(pair(1))
    assert store.update(PK, pair(1).sk, actions, GearItem.name == "pair 1")
    del before["retired"]
    assert got(pair(1)) == before | {"name": {"S": "new"}, "steps": {"N": "7"}}
    assert store.update(PK, pair(1).sk, [GearItem.steps.add(-9)])
    assert got(pair(1))["steps"] == {"N": "-2"}


def test_a_deletion_can_be_repeated():
    store.put(pair(1))
    assert store.delete(PK, pair(1).sk)
    assert store.delete(PK, pair(1).sk)
    assert items() == []


def several(first=None, second=None):
    """A put, an update and a deletion under the labels one, two and three, with conditions for the first two."""
    made = store.Transaction()
    made.put(pair(1, name="new"), "one", first)
    made.update(GearItem, (PK, pair(2).sk), [GearItem.steps.add(5)], "two", second)
    made.delete(pair(3), "three")
    return made


def test_a_transaction_is_written_whole():
    for n in (2, 3):
        store.put(pair(n))
    assert several(GearItem.pk.does_not_exist(), GearItem.name.exists()).commit() == frozenset()
    assert {item["SK"]["S"] for item in items()} == {pair(1).sk, pair(2).sk}
    assert got(pair(2))["steps"] == {"N": "5"}


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        (GearItem.name.exists(), None, {"one"}),
        (None, GearItem.name == "else", {"two"}),
        (GearItem.name.exists(), GearItem.name == "else", {"one", "two"}),
    ],
)
def test_a_refused_transaction_writes_nothing_and_names_what_refused_it(first, second, labels):
    for n in (2, 3):
        store.put(pair(n))
    before = items()
    assert several(first, second).commit() == labels
    assert items() == before


def test_a_mere_check_refuses_the_rest():
    made = store.Transaction()
    made.put(pair(1), "pair")
    made.check(MetaItem, PK, keys.meta_sk("aid"), MetaItem.revision.exists(), "meta")
    assert made.commit() == {"meta"}
    assert items() == []


@pytest.mark.wrong_on("moto", "applies a transaction as often as its token comes")
@pytest.mark.parametrize("lost", LOST, ids=lambda lost: type(lost).__name__)
def test_a_transaction_whose_answer_was_lost_is_applied_once(lost):
    made = store.Transaction()
    made.update(SumItem, (PK, keys.gear_sk("sum")), [SumItem.bests_version.add(5)], "sum")
    made.put(pair(1), "pair", GearItem.pk.does_not_exist())
    with losing_answers(lost), meter.recording() as requests:
        assert made.commit() == frozenset()
    assert [request.tries for request in requests] == [2]
    assert store.get(PK, keys.gear_sk("sum"), strong=True)["bv"] == {"N": "5"}


@pytest.mark.parametrize("lost", LOST, ids=lambda lost: type(lost).__name__)
def test_whole_items_and_deletions_whose_answers_were_lost_are_sent_again(lost):
    with losing_answers(lost):
        assert store.put(pair(1))
        assert store.delete(PK, pair(2).sk)
        assert got(pair(1))["name"] == {"S": "pair 1"}


def test_batches_hold_more_than_one_request_takes():
    for n in range(60):
        store.put(pair(n))
    wanted = [(PK, keys.meta_sk(f"aid{n}")) for n in range(130)]
    with meter.recording() as requests:
        assert store.batch_get(wanted) == []
        store.batch_delete([(PK, pair(n).sk) for n in range(59)])
    assert [request.operation for request in requests] == ["BatchGetItem"] * 2 + ["BatchWriteItem"] * 3
    assert [item["SK"]["S"] for item in items()] == [pair(59).sk]


def test_a_batch_finds_what_is_there_and_leaves_out_the_rest():
    made = store.Transaction()
    for n in range(3):
        made.put_raw({"PK": {"S": PK}, "SK": {"S": keys.meta_sk(f"aid{n}")}, "v": {"N": "1"}}, "meta")
    made.commit()
    wanted = [(PK, keys.meta_sk(f"aid{n}")) for n in (2, 0, 9)]
    for strong in (False, True):
        found = store.batch_get(wanted, strong=strong)
        assert {raw["SK"]["S"] for raw in found} == {keys.meta_sk("aid2"), keys.meta_sk("aid0")}
    assert store.batch_get([]) == []
    store.batch_delete([])


def test_everything_of_a_partition_comes_in_the_order_of_its_keys():
    for n in (5, 1, 3):
        store.put(pair(n))
    store.put(GearItem(keys.user_pk("another"), keys.gear_sk("000"), name="theirs"))
    assert [raw["SK"]["S"] for raw in store.query_all(PK, None)] == [pair(n).sk for n in (1, 3, 5)]
    assert [raw["SK"]["S"] for raw in store.query_all(PK, store.prefix(keys.GEAR_PREFIX))] == [
        pair(n).sk for n in (1, 3, 5)
    ]


def test_pages_go_on_behind_the_last_key():
    for n in range(5):
        store.put(pair(n))
    bounds, found, start = store.prefix(keys.GEAR_PREFIX), [], None
    for _ in range(3):
        page = store.query(PK, bounds, start=start, limit=2, strong=True)
        found += [raw["SK"]["S"] for raw in page.items]
        start = page.last_key
    assert (found, start) == ([pair(n).sk for n in range(5)], None)


def row(n, **attributes):
    """A row of nothing but its keys; the later one of two sorts behind the earlier one in the list of its sport."""
    raw = {"PK": {"S": PK}, "SK": {"S": f"A#{n:014d}#aid"}, "v": {"N": "2"}}
    return raw | {"KS": {"S": f"R#{n:014d}#aid"}, "UK": {"S": f"{90 - n:014d}#aid"}} | attributes


def put_rows(*raws):
    made = store.Transaction()
    for raw in raws:
        made.put_raw(raw, "row")
    assert not made.commit()


def runs():
    return _numbers(keys.BY_SPORT, ("R#", "R#~"))


def changes():
    return _numbers(keys.BY_UPDATE, (f"{0:014d}", f"{99:014d}#~"))


def _numbers(index, bounds):
    return [int(raw["SK"]["S"][2:16]) for raw in store.query(PK, bounds, index=index, strong=True).items]


def test_an_index_has_its_own_order_and_is_read_strongly():
    put_rows(row(20), row(5), row(30))
    assert runs() == [5, 20, 30]
    assert changes() == [30, 20, 5]
    put_rows(row(10))
    assert runs() == [5, 10, 20, 30]


def test_an_item_without_the_key_of_an_index_is_not_in_it():
    put_rows(row(1), {name: value for name, value in row(2).items() if name != "KS"})
    assert (runs(), changes()) == ([1], [2, 1])
    assert store.update(PK, f"A#{1:014d}#aid", [RowItem.by_sport.remove(), RowItem.name.set("x")])
    assert (runs(), changes()) == ([], [2, 1])


VALUES = {
    "bytes": {"B": "AP/+YmluYXJ5"},
    "nothing": {"B": ""},
    "text": {"S": "大井ふ頭 \U0001f3c3 café"},
    "empty": {"S": ""},
    "digits": {"N": "12345678901234567890123456789012345678"},
    "fraction": {"N": "-0.001"},
    "truth": {"BOOL": True},
    "null": {"NULL": True},
    "nested": {"M": {"列": {"L": [{"N": "1"}, {"B": "AQ=="}, {"M": {}}]}}},
    "texts": {"SS": ["a", "ä"]},
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_as_it_was(name):
    value = VALUES[name]
    put_rows(row(1, value=store.writable(value)))
    found = store.get(PK, row(1)["SK"]["S"], strong=True)["value"]
    assert found == value or {kind: sorted(parts) for kind, parts in found.items()} == value


def test_binary_of_every_byte_survives_reading_and_writing_again():
    content = bytes(range(256))
    part = DetailItem(PK, keys.detail_sk("aid", "job"), splits=content, columns={"elapsedS": content})
    store.put(part)
    (first,) = store.query(PK, store.prefix(keys.detail_prefix("aid"))).items
    put_rows(row(1, b=store.writable(first["b"]), c=store.writable(first["c"])))
    again = store.get(PK, row(1)["SK"]["S"], strong=True)
    assert (again["b"], again["c"]) == (first["b"], first["c"])
    assert store.writable(again["b"]) == {"B": content}


def test_an_item_is_rewritten_attribute_by_attribute_unless_it_changed():
    put_rows(row(1, old={"S": "x"}, kept={"B": b"\x00\xff"}))
    read = store.get(PK, row(1)["SK"]["S"], strong=True)
    wanted = {name: value for name, value in read.items() if name != "old"} | {"x": {"S": "CREATED"}, "v": {"N": "9"}}
    assert store.rewrite(read, wanted)
    assert store.get(PK, row(1)["SK"]["S"], strong=True) == wanted
    assert not store.rewrite(read, wanted | {"v": {"N": "10"}})
    assert store.get(PK, row(1)["SK"]["S"], strong=True) == wanted


def test_a_scan_passes_every_item_once():
    for n in range(5):
        store.put(pair(n))
    store.put(GearItem(keys.user_pk("another"), keys.gear_sk("000"), name="theirs"))
    found, start = [], None
    for _ in range(10):
        page = store.scan(start, 2)
        found += [(raw["PK"]["S"], raw["SK"]["S"]) for raw in page.items]
        start = page.last_key
        if start is None:
            break
    assert start is None
    assert len(found) == len(set(found)) == 6
