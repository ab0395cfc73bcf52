"""The fixed terms of the field: sports, channels, states, reasons. Values are stored and sent; they never change."""

from enum import StrEnum


class Sport(StrEnum):
    """The two sports of the service."""

    RUNNING = "RUNNING"
    WALKING = "WALKING"


class Sex(StrEnum):
    """Which norms a person is compared with."""

    FEMALE = "FEMALE"
    MALE = "MALE"
    UNSPECIFIED = "UNSPECIFIED"


class Locale(StrEnum):
    """Languages the service answers in."""

    EN = "EN"
    JA = "JA"


class Units(StrEnum):
    """How an app should show lengths; the service itself always answers metric."""

    METRIC = "METRIC"
    IMPERIAL = "IMPERIAL"


class Weekday(StrEnum):
    """Days a person's week may start with, in ISO order."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


class FileFormat(StrEnum):
    """File formats the readers know."""

    FIT = "FIT"
    TCX = "TCX"
    GPX = "GPX"


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


class UploadState(StrEnum):
    """Life of an upload: waiting for the file, being worked on, and the two ends."""

    WAITING = "WAITING"
    PROCESSING = "PROCESSING"
    DONE = "DONE"
    FAILED = "FAILED"


class ChangeKind(StrEnum):
    """What last happened to an activity."""

    CREATED = "CREATED"
    EDITED = "EDITED"
    REMEASURED = "REMEASURED"
    MERGED = "MERGED"
    RESTORED = "RESTORED"
    DELETED = "DELETED"


class AccountState(StrEnum):
    """Life of an account: everything of a closing one is being deleted, a closed one is gone."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"


class JobState(StrEnum):
    """Life of a background job."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


class JobKind(StrEnum):
    """What the second queue's messages ask for."""

    REMEASURE = "REMEASURE"
    DELETE_ACCOUNT = "DELETE_ACCOUNT"
    EXPORT = "EXPORT"


class TotalsUnit(StrEnum):
    """Spans that totals are asked for."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class ProblemCode(StrEnum):
    """Why a file, or a part of it, could not be used. Codes are stable; sentences are in ``graph.sentences``."""

    EMPTY_FILE = "EMPTY_FILE"
    UNKNOWN_FORMAT = "UNKNOWN_FORMAT"
    UNREADABLE_FILE = "UNREADABLE_FILE"
    UNSAFE_FILE = "UNSAFE_FILE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    SIZE_MISMATCH = "SIZE_MISMATCH"
    CHECKSUM_MISMATCH = "CHECKSUM_MISMATCH"
    NO_ACTIVITY = "NO_ACTIVITY"
    NO_TIMES = "NO_TIMES"
    TOO_SHORT = "TOO_SHORT"
    UNSUPPORTED_SPORT = "UNSUPPORTED_SPORT"
    ALREADY_THERE = "ALREADY_THERE"
    # Not fatal: the rest of the file was used.
    TRUNCATED = "TRUNCATED"
    WRONG_CHECKSUM = "WRONG_CHECKSUM"
    BAD_TIMESTAMPS = "BAD_TIMESTAMPS"
    BAD_VALUES = "BAD_VALUES"
    MISSING_POSITIONS = "MISSING_POSITIONS"
