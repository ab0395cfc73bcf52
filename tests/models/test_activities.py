"""Activities in DynamoDB Local: made visible and deleted whole, and counted exactly once."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from models import activities, keys
from models.entities import Detail
from models.errors import RetryLater
from models.terms import Sport, Weekday
from models.uploads import Claim, TicketClosing
from tests.models.builders import DETAIL, NOW, START, UID, activity, add, claim, items, meta, promise

pytestmark = pytest.mark.usefixtures("exact_table")


def totals():
    """Every counter that is not zero, by sort key."""
    found = {}
    for prefix in ("TD#", "TW#", "TM#", "TY#"):
        for item in items(prefix):
            counters = {name: int(value["N"]) for name, value in item.items() if name not in {"PK", "SK", "v"}}
            found[item["SK"]["S"]] = {name: number for name, number in counters.items() if number}
    return {sk: counters for sk, counters in found.items() if counters}


def recount(alive):
    """The totals as these (activity, first weekday) pairs give them, worked out the slow way."""
    found = {}
    for card, first_weekday in alive:
        letter = "r" if card.sport is Sport.RUNNING else "w"
        amounts = {"d": card.distance_m * 1000, "m": card.moving_s * 1000, "e": card.elapsed_s * 1000}
        amounts |= {"s": card.steps or 0, "a": (card.ascent_m or 0) * 10, "c": 1}
        for sk in keys.totals_sks(card.local_start.date(), first_weekday):
            found.setdefault(sk, Counter()).update({letter + name: round(n) for name, n in amounts.items() if n})
    return {sk: dict(counters) for sk, counters in found.items()}


def test_what_was_finished_is_there_whole_and_only_for_its_person():
    add(activity(), detail=DETAIL)
    assert activities.get_meta(UID, "aid0000") == meta(activity(), "upload-aid0000")
    assert activities.get_detail(UID, "aid0000") == DETAIL
    assert activities.page(UID, first=2).records == (activity(),)
    assert activities.get_meta("somebody else", "aid0000") is None
    assert activities.get_detail("somebody else", "aid0000") == Detail()
    assert activities.delete("somebody else", "aid0000", NOW) is None
    assert activities.any_alive(UID, ["none", "aid0000"])
    assert not activities.any_alive(UID, ["none"])


@pytest.mark.parametrize("closing", [None, TicketClosing(("aid0000",), (), NOW)])
@pytest.mark.parametrize("holder", [None, "another"])
def test_nobody_finishes_without_the_lease(holder, closing):
    promise()
    if holder:
        assert claim(job=holder) is Claim.MINE
    with pytest.raises(RetryLater):
        activities.finish(UID, meta(activity()), Detail(), Weekday.MONDAY, closing)
    assert (items("A#"), totals()) == ([], {})
    assert activities.get_meta(UID, "aid0000") is None


def test_finishing_twice_counts_once_and_knows_its_own_work():
    promise()
    claim()
    closing = TicketClosing(("aid0000",), (), NOW)
    assert activities.finish(UID, meta(activity()), Detail(), Weekday.MONDAY, closing)
    assert activities.finish(UID, meta(activity()), Detail(), Weekday.MONDAY, closing)
    promise("second")
    claim("second", "later")
    assert not activities.finish(UID, meta(activity(), "second", "later"), Detail(), Weekday.MONDAY, closing)
    assert totals() == recount([(activity(), Weekday.MONDAY)])


def test_a_deletion_takes_away_what_was_added_and_leaves_a_tombstone():
    add(activity())
    before = totals()
    add(activity(1, sport=Sport.WALKING), Weekday.SUNDAY, DETAIL)
    assert activities.delete(UID, "aid0001", NOW) == meta(activity(1, sport=Sport.WALKING), "upload-aid0001")
    assert activities.delete(UID, "aid0001", NOW) is None
    assert totals() == before
    assert activities.get_detail(UID, "aid0001") == Detail()
    assert [item["SK"]["S"] for item in items() if "aid0001" in item["SK"]["S"]] == ["T#upload-aid0001", "X#aid0001"]
    (stone,) = items("X#")
    assert int(stone["ttl"]["N"]) == (NOW + timedelta(days=90)).timestamp()
    assert stone["UK"]["S"] == keys.update_sort(NOW, "aid0001")


def test_a_random_history_leaves_the_totals_of_what_is_alive():
    chance = random.Random(20260504)
    alive = {}
    for _ in range(60):
        n = chance.randrange(12)
        aid = activity(n).aid
        if aid in alive:
            assert activities.delete(UID, aid, NOW) is not None
            del alive[aid]
            continue
        card = activity(
            n,
            sport=chance.choice(list(Sport)),
            started_at=START + timedelta(days=chance.randrange(-150, 300), milliseconds=chance.randrange(10**8)),
            utc_offset_s=chance.choice([-36_000, 0, 20_700, 50_400]),
            distance_m=chance.randrange(10**7) / 1000,
            moving_s=chance.randrange(10**6) / 1000,
            steps=chance.choice([None, 0, 4321]),
            ascent_m=chance.choice([None, 0.0, 12.3]),
        )
        alive[aid] = (card, chance.choice(list(Weekday)))
        add(*alive[aid])
    assert len(alive) > 3
    assert totals() == recount(alive.values())
    newest_first = sorted((card for card, _ in alive.values()), key=lambda card: card.started_at, reverse=True)
    assert activities.page(UID, first=50).records == tuple(newest_first)
    assert {item["SK"]["S"][2:] for item in items("X#")}.isdisjoint(alive)
