"""The body-making programme: the last weeks' weaknesses as two or three short sessions a week.

It keeps no state. The weaknesses come from the scores of four weeks, the level from the sessions that were done in
twelve, so that asking twice gives the same and doing a session is all that moves it on. All numbers here are [E]: ours,
to be held against what people do and how it felt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from coaching.advice import LINES, key_of
from coaching.catalogue.exercises import alike
from coaching.exercises import EXERCISES, GENERAL, JUMP_DAYS, JUMPS, LEVELS, WARM_UPS, Dose
from coaching.norms import ADULT_YEARS
from coaching.weaknesses import Scored, Weakness, of_one_version, weaknesses
from models.entities import Session
from models.terms import Effort, ProgramReason, RunGoal, Sport

# Scores and pain that count, sessions that the level follows from.
BASIS_DAYS = 28
PAIN_DAYS = 14
HISTORY_DAYS = 84
# So many days with good sessions within so many days lead a level up; after so long without any it goes one down.
GOOD_SESSIONS = 4
GOOD_DAYS = 14
PAUSE_DAYS = 28

LEAST_EXERCISES = 3
# After the warm-up, by level.
_EXERCISES = (3, 4, 4)
# Which weakness each place of a session is for, by how many there are; None for the whole body.
_PLACES: Mapping[int, tuple[int | None, ...]] = {
    0: (None, None, None, None),
    1: (0, 0, None, 0),
    2: (0, 1, None, 0),
    3: (0, 1, 2, 0),
}
# From one session to the next, in days, by sessions a week; never on the day after one.
_APART = {2: 3, 3: 2}
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Prescription:
    """An exercise of a session.

    Attributes:
        exercise: its key (``coaching.exercises``).
        weakness: what it is for; None for the warm-up and for the whole body.
    """

    exercise: str
    dose: Dose
    weakness: Weakness | None = None


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session on a local day; the first exercise warms up, unless every warm-up is left out."""

    day: date
    exercises: tuple[Prescription, ...]


@dataclass(frozen=True, slots=True)
class BodyProgram:
    """The sessions of the coming week, and what they follow from.

    Attributes:
        level: 1 to 3.
        basis: the weaknesses that were used, the largest gain first.
        activities: how many scored activities were looked at.
        left_out: exercises that are not planned: those that hurt within the last 14 days, and those for the like.
        hurt: those of them that hurt.
    """

    reason: ProgramReason
    level: int
    sessions: tuple[PlannedSession, ...] = ()
    basis: tuple[Weakness, ...] = ()
    activities: int = 0
    left_out: tuple[str, ...] = ()
    hurt: tuple[str, ...] = ()


def body_program(  # noqa: PLR0913 -- what it follows from, and what the person asks for
    cards: Sequence[Scored],
    sessions: Sequence[Session],
    today: date,
    days_per_week: int = 2,
    *,
    wanted_sport: Sport | None = None,
    goal: RunGoal | None = None,
    age_years: float | None = None,
    unscored_for_profile: bool = False,
) -> BodyProgram:
    """The programme of the coming week; none for a child.

    Args:
        cards: scores of activities; those of the last 28 days count, of one version a sport.
        sessions: that were done; those of the last 84 days count.
        today: the person's local date.
        days_per_week: 2 or 3.
        wanted_sport: whose weaknesses alone are worked on, where there are any.
        goal: by whose weights the gains of runs are worked out; the balanced ones unless given.
        age_years: in whole years; None where it is not known.
        unscored_for_profile: whether there were activities, and the profile lacks what scores go by.

    Raises:
        ValueError: another number of days.
    """
    if days_per_week not in _APART:
        raise ValueError(f"{days_per_week} sessions a week: 2 or 3 are planned")
    done = sorted(
        (each for each in sessions if 0 <= (today - each.day).days < HISTORY_DAYS),
        key=lambda each: (each.day, each.session_id),
    )
    level = level_of(done, today)
    if age_years is not None and age_years < ADULT_YEARS:
        return BodyProgram(ProgramReason.UNDER_18, level)
    recent = [each for each in cards if 0 <= (today - each.day).days < BASIS_DAYS]
    counted = {sport: of_one_version(each for each in recent if each.sport is sport) for sport in Sport}
    basis = weaknesses(counted, wanted_sport, goal)
    hurt = {key for each in done if (today - each.day).days < PAIN_DAYS for key in each.painful} & EXERCISES.keys()
    left_out = alike(hurt)
    planned = _Week(done, left_out, level, basis).sessions(_days(done, today, days_per_week))
    activities = sum(len(each) for each in counted.values())
    if not planned:
        reason = ProgramReason.PAIN
    elif not activities:
        reason = ProgramReason.PROFILE_INCOMPLETE if unscored_for_profile else ProgramReason.NO_SCORES
    else:
        reason = ProgramReason.WEAKNESSES if basis else ProgramReason.NO_WEAKNESS
    return BodyProgram(reason, level, planned, basis, activities, tuple(sorted(left_out)), tuple(sorted(hurt)))


def level_of(done: Iterable[Session], today: date) -> int:
    """The level, from 1 to 3, that sessions have led to, the oldest first.

    One up after four days within 14 whose sessions felt easy or right and hurt nowhere, one down after a day with one
    that felt hard, and one down after 28 days without any. Several sessions of one day are one.
    """
    level, good = LEVELS[0], list[date]()
    last: date | None = None
    for day, told in groupby(done, key=lambda each: each.day):
        of_day = list(told)
        if last is not None and (day - last).days >= PAUSE_DAYS:
            level, good = max(LEVELS[0], level - 1), []
        last = day
        if any(each.effort is Effort.HARD for each in of_day):
            level, good = max(LEVELS[0], level - 1), []
        elif not any(each.painful for each in of_day):
            good = [before for before in good if (day - before).days < GOOD_DAYS] + [day]
            if len(good) >= GOOD_SESSIONS:
                level, good = min(LEVELS[-1], level + 1), []
    paused = last is not None and (today - last).days >= PAUSE_DAYS
    return max(LEVELS[0], level - 1) if paused else level


def _days(done: Sequence[Session], today: date, days_per_week: int) -> list[date]:
    """The days of the coming sessions: apart from each other and from those done, of which no week holds too many."""
    held = sorted({each.day for each in done})
    apart, planned = timedelta(days=_APART[days_per_week]), list[date]()
    for _ in range(days_per_week):
        day = max(today, held[-1] + apart) if held else today
        while sum((day - each).days < _WEEK for each in held) >= days_per_week:
            day += timedelta(days=1)
        held.append(day)
        planned.append(day)
    # Who has just done many has a quieter week before them.
    return [day for day in planned if (day - today).days < _WEEK] or planned[:1]


class _Week:
    """The sessions of a week, while they are put together."""

    def __init__(
        self, done: Sequence[Session], left_out: frozenset[str], level: int, basis: Sequence[Weakness]
    ) -> None:
        self._left_out = left_out
        self._level = level
        self._basis = basis
        # When each exercise was last done, or is planned for; what waits longest comes next.
        self._last = dict(pair for each in done for pair in _turns(each.day, each.exercises))
        self._jumped = {each.day for each in done if not JUMPS.isdisjoint(each.exercises)}

    def sessions(self, days: Iterable[date]) -> tuple[PlannedSession, ...]:
        """One for each day; none at all where too much hurts for a session to be made."""
        planned = []
        for day in days:
            exercises = self._session(day)
            if len(exercises) < LEAST_EXERCISES:
                return ()
            planned.append(PlannedSession(day, exercises))
            if not JUMPS.isdisjoint(each.exercise for each in exercises):
                self._jumped.add(day)
            self._last |= _turns(day, [each.exercise for each in exercises])
        return tuple(planned)

    def _session(self, day: date) -> tuple[Prescription, ...]:
        # Sore warm-ups end no programme: it begins gently, as every level does.
        warm_up = self._choice(WARM_UPS, day, set())
        chosen = [] if warm_up is None else [self._prescribed(warm_up, None)]
        for place in _PLACES[len(self._basis)][: _EXERCISES[self._level - 1]]:
            taken = {each.exercise for each in chosen}
            weakness = None if place is None else self._basis[place]
            key = self._choice(_pool(weakness), day, taken)
            if key is None:
                weakness, key = None, self._choice(GENERAL, day, taken)
            if key is not None:
                chosen.append(self._prescribed(key, weakness))
        return tuple(chosen)

    def _prescribed(self, key: str, weakness: Weakness | None) -> Prescription:
        return Prescription(key, EXERCISES[key].dose(self._level), weakness)

    def _choice(self, pool: Sequence[str], day: date, taken: set[str]) -> str | None:
        """What was not done for longest, of what never was the most helpful; None where nothing is left."""
        barred = taken | self._left_out | (frozenset() if self._may_jump(day) else JUMPS)
        left = [key for key in pool if key not in barred]
        return min(left, key=lambda key: self._last.get(key, (date.min, 0)), default=None)

    def _may_jump(self, day: date) -> bool:
        return sum((day - jumped).days < _WEEK for jumped in self._jumped) < JUMP_DAYS


def _turns(day: date, exercises: Sequence[str]) -> Iterable[tuple[str, tuple[date, int]]]:
    """When each exercise of a session was its turn: the day, and the place among the others."""
    return [(key, (day, place)) for place, key in enumerate(exercises)]


def _pool(weakness: Weakness | None) -> tuple[str, ...]:
    if weakness is None:
        return GENERAL
    return LINES[key_of(weakness.sport, weakness.component, weakness.direction, weakness.lever)].exercises
