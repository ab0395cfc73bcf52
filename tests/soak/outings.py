"""Small recordings that the campaigns upload, and what measuring them must give."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from console.athlete.recordings import file_bytes, recording
from models import keys
from models.entities import Profile
from models.terms import FileFormat, Sport
from uploads.measures import measure, sport_of
from uploads.readers.detect import read
from uploads.recording import Recording
from uploads.trim import trimmed

MINUTES = 3
NEW_YEAR = datetime(2025, 12, 31, 14, 58, tzinfo=UTC)  # already the next year in Japan after two minutes
MORNING = datetime(2026, 5, 4, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outing:
    """A file and the recordings in it."""

    name: str
    data: bytes
    recordings: tuple[Recording, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def aids(self, uid: str) -> list[str]:
        """The ids of its activities."""
        return [keys.activity_id(uid, found.device.key, found.started_at) for found in self.recordings]


@cache
def outings() -> tuple[Outing, ...]:
    """Watch and phone of the same outings, two activities in one file, other days and another year."""
    formats = FileFormat.FIT, FileFormat.GPX
    made = [
        _outing(f"{sport.lower()} {n} {each}", sport, n, MORNING + timedelta(days=n), each)
        for n, sport in enumerate([Sport.RUNNING, Sport.WALKING, Sport.RUNNING])
        for each in formats
    ]
    made.append(_outing("new year", Sport.RUNNING, 3, NEW_YEAR))
    made.append(_outing("after midnight", Sport.RUNNING, 4, NEW_YEAR + timedelta(minutes=10)))
    chained = [_file(Sport.RUNNING, n, MORNING + timedelta(days=9, hours=n)) for n in range(2)]
    made.append(_read("two in one", b"".join(chained)))
    return tuple(made)


@cache
def figures(data: bytes, number: int, sport: Sport | None, trims: tuple[float, float]) -> tuple[int, ...]:
    """(distance in mm, moving and elapsed ms, steps) of a file's n-th recording, with these corrections."""
    found = read(data).recordings[number]
    cut = trimmed(found, *trims)
    made = measure(replace(cut), Profile("nobody"), sport or sport_of(found, None))
    return round(made.distance_m * 1000), round(made.moving_s * 1000), round(made.elapsed_s * 1000), made.steps or 0


def _file(sport: Sport, seed: int, start: datetime, each: FileFormat = FileFormat.FIT) -> bytes:
    return file_bytes(recording(sport, MINUTES, seed, started_at=start, file_format=each))


def _outing(name: str, sport: Sport, seed: int, start: datetime, each: FileFormat = FileFormat.FIT) -> Outing:
    return _read(name, _file(sport, seed, start, each))


def _read(name: str, data: bytes) -> Outing:
    return Outing(name, data, read(data).recordings)
