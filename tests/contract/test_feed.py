"""The feed of changes: in order, none missed, each at least once, and only for who got its cursors."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import cursors, feed, revisions
from models.errors import BadCursor
from models.terms import ChangeKind
from tests.models.builders import UID, activity, add

pytestmark = pytest.mark.usefixtures("any_table")
MINUTE = timedelta(seconds=60)


def now():
    return datetime.now(UTC)


def page(first=10, since=None, at=None):
    return feed.page(UID, first=first, since=since, now=at or now())


def told(page):
    return [(change.kind, change.aid) for change in page.records]


def edit(aid, **changes):
    revisions.change(
        UID, aid, ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, **changes))
    )


def test_nothing_changed_and_yet_there_is_where_to_go_on():
    empty = page()
    assert (empty.records, len(empty.cursors), empty.has_next, empty.has_previous) == ((), 1, False, False)
    add(activity())
    assert told(page(since=empty.cursors[-1])) == [(ChangeKind.CREATED, "aid0000")]


def test_every_kind_of_change_is_told_in_its_order():
    for n in range(4):
        add(activity(n))
    edit("aid0002", name="湖のまわり")
    revisions.change(UID, "aid0001", ChangeKind.MERGED, lambda seen: replace(seen, merged_into="aid0002"))
    revisions.delete(UID, "aid0000")
    changes = page()
    assert told(changes) == [
        (ChangeKind.CREATED, "aid0003"),
        (ChangeKind.EDITED, "aid0002"),
        (ChangeKind.MERGED, "aid0001"),
        (ChangeKind.DELETED, "aid0000"),
    ]
    assert changes.records[1].activity.name == "湖のまわり"
    assert changes.records[3].activity is None
    times = [change.changed_at for change in changes.records]
    assert times == sorted(times)


@pytest.mark.parametrize("first", [1, 2, 3, 5, 6])
def test_pages_tell_everything_once_within_a_run(first):
    for n in range(5):
        add(activity(n))
    pages = [page(first)]
    while pages[-1].has_next:
        pages.append(page(first, pages[-1].cursors[-1]))
    assert [aid for each in pages for _, aid in told(each)] == [f"aid{n:04d}" for n in range(5)]
    assert [len(each.records) for each in pages[:-1]] == [first] * (len(pages) - 1)
    assert [each.has_previous for each in pages] == [False] + [True] * (len(pages) - 1)


def test_what_was_changed_while_the_last_run_ended_is_told_again():
    add(activity())
    end = page().cursors[-1]
    assert told(page(since=end)) == [(ChangeKind.CREATED, "aid0000")]
    settled = page(since=end, at=now() + 2 * MINUTE).cursors[-1]
    assert told(page(since=settled, at=now() + 3 * MINUTE)) == []
    edit("aid0000", name="x")
    assert told(page(since=settled, at=now() + 3 * MINUTE)) == [(ChangeKind.EDITED, "aid0000")]


def test_a_cursor_goes_on_behind_a_change_that_is_gone():
    for n in range(3):
        add(activity(n))
    first = page(2)
    edit("aid0001", name="x")
    assert told(page(since=first.cursors[-1])) == [(ChangeKind.CREATED, "aid0002"), (ChangeKind.EDITED, "aid0001")]


def test_a_cursor_older_than_deletions_are_remembered_is_refused():
    end = page().cursors[-1]
    assert page(since=end, at=now() + timedelta(days=89)).records == ()
    with pytest.raises(BadCursor):
        page(since=end, at=now() + timedelta(days=91))


def test_cursors_of_others_and_of_other_lists_are_refused():
    add(activity())
    end = page().cursors[-1]
    with pytest.raises(BadCursor):
        feed.page("somebody else", first=1, since=end, now=now())
    with pytest.raises(BadCursor):
        page(since=cursors.encode(UID, "activities|None|None|None", "A#1"))


def test_others_changes_are_not_told():
    add(activity())
    assert feed.page("somebody else", first=5, since=None, now=now()).records == ()


def test_a_run_that_was_interrupted_for_too_long_starts_again():
    """What was told at its beginning may have been deleted since, and nobody remembers that any more."""
    for n in range(3):
        add(activity(n))
    day = timedelta(days=1)
    first = page(first=1, at=now() + day)
    later = page(first=1, since=first.cursors[-1], at=now() + 80 * day)
    assert later.has_next
    with pytest.raises(BadCursor, match="since: too old"):
        page(first=1, since=later.cursors[-1], at=now() + 95 * day)


def test_a_run_that_ended_knows_every_deletion_until_then():
    add(activity())
    cursor = page(at=now() + timedelta(days=80)).cursors[-1]
    assert page(since=cursor, at=now() + timedelta(days=169)).records == ()
