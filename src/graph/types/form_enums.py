"""The enumerations of form, scores and advice, with a description for each value; see ``graph.types.enums``."""

from graph.types.described import described
from models.terms import (
    AdviceKind,
    Band,
    Better,
    Component,
    Direction,
    Effort,
    Equipment,
    Lever,
    ProgramReason,
    RunGoal,
    SensorSite,
    Standing,
)
from resolvers.compare import FigureKey, Side

__all__ = [
    "AdviceKind",
    "Band",
    "Better",
    "Component",
    "Direction",
    "Effort",
    "Equipment",
    "FigureKey",
    "Lever",
    "ProgramReason",
    "RunGoal",
    "SensorSite",
    "Side",
    "Standing",
]

described(
    Component,
    "Figures of the form, each with its unit: those that are scored, and those that are shown beside them.",
    "Speed of the brisk walking, m/s.",
    "Length of one step, contact to contact, m.",
    "Vertical oscillation in per cent of the step length (vertical ratio), %.",
    "Steps of both feet a minute.",
    "Stiffness of the leg as a spring, by body weight and leg length, without a unit (Morin 2005).",
    "How far the two sides differ, %: of a walk the symmetry index, of a run what the contact balance is off 50 %.",
    "How much the time from step to step varies, coefficient of variation, %.",
    "How far the hip of the swinging leg sinks, degrees. Experimental.",
    "How far the trunk leans back during contact, degrees. Experimental.",
    "Ground contact of a step, ms. Shown, not scored: by itself it says next to nothing of economy.",
    "Vertical oscillation of the trunk, mm. Shown, not scored.",
    "Share of the stride with a foot on the ground, %. Shown, not scored.",
    "Step length over cadence, m/(steps/min): people keep it whatever their speed. Shown, not scored.",
)
described(
    Standing,
    "What a component is to the score.",
    "It counts.",
    "It does not count yet: nothing has been found to hold it against.",
    "It never counts.",
)
described(
    Better,
    "Which way a figure of the form gets better.",
    "Up.",
    "Down.",
    "Toward what is expected.",
)
described(
    SensorSite,
    "Where on the body the running dynamics were measured: norms differ.",
    "A strap around the chest.",
    "A pod at the waist.",
    "A watch.",
    "A pod at the shoe.",
    "The file does not tell: norms for the chest stand in.",
)
described(
    RunGoal,
    "What somebody runs for. It shifts the weights of the score, never what was measured.",
    "Faster: the spring counts more.",
    "Longer: rhythm and symmetry count more.",
    "Easier: bounce counts more.",
)
described(
    Band,
    "Where a figure lies among people of the same age and sex, for a walk, or among what is usual of runners: the "
    "value itself, whether or not more of it is better.",
    "Among the lowest quarter.",
    "Between the lowest quarter and the middle fifth.",
    "In the middle fifth: average.",
    "Between the middle fifth and the highest quarter.",
    "Among the highest quarter.",
)
described(
    Effort,
    "How a session of exercises felt.",
    "Easy: more would have been possible.",
    "Just right.",
    "Hard: it was too much.",
)
described(
    FigureKey,
    "What two activities are compared by, beside their scores.",
    "Distance, m.",
    "Time while moving, s.",
    "Mean pace while moving, seconds per kilometre.",
    "Mean heart rate, beats per minute.",
    "Mean cadence while moving, steps per minute.",
    "Mean length of one step, m.",
)
described(Side, "One of two activities.", "The first.", "The second.")
described(
    Direction,
    "Where the value of a figure lies, seen from where it does better.",
    "Lower: more of it would be better, or for a figure that gets better downwards, good.",
    "Higher: less of it would be better, or for a figure that gets better upwards, good.",
    "Where it is expected.",
)
described(
    Lever,
    "What to work on for a figure, where that is another one.",
    "The length of the step.",
    "The cadence.",
    "The speed.",
    "The spring of the leg.",
)
described(
    AdviceKind,
    "What a line of the coach is for.",
    "To do better.",
    "To go on so.",
    "To read a figure that is shown and not scored.",
)
described(
    Equipment,
    "What an exercise needs beside some room.",
    "Nothing.",
    "A chair.",
    "A low step.",
    "A skipping rope.",
    "A metronome, or music.",
)
described(
    ProgramReason,
    "What a programme of exercises follows from.",
    "The weaknesses of the last four weeks.",
    "There are scores, and no weakness in them: exercises for the whole body.",
    "There are no scores of the last four weeks yet: exercises for the whole body.",
    "There are activities of the last four weeks and no scores: the profile has no date of birth or no height, by "
    "which scores go. Exercises for the whole body.",
    "Too much hurt lately for a session to be made: there is none.",
    "Exercises are for adults: there are none for people under 18.",
)
