import pytest

from coaching.exercises import EXERCISES, GENERAL, JUMPS, LEVELS, WARM_UPS
from models.terms import Equipment


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_dose_is_two_or_three_sets_of_few_repetitions_or_seconds(exercise, level):
    dose = exercise.dose(level)
    assert 2 <= dose.sets <= 3
    assert (dose.repetitions is None) != (dose.seconds is None)
    assert dose.repetitions is None or 8 <= dose.repetitions <= 15
    assert dose.seconds is None or 20 <= dose.seconds <= 45


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_a_higher_level_never_asks_for_less(exercise):
    amounts = [dose.sets * (dose.repetitions or dose.seconds) for dose in exercise.doses]
    assert amounts == sorted(amounts)
    assert exercise.days_per_week in {2, 3}
    assert amounts[0] < amounts[-1] or exercise.warm_up or exercise.key.endswith(("STRETCH", "OPENER"))


def test_jumps_are_for_two_days_and_not_for_everybody():
    assert sorted(JUMPS) == ["POGO_HOPS", "ROPE_SKIPPING", "SHORT_HOPS"]
    assert {EXERCISES[key].days_per_week for key in JUMPS} == {2}
    assert not JUMPS & {*GENERAL, *WARM_UPS}


def test_what_is_for_everybody_needs_nothing_but_a_chair():
    assert {EXERCISES[key].equipment for key in (*GENERAL, *WARM_UPS)} <= {Equipment.NONE, Equipment.CHAIR}
    assert all(EXERCISES[key].warm_up for key in WARM_UPS)
