"""Work in the background that a person asked for."""

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
