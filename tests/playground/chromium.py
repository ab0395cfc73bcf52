"""Chromium on a live server: what a script of this folder saw there."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.engines import require

PLAYGROUND = Path(__file__).parents[2] / "playground"


def visited(request: pytest.FixtureRequest, script: str, *tokens: str) -> dict[str, Any]:
    """What ``script`` printed as JSON, beside the ``url`` and ``token`` of the server that it visited.

    ``tokens`` are fixtures of further people, which it finds in its environment in capitals.
    """
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    require("chromium", browser, "no chromium on the path (Debian: apt-get install chromium)")
    require("chromium", shutil.which("node"), "no node on the path")
    built = (PLAYGROUND / "dist" / "index.html").is_file() and (
        PLAYGROUND / "node_modules" / "playwright-core"
    ).is_dir()
    require("chromium", built, "the playground is not built (make playground)")
    server = request.getfixturevalue("demo_server")  # only now: a skipped test starts no server
    command = ["node", Path(__file__).with_name(script), server.url, browser]
    others = {name.upper(): request.getfixturevalue(name) for name in tokens}
    environment = os.environ | others  # noqa: TID251 -- handed on to the browser
    run = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=environment)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout) | {"url": server.url, "token": server.token}


def origins(urls: list[str]) -> set[str]:
    """Scheme, host and port of each."""
    return {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in urls}
