"""What several do at the same moment, in DynamoDB Local: nothing is lost, and one of them is the first."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier

import pytest

from models import activities, client, keys, revisions, uploads, users
from models.entities import Profile, epoch_ms
from models.errors import RetryLater
from models.ledger import Ledger
from models.terms import ChangeKind, Sex, Sport
from models.uploads import Claim, TicketClosing
from tests.models.builders import DETAIL, NOW, UID, activity, add, claim, items, meta, promise
from tests.models.detour import detour
from tests.models.recount import recount, stored

pytestmark = pytest.mark.usefixtures("exact_table")
ISSUER = "https://issuer.example"


def test_eight_first_requests_at_once_make_one_person(exact_table):
    """Nobody goes on before all eight have seen that nobody is there."""
    barrier, arrivals = Barrier(8, timeout=10), count()

    def wait_for_the_others(send, operation, call):
        answer = send(operation, call)
        if operation == "GetItem" and next(arrivals) < barrier.parties:
            assert "Item" not in answer
            barrier.wait()
        return answer

    with detour(wait_for_the_others), ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: users.identify(ISSUER, "somebody"), range(8)))
    assert next(arrivals) >= 8
    assert len({identity.uid for identity in found}) == 1
    everything = client.dynamodb().scan(TableName=exact_table.table)["Items"]
    assert sorted(item["SK"]["S"] for item in everything) == [keys.PROFILE_SK, keys.IDENTITY_SK]


def test_two_updates_of_other_fields_at_once_both_stay():
    uid = users.identify(ISSUER, "somebody").uid
    changes = [{"height_m": 1.7}, {"weight_kg": 70.0}, {"sex": "MALE"}, {"resting_heart_rate_bpm": 50}]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda change: users.update_profile(uid, change), changes))
    assert users.get_profile(uid) == Profile(uid, None, Sex.MALE, 1.7, 70.0, 50)


def test_one_of_eight_that_promise_at_once_makes_the_ticket():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: promise(), range(8)))
    assert sum(each is not None for each in made) == 1


def test_one_of_eight_that_claim_at_once_gets_the_work():
    promise()
    with ThreadPoolExecutor(8) as pool:
        claimed = dict(zip(range(8), pool.map(lambda n: claim(job=f"job{n}"), range(8)), strict=True))
    assert Counter(claimed.values()) == {Claim.MINE: 1, Claim.BUSY: 7}
    (winner,) = (n for n, what in claimed.items() if what is Claim.MINE)
    assert [uploads.release(UID, "upload", f"job{n}") for n in range(8)] == [n == winner for n in range(8)]


def as_walk(seen):
    return replace(seen, activity=replace(seen.activity, sport=Sport.WALKING))


def test_all_that_change_different_activities_at_once_are_counted():
    for n in range(6):
        add(activity(n), efforts_ms=(100_000 + n, 200_000 - n))
    work = [lambda n=n: revisions.delete(UID, f"aid{n:04d}") for n in range(3)]
    work += [lambda n=n: revisions.change(UID, f"aid{n:04d}", ChangeKind.EDITED, as_walk) for n in range(3, 6)]
    work += [lambda n=n: add(activity(n), efforts_ms=(90_000 + n,)) for n in range(6, 9)]
    with ThreadPoolExecutor(len(work)) as pool:
        for done in [pool.submit(each) for each in work]:
            done.result()
    assert stored(UID) == recount(UID)
    assert len(activities.page(UID, first=20).records) == 6


def test_a_deletion_leaves_the_parts_of_whoever_brings_the_activity_again(monkeypatch):
    """The other one has written its parts, and becomes visible between the deletion and its tidying up."""
    add(activity(), DETAIL)
    real = revisions._drop_parts

    def after_it_came_again(*arguments):
        monkeypatch.undo()
        uploads.rearm(UID, "upload-aid0000", NOW)
        claim("upload-aid0000", "again")
        made = meta(activity(), "upload-aid0000", "again")
        assert revisions.finish(UID, made, DETAIL, TicketClosing(("aid0000",), ()))
        real(*arguments)

    monkeypatch.setattr(revisions, "_drop_parts", after_it_came_again)
    revisions.delete(UID, "aid0000")
    assert activities.get_whole(UID, "aid0000").detail == DETAIL
    assert {item["SK"]["S"].rsplit("#", 1)[1] for item in items("D#aid0000#1")} == {"again"}


def test_a_best_that_goes_while_a_worse_effort_is_added_leaves_that_one_as_the_best(monkeypatch):
    add(activity(), efforts_ms=(90_000,))
    real = Ledger.write

    def write_and_lose_the_best(ledger, transaction):
        real(ledger, transaction)
        monkeypatch.undo()
        revisions.delete(UID, "aid0000")

    monkeypatch.setattr(Ledger, "write", write_and_lose_the_best)
    add(activity(1), efforts_ms=(100_000,))
    assert stored(UID) == recount(UID)


def test_a_year_is_counted_again_by_the_local_date_at_every_offset():
    """11:00 UTC on the last day of 2025 is the first of 2026 in the Line Islands."""
    eve = datetime(2025, 12, 31, 11, tzinfo=UTC)
    add(activity(started_at=eve, utc_offset_s=50_400), efforts_ms=(95_000,))
    add(activity(1), efforts_ms=(90_000,))
    revisions.delete(UID, "aid0001")
    assert stored(UID) == recount(UID)


def test_a_stamp_that_grew_old_while_the_sums_were_read_is_made_anew(monkeypatch):
    monkeypatch.setattr(revisions, "_STAMP_LIFE", timedelta(milliseconds=300))
    real, waits = Ledger.write, [0.6]

    def slow(ledger, transaction):
        real(ledger, transaction)
        if waits:
            time.sleep(waits.pop())

    monkeypatch.setattr(Ledger, "write", slow)
    began = datetime.now(UTC)
    add(activity())
    (row,) = items("A#")
    assert int(row["UK"]["S"][:14]) >= epoch_ms(began) + 600


def test_a_worker_whose_parts_a_deletion_saw_does_not_finish_without_them(monkeypatch):
    """It wrote them before another one of the same recording was finished and deleted."""
    promise("late")
    claim("late", "late")
    real = revisions._write_parts

    def write_and_be_overtaken(*arguments):
        real(*arguments)
        monkeypatch.undo()
        add(activity(), DETAIL)
        revisions.delete(UID, "aid0000")

    monkeypatch.setattr(revisions, "_write_parts", write_and_be_overtaken)
    late, closing = meta(activity(), "late", "late"), TicketClosing(("aid0000",), ())
    with pytest.raises(RetryLater):
        revisions.finish(UID, late, DETAIL, closing)
    assert items("A#") == []
    assert [item["SK"]["S"] for item in items("D#")] == ["D#aid0000#0"]
    uploads.release(UID, "late", "late")
    claim("late", "later")
    assert revisions.finish(UID, meta(activity(), "late", "later"), DETAIL, closing)
    assert activities.get_whole(UID, "aid0000").detail == DETAIL
    assert stored(UID) == recount(UID)
