"""The programme of exercises for the signed-in person's weaknesses."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from coaching.program import BASIS_DAYS, HISTORY_DAYS, BodyProgram, body_program
from models import activities, sessions
from models.entities import Activity, Session
from models.errors import InvalidInput
from models.scores import unpack
from resolvers.access import Caller, uid_of
from resolvers.activities import MAX_PAGE

DAYS_PER_WEEK = (2, 3)
_DAY = timedelta(days=1)


def recent(caller: Caller, now: datetime) -> Sequence[Activity]:
    """The activities that a programme may follow from, newest first, in one request."""
    since = now - timedelta(days=BASIS_DAYS + 1)
    return activities.page(uid_of(caller), first=MAX_PAGE, since=since).records


def done(caller: Caller, now: datetime) -> list[Session]:
    """The sessions that a programme may follow from, oldest first."""
    today = now.date()
    return sessions.between(uid_of(caller), today - timedelta(days=HISTORY_DAYS + 1), today + _DAY)


def program(cards: Sequence[Activity], told: Sequence[Session], now: datetime, days_per_week: int) -> BodyProgram:
    """The programme of the coming week, from what ``recent`` and ``done`` gave; raises InvalidInput."""
    if days_per_week not in DAYS_PER_WEEK:
        raise InvalidInput("daysPerWeek", "must be 2 or 3")
    scored = [
        (row.local_start.date(), row.sport, card)
        for row in cards
        for card in unpack(row.packed_scores)
        if card.value is not None
    ]
    return body_program(scored, told, _today(cards, told, now), days_per_week)


def local_today(newest: Activity | None, now: datetime) -> date:
    """Today by the clock of the newest activity; by UTC without one."""
    return (now + timedelta(seconds=newest.utc_offset_s if newest else 0)).date()


def _today(cards: Sequence[Activity], told: Sequence[Session], now: datetime) -> date:
    """Never before a session that was done today where the person is."""
    today = local_today(cards[0] if cards else None, now)
    return max([today, *(each.day for each in told if each.day <= now.date() + _DAY)])
