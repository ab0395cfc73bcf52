"""The body-making programme: the last weeks' weaknesses as two or three short sessions a week.

It keeps no state. The weaknesses come from the scores of four weeks, the level from the sessions that were done in
twelve, so that asking twice gives the same and doing a session is all that moves it on. All numbers here are [E]: ours,
to be held against what people do and how it felt.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import fmean

from coaching.advice import LINES, gain_points, key_of, room
from coaching.catalogue.exercises import alike
from coaching.components import COMPONENTS
from coaching.curves import points_at
from coaching.exercises import EXERCISES, GENERAL, JUMP_DAYS, JUMPS, LEVELS, WARM_UPS, Dose
from coaching.levers import Facts, lever_of
from coaching.norms import ADULT_YEARS
from coaching.parameters import VERSIONS, Parameters
from models.entities import ScoreCard, Session
from models.terms import Better, Component, Direction, Effort, Lever, ProgramReason, RunGoal, Sport

# Scores and pain that count, sessions that the level follows from.
BASIS_DAYS = 28
PAIN_DAYS = 14
HISTORY_DAYS = 84
# So many days with good sessions within so many days lead a level up; after so long without any it goes one down.
GOOD_SESSIONS = 4
GOOD_DAYS = 14
PAUSE_DAYS = 28

WEAKNESSES = 3
# Half a point of the score is what a person can see of it.
LEAST_GAIN_POINTS = 0.5
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
_REST = timedelta(days=2)
# A list keeps neither speed nor height beside the cadence of a run. Nobody from here on is told to be quicker.
_QUICK_RUNNING_SPM = 180.0
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Weakness:
    """A figure that has room, over the last four weeks.

    Attributes:
        lever: what to work on; None where it is the figure itself.
        gain_points: mean of what the scores would gain with it at 70 points.
        points: its mean points.
        activities: how many activities tell it.
    """

    sport: Sport
    component: Component
    direction: Direction
    lever: Lever | None
    gain_points: float
    points: float
    activities: int


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
    cards: Sequence[tuple[date, Sport, ScoreCard]],
    sessions: Sequence[Session],
    today: date,
    days_per_week: int = 2,
    *,
    wanted_sport: Sport | None = None,
    goal: RunGoal | None = None,
    age_years: float | None = None,
) -> BodyProgram:
    """The programme of the coming week; none for a child.

    Args:
        cards: scores with the local days of their activities; those of the last 28 days count, of one version a sport.
        sessions: that were done; those of the last 84 days count.
        today: the person's local date.
        days_per_week: 2 or 3.
        wanted_sport: whose weaknesses alone are worked on, where there are any.
        goal: by whose weights the gains of runs are worked out; the balanced ones unless given.
        age_years: in whole years; None where it is not known.

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
    recent = [card for card in cards if 0 <= (today - card[0]).days < BASIS_DAYS]
    counted = {sport: _of_one_version(card for _, each, card in recent if each is sport) for sport in Sport}
    basis = _weaknesses(counted, wanted_sport, goal)
    hurt = {key for each in done if (today - each.day).days < PAIN_DAYS for key in each.painful} & EXERCISES.keys()
    left_out = alike(hurt)
    planned = _Week(done, left_out, level, basis).sessions(_days(done, today, days_per_week))
    activities = sum(len(each) for each in counted.values())
    if not planned:
        reason = ProgramReason.PAIN
    elif not activities:
        reason = ProgramReason.NO_SCORES
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


def _of_one_version(cards: Iterable[ScoreCard]) -> list[ScoreCard]:
    """Those of the version that most have, the newer one where as many have another: versions are never mixed."""
    kept = list(cards)
    counts = Counter(card.version for card in kept)
    version = max(counts, key=lambda each: (counts[each], each), default=None)
    return [card for card in kept if card.version == version]


def _weaknesses(
    counted: Mapping[Sport, list[ScoreCard]], wanted: Sport | None, goal: RunGoal | None
) -> tuple[Weakness, ...]:
    found = [each for sport, cards in counted.items() for each in _weaknesses_of(sport, cards, goal)]
    found = [each for each in found if each.sport is wanted] or found
    places = list(Component)
    found.sort(key=lambda each: (-each.gain_points, places.index(each.component), each.sport))
    return tuple(found[:WEAKNESSES])


def _weaknesses_of(sport: Sport, cards: list[ScoreCard], goal: RunGoal | None) -> Iterable[Weakness]:
    parameters = VERSIONS.get((sport, cards[0].version)) if cards else None
    if parameters is None:
        return
    weights = parameters.weights if goal is None else parameters.goals.get(goal, parameters.weights)
    gains: dict[Component, list[float]] = {}
    values: dict[Component, list[float]] = {}
    points: dict[Component, list[float]] = {}
    for card in cards:
        scored = [each for each in card.components if weights.get(each[0], 0.0) > 0]
        total = sum(weights[key] for key, _, _ in scored)
        for key, value, reached in scored:
            fits = _middle(sport, key) and _side(parameters, value, reached) is Direction.IN_RANGE
            gains.setdefault(key, []).append(0.0 if fits else gain_points(weights[key], reached, total))
            values.setdefault(key, []).append(value)
            points.setdefault(key, []).append(reached)
    facts = _facts(parameters, {key: fmean(told) for key, told in values.items()}, points)
    for key, told in gains.items():
        if fmean(told) < LEAST_GAIN_POINTS:
            continue
        below = _middle(sport, key) and fmean(values[key]) < _QUICK_RUNNING_SPM
        direction = room(COMPONENTS[sport][key], below=below)
        lever = lever_of(sport, key, direction, facts)
        yield Weakness(sport, key, direction, lever, fmean(told), fmean(points[key]), len(told))


def _middle(sport: Sport, key: Component) -> bool:
    return COMPONENTS[sport][key].better is Better.MIDDLE


def _side(parameters: Parameters, cadence_spm: float, points: float) -> Direction:
    """Where the cadence of a run lies beside its expected range, as far as a list tells it: by its points."""
    below = cadence_spm < _QUICK_RUNNING_SPM
    edge = parameters.cadence_pct[0 if below else 1]
    if points >= points_at(parameters.anchors[Component.CADENCE], edge):
        return Direction.IN_RANGE
    return Direction.LOW if below else Direction.HIGH


def _facts(parameters: Parameters, values: Mapping[Component, float], points: Mapping[Component, list[float]]) -> Facts:
    """What the levers look at, from means; the cadence of a walk is its speed over its step."""
    means = {key: fmean(told) for key, told in points.items()}
    if parameters.sport is Sport.RUNNING:
        cadence_spm = values.get(Component.CADENCE)
        if cadence_spm is None:
            return Facts(points=means)
        return Facts(cadence_spm, means, _side(parameters, cadence_spm, means[Component.CADENCE]))
    speed_m_s, step_m = values.get(Component.BRISK_SPEED), values.get(Component.STEP_LENGTH)
    return Facts(60 * speed_m_s / step_m if speed_m_s and step_m else None, means)


def _days(done: Sequence[Session], today: date, days_per_week: int) -> list[date]:
    first = max(today, done[-1].day + _REST) if done else today
    return [first + timedelta(days=place * _APART[days_per_week]) for place in range(days_per_week)]


class _Week:
    """The sessions of a week, while they are put together."""

    def __init__(
        self, done: Sequence[Session], left_out: frozenset[str], level: int, basis: Sequence[Weakness]
    ) -> None:
        self._left_out = left_out
        self._level = level
        self._basis = basis
        # Each session done turns the choice on, so that the next one differs.
        self._turn = len(done)
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
            self._turn += 1
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
        turn = self._turn % len(pool)
        ordered = (*pool[turn:], *pool[:turn])
        barred = taken | self._left_out | (frozenset() if self._may_jump(day) else JUMPS)
        return next((key for key in ordered if key not in barred), None)

    def _may_jump(self, day: date) -> bool:
        return sum((day - jumped).days < _WEEK for jumped in self._jumped) < JUMP_DAYS


def _pool(weakness: Weakness | None) -> tuple[str, ...]:
    if weakness is None:
        return GENERAL
    return LINES[key_of(weakness.sport, weakness.component, weakness.direction, weakness.lever)].exercises
