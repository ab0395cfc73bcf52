"""The account of the cookbook: the demo athlete and two weeks of hers, the same on every machine and every day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from console.athlete.recordings import file_bytes, training_log
from console.athlete.synthetic import SyntheticRecording
from console.athlete.week import PHONE
from models.terms import FileFormat
from tests.docs.clock import Clock
from tests.service import Service

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)  # 20:00 in Tokyo
WEEKS = 2
SUBJECT = "cook"


def move_in(service: Service, clock: Clock) -> None:
    """Her recordings up to yesterday, each sent ten minutes after its end."""
    person = service.person(SUBJECT)
    for recording in reversed(list(training_log(TODAY, WEEKS))):
        clock.set(recording.started_at + timedelta(seconds=recording.end_s + 600))
        person.send(file_bytes(recording))
        assert service.deliver() == {"batchItemFailures": []}
    clock.set(NOW)


def write_files(folder: Path) -> None:
    """The files that the cookbook sends: today's run, the phone's recording of it, and what is none."""
    (today,) = islice(training_log(TODAY + timedelta(days=1)), 1)
    (folder / "run.fit").write_bytes(file_bytes(today))
    (folder / "phone.gpx").write_bytes(file_bytes(_by_phone(today)))
    (folder / "notes.txt").write_bytes(b"Bought new shoes.\n")


def _by_phone(recording: SyntheticRecording) -> SyntheticRecording:
    """The same outing, begun seven seconds later."""
    return replace(
        recording, format=FileFormat.GPX, device=PHONE, started_at=recording.started_at + timedelta(seconds=7)
    )
