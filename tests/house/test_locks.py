"""The locks: everything hashed, no address, and one environment for all of them."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"^.*(?:://|--index|--find-links|--extra|--trusted|^-e|/simple).*$", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z0-9,-]+\])?==(\S+)((?:.*\\\n)*.*)", re.MULTILINE)


def pins(lock):
    """Name, version and all that follows, for each pinned distribution."""
    return {name: (version, rest) for name, version, rest in PIN.findall(text(lock))}


def text(lock):
    return (ROOT / "requirements" / f"{lock}.txt").read_text()


def versions(lock):
    return {name: version for name, (version, _) in pins(lock).items()}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    assert pins(lock)
    assert [name for name, (_, rest) in pins(lock).items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    assert (
        re.findall(r"^.*(?:://|--index|--find-links|--extra|--trusted|^-e|/simple).*$", text(lock), re.MULTILINE) == []
    )


@pytest.mark.parametrize("lock", ["serve", "api", "uploads"])
def test_what_runs_is_part_of_what_is_tested(lock):
    assert versions(lock).items() <= versions("dev").items()


def test_what_is_measured_is_what_is_tested():
    assert versions("dev").items() <= versions("bench").items()


@pytest.mark.parametrize("heavy", ["numpy", "numba", "llvmlite", "boto3"])
def test_the_api_stays_small(heavy):
    assert heavy not in pins("api")


@pytest.mark.parametrize("heavy", ["numba", "llvmlite", "boto3"])
def test_the_uploads_function_stays_small(heavy):
    assert heavy not in pins("uploads")


def test_every_dependency_of_the_project_is_locked():
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lists = [
        tables["project"]["dependencies"],
        *tables["project"]["optional-dependencies"].values(),
        *tables["dependency-groups"].values(),
    ]
    names = {re.split(r"[\[<>=]", each)[0] for listed in lists for each in listed if isinstance(each, str)}

    assert names <= set(pins("bench"))
