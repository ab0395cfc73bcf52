"""Runs and walks: sports, channels, and how each figure came about."""

from enum import StrEnum


class Sport(StrEnum):
    """The two sports of the service."""

    RUNNING = "RUNNING"
    WALKING = "WALKING"


class Channel(StrEnum):
    """Measured series of a recording; the unit is part of the name.

    The value is the name under which a column is stored and sent.
    """

    ALTITUDE_M = "altitudeM"
    SPEED_M_S = "speedMS"
    HEART_RATE_BPM = "heartRateBpm"
    CADENCE_SPM = "cadenceSpm"
    POWER_W = "powerW"
    VERTICAL_OSCILLATION_MM = "verticalOscillationMm"
    VERTICAL_RATIO_PCT = "verticalRatioPct"
    CONTACT_MS = "contactMs"
    CONTACT_BALANCE_PCT = "contactBalancePct"
    STEP_LENGTH_M = "stepLengthM"
    TEMPERATURE_C = "temperatureC"


class OffsetSource(StrEnum):
    """Where an activity's UTC offset comes from."""

    RECORDED = "RECORDED"
    LONGITUDE = "LONGITUDE"
    UNKNOWN = "UNKNOWN"


class DistanceSource(StrEnum):
    """What the distance of an activity was measured from."""

    DEVICE = "DEVICE"
    POSITIONS = "POSITIONS"


class DistanceReason(StrEnum):
    """Why an activity's distance was measured from what it was measured from."""

    DEVICE_RECORDED = "DEVICE_RECORDED"
    DEVICE_MISSING = "DEVICE_MISSING"
    DEVICE_IMPLAUSIBLE = "DEVICE_IMPLAUSIBLE"
    NO_POSITIONS = "NO_POSITIONS"
    TOTAL_ONLY = "TOTAL_ONLY"


class HeartRateZoneMethod(StrEnum):
    """What the bounds of heart-rate zones are shares of; see ``coaching.zones``."""

    RESERVE = "RESERVE"
    MAXIMUM = "MAXIMUM"


class PaceZoneMethod(StrEnum):
    """What the bounds of pace zones follow from; see ``coaching.zones``."""

    THRESHOLD = "THRESHOLD"
    WALKING_SPEEDS = "WALKING_SPEEDS"


class MissingReason(StrEnum):
    """Why a figure of an activity cannot be had."""

    OLDER_MEASURES = "OLDER_MEASURES"
    NO_HEART_RATE = "NO_HEART_RATE"
    MAX_HEART_RATE_UNKNOWN = "MAX_HEART_RATE_UNKNOWN"
    RESTING_HEART_RATE_UNKNOWN = "RESTING_HEART_RATE_UNKNOWN"
    SEX_UNSPECIFIED = "SEX_UNSPECIFIED"
    NO_ALTITUDE = "NO_ALTITUDE"
    NO_DISTANCE = "NO_DISTANCE"
    NO_BEST_EFFORT = "NO_BEST_EFFORT"
    NOT_A_RUN = "NOT_A_RUN"
    TOO_SHORT = "TOO_SHORT"
    NOT_MOVING = "NOT_MOVING"
    PARTIAL_HEART_RATE = "PARTIAL_HEART_RATE"
    # Never written: what a newer version wrote, to one that does not know it.
    OTHER = "OTHER"
    # Of scores and of what can be expected.
    BIRTH_DATE_UNKNOWN = "BIRTH_DATE_UNKNOWN"
    HEIGHT_UNKNOWN = "HEIGHT_UNKNOWN"
    UNDER_18 = "UNDER_18"
    NO_BRISK_WALKING = "NO_BRISK_WALKING"
    NO_STEADY_RUNNING = "NO_STEADY_RUNNING"
    NO_CADENCE = "NO_CADENCE"
    NO_RUNNING_DYNAMICS = "NO_RUNNING_DYNAMICS"
    NO_NORM = "NO_NORM"
    BIRTH_DATE_AND_HEIGHT_UNKNOWN = "BIRTH_DATE_AND_HEIGHT_UNKNOWN"
    # Never written: of an activity whose measures are being made anew.
    BEING_MEASURED = "BEING_MEASURED"
    PARTIAL_CADENCE = "PARTIAL_CADENCE"
    IMPLAUSIBLE_STEPS = "IMPLAUSIBLE_STEPS"
    PARTIAL_RUNNING_DYNAMICS = "PARTIAL_RUNNING_DYNAMICS"
    IMPLAUSIBLE_RUNNING_DYNAMICS = "IMPLAUSIBLE_RUNNING_DYNAMICS"


class CaloriesMethod(StrEnum):
    """How energy was worked out; see ``coaching.energy``."""

    ACSM_RUNNING = "ACSM_RUNNING"
    LCDA_WALKING = "LCDA_WALKING"
    DEVICE = "DEVICE"


class LapTrigger(StrEnum):
    """What ended a lap."""

    MANUAL = "MANUAL"
    DISTANCE = "DISTANCE"
    TIME = "TIME"
    SESSION_END = "SESSION_END"
    OTHER = "OTHER"


class SplitUnit(StrEnum):
    """Lengths of a split."""

    KILOMETER = "KILOMETER"
    MILE = "MILE"


class ChangeKind(StrEnum):
    """What last happened to an activity."""

    CREATED = "CREATED"
    EDITED = "EDITED"
    REMEASURED = "REMEASURED"
    MERGED = "MERGED"
    RESTORED = "RESTORED"
    DELETED = "DELETED"


class TotalsUnit(StrEnum):
    """Spans that totals are asked for."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"
