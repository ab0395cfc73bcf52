"""Only the settings read the environment, and what chooses kernels: the rule fires elsewhere, and is silent there."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def ruff(path, code):
    """What ruff, with the repository's rules, says of this code at this place."""
    command = [
        Path(sys.executable).with_name("ruff"),
        "check",
        "--no-cache",
        "--select=TID251",
        "--stdin-filename",
        path,
        "-",
    ]
    return subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("package", ["graph", "resolvers", "uploads", "coaching", "models", "kernels", "console"])
@pytest.mark.parametrize(
    "code",
    ['import os\n\nname = os.environ["NAME"]\n', "from os import environ\n", 'import os\n\nname = os.getenv("NAME")\n'],
)
def test_reading_the_environment_is_refused(package, code):
    done = ruff(f"src/{package}/planted.py", code)

    assert done.returncode == 1
    assert "TID251" in done.stdout


@pytest.mark.parametrize("module", ["models/settings", "kernels/jit"])
def test_the_settings_and_the_choice_of_kernels_may_read_it(module):
    assert ruff(f"src/{module}.py", "import os\n\nname = os.environ\n").returncode == 0
