"""Older items brought to the newest version in DynamoDB Local, wherever the work was interrupted."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from rich.console import Console

from console import migrate
from console.migrate import CannotMigrate
from models import migration, store, table
from models.records import activity_of_row, meta_of
from models.settings import settings, use
from models.table import RowItem
from models.versions import META_VERSION, ROW_VERSION, newest
from tests.models.builders import UID, activity, add, items

pytestmark = [pytest.mark.usefixtures("exact_table"), pytest.mark.undeclared]
COUNT = 5


class Died(Exception):
    pass


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def old():
    """Activities whose items are as version 1 wrote them, with an attribute that this version does not know."""
    for n in range(COUNT):
        add(activity(n))
    transaction = store.Transaction()
    for raw in items("A#") + [item for item in items("D#") if item["SK"]["S"].endswith("#0")]:
        first = raw | {"v": {"N": "1"}, "u": raw.get("u", {"N": "1"}), "later": {"B": b"\x00\xff"}}
        first = {name: value for name, value in first.items() if name not in {"x", "rev"}}
        if "up" in first:
            first["fr"] = {"S": "derived"}
        transaction.put_raw({name: as_sent(value) for name, value in first.items()}, "old")
    assert not transaction.commit()


def as_sent(value):
    return value if isinstance(value.get("B"), bytes) else store.writable(value)


def run(folder, page_items=200):
    return migrate.migrate(settings().table, Console(quiet=True), folder, page_items=page_items)


def versions(prefix):
    return {int(item["v"]["N"]) for item in items(prefix) if not item["SK"]["S"].endswith("#job")}


def test_everything_older_is_rewritten_once_and_reads_as_before(old, folder):
    rows, metas = items("A#"), [item for item in items("D#") if "later" in item]
    assert (versions("A#"), len(metas)) == ({1}, COUNT)
    tally = run(folder)
    assert (tally.rewritten, tally.changed_meanwhile) == (2 * COUNT, 0)
    assert (versions("A#"), versions("D#")) == ({ROW_VERSION}, {META_VERSION})
    assert [activity_of_row(raw) for raw in items("A#")] == [activity_of_row(raw) for raw in rows]
    after = [item for item in items("D#") if "later" in item]
    assert [meta_of(raw) for raw in after] == [meta_of(raw) for raw in metas]
    assert {item["later"]["B"] for item in items("A#") + after} == {"AP8="}
    assert after == [newest("meta", raw) for raw in metas]
    assert run(folder).rewritten == 0


def test_an_interrupted_run_goes_on_where_it_was(old, folder, monkeypatch):
    whole = run_until_it_dies(folder, monkeypatch)
    tally = run(folder, page_items=3)
    assert tally.seen < whole
    assert (versions("A#"), versions("D#")) == ({ROW_VERSION}, {META_VERSION})
    assert list(folder.iterdir()) == []


def run_until_it_dies(folder, monkeypatch):
    real, pages = migration.migrate_page, 0

    def die(start, tally, limit):
        nonlocal pages
        pages += 1
        if pages == 4:
            raise Died
        return real(start, tally, limit)

    monkeypatch.setattr(migrate, "migrate_page", die)
    with pytest.raises(Died):
        run(folder, page_items=3)
    monkeypatch.undo()
    (progress,) = folder.iterdir()
    assert set(json.loads(progress.read_text())) == {"PK", "SK"}
    return len(items())


def test_the_place_in_another_table_is_not_gone_on_from(old, folder, exact_settings, monkeypatch):
    run_until_it_dies(folder, monkeypatch)
    own = settings()
    use(replace(own, table=f"models-{uuid4().hex}"))
    table.connect()
    table.create()
    try:
        assert run(folder).seen == 0
    finally:
        table.connection().delete_table()
        use(own)
        table.connect()
    assert len(list(folder.iterdir())) == 1


def test_what_stops_it_is_told_in_a_sentence(folder):
    own = settings()
    try:
        with pytest.raises(CannotMigrate, match=r"ResourceNotFoundException.*[^.]\. Run it again to go on\.$"):
            migrate.migrate("no-such-table", Console(quiet=True), folder)
    finally:
        use(own)
        table.connect()


def test_a_change_that_comes_between_is_kept(old, folder, monkeypatch):
    real = store.rewrite

    def after_another(before, wanted):
        if before["SK"]["S"].startswith("A#"):
            action = RowItem.change.set("EDITED")
            assert store.update(before["PK"]["S"], before["SK"]["S"], [action])
        return real(before, wanted)

    monkeypatch.setattr(store, "rewrite", after_another)
    tally = run(folder)
    assert (tally.rewritten, tally.changed_meanwhile) == (COUNT, COUNT)
    monkeypatch.undo()
    assert run(folder).rewritten == COUNT
    assert versions("A#") == {ROW_VERSION}


def test_items_of_unknown_kind_are_counted_and_left_alone(folder):
    add(activity())
    pk = items("A#")[0]["PK"]["S"]
    strange = {"PK": {"S": pk}, "SK": {"S": "Z#1"}, "v": {"N": "7"}, "more": {"N": "1"}}
    transaction = store.Transaction()
    transaction.put_raw(strange, "strange")
    assert not transaction.commit()
    tally = run(folder)
    assert (tally.rewritten, dict(tally.unknown)) == (0, {"Z": 1})
    assert items("Z#") == [strange]
    assert UID in pk
