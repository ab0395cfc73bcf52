"""The page of the table is what the code says."""

from pathlib import Path

from console.patterns import document
from models.catalog import ITEMS, PATTERNS
from models.patterns import SCAN

ROOT = Path(__file__).parents[2]


def test_the_committed_page_is_the_codes():
    assert (ROOT / "docs" / "table.md").read_text(encoding="utf-8") == document(), "run `make schema`"


def test_every_item_is_read_or_written_by_a_pattern_and_every_pattern_names_items_that_are():
    names = {item.name for item in ITEMS}
    told = {name for pattern in PATTERNS for name in pattern.items}
    assert told <= names
    assert names - told == set()


def test_names_are_used_once():
    for made in (ITEMS, PATTERNS):
        names = [each.name for each in made]
        assert len(names) == len(set(names))
    assert len([pattern for pattern in PATTERNS if pattern.operation == SCAN]) == 1
