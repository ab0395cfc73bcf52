from pathlib import Path

import pytest

from coaching.catalogue.exercises import exercise_name
from coaching.catalogue.programs import EQUIPMENT
from coaching.exercises import EXERCISES, GENERAL, JUMPS, LEVELS, WARM_UPS
from models.terms import Equipment, Locale


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


def in_words(exercise, level):
    """As the page writes a dose."""
    dose = exercise.dose(level)
    amount = f"{dose.seconds} s" if dose.repetitions is None else f"{dose.repetitions}"
    return f"{dose.sets} × {amount}{' a side' if exercise.each_side else ''}"


def row(exercise):
    """What the page says of an exercise."""
    names = [exercise_name(exercise.key, locale) for locale in (Locale.EN, Locale.JA)]
    doses = list(dict.fromkeys(in_words(exercise, level) for level in (LEVELS[0], LEVELS[-1])))
    kind = "warm-up" if exercise.warm_up else "jump" if exercise.key in JUMPS else ""
    needs = "" if exercise.equipment is Equipment.NONE else EQUIPMENT[exercise.equipment].of(Locale.EN).lower()
    return " | ".join((f"| `{exercise.key}`", *names, " to ".join(doses), kind, needs)) + " |"


def test_the_page_lists_every_exercise_by_its_key():
    page = (Path(__file__).parents[2] / "docs" / "advice.md").read_text(encoding="utf-8")
    table = [line for line in page.splitlines() if line.startswith("| `") and line.count("|") == 7]
    assert [" ".join(line.split()) for line in table] == [" ".join(row(each).split()) for each in EXERCISES.values()]
