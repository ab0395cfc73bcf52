"""The suite of the table's client measures what it says, and its figures can be kept. How fast it is, is no test."""

import json
from math import isfinite

import pytest

from bench import account, contenders, table
from bench.__main__ import SUITES, main
from bench.canned import Canned
from bench.figures import Figure, keep, shown
from models.entities import Page


@pytest.fixture(scope="module")
def figures():
    return table.run(rounds=1, calls=1, processes=1, retries=1)


def test_every_figure_is_a_number_under_a_name_of_its_own(figures):
    names = [figure.name for figure in figures]
    assert len(set(names)) == len(names)
    assert all(isfinite(figure.value) for figure in figures)
    assert {figure.target for figure in figures if figure.against == table.BOTO3} == {0.17, 1.0, 1.1, 1.3}


def test_figures_are_kept_as_json(figures, tmp_path):
    keep(figures, tmp_path / "results" / "table.json")
    kept = json.loads((tmp_path / "results" / "table.json").read_text())
    assert [set(row) for row in kept] == [{"name", "value", "unit", "target", "better", "against"}] * len(figures)


def test_the_table_says_which_target_was_missed():
    figures = [Figure("a", 2, "x", 1.0), Figure("b", 2, "x", 1.0, "higher"), Figure("c", 2, "x")]
    assert [line.split()[-1] for line in shown(figures).splitlines()[1:]] == ["MISSED", "met", "x"]


def test_all_contenders_get_the_same_items():
    canned, answers = Canned(), account.answers()
    with contenders.connected(canned):
        ours, raw, plain = contenders.Ours(), contenders.Raw(canned), contenders.Plain(canned)
        canned.content = answers["page"]
        page, rows, models = ours.page(), raw.page()["Items"], plain.page()
    assert isinstance(page, Page)
    assert len(page.cursors) == account.PAGE
    assert page.records == tuple(account.activity(n) for n in reversed(range(account.PAGE)))
    assert [row["SK"]["S"] for row in rows] == [model.sk for model in models]
    assert [int(row["d"]["N"]) / 1000 for row in rows] == [record.distance_m for record in page.records]


def test_an_unknown_suite_is_named(capsys):
    assert main(["nothing"]) == 2
    told = capsys.readouterr().out
    assert all(word in told for word in ("nothing", *SUITES))
