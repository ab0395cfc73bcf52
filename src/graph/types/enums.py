"""The entities' enumerations, with a description for each value.

The types import them from here, so that they are GraphQL's before any type mentions them.
"""

from enum import Enum, StrEnum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

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


def _described[E: type[Enum]](enum: E, description: str, *values: str) -> E:
    """Make the enumeration a GraphQL one; one text for each of its values, in their order."""
    made = strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = made.__dict__["__strawberry_definition__"]
    for value, text in zip(definition.values, values, strict=True):
        value.description = text
    return made


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


_described(Sport, "The two sports of the service.", "Running.", "Walking, hikes included.")
_described(
    Sex,
    "Which norms a person is compared with.",
    "Norms for women.",
    "Norms for men.",
    "Not told: norms for both, blended.",
)
_described(Locale, "Languages of sentences.", "English.", "Japanese.")
_described(
    Units,
    "How an app should show lengths; every figure of this API stays metric.",
    "Kilometres and kilograms.",
    "Miles and pounds.",
)
_described(
    Weekday,
    "Days that a week may start with.",
    *(f"Weeks from {day.value.title()}." for day in Weekday),
)
_described(
    FileFormat,
    "File formats that are read, gzip-packed or not; recognised by content, never by name.",
    "Flexible and Interoperable Data Transfer, the watches' own format.",
    "Training Center XML.",
    "GPS Exchange Format, 1.0 and 1.1.",
)
_described(
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
_described(
    OffsetSource,
    "Where the UTC offset of an activity comes from.",
    "The file tells it.",
    "The nautical time zone of the first position: whole hours by 15 degrees of longitude.",
    "Neither told nor to be worked out: UTC stands in.",
)
_described(
    DistanceSource,
    "What a distance was measured from.",
    "What the device told: the distance it accumulated, else its speed over time, else its total; see distance.reason.",
    "The path through the recorded positions, on the WGS 84 ellipsoid.",
)
_described(
    DistanceReason,
    "Why a distance was measured from what it was measured from.",
    "The device accumulated a distance that a person can cover: its sensors and its receiver know more than its file.",
    "The device accumulated none, or for less than half of the time: the positions tell it.",
    "What the device accumulated stands still, or nobody can cover it: the positions tell it.",
    "No distance that can be believed and no positions: the recorded speed over the time in motion.",
    "Nothing but the device's total: laid out evenly over the time in motion. Splits and efforts are unknown.",
)
_described(
    HeartRateZoneMethod,
    "What heart-rate zones are shares of.",
    "The heart-rate reserve: from the resting heart rate to the maximum.",
    "The maximum: the profile has no resting heart rate below it.",
)
_described(
    PaceZoneMethod,
    "What pace zones follow from.",
    "The threshold pace of a runner, estimated from best efforts.",
    "Fixed speeds of walking.",
)
_described(
    MissingReason,
    "Why a figure cannot be had.",
    "The activity was measured before the service knew this figure.",
    "No heart rate was recorded.",
    "The profile has neither a maximal heart rate nor a date of birth.",
    "The profile has no resting heart rate below the maximum.",
    "The profile tells no sex, and there is no formula for both.",
    "No altitude was recorded, or for less than nine tenths of the way.",
    "The way between start and end, or the speed on it, is not known.",
    "No running effort of 10 to 150 minutes over a standard distance in this local year and the one before.",
    "It has a meaning for runs only.",
    "Too short for it to have a meaning.",
)
_described(
    CaloriesMethod,
    "How energy was worked out. All are gross: rest is included.",
    "ACSM's running equation, from speed and weight.",
    "The LCDA walking equation (Looney 2019), from speed and weight.",
    "The device's own figure: the profile has no weight.",
)
_described(
    LapTrigger,
    "What ended a lap.",
    "The person pressed a button.",
    "A distance was reached.",
    "A time was reached.",
    "The recording ended.",
    "Something else, or the file does not tell.",
)
_described(SplitUnit, "Lengths of a split.", "1,000 m.", "1,609.344 m.")
_described(
    UploadState,
    "Life of an upload.",
    "Promised; the file has not arrived.",
    "The file is being read and measured.",
    "Its activities are there.",
    "Nothing could be made of the file; see problem.",
)
_described(
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
    "The same recording came before; the first one was kept.",
    "Not fatal: the file ends early.",
    "Not fatal: the file's own checksum is wrong.",
    "Not fatal: points with impossible times were left out.",
    "Not fatal: values that cannot be were left out.",
    "Not fatal: points without a position.",
)
_described(
    InputProblemCode,
    "What is wrong with an input field.",
    "A number or date outside of its range.",
    "Not of the form that is asked for.",
    "At odds with another field.",
)
_described(
    ChangeKind,
    "What last happened to an activity.",
    "It arrived.",
    "The person corrected it.",
    "It was measured again.",
    "Another one stands for it; it is stored, not listed and not counted.",
    "It is listed and counted again.",
    "It was deleted; told for 90 days.",
)
_described(
    JobState,
    "Life of a background job.",
    "Asked for.",
    "Being worked on.",
    "Done.",
    "It cannot be done.",
)
_described(
    TotalsUnit, "Spans of totals.", "A local day.", "From the first weekday of the profile.", "A month.", "A year."
)
