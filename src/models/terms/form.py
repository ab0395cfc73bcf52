"""How somebody moves: figures, where they lie among people, and what a coach says of them."""

from enum import StrEnum


class Component(StrEnum):
    """Figures of the form: those that are scored, and those that are shown beside them; see ``coaching.components``."""

    BRISK_SPEED = "BRISK_SPEED"
    STEP_LENGTH = "STEP_LENGTH"
    BOUNCE = "BOUNCE"
    CADENCE = "CADENCE"
    SPRING = "SPRING"
    SYMMETRY = "SYMMETRY"
    RHYTHM = "RHYTHM"
    PELVIS = "PELVIS"
    TRUNK = "TRUNK"
    CONTACT_TIME = "CONTACT_TIME"
    VERTICAL_OSCILLATION = "VERTICAL_OSCILLATION"
    DUTY_FACTOR = "DUTY_FACTOR"
    WALK_RATIO = "WALK_RATIO"


class Standing(StrEnum):
    """What a component is to the score."""

    SCORED = "SCORED"
    EXPERIMENTAL = "EXPERIMENTAL"
    SHOWN = "SHOWN"


class Better(StrEnum):
    """Which way a figure of the form gets better: up, down, or toward what is expected."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"
    MIDDLE = "MIDDLE"


class SensorSite(StrEnum):
    """Where on the body running dynamics are measured: the norms differ."""

    CHEST = "CHEST"
    WAIST = "WAIST"
    WRIST = "WRIST"
    FOOT = "FOOT"
    UNKNOWN = "UNKNOWN"


class Band(StrEnum):
    """Where a figure lies among people of the same age: the middle fifth is average, the next to either side slight."""

    CLEARLY_LOWER = "CLEARLY_LOWER"
    SLIGHTLY_LOWER = "SLIGHTLY_LOWER"
    AVERAGE = "AVERAGE"
    SLIGHTLY_HIGHER = "SLIGHTLY_HIGHER"
    CLEARLY_HIGHER = "CLEARLY_HIGHER"


class Effort(StrEnum):
    """How a session of exercises felt."""

    EASY = "EASY"
    RIGHT = "RIGHT"
    HARD = "HARD"


class Direction(StrEnum):
    """Where the value of a figure lies, seen from where it does better."""

    LOW = "LOW"
    HIGH = "HIGH"
    IN_RANGE = "IN_RANGE"


class Lever(StrEnum):
    """What to work on for a figure, where that is another one; see ``coaching.levers``."""

    STEP = "STEP"
    CADENCE = "CADENCE"
    PACE = "PACE"
    SPRING = "SPRING"


class AdviceKind(StrEnum):
    """What a line of the coach is for: to do better, to go on so, or to read a figure that is shown and not scored."""

    IMPROVE = "IMPROVE"
    KEEP = "KEEP"
    NOTE = "NOTE"


class Equipment(StrEnum):
    """What an exercise needs beside some room."""

    NONE = "NONE"
    CHAIR = "CHAIR"
    STEP = "STEP"
    ROPE = "ROPE"
    METRONOME = "METRONOME"


class ProgramReason(StrEnum):
    """What a programme of exercises follows from."""

    WEAKNESSES = "WEAKNESSES"
    NO_WEAKNESS = "NO_WEAKNESS"
    NO_SCORES = "NO_SCORES"
    PROFILE_INCOMPLETE = "PROFILE_INCOMPLETE"
    PAIN = "PAIN"
    UNDER_18 = "UNDER_18"
