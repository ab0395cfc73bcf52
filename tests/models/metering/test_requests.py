"""Requests in words, and what they take: known from the items, or the least that it can be."""

from dataclasses import replace

from models import activities, gear, keys, revisions, totals, users
from models.metering import units
from models.metering.meter import Request, recording
from models.metering.requests import described
from models.patterns import BATCH_GET
from models.terms import ChangeKind, Sport
from tests.models import wire
from tests.models.builders import START, UID, activity, add, promise

PK = keys.user_pk(UID)


def told(requests):
    return [(each.pattern, each.condition) for each in described(requests)]


def test_conditions_name_the_keys_themselves(exact_table):
    for n in range(5):
        add(activity(n))
    with recording() as requests:
        activities.page(UID, first=2, sport=Sport.RUNNING)
        activities.get_whole(UID, "aid0000")
        activities.get_meta(UID, "aid0001")
        activities.get_metas(UID, [f"aid{n:04d}" for n in range(5)])
        totals.bests(UID, 2026)
    assert told(requests) == [
        ("list of a sport", f'PK = "{PK}" and KS between "R#" and "R#~"'),
        ("detail", f'PK = "{PK}" and SK between "D#aid0000#" and "D#aid0000#~"'),
        ("meta", f'PK = "{PK}" and SK = "D#aid0001#0"'),
        ("metas", f'PK = "{PK}" and SK in "D#aid0000#0", "D#aid0001#0", "D#aid0002#0" and 2 more'),
        ("months", f'PK = "{PK}" and SK = "TY#2026"'),
    ]


def test_a_query_tells_its_index_its_limit_and_its_direction(exact_table):
    add(activity())
    with recording() as requests:
        activities.page(UID, first=2, sport=Sport.RUNNING)
        activities.get_meta(UID, "aid0000", strong=True)
        activities.get_metas(UID, ["aid0000", "aid0000"], strong=True)
    page, meta, batch = described(requests)
    assert (batch.strong, batch.units) == (True, 1.0)
    assert (page.index, page.limit, page.backward, page.strong, page.items) == (keys.BY_SPORT, 3, True, False, 1)
    assert (meta.index, meta.limit, meta.backward, meta.strong, meta.items) == (None, None, False, True, 1)
    assert (page.need, meta.tries, meta.round) == ("runs or walks, newest first", 1, None)


def test_a_transaction_tells_every_write(exact_table):
    add(activity())
    with recording() as requests:
        revisions.change(UID, "aid0000", ChangeKind.EDITED, lambda seen: renamed(seen, "new"))
    last = described(requests)[-1]
    stamp = keys.stamp(START)
    assert last.condition == f'PK = "{PK}" and SK: put "D#aid0000#0", put "A#{stamp}#aid0000"'
    with recording() as requests:
        users.identify("issuer", "subject")
    assert described(requests)[-1].condition.startswith('put "I#')


def renamed(seen, name):
    return replace(seen, activity=replace(seen.activity, name=name))


def test_a_write_of_an_item_that_was_read_is_counted_exactly(exact_table):
    add(activity())
    before = {item["SK"]["S"]: item for item in wire.items(UID)}
    with recording() as requests:
        revisions.change(UID, "aid0000", ChangeKind.EDITED, lambda seen: renamed(seen, "new"))
    after = {item["SK"]["S"]: item for item in wire.items(UID)}
    written = [sk for sk in after if before[sk] != after[sk]]
    edit = described(requests)[-1]
    assert edit.units == 2 * sum(units.write_units(before[sk], after[sk]) for sk in written)
    assert (len(written), edit.at_least) == (2, False)


def test_a_write_of_an_unknown_item_takes_at_least_what_is_sent(exact_table):
    with recording() as requests:
        promise()
    promised = described(requests)[0]
    assert (promised.pattern, promised.units, promised.at_least) == ("promise", 1, True)


def test_what_was_read_before_is_what_an_update_replaces(exact_table):
    made = gear.create(UID, "x" * 2000)
    with recording() as unknown:
        gear.update(UID, made.gear_id, retired=True)
    with recording() as known:
        gear.get(UID, made.gear_id)
        gear.update(UID, made.gear_id, retired=False)
    (alone,), (_, after) = described(unknown), described(known)
    assert (alone.units, alone.at_least) == (1, True)
    assert (after.units, after.at_least) == (3, False)


def test_keys_that_a_batch_left_unanswered_take_nothing():
    there, missing, left = ({"PK": {"S": PK}, "SK": {"S": keys.meta_sk(aid)}} for aid in ("one", "two", "three"))
    batch = {"RequestItems": {"table": {"Keys": [there, missing, left]}}}
    (request,) = described([Request(BATCH_GET, batch, (there,), None, 1, left=1)])
    assert (request.items, request.units) == (1, 1.0)
