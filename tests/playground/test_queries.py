"""The example queries and the lock of the playground, without a browser."""

import json
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "playground" / "page" / "queries").glob("*.graphql"))


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_each_example_query_is_valid_against_the_published_schema(query):
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(query.read_text(encoding="utf-8"))) == []


def test_there_are_two_examples():
    assert [query.stem for query in QUERIES] == ["last-activities", "newest-run"]


def test_the_lock_pins_contents_and_names_no_registry():
    packages = json.loads((ROOT / "playground" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {folder: package for folder, package in packages.items() if folder}
    assert [folder for folder, package in locked.items() if "resolved" in package] == []
    assert [folder for folder, package in locked.items() if not package["integrity"].startswith("sha512-")] == []


def test_every_dependency_is_pinned_to_one_version():
    package = json.loads((ROOT / "playground" / "package.json").read_text(encoding="utf-8"))
    assert [name for name, version in package["devDependencies"].items() if not version[0].isdigit()] == []
