from datetime import date, timedelta

import pytest

from coaching.fitness import ACUTE_DAYS, CHRONIC_DAYS, fitness

FIRST = date(2026, 1, 1)


def steady(days, load=100.0):
    return {FIRST + timedelta(days=number): load for number in range(days)}


def test_after_as_many_days_as_the_constant_63_per_cent_is_there():
    last = FIRST + timedelta(days=int(CHRONIC_DAYS) - 1)
    states = fitness(steady(42), FIRST, last)
    assert states[-1].chronic == pytest.approx(63.2121, abs=5e-5)
    assert states[int(ACUTE_DAYS) - 1].acute == pytest.approx(63.2121, abs=5e-5)


def test_a_day_without_an_activity_counts_as_nothing():
    with_gap = fitness({FIRST: 100.0, FIRST + timedelta(days=3): 100.0}, FIRST, FIRST + timedelta(days=3))
    spelled = fitness(
        steady(1) | {FIRST + timedelta(days=n): 0.0 for n in (1, 2)} | {FIRST + timedelta(days=3): 100.0},
        FIRST,
        FIRST + timedelta(days=3),
    )
    assert with_gap == spelled
    assert with_gap[2].acute < with_gap[1].acute < with_gap[0].acute


def test_the_balance_is_that_of_the_evening_before():
    states = fitness(steady(2), FIRST, FIRST + timedelta(days=1))
    assert states[0].balance == 0
    assert states[1].balance == states[0].chronic - states[0].acute < 0


def test_nothing_is_told_before_the_first_day():
    assert fitness(steady(3), FIRST, FIRST - timedelta(days=1)) == []
