"""The types of the Strawberry peer that need nothing but themselves."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry import ID, Private

from bench.servers import shared


@strawberry.enum
class Sport(Enum):
    """The two sports."""

    RUNNING = "RUNNING"
    WALKING = "WALKING"


@strawberry.enum
class Locale(Enum):
    """Languages."""

    EN = "EN"
    JA = "JA"


@strawberry.enum
class Weekday(Enum):
    """Days."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


@strawberry.enum
class TotalsUnit(Enum):
    """Spans."""

    WEEK = "WEEK"


@strawberry.enum
class SeriesChannel(Enum):
    """Channels."""

    ALTITUDE_M = "ALTITUDE_M"
    SPEED_M_S = "SPEED_M_S"
    HEART_RATE_BPM = "HEART_RATE_BPM"
    CADENCE_SPM = "CADENCE_SPM"
    POWER_W = "POWER_W"
    VERTICAL_OSCILLATION_MM = "VERTICAL_OSCILLATION_MM"


@strawberry.enum
class Component(Enum):
    """Figures of the form."""

    BRISK_SPEED = "BRISK_SPEED"
    STEP_LENGTH = "STEP_LENGTH"
    BOUNCE = "BOUNCE"
    CADENCE = "CADENCE"
    SPRING = "SPRING"
    SYMMETRY = "SYMMETRY"
    RHYTHM = "RHYTHM"
    PELVIS = "PELVIS"
    TRUNK = "TRUNK"
    CONTACT_TIME = "CONTACT_TIME"
    VERTICAL_OSCILLATION = "VERTICAL_OSCILLATION"
    DUTY_FACTOR = "DUTY_FACTOR"
    WALK_RATIO = "WALK_RATIO"


@strawberry.type
class Gear:
    """A pair of shoes."""

    id: ID
    name: str


@strawberry.type
class Device:
    """What recorded."""

    name: str | None


@strawberry.type
class Split:
    """A kilometre."""

    index: int
    distance_m: float
    elapsed_s: float
    moving_s: float
    average_heart_rate_bpm: float | None
    average_cadence_spm: float | None
    ascent_m: float | None
    descent_m: float | None
    grade_adjusted_pace_s_per_km: float | None = strawberry.field(name="gradeAdjustedPaceSPerKm", default=None)


@strawberry.type
class Expected:
    """Where a figure is expected."""

    low: float
    typical: float
    high: float


@strawberry.type
class ScoreComponent:
    """A part of a score."""

    key: Component
    unit: str
    value: float
    points: float | None
    weight: float
    contribution: float
    expected: Expected | None


@strawberry.type
class Score:
    """A score."""

    version: int
    value: float | None
    coverage: float
    scored: Private[list[Any] | None] = None

    @strawberry.field
    def components(self) -> list[ScoreComponent] | None:
        """What it is made of."""
        if self.scored is None:
            return None
        added = shared.contributions(self.value, self.scored)
        return [_component(row, contribution) for row, contribution in zip(self.scored, added, strict=True)]


@strawberry.type
class ChannelSeries:
    """A channel."""

    channel: SeriesChannel
    unit: str
    values: list[float | None]


@strawberry.type
class Series:
    """Channels over time."""

    points: int
    elapsed_s: list[float]
    channels: list[ChannelSeries]


@strawberry.type
class PageInfo:
    """Where a page lies."""

    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Profile:
    """A person."""

    first_weekday: Weekday
    locale: Locale


@strawberry.type
class Totals:
    """The sums of a week."""

    first: date = strawberry.field(name="from")
    count: int
    distance_m: float
    moving_s: float
    steps: int


@strawberry.type
class PersonalBest:
    """A best effort."""

    sport: Sport
    distance_m: float
    duration_s: float
    achieved_at: datetime


def week_of(first: str, days: Mapping[str, Any]) -> Totals:
    """The sums of a week, from those of each day and sport."""
    sums = dict.fromkeys(shared.SUMMED, 0)
    for day in days.values():
        for sport in day.values():
            for name in sums.keys() & sport.keys():
                sums[name] += sport[name]
    return Totals(
        first=date.fromisoformat(first),
        count=sums["count"],
        distance_m=sums["distance_mm"] / 1000,
        moving_s=sums["moving_ms"] / 1000,
        steps=sums["steps"],
    )


def _component(row: list[Any], contribution: float) -> ScoreComponent:
    key, value, points, weight, _, _, expected = row[:7]
    bounds = [round(bound, 4) for bound in expected[:3]] if expected else None
    return ScoreComponent(
        key=Component(key),
        unit=shared.UNITS[key],
        value=round(value, 4),
        points=shared.rounded(points),
        weight=round(weight, 4),
        contribution=contribution,
        expected=Expected(low=bounds[0], typical=bounds[1], high=bounds[2]) if bounds else None,
    )
