"""Files that arrive: promised, read, refused."""

from dataclasses import dataclass
from datetime import datetime

from models.terms import FileFormat, ProblemCode, Sport, UploadState

MAX_UPLOAD_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was wrong with a file: a stable code and the facts for a developer (never shown translated)."""

    code: ProblemCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An activity of a file that was not taken, and why."""

    code: ProblemCode
    detail: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A ticket: the promise of one file, and what became of it.

    Attributes:
        expires_at: when the ticket goes; None for one that stays as long as its file.
        rearmed: it waits for its file again, and no worker looked since: one from before may still be there.
    """

    uid: str
    upload_id: str
    state: UploadState
    format: FileFormat | None
    size_bytes: int
    sha256: str
    sport_hint: Sport | None
    created_at: datetime
    expires_at: datetime | None
    activity_ids: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problem: Problem | None = None
    lease_until: datetime | None = None
    rearmed: bool = False
