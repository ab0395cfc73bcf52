"""A server in a process of its own, on the first core; whoever asks it is on the other ones."""

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile

from console.keypair import CLIENT_ID, ISSUER

ROOT = Path(__file__).parents[1]
START_S = 30.0
# Where servers run, and where whoever asks them does: elsewhere, if there is another core.
_CORES = os.sched_getaffinity(0)
_FIRST = {min(_CORES)}
_OTHERS = _CORES - _FIRST or _FIRST
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Options:
    """What a server is told: where it answers, whom it asks, and whose tokens it takes."""

    port: int
    dynamodb: str
    table: str
    region: str
    access_key: str
    secret: str
    jwks: str
    issuer: str = ISSUER
    client_id: str = CLIENT_ID


@dataclass(frozen=True, slots=True)
class Process:
    """A server that answers at ``url``."""

    url: str
    pid: int

    def cpu_s(self) -> float:
        """CPU time of all its threads so far, to hundredths."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S

    def memory_mb(self) -> float:
        """What of its memory is its own and lies in RAM, code of libraries included."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


class DidNotStart(Exception):
    """A server that ended, or never answered; with what it said."""


@asynccontextmanager
async def started(command: Sequence[str], options: Options) -> AsyncIterator[Process]:
    """The server, answering; stopped at the end. Raises DidNotStart.

    It has the first core for itself where whoever starts it is off that one.
    """
    mine = os.sched_getaffinity(0)
    with TemporaryFile() as said:
        with _on(_FIRST if mine == _OTHERS else mine):
            process = subprocess.Popen(  # noqa: ASYNC220, S603 -- returns at once; commands of ours
                [*command, json.dumps(asdict(options))], cwd=ROOT, stdout=said, stderr=said
            )
        try:
            if not await _answers(process, options.port):
                said.seek(0)
                raise DidNotStart(said.read().decode("utf-8", "replace"))
            yield Process(f"http://127.0.0.1:{options.port}/graphql", process.pid)
        finally:
            process.terminate()
            process.wait(START_S)


async def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    deadline_s = asyncio.get_running_loop().time() + START_S
    while process.poll() is None and asyncio.get_running_loop().time() < deadline_s:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return True
    return False


@contextmanager
def off_first_core() -> Iterator[None]:
    """This process, and what it starts but servers, is on the other cores."""
    with _on(_OTHERS):
        yield


@contextmanager
def _on(cores: set[int]) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
