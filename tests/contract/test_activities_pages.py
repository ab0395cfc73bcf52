"""Pages of activities: nothing missed, nothing twice, whatever happens between two of them."""

from datetime import timedelta

import pytest

from models import activities, revisions
from models.errors import BadCursor
from models.terms import Sport
from tests.models.builders import NOW, START, UID, activity, add

pytestmark = pytest.mark.usefixtures("any_table")
HOUR = timedelta(hours=1)


def fill(count, **changes):
    for n in range(count):
        add(activity(n, **changes))


def listed(**arguments):
    """Numbers of the activities of a page, newest first."""
    return [int(card.aid[3:]) for card in page(**arguments).records]


def page(first=10, **arguments):
    return activities.page(UID, first=first, **arguments)


def all_pages(first, **arguments):
    pages = [page(first, **arguments)]
    while pages[-1].has_next:
        pages.append(page(first, after=pages[-1].cursors[-1], **arguments))
    return pages


def test_a_page_of_nothing():
    assert page() == page(sport=Sport.WALKING)
    assert (page().records, page().cursors, page().has_next, page().has_previous) == ((), (), False, False)


@pytest.mark.parametrize("sport", [None, Sport.RUNNING])
def test_pages_know_exactly_whether_there_is_another_one(sport):
    fill(5)
    assert [page(first, sport=sport).has_next for first in (4, 5, 6)] == [True, False, False]
    for first in (1, 2, 4, 5, 6):
        pages = all_pages(first, sport=sport)
        assert [len(each.records) for each in pages[:-1]] == [first] * (len(pages) - 1)
        assert 0 < len(pages[-1].records) <= first
        assert [card.aid for each in pages for card in each.records] == [f"aid{n:04d}" for n in (4, 3, 2, 1, 0)]
        assert [each.has_previous for each in pages] == [False] + [True] * (len(pages) - 1)


@pytest.mark.parametrize("sport", [None, Sport.RUNNING])
def test_a_range_includes_its_start_and_not_its_end(sport):
    fill(4)
    at = [START + n * HOUR for n in range(5)]
    just = timedelta(milliseconds=1)
    assert listed(sport=sport, since=at[1], until=at[3]) == [2, 1]
    assert listed(sport=sport, since=at[1] + just, until=at[3] + just) == [3, 2]
    assert listed(sport=sport, since=at[2]) == [3, 2]
    assert listed(sport=sport, until=at[1]) == [0]
    assert listed(sport=sport, since=at[4]) == listed(sport=sport, until=at[0]) == []
    ranged = all_pages(1, sport=sport, since=at[1], until=at[3])
    assert [(card.aid, each.has_next) for each in ranged for card in each.records] == [
        ("aid0002", True),
        ("aid0001", False),
    ]


def test_a_sports_list_holds_that_sport_alone():
    for n in range(6):
        add(activity(n, sport=Sport.WALKING if n % 3 == 0 else Sport.RUNNING))
    assert listed(sport=Sport.WALKING) == [3, 0]
    assert listed(sport=Sport.RUNNING) == [5, 4, 2, 1]
    assert [len(each.records) for each in all_pages(3, sport=Sport.RUNNING)] == [3, 1]


@pytest.mark.parametrize("sport", [None, Sport.RUNNING])
def test_a_cursor_outlives_its_row_and_newer_rows_shift_nothing(sport):
    fill(5)
    first = page(2, sport=sport)
    revisions.delete(UID, "aid0003")
    add(activity(9))
    second = page(2, sport=sport, after=first.cursors[-1])
    assert [card.aid for card in second.records] == ["aid0002", "aid0001"]
    assert listed(sport=sport) == [9, 4, 2, 1, 0]


def test_a_cursor_of_another_list_is_refused():
    fill(2)
    cursor = page(1).cursors[0]
    for other in ({"sport": Sport.RUNNING}, {"since": START}, {"until": NOW}):
        with pytest.raises(BadCursor):
            page(after=cursor, **other)
    with pytest.raises(BadCursor):
        activities.page("somebody else", first=1, after=cursor)
