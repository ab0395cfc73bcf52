"""What the coach advises after an activity: the figures that would bring most, each with its evidence.

A figure is brought to 70 points at most: better than that asks for nothing. What that would add to the score is its
gain, ``weight * max(0, 70 - points) / sum of the weights of the known figures``. Those with the largest gains are
advised; where nothing has one, the strongest is praised. A figure with a best middle has none within its expected
range: there it is as it should be. Nothing of this is a diagnosis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coaching.catalogue import figures, running, walking
from coaching.catalogue.text import Line, Text
from coaching.components import COMPONENTS, Definition
from coaching.levers import TARGET_POINTS, Facts, lever_of
from coaching.parameters import VERSIONS
from coaching.scores import weighted
from coaching.targets import target_of
from models.entities import ComponentScore, Expected, Score
from models.terms import AdviceKind, Better, Component, Direction, Lever, Locale, RunGoal, Sport, Standing

LINES: Mapping[str, Line] = MappingProxyType({**walking.LINES, **running.LINES})

# Ties go by the order in which the components are declared.
_PLACES = MappingProxyType({component: place for place, component in enumerate(Component)})


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to work on, or to go on with.

    Attributes:
        key: stable: sport, component, direction and, where there is one, lever, as in "WALKING.BRISK_SPEED.LOW.STEP".
        direction: which way the figure has room: LOW where more would be better, above average or not.
        lever: what to work on; None where it is the figure itself.
        gain_points: what the score would gain with this figure at 70 points; 0 for what is to be kept.
        value: in the component's own unit (``coaching.components``).
        exercises: keys of those that help (``coaching.exercises``).
        target: the next goal: the value at 70 points, in the same unit; None for what is to be kept.
    """

    key: str
    sport: Sport
    component: Component
    direction: Direction
    lever: Lever | None
    kind: AdviceKind
    gain_points: float
    value: float
    expected: Expected | None
    percentile: float | None
    exercises: tuple[str, ...] = ()
    target: float | None = None


def advise(
    score: Score,
    cadence_spm: float | None = None,
    goal: RunGoal | None = None,
    first: int = 2,
) -> tuple[Advice, ...]:
    """The advice for an activity, the largest gain first; a single line to keep where nothing has a gain.

    Nothing without a score: then the reason of the score says what is wanting.

    Args:
        score: as it is kept; nothing else is looked up.
        cadence_spm: where it is known better than the score's own figure tells it.
        goal: whose weights are used; the score's own unless given.
        first: how many at most.
    """
    seen = score if goal is None else weighted(score, goal)
    scored = [each for each in seen.components if each.points is not None and each.weight > 0]
    if seen.value is None or not scored or first < 1:
        return ()
    total = sum(each.weight for each in scored)
    weak = [each for each in scored if not _fits(seen.sport, each)]
    gains = [(gain_points(each.weight, each.points or 0.0, total), each) for each in weak]
    gains.sort(key=lambda pair: (-pair[0], _PLACES[pair[1].key]))
    facts = _facts(seen, cadence_spm)
    found = [_to_improve(seen, each, gain, facts) for gain, each in gains if gain > 0]
    return tuple(found[:first]) if found else (_to_keep(seen.sport, scored),)


def gain_points(weight: float, points: float, total_weight: float) -> float:
    """What a score would gain if a component with these points had 70."""
    return weight * max(0.0, TARGET_POINTS - points) / total_weight


def key_of(sport: Sport, component: Component, direction: Direction, lever: Lever | None = None) -> str:
    """The key of the advice, which apps and statistics may keep."""
    return ".".join(part.value for part in (sport, component, direction, lever) if part is not None)


def directions(definition: Definition) -> Mapping[Direction, AdviceKind]:
    """Where a figure can lie, and what the coach has to say there.

    A figure with a best middle has room on both sides. One that is shown and not scored has notes, where anything is
    expected of it: nothing is of one that is neither better nor worse.
    """
    if definition.better is None:
        return {}
    shown = definition.standing is Standing.SHOWN
    good, poor = (AdviceKind.NOTE, AdviceKind.NOTE) if shown else (AdviceKind.KEEP, AdviceKind.IMPROVE)
    if definition.better is Better.MIDDLE:
        return {Direction.LOW: poor, Direction.HIGH: poor, Direction.IN_RANGE: good}
    if definition.better is Better.LOWER:
        return {Direction.LOW: good, Direction.HIGH: poor}
    return {Direction.LOW: poor, Direction.HIGH: good}


def note_key(sport: Sport, component: ComponentScore) -> str | None:
    """The key of the note on a figure that is shown and not scored; None where there is nothing to say."""
    definition, expected = COMPONENTS[sport][component.key], component.expected
    if definition.standing is not Standing.SHOWN or expected is None:
        return None
    if expected.low <= component.value <= expected.high:
        in_range = Direction.IN_RANGE in directions(definition)
        return key_of(sport, component.key, Direction.IN_RANGE) if in_range else None
    side = Direction.LOW if component.value < expected.low else Direction.HIGH
    return key_of(sport, component.key, side) if side in directions(definition) else None


def sentence(key: str, locale: Locale) -> str:
    """What the coach says.

    Raises:
        KeyError: there is no such advice.
    """
    return LINES[key].text.of(locale)


_EVIDENCE = Text("{name}は{value}、{whose}は{band}です。", "{name}: {value}. {whose}: {band}.")
_NEXT = Text(
    "{name}は{value}。{whose}は{band}、次の目標は{target}です。",
    "{name}: {value}. {whose}: {band}. Next goal: {target}.",
)
_VALUE = Text("{name}は{value}です。", "{name}: {value}.")
_PEERS = Text("同年代の平均的な範囲", "Average for your age")
_USUAL = Text("目安の範囲", "Usual range")


def evidence(advice: Advice, locale: Locale) -> str:
    """The person's value beside the band that it is compared with, and the next goal, all as people read them."""
    value = figures.written(advice.component, advice.value, locale)
    name = figures.name(advice.component, locale)
    if advice.expected is None:
        return _VALUE.of(locale).format(name=name, value=value)
    # Only the norms of walking go by age.
    peers = advice.sport is Sport.WALKING and COMPONENTS[advice.sport][advice.component].by_norm
    band = figures.written_range(advice.component, advice.expected.low, advice.expected.high, locale)
    whose = (_PEERS if peers else _USUAL).of(locale)
    if advice.target is None:
        return _EVIDENCE.of(locale).format(name=name, value=value, whose=whose, band=band)
    target = figures.written_target(advice.component, advice.value, advice.target, locale)
    return _NEXT.of(locale).format(name=name, value=value, whose=whose, band=band, target=target)


def room(definition: Definition, *, below: bool) -> Direction:
    """Which way a figure can do better.

    Args:
        definition: of the figure.
        below: whether the value is below the typical one, for a figure with a best middle.
    """
    if definition.better is Better.MIDDLE:
        return Direction.LOW if below else Direction.HIGH
    return Direction.HIGH if definition.better is Better.LOWER else Direction.LOW


def _fits(sport: Sport, component: ComponentScore) -> bool:
    """Whether a figure with a best middle lies where it is expected."""
    middle = COMPONENTS[sport][component.key].better is Better.MIDDLE
    return middle and _place(component) is Direction.IN_RANGE


def _to_improve(score: Score, component: ComponentScore, gain: float, facts: Facts) -> Advice:
    below = component.expected is not None and component.value < component.expected.typical
    direction = room(COMPONENTS[score.sport][component.key], below=below)
    lever = lever_of(score.sport, component.key, direction, facts)
    target = target_of(VERSIONS[score.sport, score.version], component, TARGET_POINTS)
    return _advice(score.sport, component, direction, lever, gain, target)


def _to_keep(sport: Sport, scored: list[ComponentScore]) -> Advice:
    # A cadence beyond its range may have the most points, and is none to be kept.
    apart = [each for each in scored if COMPONENTS[sport][each.key].better is not Better.MIDDLE or _fits(sport, each)]
    strongest = max(apart or scored, key=lambda each: (each.points or 0.0, -_PLACES[each.key]))
    kinds = directions(COMPONENTS[sport][strongest.key])
    direction = next(each for each, kind in kinds.items() if kind is AdviceKind.KEEP)
    return _advice(sport, strongest, direction, None, 0.0)


def _advice(
    sport: Sport,
    component: ComponentScore,
    direction: Direction,
    lever: Lever | None,
    gain: float,
    target: float | None = None,
) -> Advice:
    key = key_of(sport, component.key, direction, lever)
    line = LINES[key]
    return Advice(
        key,
        sport,
        component.key,
        direction,
        lever,
        line.kind,
        gain,
        component.value,
        component.expected,
        component.percentile,
        line.exercises,
        target,
    )


def _facts(score: Score, cadence_spm: float | None) -> Facts:
    by_key = {each.key: each for each in score.components}
    points = {each.key: each.points for each in score.components if each.points is not None}
    cadence = by_key.get(Component.CADENCE)
    if cadence is None:
        return Facts(cadence_spm, points)
    return Facts(cadence.value if cadence_spm is None else cadence_spm, points, _place(cadence))


def _place(component: ComponentScore) -> Direction | None:
    """Where a value lies beside its expected range; None where nothing is expected."""
    expected = component.expected
    if expected is None:
        return None
    if component.value < expected.low:
        return Direction.LOW
    return Direction.HIGH if component.value > expected.high else Direction.IN_RANGE
