"""Every change of an activity: whole or not at all, and counted exactly once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import activities, deadline, gear, revisions, store, totals
from models.entities import Detail, Edits
from models.errors import Conflict, RetryLater
from models.records import is_tombstone
from models.table import MetaItem, RowItem
from models.terms import ChangeKind, Sport
from models.uploads import Claim, TicketClosing
from tests.models.builders import DETAIL, NOW, START, UID, activity, add, claim, items, meta, promise
from tests.models.recount import gear_recount, gear_stored, recount, stored

pytestmark = pytest.mark.usefixtures("any_table")
WALK = Sport.WALKING


def edited(aid, **changes):
    return revisions.change(
        UID, aid, ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, **changes))
    )


def hidden(aid, into):
    return revisions.change(UID, aid, ChangeKind.MERGED, lambda seen: replace(seen, merged_into=into))


def restored(aid):
    return revisions.change(UID, aid, ChangeKind.RESTORED, lambda seen: replace(seen, merged_into=None))


def listed(sport=None):
    return [card.aid for card in activities.page(UID, first=50, sport=sport).records]


def same(found, made):
    """Whether a meta says what was made, but for its revision and time."""
    card = replace(found.activity, updated_at=made.activity.updated_at)
    return replace(found, activity=card, revision=made.revision) == made


def test_what_was_finished_is_there_whole_and_only_for_its_person():
    made = add(activity(), detail=DETAIL)
    whole = activities.get_whole(UID, "aid0000")
    assert same(whole.meta, made)
    assert same(activities.get_meta(UID, "aid0000"), made)
    assert whole.detail == DETAIL
    (card,) = activities.page(UID, first=2).records
    assert replace(card, updated_at=NOW) == activity()
    assert activities.get_meta("somebody else", "aid0000") is None
    assert activities.get_whole("somebody else", "aid0000") is None
    assert activities.get_metas("somebody else", ["aid0000"]) == {}
    assert revisions.delete("somebody else", "aid0000") is None
    assert activities.all_alive(UID, ["aid0000"])
    assert not activities.all_alive(UID, ["none", "aid0000"])


@pytest.mark.parametrize("closing", [None, TicketClosing(("aid0000",), ())])
@pytest.mark.parametrize("holder", [None, "another"])
def test_nobody_finishes_without_the_lease(holder, closing):
    promise()
    if holder:
        assert claim(job=holder) is Claim.MINE
    with pytest.raises(RetryLater):
        revisions.finish(UID, meta(activity()), Detail(), closing)
    assert (items("A#"), items("D#"), stored(UID)) == ([], [], {})


def test_finishing_twice_counts_once_and_knows_its_own_work():
    promise()
    claim()
    closing = TicketClosing(("aid0000",), ())
    assert revisions.finish(UID, meta(activity()), Detail(), closing)
    assert revisions.finish(UID, meta(activity()), Detail(), closing)
    promise("second")
    claim("second", "later")
    assert not revisions.finish(UID, meta(activity(), "second", "later"), Detail(), closing)
    assert stored(UID) == recount(UID)
    assert stored(UID)["TY#2026"]["05rc"] == 1


def test_a_deletion_takes_away_what_was_added_and_leaves_a_tombstone():
    add(activity())
    before = stored(UID)
    add(activity(1, sport=WALK), DETAIL)
    left = revisions.delete(UID, "aid0001")
    assert (left.upload_id, left.detail_key) == ("upload-aid0001", f"detail/{UID}/aid0001/job.json.gz")
    assert revisions.delete(UID, "aid0001") == left  # asked again, it cleans up again
    assert stored(UID) == before == recount(UID)
    assert activities.get_whole(UID, "aid0001") is None
    (stone,) = [item for item in items() if "aid0001" in item["SK"]["S"] and item["SK"]["S"].startswith("D#")]
    assert is_tombstone(stone)
    days = (datetime.fromtimestamp(int(stone["ttl"]["N"]), UTC) - datetime.now(UTC)).days
    assert days in {89, 90}


def test_a_deleted_activity_can_come_again():
    add(activity())
    revisions.delete(UID, "aid0000")
    add(activity())
    assert listed() == ["aid0000"]
    assert stored(UID) == recount(UID)
    assert not any(is_tombstone(item) for item in items("D#"))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Round the lake"},
        {"sport": WALK},
        {"started_at": START + timedelta(days=300, hours=1)},
        {"distance_m": 4321.0, "steps": None, "ascent_m": None},
        {"utc_offset_s": 50_400, "started_at": START + timedelta(hours=23)},
    ],
)
def test_an_edit_moves_the_row_and_the_sums(changes):
    add(activity(), DETAIL)
    add(activity(1, sport=WALK))
    made = edited("aid0000", **changes)
    assert all(getattr(made.activity, name) == value for name, value in changes.items())
    assert same(activities.get_meta(UID, "aid0000"), made)
    assert activities.get_whole(UID, "aid0000").detail == DETAIL
    assert len(items("A#")) == 2
    assert stored(UID) == recount(UID)
    assert ("aid0000" in listed(WALK)) == (made.activity.sport is WALK)


def test_an_edit_that_changes_nothing_writes_nothing():
    made = add(activity())
    before = items()
    assert same(edited("aid0000", name=None), made)
    assert items() == before
    assert edited("none", name="x") is None


def test_a_merged_activity_is_kept_but_neither_listed_nor_counted():
    add(activity(), DETAIL)
    alone = stored(UID)
    add(activity(1), DETAIL)
    assert hidden("aid0001", "aid0000").merged_into == "aid0000"
    assert (listed(), listed(Sport.RUNNING)) == (["aid0000"], ["aid0000"])
    assert [card.aid for card in activities.hidden_page(UID, first=5).records] == ["aid0001"]
    assert stored(UID) == recount(UID) == alone
    assert activities.get_whole(UID, "aid0001").detail == DETAIL
    assert restored("aid0001").merged_into is None
    assert listed() == ["aid0001", "aid0000"]
    assert stored(UID) == recount(UID) != alone


def test_nothing_is_merged_into_what_is_not_there_or_hidden_itself():
    for n in range(3):
        add(activity(n))
    with deadline.within(1), pytest.raises(Conflict):
        hidden("aid0001", "none")
    hidden("aid0001", "aid0000")
    with deadline.within(1), pytest.raises(Conflict):
        hidden("aid0002", "aid0001")
    assert sorted(listed()) == ["aid0000", "aid0002"]
    assert stored(UID) == recount(UID)


def test_measuring_again_replaces_figures_and_parts_and_respects_what_came_between():
    first = add(activity(), DETAIL)
    seen = activities.get_meta(UID, "aid0000")
    again = replace(seen, job="again", activity=replace(seen.activity, distance_m=4000.0), efforts_ms=(95_000,))
    newer = replace(DETAIL, track=None)
    assert revisions.remeasure(UID, seen, again, newer)
    assert revisions.remeasure(UID, seen, again, newer)  # done before, and the answer was lost
    whole = activities.get_whole(UID, "aid0000")
    assert (whole.meta.activity.distance_m, whole.detail) == (4000.0, newer)
    assert {item["SK"]["S"].rsplit("#", 1)[1] for item in items("D#aid0000#1")} == {"again"}
    assert stored(UID) == recount(UID)
    late = replace(first, job="late", activity=replace(first.activity, distance_m=1.0))
    assert not revisions.remeasure(UID, seen, late, DETAIL)
    assert activities.get_whole(UID, "aid0000") == whole
    assert not [item for item in items() if "late" in item["SK"]["S"]]


def test_the_best_falls_back_to_the_next_one_when_its_holder_goes():
    for n, duration_ms in enumerate((100_000, 90_000, 95_000)):
        add(activity(n), efforts_ms=(duration_ms, 0, 300_000))
    assert [(best.duration_ms, best.aid) for best in totals.bests(UID)] == [(90_000, "aid0001"), (300_000, "aid0000")]
    revisions.delete(UID, "aid0001")
    assert [best.duration_ms for best in totals.bests(UID)] == [95_000, 300_000]
    hidden("aid0002", "aid0000")
    edited("aid0000", sport=WALK)
    assert {best.sport for best in totals.bests(UID)} == {WALK}
    assert stored(UID) == recount(UID)
    revisions.delete(UID, "aid0000")
    assert totals.bests(UID) == []


def test_an_effort_that_becomes_the_best_while_it_is_taken_away_goes_with_its_activity(monkeypatch):
    add(activity(), efforts_ms=(100_000,))
    add(activity(1), efforts_ms=(90_000,))
    real = store.Transaction.commit

    def after_the_best_is_gone(transaction):
        monkeypatch.undo()
        revisions.delete(UID, "aid0001")
        return real(transaction)

    monkeypatch.setattr(store.Transaction, "commit", after_the_best_is_gone)
    revisions.delete(UID, "aid0000")
    assert totals.bests(UID) == []
    assert stored(UID) == recount(UID) == {}


def test_shoes_collect_what_is_worn_and_give_it_back():
    road, trail = gear.create(UID, "road"), gear.create(UID, "trail")
    add(activity(gear_id=road.gear_id))
    add(activity(1, gear_id=road.gear_id, sport=WALK))
    edited("aid0001", gear_id=trail.gear_id)
    assert gear_stored(UID) == gear_recount(UID)
    assert gear.get(UID, trail.gear_id).amounts.distance_mm == 5_001_000
    gear.delete(UID, road.gear_id)
    edited("aid0000", gear_id=trail.gear_id)
    assert gear_stored(UID) == gear_recount(UID)
    revisions.delete(UID, "aid0001")
    assert gear.get(UID, trail.gear_id).amounts.count == 1
    add(activity(2, gear_id=road.gear_id))  # worn by default until a moment ago
    assert stored(UID) == recount(UID)


def test_a_file_that_came_later_is_noted_while_others_edit():
    add(activity())
    seen = activities.get_meta(UID, "aid0000")
    assert revisions.note_duplicate(UID, "aid0000", "raw/one")
    assert not revisions.remeasure(UID, seen, replace(seen, job="again"), Detail())
    edited("aid0000", name="x")
    assert revisions.note_duplicate(UID, "aid0000", "raw/two")
    assert activities.get_meta(UID, "aid0000").duplicate_keys == ("raw/one", "raw/two")
    assert not revisions.note_duplicate(UID, "none", "raw/one")
    revisions.delete(UID, "aid0000")
    assert not revisions.note_duplicate(UID, "aid0000", "raw/one")


@pytest.mark.undeclared
def test_attributes_of_a_later_version_survive_an_edit():
    add(activity())
    pk, row, known = items("A#")[0]["PK"]["S"], items("A#")[0], items("D#")[0]
    for item in (row, known):
        assert store.update(pk, item["SK"]["S"], [RowItem.name.set("old"), MetaItem.device.set({})])
        later = item | {"later": {"B": b"\x00\xff"}, "nested": {"M": {"b": {"B": b"\x01"}}}, "v": {"N": "9"}}
        for name in ("b",):
            later[name] = store.writable(later[name])
        transaction = store.Transaction()
        transaction.put_raw(later, "later")
        assert not transaction.commit()
    edited("aid0000", name="new", started_at=START + timedelta(days=2))
    for item in (items("A#")[0], items("D#")[0]):
        assert item["later"] == {"B": "AP8="}
        assert item["nested"] == {"M": {"b": {"B": "AQ=="}}}
    assert stored(UID) == recount(UID)


def test_edits_are_remembered():
    add(activity())
    edits = Edits(name="mine", sport=WALK, trim_start_s=12.5)
    revisions.change(UID, "aid0000", ChangeKind.EDITED, lambda seen: replace(seen, edits=edits, remeasuring="soon"))
    found = activities.get_meta(UID, "aid0000")
    assert (found.edits, found.remeasuring) == (edits, "soon")
