"""Engines that keep what they hold: ministack in a child process, its state in a folder."""

import subprocess
from pathlib import Path
from socket import create_server
from typing import Self
from urllib.error import HTTPError
from urllib.request import urlopen

from console.engines.backend import LOOPBACK, Backend
from console.engines.folder import CannotKeep, Folder
from models.client import LOCAL_ACCESS_KEY

_ROOT = Path(__file__).parents[3]
PYTHON = _ROOT / ".venv-ministack" / "bin" / "python"
_CHILD = Path(__file__).with_name("ministack_child.py")
START_S = 30
STOP_S = 120  # hundreds of megabytes of state
_TOLD_BYTES = 2000


class Ministack(Backend):
    """ministack over a folder; a context manager that ends it and sees that everything was written down.

    ministack writes objects as they come, and the table and the queues when it ends in order: when this process ends
    it, or ends itself in whatever way. Only when ministack is killed, or the machine stops, is what changed since its
    start lost from them.
    """

    def __init__(self, folder: Folder, secret: str) -> None:
        if not PYTHON.exists():
            raise CannotKeep("--keep needs ministack. Install it with: make .venv-ministack/.ready")
        self.interrupted = folder.interrupted
        self._folder = folder
        self._said = folder.path / "ministack.log"
        with create_server((LOOPBACK, 0)) as listener, self._said.open("wb") as said:
            super().__init__(listener.getsockname()[1])
            host = self.url.removeprefix("http://")
            self._process = subprocess.Popen(  # noqa: S603 -- our own file, in an environment that make made
                [PYTHON, "-P", _CHILD, str(listener.fileno()), host],
                env=_environment(folder.path, secret),
                pass_fds=(listener.fileno(), folder.lock),
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=said,
                umask=0o077,
                start_new_session=True,  # Ctrl-C is for us: it ends when we are done with it
            )

    def __enter__(self) -> Self:
        """Wait until it answers; raises CannotKeep where it does not."""
        try:
            urlopen(self.url, timeout=START_S).close()  # noqa: S310 -- our own child, on loopback
        except HTTPError:
            pass  # a refusal is an answer
        except OSError as error:
            self._process.kill()  # it may not write over what it could not read
            self._process.communicate()
            raise CannotKeep(f"ministack did not start over {self._folder.path}. {self._last_words()}") from error
        self._folder.begin()
        return self

    def __exit__(self, *_: object) -> None:
        """End it and wait until everything is written down; raises CannotKeep where that failed."""
        ended_before = self._process.poll() is not None
        self._process.communicate(timeout=STOP_S)
        if ended_before or self._process.returncode != 0:
            raise CannotKeep(
                f"ministack ended with {self._process.returncode} and kept in {self._folder.path} not everything that "
                f"changed since its start. {self._last_words()}"
            )
        self._folder.settle()

    def _last_words(self) -> str:
        said = self._said.read_bytes()[-_TOLD_BYTES:].decode(errors="replace").strip()
        return f"It said: {said}" if said else "It said nothing."


def _environment(path: Path, secret: str) -> dict[str, str]:
    """All that ministack is told; what this process's environment holds for others is not for it."""
    return {
        "SERVICES": "dynamodb,dynamodbstreams,s3,sqs",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(path / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(path / "objects"),
        "AWS_ACCESS_KEY_ID": LOCAL_ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": secret,
        "LOG_LEVEL": "WARNING",
        "PYTHONUTF8": "1",
        # Listeners of services that are switched off, and containers that are not ours.
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent",
    }
