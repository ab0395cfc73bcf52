"""What the page for phones says of the API is so."""

import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from graph.http import refusal
from models import errors
from models.files import GET_EXPIRES_S, PUT_EXPIRES_S
from resolvers.activities import MAX_PAGE
from tests.docs.page import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mobile.md").read_text(encoding="utf-8")
SCHEMA = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
TELLING = re.compile(r"""(?:"code": |\bcode = |\bCODE = )"([A-Z][A-Z_]+)\"""")


def codes():
    """Every code that an error of the API may carry, wherever the code is written."""
    kinds = (kind for kind in vars(errors).values() if isinstance(kind, type))
    yield from (kind.code for kind in kinds if issubclass(kind, errors.StridegraphError))
    yield from (value for name, value in vars(refusal).items() if name.isupper() and isinstance(value, str))
    for module in (ROOT / "src" / "graph").rglob("*.py"):
        yield from TELLING.findall(module.read_text(encoding="utf-8"))


def test_every_code_of_an_error_is_in_the_table():
    _, _, told = PAGE.partition("\n## Errors\n")
    table = set(re.findall(r"`([A-Z_]+)`", "".join(line for line in told.splitlines(keepends=True) if line[0] == "|")))
    assert {"UNAUTHENTICATED", "BAD_USER_INPUT", "RETRY_LATER", "INTERNAL", "NOT_ACCEPTABLE"} <= set(codes())
    assert set(codes()) - table == set()


@pytest.mark.parametrize("block", [each for each in blocks(PAGE) if each.kind == "graphql"], ids=lambda it: it.line)
def test_its_operations_are_valid(block):
    found = validate(SCHEMA, parse(block.body))
    assert [error.message for error in found if "is never used" not in error.message] == []


def test_enum_values_in_its_words_exist():
    values = {value for made in SCHEMA.type_map.values() for value in getattr(made, "values", {})}
    named = set(re.findall(r"(?:UploadState|ChangeKind)\.([A-Z]+)", PAGE)) | {"MERGED", "RESTORED", "REMEASURED"}
    assert named | {"WAITING", "PROCESSING", "ALREADY_THERE"} <= values


def test_its_numbers_are_those_of_the_service():
    assert (MAX_PAGE, PUT_EXPIRES_S, GET_EXPIRES_S) == (100, 3600, 900)
    assert "A page has 100 nodes at most" in PAGE
    assert "the address is stale (an hour)" in PAGE
