"""Files, and what becomes of them; work in the background."""

from enum import StrEnum


class FileFormat(StrEnum):
    """File formats the readers know."""

    FIT = "FIT"
    TCX = "TCX"
    GPX = "GPX"


class UploadState(StrEnum):
    """Life of an upload: waiting for the file, being worked on, and the two ends."""

    WAITING = "WAITING"
    PROCESSING = "PROCESSING"
    DONE = "DONE"
    FAILED = "FAILED"


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
    UNKNOWN_SPORT = "UNKNOWN_SPORT"
    ALREADY_THERE = "ALREADY_THERE"
    # Not fatal: the rest of the file was used.
    TRUNCATED = "TRUNCATED"
    WRONG_CHECKSUM = "WRONG_CHECKSUM"
    BAD_TIMESTAMPS = "BAD_TIMESTAMPS"
    BAD_VALUES = "BAD_VALUES"
    MISSING_POSITIONS = "MISSING_POSITIONS"


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
    RESCORE = "RESCORE"
    PUBLISH_COHORTS = "PUBLISH_COHORTS"
