"""The suite of GraphQL compares answers that are the same, and tells every figure. How fast they are, is no test."""

from math import isfinite

import pytest

from bench import graphql, pages, schemas
from models.settings import settings


@pytest.fixture(scope="module")
def figures():
    return graphql.run(rounds=1, turn_ms=0)


def test_every_figure_is_a_number_under_a_name_of_its_own(figures):
    names = [figure.name for figure in figures]
    assert len(set(names)) == len(names)
    assert all(isfinite(figure.value) and figure.value > 0 for figure in figures)
    targets = {figure.name: figure.target for figure in figures if figure.target is not None}
    assert targets == {
        "list of 20, to graphql-core": 0.43,
        "list of 20, to plans alone": 1.1,
        "list of 20, event to answer": 0.15,
        "series of 7 x 1,024, to graphql-core": 0.06,
        "series of 7 x 1,024, to plans alone": 1.1,
        "series of 7 x 1,024, event to answer": 0.15,
    }


def test_settings_are_given_back():
    before = settings()
    with graphql._loop():
        assert settings() is not before
    assert settings() is before


def test_contenders_that_differ_are_no_benchmark():
    answers = {graphql.OURS: b'{"a": 1.5}', graphql.BARE: b'{"a": 1.50}'}
    graphql._agree(answers)
    with pytest.raises(ValueError, match="graphql-core answers something else"):
        graphql._agree({**answers, graphql.BARE: b'{"a": 2}'})


def test_what_is_asked_is_a_full_page_and_six_channels():
    with graphql._loop() as loop:
        told = {name: loop.run_until_complete(schemas.ours().execute(text)) for name, text in schemas.QUERIES.items()}
    assert not any(result.errors for result in told.values())
    assert len(told["list of 20"].data["activities"]["nodes"]) == 20
    assert told["list of 20"].data["activities"]["nodes"][0]["score"]["value"] is not None
    lists, unpacked = (told[name].data for name in list(schemas.QUERIES)[2:])
    assert lists["columns"] == unpacked["series"]
    assert [len(each["values"]) for each in lists["columns"]["channels"]] == [1024] * 6


def test_the_table_has_a_line_for_each_query(figures, tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("<!-- graphql: written by `make bench SUITE=graphql` -->\n<!-- graphql ends -->\n")
    insert = pages.insert
    monkeypatch.setattr(pages, "insert", lambda name, text: insert(name, text, page))
    graphql.report(figures)
    rows = [line.split(" | ") for line in page.read_text().splitlines() if line.startswith("| ")]
    assert [row[0].removeprefix("| ") for row in rows[1:]] == list(schemas.QUERIES)
    assert {len(row) for row in rows} == {10}
