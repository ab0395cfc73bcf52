"""Amazon's DynamoDB Local as a child process, for what the embedded engine gets wrong."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.engines import require

SCRIPT = Path(__file__).parents[1] / "scripts" / "dynamodb-local.sh"
START_S = 30


@contextmanager
def running() -> Iterator[str]:
    """The endpoint of an empty engine in memory; skips aloud where it was not fetched."""
    fetched = subprocess.run([SCRIPT, "where"], capture_output=True, check=False).returncode == 0
    require("dynamodb-local", fetched and shutil.which("java"), f"needs java and `scripts/{SCRIPT.name} fetch`")
    port = free_port()
    with (
        TemporaryFile() as said,
        subprocess.Popen([SCRIPT, "start", str(port)], stdout=said, stderr=said) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            if not answers(url, process):
                said.seek(0)
                raise RuntimeError(f"DynamoDB Local did not start: {said.read().decode()}")
            yield url
        finally:
            process.terminate()


def free_port() -> int:
    """A port on loopback that nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until the engine answers anything; False when it ended, or took too long."""
    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(url, timeout=1)  # noqa: S310 -- our own child, on loopback
        except HTTPError:
            return True  # an unsigned request is refused, which is an answer
        except (URLError, TimeoutError):
            time.sleep(0.05)
    return False
