"""Items of earlier and later versions, as every engine gives them back."""

import zlib
from dataclasses import replace

import orjson
import pytest

from models import activities, deadline, migration, revisions, store
from models.columns import unpack
from models.terms import ChangeKind
from models.versions import DETAIL_VERSION, META_VERSION, ROW_VERSION
from tests.models.builders import DETAIL, UID, activity, add, items

pytestmark = pytest.mark.usefixtures("any_table")
LATER = {"B": "AP8="}


@pytest.fixture
def aged():
    """An activity as version 1 wrote it, with an attribute that only another version knows."""
    add(activity(name="大井ふ頭"))
    made = store.Transaction()
    for raw in (items("A#")[0], items("D#aid0000#0")[0]):
        first = raw | {"v": {"N": "1"}, "u": {"N": "1780315200000"}, "later": LATER}
        kept = {name: store.writable(value) for name, value in first.items() if name not in {"x", "rev"}}
        made.put_raw(kept, "first version")
    assert not made.commit()


def versions():
    return [int(items(prefix)[0]["v"]["N"]) for prefix in ("A#", "D#aid0000#0")]


def test_items_of_an_earlier_version_are_read_as_the_newest_and_stay_as_they_are(aged):
    (card,) = activities.page(UID, first=5).records
    meta = activities.get_meta(UID, "aid0000")
    assert (card.name, meta.activity.name, meta.revision) == ("大井ふ頭", "大井ふ頭", 1)
    assert versions() == [1, 1]


def test_a_change_brings_them_to_the_newest_version_with_all_that_others_know(aged):
    with deadline.within(1):
        found = revisions.change(
            UID, "aid0000", ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, name="new"))
        )
    assert (found.activity.name, found.revision) == ("new", 2)
    assert versions() == [ROW_VERSION, META_VERSION]
    assert [items(prefix)[0]["later"] for prefix in ("A#", "D#aid0000#0")] == [LATER, LATER]


@pytest.mark.undeclared
def test_a_detail_of_an_earlier_version_shows_its_coarser_series():
    add(activity(), replace(DETAIL, preview=None))
    (raw,) = items("D#aid0000#1")
    columns = {"elapsedS": [0, 300.5, None], "moving": [True, False, True]}
    packed = {name: {"B": zlib.compress(orjson.dumps(values))} for name, values in columns.items()}
    first = {name: store.writable(value) for name, value in raw.items()}
    made = store.Transaction()
    made.put_raw(first | {"v": {"N": "1"}, "n": {"N": "3"}, "c": {"M": packed}}, "first version")
    assert not made.commit()
    for _ in range(2):
        detail = activities.get_whole(UID, "aid0000").detail
        assert {name: unpack(column) for name, column in detail.preview.columns.items()} == columns
        assert (detail.preview.points, detail.preview.coarse) == (3, (0, 1, 2))
        assert detail.kilometer_splits == DETAIL.kilometer_splits
        migration.migrate_page(None, migration.Tally())
    assert items("D#aid0000#1")[0]["v"] == {"N": str(DETAIL_VERSION)}


def test_the_rewriter_brings_them_to_the_newest_version_once(aged):
    tally = migration.Tally()
    assert migration.migrate_page(None, tally) is None
    assert (tally.rewritten, tally.changed_meanwhile, dict(tally.unknown)) == (2, 0, {})
    assert versions() == [ROW_VERSION, META_VERSION]
    assert migration.migrate_page(None, tally) is None
    assert tally.rewritten == 2


def test_they_are_noted_merged_and_deleted_like_any_other(aged):
    add(activity(1))
    assert revisions.note_duplicate(UID, "aid0000", "raw/other")
    revisions.change(UID, "aid0001", ChangeKind.MERGED, lambda seen: replace(seen, merged_into="aid0000"))
    assert activities.get_meta(UID, "aid0001").merged_into == "aid0000"
    assert revisions.delete(UID, "aid0000") is not None
    assert activities.get_meta(UID, "aid0000") is None
    assert items("A#") == []
