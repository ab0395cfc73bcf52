"""Counting people: exact whatever comes twice, in another order, or in the middle of a crash."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.cohorts import BINS, bin_of, bins_of
from console.engines.stream import TableStream
from models import activities, cohorts, keys, revisions, scores, store, users
from models.cohorts import Snapshots
from models.entities import CohortName, ScoreCard
from models.records import row_of
from models.settings import settings
from models.store import Transaction
from models.table import ProfileItem
from models.terms import ChangeKind, Component, Sex, Sport
from tests.models.builders import UID, activity, add, meta
from uploads.cohorts import handler
from uploads.counting import recount, refresh

MAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 20, tzinfo=UTC)
WOMEN_30 = CohortName(Sport.RUNNING, 1, Sex.FEMALE, 30)
WOMEN_40 = replace(WOMEN_30, band=40)


def card_of(points):
    return scores.pack([ScoreCard(1, points, 1.0, ((Component.BOUNCE, 8.0, points),))])


def person(uid=UID, birth_date="1990-06-01", sex=Sex.FEMALE):
    _put(ProfileItem(keys.user_pk(uid), keys.PROFILE_SK, birth_date=birth_date, sex=sex))


def bins(points, people=1):
    found = [0] * BINS
    found[bin_of(points)] = people
    return {Component.BOUNCE: tuple(found)} if people else {}


def total(name=WOMEN_30):
    (found,) = cohorts.by_month(name, [MAY], BINS)
    return found


@pytest.fixture
def table(exact_table):
    person()
    return exact_table


def test_a_run_counts_its_person_once(table):
    add(activity(0, packed_scores=card_of(40.0)))
    add(activity(1, packed_scores=card_of(60.0)))
    recount(UID, MAY)
    assert total() == bins(50.0)


def test_counting_again_changes_nothing(table):
    add(activity(0, packed_scores=card_of(40.0)))
    for _ in range(5):
        recount(UID, MAY)
    assert total() == bins(40.0)


def test_what_was_deleted_or_merged_no_longer_counts(table):
    add(activity(0, packed_scores=card_of(40.0)))
    add(activity(1, packed_scores=card_of(60.0)))
    recount(UID, MAY)
    revisions.change(UID, "aid0001", ChangeKind.MERGED, lambda known: replace(known, merged_into="aid0000"))
    recount(UID, MAY)
    assert total() == bins(40.0)
    revisions.delete(UID, "aid0000")
    recount(UID, MAY)
    assert total() == {}
    assert store.get(keys.user_pk(UID), keys.counted_sk(MAY), strong=True) is None


def test_another_age_moves_a_person_to_another_cohort(table):
    add(activity(0, packed_scores=card_of(40.0)))
    recount(UID, MAY)
    users.update_profile(UID, {"birth_date": date(1980, 1, 1)})
    recount(UID, MAY)
    assert (total(), total(WOMEN_40)) == ({}, bins(40.0))


def test_of_somebody_who_left_nothing_is_counted(table):
    add(activity(0, packed_scores=card_of(40.0)))
    store.batch_delete([(keys.user_pk(UID), keys.PROFILE_SK)])
    recount(UID, MAY)
    assert total() == {}


def test_a_person_who_leaves_between_reading_and_counting_is_not_counted(table):
    """The profile that was read is gone when the count is written: no item grows back in their partition."""
    before = cohorts.counted(UID, MAY)
    store.batch_delete([(keys.user_pk(UID), keys.PROFILE_SK)])
    assert cohorts.count(UID, MAY, before, {WOMEN_30: {Component.BOUNCE: 16}})
    assert total() == {}
    assert store.get(keys.user_pk(UID), keys.counted_sk(MAY), strong=True) is None


def test_of_two_workers_that_saw_the_same_one_counts(table):
    before = cohorts.counted(UID, MAY)
    assert cohorts.count(UID, MAY, before, {WOMEN_30: {Component.BOUNCE: bin_of(40.0)}})
    assert not cohorts.count(UID, MAY, before, {WOMEN_30: {Component.BOUNCE: 20}})
    assert total() == bins(40.0)


def test_a_stream_that_repeats_itself_and_a_worker_that_dies_leave_exact_counts(table):
    """Twelve people run, delete and run again; the stream is read twice, in bits, by a worker that dies on the way."""
    chance = random.Random(11)
    stream = TableStream(settings())
    people = [f"{number:020d}" for number in range(12)]
    for uid in people:
        person(uid)
    records = []
    for number, uid in enumerate(chance.choices(people, k=24)):
        points = chance.uniform(0, 100)
        row = f"A#{keys.stamp(NOW - timedelta(days=number % 19))}#run"
        _put_row(uid, row, points)
        records.append({"dynamodb": {"Keys": {"PK": {"S": keys.user_pk(uid)}, "SK": {"S": row}}}})
        if chance.random() < 0.3:
            _dying(stream, chance)
    while stream.feed(handler):
        pass
    _deliver(records, chance)
    assert total() == _recounted(people)


def test_what_forty_nine_people_do_is_not_published(table):
    for number in range(49):
        _counted_person(number, 40.0)
    refresh(NOW)
    assert Snapshots().of(WOMEN_30) == {}
    _counted_person(49, 40.0)
    refresh(NOW)
    assert Snapshots().of(WOMEN_30) == bins(40.0, 50)
    assert Snapshots().of(WOMEN_40) == {}


def test_from_one_day_to_the_next_nobody_is_told_until_ten_have_come(table):
    for number in range(50):
        _counted_person(number, 40.0)
    refresh(NOW)
    for number in range(50, 60):
        _counted_person(number, 70.0)
        assert Snapshots().of(WOMEN_30) == bins(40.0, 50)
        refresh(NOW + timedelta(days=number - 49))
    sixty = Snapshots().of(WOMEN_30)[Component.BOUNCE]
    assert (sixty[bin_of(40.0)], sixty[bin_of(70.0)]) == (50, 10)


def test_what_was_told_of_a_month_outlasts_days_on_which_it_has_too_few_people(table):
    for number in range(50):
        _counted_person(number, 40.0)
    refresh(NOW)
    store.batch_delete([(keys.user_pk(f"{7:020d}"), f"A#{keys.stamp(NOW)}#run")])
    recount(f"{7:020d}", MAY)
    refresh(NOW + timedelta(days=1))
    assert Snapshots().of(WOMEN_30) == {}
    _counted_person(50, 70.0)
    refresh(NOW + timedelta(days=2))
    assert Snapshots().of(WOMEN_30) == bins(40.0, 50)


def test_of_two_who_publish_at_once_one_does(table):
    """Both saw the same state, and each other's people may differ by one."""
    before = cohorts.last_told(WOMEN_30)
    assert cohorts.publish(WOMEN_30, bins(40.0, 60), NOW, {MAY: bins(40.0, 60)}, before)
    assert not cohorts.publish(WOMEN_30, bins(40.0, 61), NOW, {MAY: bins(40.0, 61)}, before)
    told = cohorts.last_told(WOMEN_30)
    assert told.months == {MAY: bins(40.0, 60)}
    assert cohorts.publish(WOMEN_30, bins(40.0, 70), NOW + timedelta(days=1), {MAY: bins(40.0, 70)}, told)
    assert Snapshots().of(WOMEN_30) == bins(40.0, 70)


def test_a_snapshot_is_read_once_an_hour(table, monkeypatch):
    snapshots = Snapshots()
    assert snapshots.of(WOMEN_30) == {}
    for number in range(50):
        _counted_person(number, 40.0)
    refresh(NOW)
    assert snapshots.of(WOMEN_30) == {}
    later = cohorts.time.monotonic() + 3601
    monkeypatch.setattr(cohorts.time, "monotonic", lambda: later)
    assert snapshots.of(WOMEN_30) == bins(40.0, 50)


def test_a_fault_of_ours_leaves_the_records_from_there_on(table, monkeypatch):
    add(activity(0, packed_scores=card_of(40.0)))
    record = _record(UID, keys.row_sk(activity(0).started_at, "aid0000"), "7")
    monkeypatch.setattr("uploads.cohorts.recount", _fails)
    assert handler({"Records": [record]}, None) == {"batchItemFailures": [{"itemIdentifier": "7"}]}


def test_a_profile_that_changed_counts_the_year_again(table):
    add(activity(0, packed_scores=card_of(40.0), started_at=datetime.now(UTC) - timedelta(days=40)))
    month = (datetime.now(UTC) - timedelta(days=40)).date().replace(day=1)
    assert handler({"Records": [_record(UID, keys.PROFILE_SK, "1")]}, None) == {"batchItemFailures": []}
    assert cohorts.counted(UID, month).added


def _fails(*_):
    raise RuntimeError("the table is away")


def _record(uid, sk, number):
    return {"dynamodb": {"Keys": {"PK": {"S": keys.user_pk(uid)}, "SK": {"S": sk}}, "SequenceNumber": number}}


def _put_row(uid, sk, points):
    """A row as a run of these points leaves it, in place of the one before."""
    made = activity(0, aid="run", started_at=_started(sk), packed_scores=card_of(points))
    _put(row_of(uid, meta(made), ChangeKind.CREATED))


def _put(item):
    transaction = Transaction()
    transaction.put(item, "item")
    assert not transaction.commit()


def _started(sk):
    return datetime.fromtimestamp(keys.parse_row(sk)[0] / 1000, UTC)


def _dying(stream, chance):
    """A worker that takes some records and dies before it says so."""
    alive = chance.randrange(1, 6)

    def some(event, context):
        handler({"Records": event["Records"][:alive]}, context)
        raise ConnectionError("the worker is gone")

    with pytest.raises(ConnectionError):
        stream.feed(some)


def _deliver(records, chance):
    """Everything once more, in another order."""
    chance.shuffle(records)
    for number, record in enumerate(records):
        record["dynamodb"]["SequenceNumber"] = str(number)
    assert handler({"Records": records}, None) == {"batchItemFailures": []}


def _recounted(people):
    """What the rows say, counted in one go."""
    found = [0] * BINS
    for uid in people:
        rows = activities.of_month(uid, MAY)
        cards = [card for row in rows for card in scores.unpack(row.packed_scores)]
        for at in bins_of(cards, 1).values():
            found[at] += 1
    return {Component.BOUNCE: tuple(found)}


def _counted_person(number, points):
    uid = f"{number:020d}"
    person(uid)
    _put_row(uid, f"A#{keys.stamp(NOW)}#run", points)
    recount(uid, MAY)
