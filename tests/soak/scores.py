"""What always holds of the scores, of many more people; and a million birthdays, none of which may be felt."""

import random
from datetime import date, timedelta

from coaching.scores import score_of
from models.entities import Form, FormFigures, Profile
from models.terms import Sex, Sport
from tests.coaching.invariants import INVARIANTS, MOST_A_DAY, hold
from tests.soak.place import Place

NAME = "scores"
WHAT = "scores are bounded, rise with every figure and with age, and never jump from one day to the next"
UNIT = "examples"
FULL = 10_000
FEW = 20

NIGHTS_AN_EXAMPLE = 100
FIRST_DAY = date(2026, 1, 1)
ADULT_DAYS, OLDEST_DAYS = 18 * 366, 110 * 365


def run(place: Place | None, seed: int, count: int) -> str:
    """Check each invariant with ``count`` examples, and ``count`` times a hundred nights."""
    for name in INVARIANTS:
        hold(name, count, seed=seed)
    nights = count * NIGHTS_AN_EXAMPLE
    drawn = random.Random(seed)
    worst = max(_night(drawn) for _ in range(nights))
    assert worst <= MOST_A_DAY, f"{worst:.4f} points overnight"
    return f"{len(INVARIANTS)} invariants with {count} examples each; {nights} nights, the worst of {worst:.4f} points"


def _night(drawn: random.Random) -> float:
    """How far the score of a walk moves while somebody sleeps."""
    age_days = drawn.randrange(ADULT_DAYS, OLDEST_DAYS)
    day = FIRST_DAY + timedelta(days=drawn.randrange(366))
    person = Profile("somebody", day - timedelta(days=age_days), drawn.choice(list(Sex)), drawn.uniform(1.3, 2.1))
    others = {}
    if drawn.random() < 0.5:
        others = {"contact_balance_pct": drawn.uniform(45, 55), "step_time_cv_pct": drawn.uniform(0, 9)}
    form = Form(Sport.WALKING, FormFigures(drawn.uniform(0.8, 2.6), None, drawn.uniform(0.4, 1.1), **others))
    values = [score_of(form, person, day + timedelta(days=ahead)).value for ahead in (0, 1)]
    assert None not in values
    return abs(values[1] - values[0])
