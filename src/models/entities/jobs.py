"""Work in the background that a person asked for, or that follows from what they changed."""

from dataclasses import dataclass
from datetime import datetime

from models.terms import JobState


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of an account as one archive."""

    job_id: str
    state: JobState
    requested_at: datetime
    finished_at: datetime | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Rescore:
    """Every activity of an account scored again.

    Attributes:
        done: activities that were looked at so far; all of them once it is over. It never falls: a walk that begins
            anew is counted again only from where the one before it was.
    """

    job_id: str
    state: JobState
    requested_at: datetime
    finished_at: datetime | None = None
    done: int = 0
