"""The demo athlete moves in where she has no activities: a profile, and twelve weeks of recordings, newest first."""

from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from console.athlete.recordings import file_bytes, profile, training_log
from console.client import ApiError, Client

WEEKS = 12
NEWEST = "{ viewer { activities(first: 1) { nodes { __typename } } } }"
UPDATE_PROFILE = """
mutation Settle($input: UpdateProfileInput!) {
  updateProfile(input: $input) { __typename ... on InputRefused { problems { field message } } }
}
"""


def herself() -> dict[str, Any]:
    """What the athlete tells of herself, as ``UpdateProfileInput``."""
    athlete = profile("demo")
    return {
        "birthDate": athlete.birth_date.isoformat() if athlete.birth_date else None,
        "sex": athlete.sex,
        "heightM": athlete.height_m,
        "weightKg": athlete.weight_kg,
        "restingHeartRateBpm": athlete.resting_heart_rate_bpm,
        "maxHeartRateBpm": athlete.max_heart_rate_bpm,
    }


class Demo:
    """Uploads the training log in a thread, with a progress bar; a context manager that stops early.

    ``stopping`` tells that the server goes down: then a refused connection is no news.
    """

    def __init__(
        self, client: Client, console: Console, now: datetime, stopping: Callable[[], bool], *, weeks: int = WEEKS
    ) -> None:
        self._client = client
        self._console = console
        self._now = now
        self._stopping = stopping
        self._weeks = weeks
        self._thread = Thread(target=self._run, name="demo", daemon=True)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop after the file under way."""
        self._thread.join()

    def _run(self) -> None:
        try:
            if not self._client.execute(NEWEST)["viewer"]["activities"]["nodes"]:
                self._settle()
                self._upload()
        except ApiError as error:
            if not self._stopping():
                self._console.print(f"The demo user's activities stopped arriving: {error}", style="red")

    def _settle(self) -> None:
        self._client.execute(UPDATE_PROFILE, {"input": herself()})

    def _upload(self) -> None:
        """Keep one file ahead of the processing, so that sending and measuring overlap."""
        recordings = list(training_log(self._now.date(), weeks=self._weeks))
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task("The demo user's runs and walks arrive", total=len(recordings))
            waiting: list[str] = []
            for recording in recordings:
                if self._stopping():
                    return
                waiting.append(self._client.send(file_bytes(recording)))
                while len(waiting) > 1:
                    self._arrived(waiting.pop(0), bar)
                    bar.advance(task)
            for upload_id in waiting:
                self._arrived(upload_id, bar)
                bar.advance(task)
        self._console.print(f"All {len(recordings)} of the demo user's runs and walks are there.")

    def _arrived(self, upload_id: str, bar: Progress) -> None:
        outcome = self._client.wait(upload_id)
        if outcome.state == "FAILED":
            bar.console.print(f"A demo recording failed: {outcome.problem}", style="red")
