"""Keys are built in one place, and the linter that says so can fail."""

import shutil
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = ROOT / "scripts" / "lint_keys.py"


def lint(folder):
    return subprocess.run([sys.executable, LINTER, folder], capture_output=True, text=True, check=False)


def test_the_code_builds_no_key_by_hand():
    done = lint(ROOT / "src")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    "violation",
    [
        'key = f"U#{uid}"',
        'key = "A#" + start',
        'sk = f"TW#{day}"',
        'name = f"raw/{uid}/{upload}"',
        'k = {"PK": {"S": pk}}',
    ],
)
def test_a_key_built_by_hand_is_found(tmp_path, violation):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "planted.py").write_text(f'"""Planted: U#, raw/x."""\n{violation}\n')
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "planted.py:2" in done.stdout


def test_the_modules_that_may_build_keys_do(tmp_path):
    """A name on the list of exceptions that needs none would hide a later mistake."""
    for module in run_path(str(LINTER))["ALLOWED"]:
        shutil.copy(ROOT / "src" / module, tmp_path / "copied.py")
        assert lint(tmp_path).returncode == 1, module
