"""What the scores of some weeks have most room in: what a programme of exercises is for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from coaching.advice import gain_points, room
from coaching.components import COMPONENTS
from coaching.curves import points_at
from coaching.levers import Facts, lever_of
from coaching.parameters import VERSIONS, Parameters
from models.entities import ScoreCard
from models.terms import Better, Component, Direction, Lever, RunGoal, Sport

WEAKNESSES = 3
# Half a point of the score is what a person can see of it.
LEAST_GAIN_POINTS = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with the activity that has it.

    Attributes:
        day: its local day.
        expected_spm: the cadence that is expected of a run at its speed and the runner's height, steps/min; None of a
            walk, and where that is not known: then nothing is said of the cadence.
    """

    day: date
    sport: Sport
    card: ScoreCard
    expected_spm: float | None = None


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


def of_one_version(cards: Iterable[Scored]) -> list[Scored]:
    """Those of the version that most have, the newer one where as many have another: versions are never mixed."""
    kept = list(cards)
    counts = Counter(each.card.version for each in kept)
    version = max(counts, key=lambda known: (counts[known], known), default=None)
    return [each for each in kept if each.card.version == version]


def weaknesses(
    counted: Mapping[Sport, list[Scored]], wanted: Sport | None, goal: RunGoal | None
) -> tuple[Weakness, ...]:
    """The largest gains, of the wanted sport alone where it has any; at most three.

    Args:
        counted: scores of one version each (``of_one_version``).
        wanted: the sport that the person wants to get better at.
        goal: by whose weights the gains of runs are worked out; the balanced ones unless given.
    """
    found = [each for sport, cards in counted.items() for each in _weaknesses_of(sport, cards, goal)]
    found = [each for each in found if each.sport is wanted] or found
    places = list(Component)
    found.sort(key=lambda each: (-each.gain_points, places.index(each.component), each.sport))
    return tuple(found[:WEAKNESSES])


def _weaknesses_of(sport: Sport, cards: list[Scored], goal: RunGoal | None) -> Iterable[Weakness]:
    parameters = VERSIONS.get((sport, cards[0].card.version)) if cards else None
    if parameters is None:
        return
    weights = parameters.weights if goal is None else parameters.goals.get(goal, parameters.weights)
    gains: dict[Component, list[float]] = {}
    values: dict[Component, list[float]] = {}
    points: dict[Component, list[float]] = {}
    off_spm: list[float] = []
    for each in cards:
        scored = [told for told in each.card.components if weights.get(told[0], 0.0) > 0]
        total = sum(weights[key] for key, _, _ in scored)
        for key, value, reached in scored:
            fits = False
            if _middle(sport, key):
                off_spm.append(value - (each.expected_spm or value))
                fits = _side(parameters, off_spm[-1], reached) is Direction.IN_RANGE
            gains.setdefault(key, []).append(0.0 if fits else gain_points(weights[key], reached, total))
            values.setdefault(key, []).append(value)
            points.setdefault(key, []).append(reached)
    off = fmean(off_spm) if off_spm else 0.0
    facts = _facts(parameters, {key: fmean(told) for key, told in values.items()}, points, off)
    for key, told in gains.items():
        if fmean(told) < LEAST_GAIN_POINTS:
            continue
        below = _middle(sport, key) and off < 0
        direction = room(COMPONENTS[sport][key], below=below)
        lever = lever_of(sport, key, direction, facts)
        yield Weakness(sport, key, direction, lever, fmean(told), fmean(points[key]), len(told))


def _middle(sport: Sport, key: Component) -> bool:
    return COMPONENTS[sport][key].better is Better.MIDDLE


def _side(parameters: Parameters, off_spm: float, points: float) -> Direction:
    """Where the cadence of a run lies beside its expected range.

    How far off it is, its points tell, which are of its steady part; a list knows the speed of the whole run alone, and
    that tells well enough to which side.
    """
    edge = parameters.cadence_pct[0 if off_spm < 0 else 1]
    if not off_spm or points >= points_at(parameters.anchors[Component.CADENCE], edge):
        return Direction.IN_RANGE
    return Direction.LOW if off_spm < 0 else Direction.HIGH


def _facts(
    parameters: Parameters,
    values: Mapping[Component, float],
    points: Mapping[Component, list[float]],
    off_spm: float,
) -> Facts:
    """What the levers look at, from means; the cadence of a walk is its speed over its step."""
    means = {key: fmean(told) for key, told in points.items()}
    if parameters.sport is Sport.RUNNING:
        cadence_spm = values.get(Component.CADENCE)
        if cadence_spm is None:
            return Facts(points=means)
        return Facts(cadence_spm, means, _side(parameters, off_spm, means[Component.CADENCE]))
    speed_m_s, step_m = values.get(Component.BRISK_SPEED), values.get(Component.STEP_LENGTH)
    return Facts(60 * speed_m_s / step_m if speed_m_s and step_m else None, means)
