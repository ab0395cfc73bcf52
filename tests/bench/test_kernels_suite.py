"""Every public kernel has a case, and what is timed agrees with its peers. How fast it is, is no test."""

from math import isfinite
from xml.etree import ElementTree

import pytest

from bench import kernels, pages, plot
from bench.cases import CASES
from bench.loops import compiled
from bench.rounds import OURS, calls_within
from kernels import jit
from kernels.registry import ENTRIES

if jit.MODE == "plain":
    pytest.skip("hours of samples, in plain Python", allow_module_level=True)

jit.load_all()


# Enough to try the suite on: with a loop in C and without, of the usual ones and of files.
FEW = [case for case in CASES if case.kernel in {"zones.zones", "path.path", "grade.grade", "fit_columns.accumulated"}]


@pytest.fixture(scope="module")
def figures():
    return kernels.run(rounds=1, turn_ms=0, cases=FEW)


def test_every_public_kernel_has_a_case():
    assert {case.kernel for case in CASES} == set(ENTRIES)


def test_cases_have_names_and_inputs_of_their_own():
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.given and case.moved_bytes > 0 and case.peers for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whoever_is_here_says_the_same(case):
    works, missing = case.contenders()
    assert set(works) == {OURS, *case.peers} - set(missing)
    assert len(works) > 1 or case.loop is not None, "nothing that every developer has confirms it"
    case.check(works, case.bound(compiled()))


def test_a_contender_that_disagrees_stops_the_suite():
    case = next(case for case in CASES if case.kernel == "zones.zones")
    bound = case.bound(None)
    case.check(case.contenders()[0], bound)
    with pytest.raises(AssertionError):
        case.check({case.first: lambda: [1.0] * 6}, bound)


def test_every_figure_is_a_number_under_a_name_of_its_own(figures):
    names = [figure.name for figure in figures]
    assert len(set(names)) == len(names)
    assert all(isfinite(figure.value) and figure.value > 0 for figure in figures)
    told = {case.target for case in FEW if f"{case.name}, to {case.first}" in names} - {None}
    assert {figure.target for figure in figures} == {*told, None}


def test_a_turn_has_at_least_one_call_and_as_many_as_fit():
    counted = []
    calls = calls_within({"slow": lambda: sum(range(200_000)), "quick": lambda: counted.append(0)}, 5.0)
    assert 1 <= calls["slow"] < calls["quick"]
    assert calls_within({"any": lambda: None}, 0) == {"any": 1}


def test_the_table_has_a_line_for_each_case(figures):
    lines = pages.kernels_table(FEW, figures).splitlines()
    assert len(lines) == 2 + sum(1 for row in pages.rows(FEW, figures) if row.faster)
    assert all(line.count("|") == lines[0].count("|") for line in lines)


def row(**changes):
    told = {"name": "a.b, 3 h", "ours_ms": 0.1, "faster": {"NumPy": 5.0}, "target": 10.0, "bound": ("a copy", 0.01)}
    return pages.Row(**told | {"why": "it copies"} | changes)


def test_a_row_that_misses_says_why():
    assert row().missed
    assert not row(faster={"NumPy": 10.0}).missed
    assert not row(target=None).missed


@pytest.mark.parametrize(
    ("value", "text"), [(12_345, "12,340"), (118.4, "118"), (99.6, "100"), (5.43, "5.4"), (0.0123, "0.012")]
)
def test_numbers_are_told_in_few_digits(value, text):
    assert pages.told(value) == text


def test_tables_are_put_between_their_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- k: written by `make bench SUITE=k` -->\nold\n<!-- k ends -->\nafter\n")
    pages.insert("k", "new", page)
    pages.insert("k", "new", page)
    expected = "before\n<!-- k: written by `make bench SUITE=k` -->\n\nnew\n\n<!-- k ends -->\nafter\n"
    assert page.read_text() == expected
    with pytest.raises(ValueError, match="no marks for other"):
        pages.insert("other", "new", page)


@pytest.mark.parametrize("name", ["kernels", "decoders", "features"])
def test_the_page_has_the_marks(name):
    before = pages.PAGE.read_text()
    assert f"<!-- {name}: written by `make bench SUITE={name}` -->" in before
    assert f"<!-- {name} ends -->" in before


def test_the_plot_is_the_same_for_the_same_figures():
    pytest.importorskip("matplotlib")
    rows = [row(), row(name="a.c, 1 h", faster={"scipy": 20.0}), row(name="a.d, 1 h", target=None)]
    picture = plot.drawn(rows)
    assert picture == plot.drawn(rows)
    document = ElementTree.fromstring(picture)  # noqa: S314 -- ours
    texts = [element.text for element in document.iter() if element.tag.endswith("}text")]
    assert {"a.b, 3 h", "5× NumPy", "20× scipy"} <= set(texts)
    assert "prefers-color-scheme: dark" in picture
