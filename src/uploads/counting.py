"""Counting a person's months among people of the same age and sex, and publishing what was counted.

What to count is read from the rows as they are now. So it does not matter who asks for it, in what order, or how often.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from coaching.cohorts import BINS, MONTHS, bins_of, cohort_of, every_cohort, published, settled
from coaching.scores import CURRENT
from models import activities, cohorts, scores, users
from models.entities import CohortName
from models.errors import NotFound, RetryLater
from models.terms import Component

_TRIES = 5


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
    months = list(months_until(now.date()))
    for name in every_cohort(CURRENT):
        before, counts = cohorts.last_told(name), cohorts.by_month(name, months, BINS)
        told = [settled(before.months.get(month, {}), known) for month, known in zip(months, counts, strict=True)]
        cohorts.publish(name, published(told, counts), now, dict(zip(months, told, strict=True)), before)


def months_until(day: date) -> Iterator[date]:
    """The months that count on this day, by their first days: its own and those before it, the newest first."""
    month = day.replace(day=1)
    for _ in range(MONTHS):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


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
