"""How evenly somebody went: the spread of the kilometres, and the second half against the first."""

import math
from collections.abc import Sequence

# Two kilometres have a difference, not a spread.
FEWEST_SPLITS = 3

# Whole kilometres; a last, shorter one is none.
SHORTEST_SPLIT_SHARE = 0.999


def evenness_pct(paces: Sequence[float]) -> float | None:
    """Coefficient of variation of the paces of equal lengths, %; None for fewer than ``FEWEST_SPLITS``.

    0 is a metronome. Studies of marathons use the same of the speed (Haney & Mercer 2011, Int J Exerc Sci 4:133), of
    shorter stretches: their figures are larger.
    """
    if len(paces) < FEWEST_SPLITS:
        return None
    mean = math.fsum(paces) / len(paces)
    return math.sqrt(math.fsum((pace - mean) ** 2 for pace in paces) / len(paces)) / mean * 100


def second_half_pct(first_s: float, second_s: float) -> float | None:
    """How much longer the second half of the way took, % of the first; negative for a negative split."""
    return (second_s / first_s - 1) * 100 if first_s > 0 and second_s > 0 else None
