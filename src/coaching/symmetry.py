"""How much left and right differ; 0 is alike, and which side is which does not matter.

The symmetry index is that of Robinson, Herzog & Nigg 1987 (Journal of Manipulative and Physiological Therapeutics
10:172).
"""

import math


def symmetry_index_pct(left: float, right: float) -> float:
    """The difference of both sides, % of their mean."""
    return abs(right - left) / (0.5 * (right + left)) * 100


def log_asymmetry_pct(left: float, right: float) -> float:
    """The logarithm of the ratio of both sides, times 100: near the symmetry index where they are nearly alike."""
    return abs(math.log(left / right)) * 100


def imbalance_pct(balance_pct: float) -> float:
    """How far the left foot's share of the contact time is from a half, percentage points."""
    return abs(balance_pct - 50)


def index_of_balance_pct(balance_pct: float) -> float:
    """The symmetry index of a balance: 50 plus or minus x is 4 x."""
    return 4 * imbalance_pct(balance_pct)
