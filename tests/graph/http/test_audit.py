"""The audit suite of graphql-http, against the server and against the function behind its gateway."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from starlette.types import ASGIApp

from graph import aws
from graph.app import make_app
from tests.engines import require
from tests.gateway import bridge
from tests.house.template import routes

AUDIT = Path(__file__).parents[2] / "audit"
# MUST, SHOULD and MAY together.
AUDITS = 61


@pytest.fixture(scope="module")
def node() -> str:
    """Where Node is, with the suite."""
    found = shutil.which("node")
    require("audit", found and (AUDIT / "node_modules" / "graphql-http").is_dir(), "needs npm, and make audit")
    assert found
    return found


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The application on a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/graphql"
        finally:
            server.should_exit = True
            thread.join()


def behind_the_gateway() -> ASGIApp:
    return bridge(aws.handler, routes=routes())


@pytest.mark.parametrize("door", [make_app, behind_the_gateway], ids=["server", "function"])
def test_every_audit_passes(service, node, door):
    with served(door()) as url:
        environment = {**os.environ, "URL": url, "TOKEN": service.person().token}  # noqa: TID251 -- for Node to start
        ran = subprocess.run(
            [node, "audit.mjs"], cwd=AUDIT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert ran.returncode == 0, ran.stderr
    results = json.loads(ran.stdout)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == AUDITS
