"""Best efforts over the standard distances, as they are kept: by the distance's place in the list."""

from collections.abc import Iterable

from coaching.motion import BEST_EFFORT_DISTANCES_M
from models.entities import BestEffort


def durations_ms(efforts: Iterable[BestEffort]) -> tuple[int, ...]:
    """Milliseconds over each standard distance in order, 0 where it was not covered."""
    by_distance = {effort.distance_m: round(effort.duration_s * 1000) for effort in efforts}
    durations = [by_distance.get(distance_m, 0) for distance_m in BEST_EFFORT_DISTANCES_M]
    while durations and durations[-1] == 0:
        durations.pop()
    return tuple(durations)


def distance_m(position: int) -> float | None:
    """The standard distance at a place of the list, m; None for one that this version does not know."""
    return BEST_EFFORT_DISTANCES_M[position] if position < len(BEST_EFFORT_DISTANCES_M) else None
