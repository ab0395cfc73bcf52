"""The programme of exercises for the signed-in person's weaknesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coaching.norms import running_cadence_spm, whole_years
from coaching.program import BASIS_DAYS, HISTORY_DAYS, BodyProgram, body_program
from coaching.weaknesses import Scored
from models import activities, sessions
from models.entities import Activity, Profile, Session
from models.errors import InvalidInput
from models.scores import unpack
from models.terms import Sport
from resolvers.access import Caller, uid_of
from resolvers.activities import MAX_PAGE

DAYS_PER_WEEK = (2, 3)
_DAY = timedelta(days=1)
# Today may lie a day off by UTC, and so may the first of the days that count.
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a programme is asked for.

    Attributes:
        days_per_week: 2 or 3.
        today: where the person is; told by the newest activity's clock unless given.
    """

    days_per_week: int
    today: date | None = None


def recent(caller: Caller, now: datetime) -> Sequence[Activity]:
    """The activities that a programme may follow from, newest first: a request for each hundred of them."""
    since, found, after = now - timedelta(days=BASIS_DAYS + _AROUND), list[Activity](), None
    while True:
        page = activities.page(uid_of(caller), first=MAX_PAGE, since=since, after=after)
        found += page.records
        if not page.has_next:
            return found
        after = page.cursors[-1]


def done(caller: Caller, now: datetime) -> list[Session]:
    """The sessions that a programme may follow from, oldest first."""
    today = now.date()
    return sessions.between(uid_of(caller), today - timedelta(days=HISTORY_DAYS + _AROUND), today + _DAY)


def program(
    cards: Sequence[Activity], told: Sequence[Session], profile: Profile, now: datetime, asked: Asked
) -> BodyProgram:
    """The programme of the coming week, from what ``recent`` and ``done`` gave; raises InvalidInput."""
    if asked.days_per_week not in DAYS_PER_WEEK:
        raise InvalidInput("daysPerWeek", "must be 2 or 3")
    if asked.today and abs(asked.today - now.date()) > _DAY:
        raise InvalidInput("today", "must be within a day of today by UTC")
    scored = [
        Scored(row.local_start.date(), row.sport, card, _expected_spm(row, profile.height_m))
        for row in cards
        for card in unpack(row.packed_scores)
        if card.value is not None
    ]
    today = asked.today or _today(cards, told, now)
    unscored = any(_is_recent(row, today) and _is_unscored(row) for row in cards)
    return body_program(
        scored,
        told,
        today,
        asked.days_per_week,
        wanted_sport=profile.wanted_sport,
        goal=profile.run_goal,
        age_years=whole_years(profile.birth_date, today) if profile.birth_date else None,
        unscored_for_profile=unscored and (profile.birth_date is None or profile.height_m is None),
    )


def _is_recent(row: Activity, today: date) -> bool:
    return 0 <= (today - row.local_start.date()).days < BASIS_DAYS


def _is_unscored(row: Activity) -> bool:
    """Whether a version looked at it and found too little."""
    return any(card.value is None for card in unpack(row.packed_scores))


def _expected_spm(row: Activity, height_m: float | None) -> float | None:
    """The cadence that is expected of a run."""
    if row.sport is not Sport.RUNNING or not row.speed_m_s or height_m is None:
        return None
    return running_cadence_spm(row.speed_m_s, height_m)


def local_today(newest: Activity | None, now: datetime) -> date:
    """Today by the clock of the newest activity; by UTC without one."""
    return (now + timedelta(seconds=newest.utc_offset_s if newest else 0)).date()


def _today(cards: Sequence[Activity], told: Sequence[Session], now: datetime) -> date:
    """Never before a session that was done today where the person is."""
    today = local_today(cards[0] if cards else None, now)
    return max([today, *(each.day for each in told if each.day <= now.date() + _DAY)])
