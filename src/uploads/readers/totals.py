"""What devices say of a whole activity, and how much of it can be."""

from collections.abc import Mapping

from models.entities import DeviceTotals, Problem
from models.terms import ProblemCode

# Fields of ``DeviceTotals`` by name, as a file has them.
type ToldTotals = Mapping[str, float | None]

_MONTH_S = 30 * 86_400.0
# Beyond what anybody did: six-day races end near 1,000 km and 1.5 million steps.
_BOUNDS = {
    "distance_m": (0.0, 1e6),
    "elapsed_s": (0.0, _MONTH_S),
    "timer_s": (0.0, _MONTH_S),
    "ascent_m": (0.0, 50_000.0),
    "descent_m": (0.0, 50_000.0),
    "calories_kcal": (0.0, 100_000.0),
    "steps": (0.0, 2_000_000.0),
    "average_heart_rate_bpm": (20.0, 260.0),
    "max_heart_rate_bpm": (20.0, 260.0),
}
# What writers without a sensor put there.
_ZERO_IS_MISSING = frozenset({"average_heart_rate_bpm", "max_heart_rate_bpm"})


def believed(told: ToldTotals) -> tuple[DeviceTotals, list[Problem]]:
    """The totals that can be, and a BAD_VALUES for each that cannot; infinite and NaN are among these."""
    kept: dict[str, float] = {}
    problems: list[Problem] = []
    for field, (low, high) in _BOUNDS.items():
        value = told.get(field)
        if value is None or (value == 0 and field in _ZERO_IS_MISSING):
            continue
        if low <= value <= high:
            kept[field] = value
        else:
            problems.append(Problem(ProblemCode.BAD_VALUES, f"the device's own {field} cannot be {value:g}"))
    steps = kept.pop("steps", None)
    return DeviceTotals(steps=None if steps is None else round(steps), **kept), problems
