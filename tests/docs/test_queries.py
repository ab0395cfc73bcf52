"""The cookbook: every query is carried out, and every answer on the page is the service's."""

import json
from difflib import unified_diff
from itertools import zip_longest
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from graph.ids import global_id
from tests.docs.cooking import PAGE, kitchen
from tests.docs.layout import WIDTH, laid_out, shortened
from tests.docs.page import blocks
from tests.docs.stand_ins import StandIns

ROOT = Path(__file__).parents[2]
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = list(blocks(TEXT))
# What an app developer needs; each has a recipe with an answer.
RECIPES = (
    "Signing in",
    "Who the person is",
    "The home screen",
    "A list, page by page",
    "A run with its score",
    "A walk and its brisk part",
    "Drawing a chart",
    "The route on a map",
    "Every recorded point",
    "Sending a recording",
    "What a phone has missed",
    "Correcting, merging, deleting",
    "Shoes",
    "Sums of days, weeks, months and years",
    "Personal bests",
    "The form over weeks, and two runs beside each other",
    "Advice in Japanese",
    "A programme of exercises",
    "Errors, and nulls with their reasons",
    "A query by its hash",
    "Taking everything along, and leaving",
)


@pytest.fixture(scope="module")
def cooked(engines, keys):
    """The blocks of the page with the answers of now; the whole page is one story, so it is carried out once."""
    with kitchen(engines, keys) as cook:
        return list(cook.cooked(BLOCKS))


def test_every_answer_is_what_the_service_says_now(cooked):
    now = "".join(block.source for block in cooked)
    stale = unified_diff(TEXT.splitlines(), now.splitlines(), "the page", "the service", lineterm="")
    assert "\n".join(stale) == "", "run `python -m tests.docs`, and read what it changes"


def test_the_page_is_its_blocks():
    assert "".join(block.source for block in BLOCKS) == TEXT


@pytest.mark.parametrize("recipe", RECIPES)
def test_each_recipe_has_an_answer(recipe):
    _, _, told = TEXT.partition(f"\n## {recipe}\n")
    answers = [block for block in blocks(told.partition("\n## ")[0]) if block.kind == "answer"]
    assert answers
    assert all(answer.body for answer in answers)


def test_every_query_is_asked():
    kinds = [block.kind for block in BLOCKS if block.kind not in {"", "step"}]
    for kind, following in zip_longest(kinds, kinds[1:]):
        if kind in {"graphql", "console"}:
            assert following in {"variables", "answer"}
        elif kind == "variables":
            assert following == "answer"


def test_only_the_queries_that_are_shown_failing_are_invalid():
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    operations = [block.body for block in BLOCKS if block.kind == "graphql"]
    invalid = [operation for operation in operations if validate(schema, parse(operation))]
    assert [operation.split()[1] for operation in invalid] == ["Misspelt"]


def test_a_stand_in_is_the_same_wherever_it_stands_and_leads_back():
    stand_ins = StandIns()
    mine, other = global_id("Activity", "abc123"), global_id("Activity", "def456")
    shown = stand_ins.shown({"id": mine, "nodes": [{"id": other, "endCursor": "WVZ4"}, {"id": mine}], "name": "abc"})
    first, second = global_id("Activity", "1"), global_id("Activity", "2")
    assert shown == {"id": first, "nodes": [{"id": second, "endCursor": "cursor-1"}, {"id": first}], "name": "abc"}
    assert stand_ins.meant({"a": second, "after": "cursor-1", "n": 3}) == {"a": other, "after": "WVZ4", "n": 3}
    with pytest.raises(KeyError):
        stand_ins.meant({"id": global_id("Activity", "3")})


def test_what_is_left_out_is_counted():
    value = {"nodes": list(range(5)), "polyline": "abcdef"}
    assert shortened(value, 2, 4) == {"nodes": [0, 1, "... 3 more"], "polyline": "abcd... 2 more"}
    assert shortened(value, 5, 6) == value


def test_the_layout_is_json_of_the_same_value_in_lines_that_fit():
    value = {"data": {"list": [{"name": "n" * 30, "values": list(range(40))}] * 3, "empty": [], "none": None}}
    laid = laid_out(value)
    assert json.loads(laid) == value
    assert max(map(len, laid.splitlines())) <= WIDTH
