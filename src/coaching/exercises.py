"""The exercises: what they ask for, and how they grow in three levels.

Two or three sets of 8 to 15 repetitions, or of 20 to 45 seconds, on two or three days a week: within what the American
College of Sports Medicine's position stand asks of healthy adults (Garber et al. 2011, Med Sci Sports Exerc 43:1334),
and Japan's guide to physical activity 2023 (strength on two or three days). Jumps are kept to two days. Which exercise
serves which weakness is our own map [E], by what the muscles do in that phase of the step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.terms import Equipment

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise: sets of so many repetitions, or of so many seconds."""

    sets: int
    repetitions: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise; its words are in ``coaching.catalogue.exercises``.

    Attributes:
        doses: by level, from 1 to 3.
        each_side: whether the dose is for the left and for the right.
        days_per_week: on how many days of a week at most; jumps are counted together.
        warm_up: whether it is there to warm up.
    """

    key: str
    doses: tuple[Dose, Dose, Dose]
    each_side: bool = False
    days_per_week: int = 3
    equipment: Equipment = Equipment.NONE
    warm_up: bool = False

    def dose(self, level: int) -> Dose:
        """How much at a level of 1 to 3."""
        return self.doses[level - 1]


def _times(first: int, last: int) -> tuple[Dose, Dose, Dose]:
    """Repetitions: more of them first, then another set, then more of them."""
    middle = (first + last) // 2
    return Dose(2, repetitions=first), Dose(3, repetitions=middle), Dose(3, repetitions=last)


def _held(first: int, last: int) -> tuple[Dose, Dose, Dose]:
    """The same in seconds."""
    middle = (first + last) // 10 * 5
    return Dose(2, seconds=first), Dose(3, seconds=middle), Dose(3, seconds=last)


_NO_MORE = (Dose(2, seconds=30),) * 3
# Of a week, jumps of all kinds together.
JUMP_DAYS = 2

_ALL = (
    Exercise("MARCH", (Dose(2, seconds=45),) * 3, warm_up=True),
    Exercise("LEG_SWING", (Dose(2, repetitions=10),) * 3, each_side=True, warm_up=True),
    Exercise("ANKLE_ROCKS", (Dose(2, repetitions=12),) * 3, warm_up=True),
    Exercise("SIDE_PLANK", _held(20, 40), each_side=True),
    Exercise("CLAMSHELL", _times(10, 15), each_side=True),
    Exercise("BRIDGE", _times(10, 15)),
    Exercise("SINGLE_LEG_BRIDGE", _times(8, 12), each_side=True),
    Exercise("STEP_DOWN", _times(8, 12), each_side=True, equipment=Equipment.STEP),
    Exercise("DEAD_BUG", _times(8, 12), each_side=True),
    Exercise("BIRD_DOG", _times(8, 12), each_side=True),
    Exercise("PLANK", _held(20, 45)),
    Exercise("HIP_FLEXOR_STRETCH", _NO_MORE, each_side=True),
    Exercise("HIP_EXTENSION", _times(10, 15), each_side=True),
    Exercise("CHEST_OPENER", _NO_MORE),
    Exercise("SPLIT_SQUAT", _times(8, 12), each_side=True),
    Exercise("SINGLE_LEG_SQUAT", _times(8, 12), each_side=True, equipment=Equipment.CHAIR),
    Exercise("SIT_TO_STAND", _times(8, 15), equipment=Equipment.CHAIR),
    Exercise("STEP_UP", _times(8, 12), each_side=True, equipment=Equipment.STEP),
    Exercise("CALF_RAISE", _times(8, 15), each_side=True),
    Exercise("HEEL_RAISE", _times(10, 15)),
    Exercise("BALANCE_REACH", _times(8, 12), each_side=True),
    Exercise("SINGLE_LEG_STAND", _held(20, 45), each_side=True),
    Exercise("SHORT_HOPS", _times(8, 15), days_per_week=JUMP_DAYS),
    Exercise("POGO_HOPS", _times(8, 15), days_per_week=JUMP_DAYS),
    Exercise("ROPE_SKIPPING", _held(20, 45), days_per_week=JUMP_DAYS, equipment=Equipment.ROPE),
    Exercise("QUICK_STEPS", _held(20, 45), equipment=Equipment.METRONOME),
    Exercise("MARCHING_BEAT", _held(30, 45), equipment=Equipment.METRONOME),
    Exercise("TOE_OFF_DRILL", _times(10, 15), each_side=True),
    Exercise("ARM_SWING_DRILL", _held(30, 45)),
    Exercise("BRISK_INTERVALS", _held(30, 45)),
)
EXERCISES: Mapping[str, Exercise] = MappingProxyType({each.key: each for each in _ALL})

JUMPS = frozenset(each.key for each in _ALL if each.days_per_week == JUMP_DAYS)
WARM_UPS = tuple(each.key for each in _ALL if each.warm_up)
# For everybody: hips, trunk, legs, calves and balance, without jumps and without equipment that is not at home.
GENERAL = ("BRIDGE", "SIT_TO_STAND", "HEEL_RAISE", "BIRD_DOG", "SINGLE_LEG_STAND", "HIP_EXTENSION", "PLANK")
