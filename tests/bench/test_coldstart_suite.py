"""What the suite of the functions' starts says on its page. How fast they are, is no test."""

import json

import pytest

from bench import coldstart
from bench.__main__ import RESULTS
from bench.figures import Figure
from bench.pages import PAGE

MARKS = "<!-- coldstart: written by `make bench SUITE=coldstart` -->\nold\n<!-- coldstart ends -->\n"
FIGURES = [
    Figure("bare handler: init", 47.0, "ms"),
    Figure("API: init", 459.0, "ms"),
    Figure("API: warm", 3.4, "ms"),
    Figure("API: to bare", 10.4, "x", 16.85, against="bare handler"),
    Figure("API: warm list of 10, table canned, to bare", 5.38, "x", 5.0, against="bare handler"),
]


@pytest.fixture
def page(tmp_path):
    made = tmp_path / "performance.md"
    made.write_text(MARKS)
    return made


def test_each_target_is_told_whether_it_was_met_or_not(page):
    coldstart.report(FIGURES, page)
    told = page.read_text().splitlines()
    assert "| bare handler |  | 47 |  |  |  |  |" in told
    assert "| API |  | 459 |  | 10 | 3.4 |  |" in told
    assert "| API: to bare | **10** x | 16.85 |" in told
    assert "| API: warm list of 10, table canned, to bare | **5.4** x | 5, missed |" in told
    assert "old" not in told


def test_the_page_has_what_was_measured_last(page):
    page.write_text(PAGE.read_text())
    coldstart.report([Figure(**row) for row in json.loads((RESULTS / "coldstart.json").read_text())], page)
    assert page.read_text() == PAGE.read_text()
