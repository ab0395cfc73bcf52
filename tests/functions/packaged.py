"""The packages of the functions, as make builds them, and Python as Lambda starts it in one of them."""

import subprocess
from pathlib import Path

from tests.engines import require

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-lambda" / "bin" / "python"
NAMES = ("api", "processor")


def package(name: str) -> Path:
    """The folder of a package; skips aloud where it was not built."""
    folder = ROOT / ".packages" / name
    built = folder.is_dir() and PYTHON.exists()
    require("packages", built, "needs `make packages`, which builds the functions (Linux on x86-64, a C compiler)")
    return folder


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
