"""The import rules hold, and each of them breaks on the violation it is there for."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = [contract["name"] for contract in CONFIG["contracts"]]

# (contract, package the violation is planted in, the import). A lazy import and one for types alone count as well.
PLANTS = [
    ("One way only: console > graph > resolvers > coaching > models", "models", "import graph"),
    ("One way only: console > graph > resolvers > coaching > models", "graph", "import console"),
    ("One way only: console > uploads > coaching > models", "coaching", "import uploads"),
    ("Kernels know arrays only", "kernels", "from models import entities"),
    ("Only uploads and console use kernels", "coaching", "import numpy"),
    ("The API never reaches numpy, numba, kernels, uploads or boto3", "graph", "def f():\n    import numba"),
    ("The API never reaches numpy, numba, kernels, uploads or boto3", "resolvers", "from uploads import recording"),
    ("Uploads know nothing of the API", "uploads", "from resolvers import access"),
    (
        "GraphQL and HTTP stay in graph",
        "resolvers",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import strawberry",
    ),
    ("Coaching is pure: entities and errors only", "coaching", "from models import table"),
]


@pytest.fixture
def house(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(house / "src"))  # before the installed checkout
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([tool, "--no-cache"], cwd=house, capture_output=True, text=True, check=False)


def test_the_code_keeps_every_contract(house, monkeypatch):
    done = lint(house, monkeypatch)

    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


@pytest.mark.parametrize(("contract", "package", "violation"), PLANTS)
def test_a_planted_violation_breaks_its_contract(house, monkeypatch, contract, package, violation):
    (house / "src" / package / "planted.py").write_text(f'"""Planted."""\n{violation}\n')

    done = lint(house, monkeypatch)

    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout
    assert f"{package}.planted" in done.stdout


def test_every_contract_has_a_planted_violation():
    assert {contract for contract, _, _ in PLANTS} == set(CONTRACTS)


def test_every_package_under_src_stands_under_the_rules():
    packages = {path.parent.name for path in (ROOT / "src").glob("*/__init__.py")}

    assert packages == set(CONFIG["root_packages"])


def test_coaching_may_see_nothing_of_models_but_its_vocabulary():
    (contract,) = (each for each in CONFIG["contracts"] if each["name"].startswith("Coaching"))
    rooms = {path.stem for path in (ROOT / "src" / "models").iterdir() if path.stem not in {"__init__", "__pycache__"}}

    assert {f"models.{room}" for room in rooms - {"entities", "errors", "terms"}} <= set(contract["forbidden_modules"])
