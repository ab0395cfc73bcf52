"""What is in the repository: nothing large, nothing of one machine, no address of a package registry."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAX_BYTES = 400_000

# Put together here, so that this file does not find itself.
REGISTRIES = ["".join(parts) for parts in (("py", "pi.org"), ("python", "hosted.org"), ("registry.", "npmjs"))]
MACHINE_PATHS = ["".join(parts) for parts in (("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"))]


@pytest.fixture(scope="module")
def tracked():
    """Path and content of every file that git keeps or would add."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def test_no_file_is_large(tracked):
    assert {name: len(content) for name, content in tracked.items() if len(content) > MAX_BYTES} == {}


@pytest.mark.parametrize("word", [*REGISTRIES, *MACHINE_PATHS])
def test_no_file_names_a_registry_or_a_place_on_one_machine(tracked, word):
    assert [name for name, content in tracked.items() if word.encode() in content] == []


def test_nothing_that_is_made_is_tracked(tracked):
    made = ("__pycache__", "node_modules", "dist", ".venv", ".aws-sam", ".egg-info")

    assert [name for name in tracked if any(part.endswith(made) for part in name.split("/"))] == []
