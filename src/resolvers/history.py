"""The form of the signed-in person over weeks, from what the lists keep of each score."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from coaching.parameters import VERSIONS
from coaching.scores import CURRENT
from coaching.spans import Span, spans
from models import activities
from models.entities import Activity, Profile, ScoreCard
from models.errors import InvalidInput
from models.scores import unpack
from models.terms import Component, MissingReason, RunGoal, Sport, TotalsUnit, Weekday
from resolvers.access import Caller, uid_of
from resolvers.programs import local_today
from resolvers.scores import value_of

MAX_WEEKS = 104
_WEEK = timedelta(days=7)
# The clock of a place is at most so far ahead of UTC.
_AHEAD = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a history is asked for.

    Attributes:
        weeks: how many, that of today among them.
        goal: whose weights the scores have; the balanced ones without.
        version: of the score; else the newest that scored all, else the newest but one.
    """

    sport: Sport
    weeks: int
    goal: RunGoal | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class WeekOfComponent:
    """Medians of a component over a week's activities that know it."""

    key: Component
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class FormWeek:
    """A local week: the activities that one version scored, and the medians over them."""

    span: Span
    activities: int = 0
    score: float | None = None
    components: tuple[WeekOfComponent, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Weeks, oldest first, by one version of the score.

    Attributes:
        version: None where it has scored nothing.
        pending: activities that were scored, but not by the newest version yet.
        unscored: the newest activity of these weeks, where none has a score.
    """

    weeks: tuple[FormWeek, ...]
    version: int | None
    pending: int
    unscored: Activity | None = None


def check(asked: Asked) -> None:
    """Raises InvalidInput for weeks or a version that there cannot be."""
    if not 1 <= asked.weeks <= MAX_WEEKS:
        raise InvalidInput("weeks", f"must be from 1 to {MAX_WEEKS}")
    if asked.version is not None and (asked.sport, asked.version) not in VERSIONS:
        known = sorted(version for sport, version in VERSIONS if sport is asked.sport)
        raise InvalidInput("version", f"must be one of {', '.join(map(str, known))}")


def rows(caller: Caller, asked: Asked, now: datetime) -> list[Activity]:
    """Activities that may lie in these weeks, whatever day one begins with, oldest first."""
    since = datetime.combine(now.date(), time(), UTC) - asked.weeks * _WEEK - _AHEAD
    return activities.of_sport(uid_of(caller), asked.sport, since)


def newest(caller: Caller) -> Activity | None:
    """The newest activity of whatever sport: whose clock says which day it is where the person was last."""
    return next(iter(activities.page(uid_of(caller), first=1).records), None)


def history(
    found: Sequence[Activity], asked: Asked, first_weekday: Weekday, now: datetime, latest: Activity | None
) -> History:
    """Medians week by week, the last one that of today by the clock of the latest activity, whatever sport it was."""
    within = _weeks_until(local_today(latest, now), asked.weeks, first_weekday)
    rows = [row for row in found if within[0].first <= row.local_start.date() <= within[-1].last]
    scored = [(row.local_start.date(), unpack(row.packed_scores)) for row in rows if row.packed_scores]
    chosen = asked.version or _version([{card.version for card in cards} for _, cards in scored])
    firsts = [span.first for span in within]
    of_weeks: list[list[ScoreCard]] = [[] for _ in within]
    for day, cards in scored:
        of_weeks[bisect_right(firsts, day) - 1] += [card for card in cards if card.version == chosen]
    weeks = tuple(_week(asked, span, cards) for span, cards in zip(within, of_weeks, strict=True))
    any_score = any(week.score is not None for week in weeks)
    return History(
        weeks=weeks,
        version=chosen if any_score else None,
        pending=sum(all(card.version < CURRENT[asked.sport] for card in cards) for _, cards in scored),
        unscored=None if any(card.value is not None for _, cards in scored for card in cards) else _newest(rows),
    )


def wanting(profile: Profile) -> MissingReason | None:
    """What a profile lacks without which nothing is scored."""
    if profile.birth_date is not None:
        return None
    lacks_height = profile.height_m is None
    return MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN if lacks_height else MissingReason.BIRTH_DATE_UNKNOWN


def _newest(rows: Sequence[Activity]) -> Activity | None:
    return rows[-1] if rows else None


def _weeks_until(today: date, weeks: int, first_weekday: Weekday) -> list[Span]:
    return spans(TotalsUnit.WEEK, today - (weeks - 1) * _WEEK, today, first_weekday, weeks) or []


def _version(of_each: Sequence[set[int]]) -> int | None:
    """The newest version that all have; where none is, the newest but one, so that a trend never mixes two."""
    known = sorted(set().union(*of_each), reverse=True)
    by_all = [version for version in known if all(version in versions for versions in of_each)]
    return next(iter(by_all or known[1:] or known), None)


def _week(asked: Asked, span: Span, cards: Sequence[ScoreCard]) -> FormWeek:
    values = [value for card in cards if (value := value_of(asked.sport, card, asked.goal)) is not None]
    told: dict[Component, list[tuple[float, float]]] = {}
    for card in cards:
        for key, value, points in card.components:
            told.setdefault(key, []).append((value, points))
    return FormWeek(
        span=span,
        activities=len(values),
        score=median(values) if values else None,
        components=tuple(
            WeekOfComponent(key, median(value for value, _ in told[key]), median(points for _, points in told[key]))
            for key in Component
            if key in told
        ),
    )
