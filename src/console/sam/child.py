"""SAM CLI as a child of this process."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import IO, Self

import httpx2

from console.local import CannotServe
from console.sam import docker
from models.client import LOCAL_ACCESS_KEY
from models.settings import Settings

ROOT = Path(__file__).parents[3]
BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
SAM = ROOT / ".venv-sam" / "bin" / "sam"  # where make installs it
START_S = 120  # the first time, SAM makes its image, or fetches it
STOP_S = 30
_TOLD_BYTES = 1500
_CONTAINER = re.compile(rb"^SAM_CONTAINER_ID: ([0-9a-f]{64})", re.MULTILINE)
# Of whoever starts this. Signatures made with them would be none of the door's.
_NOT_HANDED_ON = {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"}


class SamFailed(CannotServe):
    """SAM CLI is not there, or ended."""


def sam_path() -> str:
    """The command: that which make installed, or any on the path. Raises SamFailed."""
    found = str(SAM) if SAM.exists() else shutil.which("sam")
    if found is None:
        raise SamFailed("SAM CLI was not found. Install it with: make .venv-sam/.ready")
    return found


def credentials(settings: Settings) -> dict[str, str]:
    """What presigned addresses are made with, and the region of the engines, as variables of the environment.

    SAM CLI asks STS whose they are: the engines answer, or it would try to reach AWS's for ten seconds.
    """
    return {
        "AWS_ACCESS_KEY_ID": LOCAL_ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": settings.require("local_secret"),
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_ENDPOINT_URL_STS": settings.require("dynamodb_url"),
    }


def sam_environment(settings: Settings) -> dict[str, str]:
    """The environment of SAM CLI, which hands credentials on to containers: those of the engines here."""
    ours = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}  # noqa: TID251 -- handed on
    return ours | credentials(settings) | {"AWS_MAX_ATTEMPTS": "1", "SAM_CLI_TELEMETRY": "0"}


class Sam:
    """``sam local`` with these arguments, its words in a file; a context manager that ends it and its containers."""

    def __init__(self, arguments: list[str], settings: Settings, log: Path) -> None:
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        self._said: IO[bytes] = log.open("wb")
        self._process = subprocess.Popen(  # noqa: S603 -- SAM CLI, with arguments of our own
            [sam_path(), "local", *arguments],
            cwd=ROOT,
            env=sam_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us: it ends when we are done with it
        )

    def __enter__(self) -> Self:
        """Nothing to do: it has started."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and wait until its containers are gone."""
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()
        # It leaves some behind now and then; it has named all of them.
        docker.remove(each.decode() for each in _CONTAINER.findall(self._log.read_bytes()))

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        return self._process.poll() is not None

    def wait_for(self, url: str) -> None:
        """Wait until it answers there, whatever it says; raises SamFailed where it ends before."""
        give_up = time.monotonic() + START_S
        while time.monotonic() < give_up and not self.ended:
            try:
                httpx2.get(url, timeout=START_S, trust_env=False)
            except httpx2.TransportError:
                time.sleep(0.1)
            else:
                return
        raise SamFailed(f"SAM CLI did not start. It said: {self.last_words()}")

    def last_words(self) -> str:
        """The end of what it said."""
        return self._log.read_bytes()[-_TOLD_BYTES:].decode(errors="replace").strip()
