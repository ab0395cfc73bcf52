"""The folder of ``serve --keep``: made by this command, laid out as this version lays it out, used by one server."""

import fcntl
import json
from pathlib import Path
from typing import IO, Any, Self

from models.settings import Settings
from models.table import TableItem

FORMAT = 1
_MARK, _LOCK, _RUNNING = "stridegraph.json", "lock", "running"


class CannotKeep(Exception):
    """Why nothing can be kept in a folder, in one sentence for a person."""


class Folder:
    """A folder that is this process's, and its children's, alone; a context manager that lets it go.

    Attributes:
        path: where it is.
        interrupted: whether the server that used it last ended without order.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path.expanduser().resolve()
        self.interrupted = False
        self._made_for: dict[str, Any] = {
            "format": FORMAT,
            "region": settings.region,
            "table": settings.table,
            "bucket": settings.bucket,
            "schema": TableItem._get_schema(),
        }
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Take it, making it where it is absent; raises CannotKeep."""
        try:
            self._take()
        except OSError as error:
            self.__exit__()
            raise CannotKeep(f"{self.path} cannot be used: {error.strerror or error}.") from error
        except CannotKeep:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Let it go; children that inherited the lock hold it on."""
        if self._lock:
            self._lock.close()

    @property
    def lock(self) -> int:
        """The lock's descriptor, for children that write here: whoever inherits it holds the folder, too."""
        if self._lock is None:
            raise ValueError("the folder is not taken")
        return self._lock.fileno()

    def begin(self) -> None:
        """Write down that a server runs."""
        (self.path / _RUNNING).touch()

    def settle(self) -> None:
        """Write down that it ended in order."""
        (self.path / _RUNNING).unlink(missing_ok=True)

    def _take(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark = self.path / _MARK
        if not mark.exists() and {found.name for found in self.path.iterdir()} - {_LOCK}:
            raise CannotKeep(f"{self.path} holds something else. Name an empty folder, or one that --keep made.")
        self._lock = (self.path / _LOCK).open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotKeep(f"{self.path} is in use by another server; stop it first.") from error
        if mark.exists():
            self._check(mark)
        else:
            mark.write_text(json.dumps(self._made_for))
        self.interrupted = (self.path / _RUNNING).exists()

    def _check(self, mark: Path) -> None:
        """Compare what the folder was made for; raises CannotKeep."""
        try:
            found = json.loads(mark.read_text())
            version = int(found["format"])
        except (ValueError, KeyError, TypeError) as error:
            raise CannotKeep(f"{mark} is damaged.") from error
        if version > FORMAT:
            raise CannotKeep(f"{self.path} was made by a newer version of stridegraph.")
        for name in ("region", "table", "bucket"):
            if found.get(name) != self._made_for[name]:
                made, now = found.get(name), self._made_for[name]
                raise CannotKeep(f"{self.path} was made with the {name} {made}; this server has {now}.")
        if found.get("schema") != self._made_for["schema"]:
            raise CannotKeep(f"The table in {self.path} has other keys or indexes than this version of stridegraph.")
