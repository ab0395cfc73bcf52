"""`stridegraph serve --keep DIR` as people use it: stopped, killed, started again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from console.athlete.recordings import file_bytes, recording
from console.client import Client
from console.demo import Demo
from console.engines.folder import Folder
from console.engines.ministack import PYTHON
from console.keypair import KeyPair
from console.local import Address, CannotServe
from console.serve import serve
from models.settings import Settings
from models.terms import Sport
from tests.dynamodb_local import free_port
from tests.engines import require

PATIENCE_S = 60
ACTIVITIES = "{ viewer { activities(first: 100) { nodes { id startedAt distanceM movingS steps } } } }"


@dataclass
class Server:
    """A server in a process of its own, and a client of it."""

    process: subprocess.Popen
    client: Client
    said: str


def start(folder, state):
    """(process, port) of a server over a folder."""
    port = free_port()
    inherited = os.environ  # noqa: TID251 -- handed on to the command under test
    environment = {**inherited, "STRIDEGRAPH_STATE_DIR": str(state), "NO_COLOR": "1", "COLUMNS": "300"}
    line = [sys.executable, "-c", "from console.main import app; app()", "serve", "--no-demo"]
    line += ["--port", str(port), "--keep", str(folder)]
    process = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return process, port


def all_said(folder, state):
    """(what a server said until it was up, or ended; the process, its port); waits while another holds the folder."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        process, port = start(folder, state)
        said = ""
        while "Ctrl-C" not in said and (line := process.stdout.readline()):
            said += line
        if "is in use" not in said or time.monotonic() > deadline:
            return said, process, port
        process.communicate()


@contextmanager
def serving(folder, state):
    require("ministack", PYTHON.exists(), "needs `make .venv-ministack/.ready`")
    said, process, port = all_said(folder, state)
    with process, Client(f"http://127.0.0.1:{port}", KeyPair(state).token("demo")) as client:
        try:
            assert "Ctrl-C" in said, said
            yield Server(process, client, said)
        finally:
            process.kill()


def ended(server, by, code):
    """End a server by a signal; everything that it says is a sentence for people."""
    server.process.send_signal(by)
    said, _ = server.process.communicate(timeout=PATIENCE_S)
    assert server.process.returncode == code, said
    assert "Traceback" not in said


@pytest.fixture
def terminating():
    """What SIGTERM does here, put back: `serve` changes it."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_what_was_there_when_the_server_ended_is_there_again(tmp_path):
    folder, state = tmp_path / "kept", tmp_path / "state"
    with serving(folder, state) as server:
        assert f"{folder} keeps it" in server.said
        upload_id = server.client.send(file_bytes(recording(Sport.RUNNING, minutes=8)))
        assert server.client.wait(upload_id).state == "DONE"
        before = server.client.execute(ACTIVITIES)
        ended(server, signal.SIGINT, 0)
    assert len(before["viewer"]["activities"]["nodes"]) == 1

    for by, code in [(signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)]:
        with serving(folder, state) as server:
            assert "was killed" not in server.said
            assert server.client.execute(ACTIVITIES) == before
            ended(server, by, code)

    with serving(folder, state) as server:
        assert "The last server here was killed." in server.said
        assert server.client.execute(ACTIVITIES) == before
        assert server.client.wait(upload_id).state == "DONE"
        ended(server, signal.SIGINT, 0)


def test_a_folder_in_use_is_told_in_one_sentence(tmp_path, monkeypatch, terminating):
    monkeypatch.setenv("STRIDEGRAPH_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "kept"
    with Folder(folder, Settings()), pytest.raises(CannotServe) as refused:
        serve(Address("127.0.0.1", free_port()), Console(file=StringIO()), keep=folder)
    assert str(refused.value) == f"{folder} is in use by another server; stop it first."


def test_the_demo_athlete_moves_in_once(live_server, keys):
    counts = []
    for _ in range(2):
        said = StringIO()
        with Client(live_server.url, keys.token("a new person"), local=True) as client:
            with Demo(client, Console(file=said), datetime.now(UTC), lambda: False, weeks=1):
                pass
            counts.append(len(client.execute(ACTIVITIES)["viewer"]["activities"]["nodes"]))
    assert counts[0] == counts[1] > 0
    assert said.getvalue() == ""
