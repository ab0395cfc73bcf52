"""Sums over days, weeks, months and years, and the best efforts among them."""

from dataclasses import dataclass, fields
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
        return type(self)(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


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
