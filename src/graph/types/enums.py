"""The entities' enumerations, with a description for each value.

The types import them from here, so that they are GraphQL's before any type mentions them.
"""

from enum import StrEnum

from graph.types.described import described
from models.terms import (
    CaloriesMethod,
    ChangeKind,
    Channel,
    DistanceReason,
    DistanceSource,
    FileFormat,
    HeartRateZoneMethod,
    JobState,
    LapTrigger,
    Locale,
    MissingReason,
    OffsetSource,
    PaceZoneMethod,
    ProblemCode,
    Sex,
    SplitUnit,
    Sport,
    TotalsUnit,
    Units,
    UploadState,
    Weekday,
)
from resolvers.validation import InputProblemCode

__all__ = [
    "CaloriesMethod",
    "ChangeKind",
    "DistanceReason",
    "DistanceSource",
    "FileFormat",
    "HeartRateZoneMethod",
    "InputProblemCode",
    "JobState",
    "LapTrigger",
    "Locale",
    "MissingReason",
    "OffsetSource",
    "PaceZoneMethod",
    "ProblemCode",
    "SeriesChannel",
    "Sex",
    "SplitUnit",
    "Sport",
    "TotalsUnit",
    "Units",
    "UploadState",
    "Weekday",
]


class SeriesChannel(StrEnum):
    """The channels as clients ask for them: the entity's names, in GraphQL's spelling."""

    ALTITUDE_M = Channel.ALTITUDE_M
    SPEED_M_S = Channel.SPEED_M_S
    HEART_RATE_BPM = Channel.HEART_RATE_BPM
    CADENCE_SPM = Channel.CADENCE_SPM
    POWER_W = Channel.POWER_W
    VERTICAL_OSCILLATION_MM = Channel.VERTICAL_OSCILLATION_MM
    VERTICAL_RATIO_PCT = Channel.VERTICAL_RATIO_PCT
    CONTACT_MS = Channel.CONTACT_MS
    CONTACT_BALANCE_PCT = Channel.CONTACT_BALANCE_PCT
    STEP_LENGTH_M = Channel.STEP_LENGTH_M
    TEMPERATURE_C = Channel.TEMPERATURE_C


described(Sport, "The two sports of the service.", "Running.", "Walking, hikes included.")
described(
    Sex,
    "Which norms a person is compared with.",
    "Norms for women.",
    "Norms for men.",
    "Not told: norms for both, blended.",
)
described(Locale, "Languages of sentences.", "English.", "Japanese.")
described(
    Units,
    "How an app should show lengths; every figure of this API stays metric.",
    "Kilometres and kilograms.",
    "Miles and pounds.",
)
described(
    Weekday,
    "Days that a week may start with.",
    *(f"Weeks from {day.value.title()}." for day in Weekday),
)
described(
    FileFormat,
    "File formats that are read, gzip-packed or not; recognised by content, never by name.",
    "Flexible and Interoperable Data Transfer, the watches' own format.",
    "Training Center XML.",
    "GPS Exchange Format, 1.0 and 1.1.",
)
described(
    SeriesChannel,
    "Measured series. The unit is part of the name.",
    "Altitude above sea level, m.",
    "Speed, m/s.",
    "Heart rate, beats per minute.",
    "Cadence, steps per minute of both feet.",
    "Power, W.",
    "Vertical oscillation of the trunk, mm.",
    "Vertical oscillation in per cent of the step length.",
    "Ground contact time, ms.",
    "Share of the left foot in the ground contact, per cent.",
    "Length of one step, contact to contact, m.",
    "Temperature at the device, degrees Celsius.",
)
described(
    OffsetSource,
    "Where the UTC offset of an activity comes from.",
    "The file tells it.",
    "The nautical time zone of the first position: whole hours by 15 degrees of longitude.",
    "Neither told nor to be worked out: UTC stands in.",
)
described(
    DistanceSource,
    "What a distance was measured from.",
    "What the device told: the distance it accumulated, else its speed over time, else its total; see distance.reason.",
    "The path through the recorded positions, on the WGS 84 ellipsoid.",
)
described(
    DistanceReason,
    "Why a distance was measured from what it was measured from.",
    "The device accumulated a distance that a person can cover: its sensors and its receiver know more than its file.",
    "The device accumulated none: the positions tell it.",
    "What the device accumulated leaps, stands still while somebody gets on, or is not there all the time: the "
    "positions tell it; without better ones, what it accumulated but for its leaps.",
    "No distance that can be believed and no positions: the recorded speed over the time in motion.",
    "Nothing but the device's total: laid out evenly over the time in motion. Splits and efforts are unknown.",
)
described(
    HeartRateZoneMethod,
    "What heart-rate zones are shares of.",
    "The heart-rate reserve: from the resting heart rate to the maximum.",
    "The maximum: the profile has no resting heart rate below it.",
)
described(
    PaceZoneMethod,
    "What pace zones follow from.",
    "The threshold pace of a runner, estimated from best efforts.",
    "Fixed speeds of walking.",
)
described(
    MissingReason,
    "Why a figure cannot be had.",
    "The activity was measured before the service knew this figure; newer recordings have it, and this one has once it "
    "is corrected, by trimming for example.",
    "No heart rate was recorded, or a single one, which speaks for no time.",
    "The profile has neither a maximal heart rate nor a date of birth that somebody can have.",
    "The profile has no resting heart rate below the maximum.",
    "The profile tells no sex, and there is no formula for both.",
    "No altitude was recorded, or for less than nine tenths of the way.",
    "The way between start and end, or the speed on it, is not known.",
    "No running effort of 10 to 150 minutes over a standard distance in this local year and the one before.",
    "It has a meaning for runs only.",
    "Too short for it to have a meaning.",
    "Nobody moved as fast as the sport asks: 0.9 m/s running, 0.4 m/s walking.",
    "The heart rate is known for less than four fifths of the time in motion, or of one of its halves.",
    "Another reason, of a newer version of the service.",
    "Scores are for adults, and a walk's compares with people of the same age: the profile has no date of birth that "
    "somebody can have.",
    "What is expected depends on the height: the profile has none.",
    "Norms are for adults: nobody under 18 is scored.",
    "No brisk walking on the level, of a minute at least without a break: 100 steps a minute, or 5 km/h.",
    "No steady running on the level, of 200 steps at least, after the first three minutes, at 1.5 to 6.5 m/s.",
    "No cadence was recorded, and no steps.",
    "No running dynamics were recorded: a chest strap, a pod or a watch that measures oscillation, contact or balance.",
    "There is no published norm for it.",
    "The profile has neither a date of birth that somebody can have nor a height, and both are needed.",
    "It is being measured again at this moment: ask again soon.",
    "A cadence, or steps, were recorded for less than half of the time that is scored.",
    "Steps were counted that do not fit the way: longer or shorter than anybody's.",
    "Running dynamics were recorded for less than half of the time that is scored.",
    "Running dynamics were recorded that nobody has: a vertical ratio outside of 2 to 25 %, a contact outside of 80 to "
    "500 ms or as long as the stride, a balance outside of 35 to 65 %.",
)
described(
    CaloriesMethod,
    "How energy was worked out. All are gross: rest is included.",
    "ACSM's running equation, from speed and weight.",
    "The LCDA walking equation (Looney 2019), from speed and weight.",
    "The device's own figure: the profile has no weight.",
)
described(
    LapTrigger,
    "What ended a lap.",
    "The person pressed a button.",
    "A distance was reached.",
    "A time was reached.",
    "The recording ended.",
    "Something else, or the file does not tell.",
)
described(SplitUnit, "Lengths of a split.", "1,000 m.", "1,609.344 m.")
described(
    UploadState,
    "Life of an upload.",
    "Promised; the file has not arrived.",
    "The file is being read and measured.",
    "Its activities are there.",
    "Nothing could be made of the file; see problem.",
)
described(
    ProblemCode,
    "Why a file, or a part of it, could not be used.",
    "No bytes.",
    "Neither FIT, TCX nor GPX.",
    "Damaged beyond reading.",
    "XML with a document type declaration, or of a build that could only harm a reader.",
    "Too many bytes or points once unpacked.",
    "Another number of bytes arrived than was promised.",
    "Another SHA-256 arrived than was promised.",
    "A sound file without any activity in it.",
    "Points without times; not fatal where others have them.",
    "Fewer than two timed points.",
    "A sport that is neither running nor walking.",
    "The file names no sport, and nothing in it tells running from walking: sent again with a sportHint, it is taken.",
    "The same recording came before; the first one was kept.",
    "Not fatal: the file ends early.",
    "Not fatal: the file's own checksum is wrong.",
    "Not fatal: points with impossible times were left out.",
    "Not fatal: values that cannot be were left out.",
    "Not fatal: points without a position.",
)
described(
    InputProblemCode,
    "What is wrong with an input field.",
    "A number or date outside of its range.",
    "Not of the form that is asked for.",
    "At odds with another field.",
    "There are as many as there may be.",
)
described(
    ChangeKind,
    "What last happened to an activity.",
    "It arrived.",
    "The person corrected it.",
    "It was measured or scored again.",
    "Another one stands for it; it is stored, not listed and not counted.",
    "It is listed and counted again.",
    "It was deleted; told for 90 days.",
)
described(
    JobState,
    "Life of a background job.",
    "Asked for.",
    "Being worked on.",
    "Done.",
    "It cannot be done.",
)
described(
    TotalsUnit, "Spans of totals.", "A local day.", "From the first weekday of the profile.", "A month.", "A year."
)
