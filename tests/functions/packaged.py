"""The packages of the functions, as make builds them, and Python as Lambda starts it in one of them."""

import os
import subprocess
from functools import cache
from pathlib import Path

from bench.packages import OURS, ROOT, SOURCES
from bench.runtime_api import PYTHON, RUNTIME
from tests.engines import require

NAMES = tuple(SOURCES)


def require_runtime() -> None:
    """Skip aloud where AWS's runtime client was not installed."""
    require("lambda", RUNTIME.is_dir(), "needs AWS's runtime client: make .venv-lambda/.ready")


def package(name: str) -> Path:
    """The folder of a package; skips aloud where it was not built from the sources as they are."""
    why = "needs `make packages`, after each change of the sources (Linux on x86-64, a C compiler)"
    require("packages", _is_new(name), why)
    require_runtime()
    return OURS / name


@cache
def _is_new(name: str) -> bool:
    # As make decides it; what the make around these tests was told is none of its business.
    variables = {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MFLAGS"}}  # noqa: TID251
    question = ["make", "--question", f".packages/{name}.ready"]
    return subprocess.run(question, cwd=ROOT, env=variables, capture_output=True, check=False).returncode == 0


def python(name: str, script: str, variables: dict[str, str], told: str = "") -> str:
    """What a script prints that runs in a package, and in nothing else but the runtime."""
    place = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(package(name)), "PYTHONDONTWRITEBYTECODE": "1"}
    aws = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    command = [PYTHON, "-P", "-c", script]
    done = subprocess.run(
        command, env=place | aws | variables, cwd=package(name), input=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
