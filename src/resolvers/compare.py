"""One activity beside another: what is comparable with it, and how the figures of two differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models import activities
from models.activities import Whole
from models.entities import Activity, ComponentScore, Score
from models.terms import Component
from resolvers.access import Caller, uid_of

# Of the distance: beyond that, pace and form are another outing's.
COMPARABLE = 0.2
# Rows that are looked through for it, in one request.
LOOKED_THROUGH = 100


class FigureKey(StrEnum):
    """What two activities are compared by, beside their scores."""

    DISTANCE = "DISTANCE"
    MOVING_TIME = "MOVING_TIME"
    PACE = "PACE"
    HEART_RATE = "HEART_RATE"
    CADENCE = "CADENCE"
    STEP_LENGTH = "STEP_LENGTH"


class Side(StrEnum):
    """One of two."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Compared[Key]:
    """A figure of two activities.

    Attributes:
        better: the one that did better; None where they are even, or where more or less is neither.
    """

    key: Key
    a: float | None
    b: float | None
    better: Side | None = None

    @property
    def difference(self) -> float | None:
        """What the second has more."""
        return None if self.a is None or self.b is None else self.b - self.a


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two activities beside each other.

    Attributes:
        version: of both scores: the newest that both have; None where none scored both, and then no score is compared.
        score: both values, None without a version.
        components: those that either score knows.
    """

    figures: tuple[Compared[FigureKey], ...]
    version: int | None = None
    score: Compared[None] | None = None
    components: tuple[Compared[Component], ...] = ()


def previous_comparable(caller: Caller, card: Activity) -> Activity | None:
    """The newest activity of the same sport before this one, of about its distance, among the hundred before it."""
    page = activities.page(uid_of(caller), first=LOOKED_THROUGH, sport=card.sport, until=card.started_at)
    low, high = ((1 + side * COMPARABLE) * card.distance_m for side in (-1, 1))
    return next((other for other in page.records if low <= other.distance_m <= high), None)


def compared(a: Whole, b: Whole) -> Comparison:
    """Two activities beside each other; scores only where one version scored both."""
    one, other = a.meta.activity, b.meta.activity
    figures = tuple(Compared(key, *pair) for key, pair in _figures(one, other))
    pair = _same_version(a, b)
    if pair is None or one.sport is not other.sport:
        return Comparison(figures)
    left, right = pair
    score = Compared(None, left.value, right.value, _higher(left.value, right.value))
    return Comparison(figures, left.version, score, tuple(_components(left, right)))


def _figures(one: Activity, other: Activity) -> Iterator[tuple[FigureKey, tuple[float | None, float | None]]]:
    yield FigureKey.DISTANCE, (one.distance_m, other.distance_m)
    yield FigureKey.MOVING_TIME, (one.moving_s, other.moving_s)
    yield FigureKey.PACE, (_pace(one), _pace(other))
    yield FigureKey.HEART_RATE, (one.average_heart_rate_bpm, other.average_heart_rate_bpm)
    yield FigureKey.CADENCE, (one.average_cadence_spm, other.average_cadence_spm)
    yield FigureKey.STEP_LENGTH, (one.step_length_m, other.step_length_m)


def _pace(card: Activity) -> float | None:
    return 1000 / card.speed_m_s if card.speed_m_s else None


def _components(left: Score, right: Score) -> Iterator[Compared[Component]]:
    ours, theirs = ({each.key: each for each in score.components} for score in (left, right))
    for key in dict.fromkeys((*ours, *theirs)):
        one, other = ours.get(key), theirs.get(key)
        yield Compared(key, _value(one), _value(other), _higher(_points(one), _points(other)))


def _value(component: ComponentScore | None) -> float | None:
    return component.value if component else None


def _points(component: ComponentScore | None) -> float | None:
    return component.points if component else None


def _higher(one: float | None, other: float | None) -> Side | None:
    """Of two points, as they are shown: hundredths are even."""
    if one is None or other is None or round(one, 2) == round(other, 2):
        return None
    return Side.A if one > other else Side.B


def _same_version(a: Whole, b: Whole) -> tuple[Score, Score] | None:
    """The scores of the newest version that both have."""
    left, right = ({score.version: score for score in whole.detail.scores} for whole in (a, b))
    version = max(left.keys() & right.keys(), default=None)
    return None if version is None else (left[version], right[version])
