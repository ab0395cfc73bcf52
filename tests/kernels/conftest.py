"""Hypothesis for kernels: no clock (a busy machine is no fault), the same examples each time (campaigns look for new
ones), and few enough to run without compiled code.

Building kernels ahead of time and running all tests without compiled code take a while: both begin when the tests do.
"""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

from tests.kernels import modes

settings.register_profile("kernels", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("kernels")

# What takes a while, by the fixture that waits for it.
PREPARED = {"ahead_folder": "build", "reached": "without_jit"}
UNDER_WAY = pytest.StashKey[dict[str, subprocess.Popen]]()


def pytest_collection_finish(session):
    session.config.stash[UNDER_WAY] = {}
    # Workers fill the machine already, and only one of them will need it.
    if session.config.option.collectonly or hasattr(session.config, "workerinput"):
        return
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    for fixture in PREPARED.keys() & wanted:
        session.config.stash[UNDER_WAY][fixture] = modes.start(PREPARED[fixture])


def pytest_unconfigure(config):
    for process in config.stash.get(UNDER_WAY, {}).values():
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def prepared(pytestconfig):
    """What the act behind a fixture printed, which must have ended well."""

    def wait(fixture):
        under_way = pytestconfig.stash[UNDER_WAY]
        process = under_way[fixture] = under_way.get(fixture) or modes.start(PREPARED[fixture])
        said, complained = process.communicate()
        assert process.returncode == 0, said + complained
        return said

    return wait


@pytest.fixture(scope="session")
def ahead_folder(prepared):
    """A folder with the package and a module that was built ahead of time from it."""
    return Path(prepared("ahead_folder").strip())


@pytest.fixture(scope="session")
def reached(prepared):
    """Which lines of which module the tests reach in plain Python, as coverage.py tells it."""
    return json.loads(prepared("reached"))["files"]
