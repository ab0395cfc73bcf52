"""People of the same age and sex, counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.terms import Component, Sex, Sport

# People in each bin of points, lowest first, by component; fractions of them where several months were put together.
type CohortCounts = Mapping[Component, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class CohortName:
    """Which people: a sport by a version of its score, a sex, and the first year of an age band."""

    sport: Sport
    version: int
    sex: Sex
    band: int
