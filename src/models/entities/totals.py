"""Sums over days, weeks, months and years, and the best efforts among them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from models.terms import Sport


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is summed, as integers, so that adding and taking away are exact: mm, ms, steps and dm of ascent."""

    count: int = 0
    distance_mm: int = 0
    moving_ms: int = 0
    elapsed_ms: int = 0
    steps: int = 0
    ascent_dm: int = 0

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(
            self.count + other.count,
            self.distance_mm + other.distance_mm,
            self.moving_ms + other.moving_ms,
            self.elapsed_ms + other.elapsed_ms,
            self.steps + other.steps,
            self.ascent_dm + other.ascent_dm,
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of one local day or month, named by its first day."""

    start: date
    amounts: dict[Sport, Amounts]


@dataclass(frozen=True, slots=True, order=True)
class PersonalBest:
    """The shortest time over a standard distance; of two equal ones the earlier.

    Attributes:
        position: of the distance among the standard ones.
    """

    duration_ms: int
    started_at: datetime
    aid: str
    sport: Sport
    position: int
