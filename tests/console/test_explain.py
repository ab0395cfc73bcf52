"""``stridegraph explain``: the plan, the run beside it, and one sentence for whatever cannot be explained."""

import json
import re
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from graphql import GraphQLError
from typer.testing import CliRunner

from console.main import app
from console.plan import rehearsal
from console.state import remember_server
from models.settings import settings, use

HOME = """
query Home($first: Int = 20) { viewer {
  profile { locale }
  activities(first: $first) { nodes { distanceM } }
  totals(unit: WEEK, from: "2026-05-04", to: "2026-07-26") { distanceM }
  personalBests { durationS }
} }
"""
NEW_SHOES = 'mutation { createGear(input: {name: "blue"}) { __typename } }'


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command with a document, as on a terminal of 80 columns; its result."""
    monkeypatch.setenv("STRIDEGRAPH_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")

    def with_document(text, *options):
        path = tmp_path / "query.graphql"
        path.write_text(text)
        return CliRunner().invoke(app, ["explain", str(path), *options])

    return with_document


@pytest.fixture
def known(run, live_server):
    remember_server(live_server.url, live_server.token)
    return live_server


def test_without_a_server_the_plan_is_told_and_why_there_is_no_more(run):
    done = run(HOME)
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert re.fullmatch(r"Plan: 4 requests in 1 round, [\d.]+ units, rehearsed: nothing was sent", lines[0])
    assert lines[3:5] == [
        "   1 list               Query               21 items     1 unit",
        '       PK = "U#you" and SK between "A#" and "A#~", limit 21, newest first',
    ]
    assert lines[-2].startswith("No local server is running")


def test_the_sample_in_the_readme_is_what_the_command_prints(run):
    root = Path(__file__).parents[2]
    told = (root / "README.md").read_text(encoding="utf-8")
    _, _, sample = told.partition("$ .venv/bin/stridegraph explain docs/home.graphql\n")
    plan, run_after, _ = sample.partition("Run: ")
    assert run_after
    done = run((root / "docs" / "home.graphql").read_text(encoding="utf-8"), "--no-run")
    assert done.stdout == plan


def test_no_line_is_wider_than_a_narrow_terminal(run):
    done = run('mutation { deleteActivity(input: {id: "QWN0aXZpdHk6YWlkMDAwMA"}) { __typename } }', "--no-run")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "beside the table, and not sent either: S3 DeleteObjects" in done.stdout


def test_with_a_server_plan_and_run_stand_beside_each_other(run, known):
    done = run(HOME, "--variables", '{"first": 3}')
    plan, ran = done.stdout.split("Run: ")
    assert done.exit_code == 0
    assert ran.startswith("4 requests, ")
    for pattern in ("profile", "list", "days", "months"):
        assert f" {pattern} " in plan
        assert f" {pattern} " in ran
    assert 'PK = "U#you"' in plan
    assert re.search(r'PK = "U#[0-9a-f]{20}"', ran)
    assert done.stdout.splitlines()[-1].startswith("As planned: the same requests; ")


def test_what_differs_from_the_plan_is_named(run, known):
    done = run('{ activity(id: "QWN0aXZpdHk6YWlkMDAwMA") { name device { name } gear { name } } }')
    # Nobody has this activity: it is looked for twice, and has no shoes.
    assert "Not as planned" in done.stdout
    assert "1 x meta more and 1 x pair fewer" in done.stdout.replace("\n", " ")


def test_the_run_can_be_left_out(run, known):
    done = run(HOME, "--no-run")
    assert (done.exit_code, "Run: " in done.stdout) == (0, False)


def test_a_mutation_is_carried_out_only_on_demand(run, known):
    held = run(NEW_SHOES)
    assert (held.exit_code, shoes(known)) == (0, [])
    assert held.stdout.splitlines()[-1] == "A mutation is carried out on the server only with --run."
    done = run(NEW_SHOES, "--run")
    assert (done.exit_code, shoes(known)) == (0, ["blue"])
    assert "Run: 2 requests, " in done.stdout


def shoes(server):
    answer = httpx2.post(
        f"{server.url}/graphql",
        json={"query": "{ viewer { gear { name } } }"},
        headers={"authorization": f"Bearer {server.token}"},
        timeout=30,
    )
    return [pair["name"] for pair in answer.json()["data"]["viewer"]["gear"]]


def test_json_holds_both_parts(run, known):
    told = json.loads(run(HOME, "--json").stdout)
    assert [part["capacity"]["source"] for part in (told["plan"], told["run"])] == ["computed"] * 2
    assert {request["round"] for request in told["plan"]["requests"]} == {1}
    patterns = [sorted(request["pattern"] for request in told[part]["requests"]) for part in ("plan", "run")]
    assert patterns == [["days", "list", "months", "profile"]] * 2
    assert (told["note"], told["run"]["errors"]) == ("", [])


def test_errors_of_the_run_are_told(run, known):
    done = run("{ viewer { activities(first: 0) { nodes { name } } } }")
    assert done.exit_code == 1
    assert done.stdout.count("refused at viewer.activities: first: must be from 1 to 100.") == 2
    assert "As planned" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Something was refused")


def test_a_plan_that_is_refused_is_not_what_was_planned(run, known, monkeypatch):
    """Also where the server answers: a rehearsal that fails has asked for nothing."""
    real = rehearsal.rehearse

    def refused(operation):
        return replace(real(operation), errors=[GraphQLError("no stand-in", path=["viewer"])])

    monkeypatch.setattr("console.explain.rehearse", refused)
    done = run(HOME)
    assert done.exit_code == 1
    assert "refused at viewer: no stand-in" in done.stdout
    assert "As planned" not in done.stdout


def test_a_token_that_is_refused_is_told(run, known):
    done = run(HOME, "--token", "nonsense")
    assert done.exit_code == 1
    assert "refused: Not signed in" in done.stdout


def test_a_service_that_tells_nothing_is_named(run, known):
    before = settings()
    use(replace(before, explain_requests=False))
    try:
        done = run(HOME)
    finally:
        use(before)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "This service does not tell what it asked: only a local server does."


@pytest.mark.parametrize(
    ("document", "options", "sentence"),
    [
        ("{ viewer {", (), "Syntax Error"),
        ("{ nothing }", (), "Cannot query field 'nothing' on type 'Query'. (line 1, column 3)"),
        ("", (), "Syntax Error"),
        ("fragment Some on User { id }", (), "The document holds no operation."),
        ("query A { __typename } query B { __typename }", (), "several operations; --operation takes one of: A, B."),
        ("query A { __typename }", ("--operation", "C"), "no operation C; --operation takes one of: A."),
        (HOME, ("--variables", "{nonsense"), "The variables are no JSON"),
        (HOME, ("--variables", "nowhere.json"), "nowhere.json cannot be read"),
        (HOME, ("--variables", '{"first": "three"}'), "Variable '$first' has invalid value"),
        (HOME, ("--url", "http://127.0.0.1:9"), "--url needs --token"),
        (HOME, ("--url", "http://127.0.0.1:9", "--token", "x"), "No answer from http://127.0.0.1:9"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(run, document, options, sentence):
    done = run(document, *options)
    assert done.exit_code == 1
    assert sentence in done.stderr.replace("\n", " ")


def test_variables_come_from_a_file(run, tmp_path):
    (tmp_path / "variables.json").write_text('{"first": 4}')
    done = run(HOME, "--variables", str(tmp_path / "variables.json"))
    assert "limit 5, newest first" in done.stdout


def test_one_of_several_operations_is_explained(run):
    done = run("query A { viewer { devices { name } } } query B { viewer { exports { state } } }", "--operation", "B")
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("   1")] == ["jobs"]
