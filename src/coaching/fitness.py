"""Fitness and fatigue: how much load of the last weeks and of the last days is still felt.

Exponentially weighted means of the daily load over 42 and 7 days (Banister 1991, with the constants of common use). Of
the two conventions in use this is ``alpha = 1 - exp(-1 / tau)``: after ``tau`` days of 100 each the mean is 63.21.
A day without an activity counts as 0.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

CHRONIC_DAYS = 42.0
ACUTE_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class Fitness:
    """A day's state, in the unit of the loads.

    Attributes:
        chronic: mean load over the last weeks, this day's included (CTL).
        acute: mean load over the last days, this day's included (ATL).
        balance: chronic minus acute as they were on the day before (TSB).
    """

    day: date
    chronic: float
    acute: float
    balance: float


def eased(before: float, load: float, days: float) -> float:
    """The mean after one more day's load."""
    return before - (load - before) * math.expm1(-1 / days)


def fitness(loads: Mapping[date, float], first: date, last: date) -> list[Fitness]:
    """The state of each day from one to another; before the first, nothing was done.

    Args:
        loads: of days that have any; those of other days are not looked at.
        first: the day with which both means begin.
        last: the day with which the list ends.
    """
    chronic = acute = 0.0
    states = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        balance = chronic - acute
        load = loads.get(day, 0.0)
        chronic, acute = eased(chronic, load, CHRONIC_DAYS), eased(acute, load, ACUTE_DAYS)
        states.append(Fitness(day, chronic, acute, balance))
    return states
