"""The function behind the table's stream: who changed is counted anew among people of the same age and sex.

A record says only whose activity changed, and of which month; what to count is read from the rows as they are now. So
it does not matter in what order records come, how often, or what they say.
"""

from models import start

start.begin()


import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from coaching.cohorts import BINS, MONTHS, bins_of, cohort_of, every_cohort, published, settled
from coaching.scores import CURRENT
from models import activities, cohorts, deadline, keys, logs, scores, table, users
from models.entities import CohortName
from models.errors import NotFound, RetryLater
from models.terms import Component
from uploads import observed

log = logging.getLogger(__name__)

# Time to say which records are left.
SPARE_S = 3.0
_TRIES = 5

table.connect()
logs.prepare()
start.end()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Count each person's month that a record touches; those from the first fault of ours on come again."""
    failures = []
    now = datetime.now(UTC)
    for (uid, month), sequence in _touched(event["Records"], now).items():
        with observed.invocation(context):
            if not _counted(uid, month, context):
                failures.append({"itemIdentifier": sequence})
    return {"batchItemFailures": failures}


def _counted(uid: str, month: date, context: Any) -> bool:
    try:
        with deadline.of_function(context, SPARE_S), observed.month(uid):
            recount(uid, month)
    except RetryLater as later:  # others count it, or the table is out of reach: not a fault
        log.warning("a month is counted later: %s", later)
        return False
    except Exception:
        log.exception("a month could not be counted")
        return False
    return True


def recount(uid: str, month: date) -> None:
    """Bring what a person's month is counted as up to date; safe to repeat at any time. Raises RetryLater."""
    for _ in range(_TRIES):
        before = cohorts.counted(uid, month)
        if cohorts.count(uid, month, before, _wanted(uid, month)):
            return
    raise RetryLater("this month is being counted by others")


def refresh(now: datetime) -> None:
    """Publish every cohort that has enough people, by the counts of the last months: what the schedule asks for.

    A month of which too few people's counts changed is told as it was. A cohort that somebody else just published stays
    as they did.
    """
    months = list(_months_before(now.date()))
    for name in every_cohort(CURRENT):
        before, counts = cohorts.last_told(name), cohorts.by_month(name, months, BINS)
        told = [settled(before.months.get(month, {}), known) for month, known in zip(months, counts, strict=True)]
        cohorts.publish(name, published(told, counts), now, dict(zip(months, told, strict=True)), before)


def _wanted(uid: str, month: date) -> dict[CohortName, dict[Component, int]]:
    try:
        profile = users.get_profile(uid, strong=True)
    except NotFound:
        return {}
    found = {}
    rows = activities.of_month(uid, month)
    for sport, version in CURRENT.items():
        name = cohort_of(sport, version, profile.sex, profile.birth_date, month)
        cards = (card for row in rows if row.sport is sport for card in scores.unpack(row.packed_scores))
        bins = bins_of(cards, version)
        if name and bins:
            found[name] = bins
    return found


def _touched(records: Iterable[dict[str, Any]], now: datetime) -> dict[tuple[str, date], str]:
    """The months of people that these records touch, each with the number of the first record that does."""
    found: dict[tuple[str, date], str] = {}
    for record in records:
        change = record["dynamodb"]
        pk, sk = (change["Keys"][name]["S"] for name in ("PK", "SK"))
        for month in _months_of(sk, now):
            found.setdefault((keys.tail(pk), month), change["SequenceNumber"])
    return found


def _months_of(sk: str, now: datetime) -> Iterator[date]:
    if sk == keys.PROFILE_SK:  # age or sex may be another one
        yield from _months_before(now.date())
    elif keys.is_row(sk):
        yield keys.month_of_row(sk)


def _months_before(day: date) -> Iterator[date]:
    """This month and those before it, the newest first."""
    month = day.replace(day=1)
    for _ in range(MONTHS):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)
