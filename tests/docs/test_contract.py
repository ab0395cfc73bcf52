"""The gate before the released contract: what breaks an app is refused, what an app does not notice passes."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.engines import require

ROOT = Path(__file__).parents[2]
GATE = ROOT / "scripts" / "contract"
RELEASED = """
type Query { run(id: ID!, first: Int! = 20): Run, old: Old @deprecated(reason: "Since 2026-06-01: use run.") }
type Run { distanceM: Float!, steps: Int, pace: Float @deprecated(reason: "Since 2026-06-01: use paceSPerKm.") }
type Old { id: ID! }
type NotFound { message: String! }
union Found = Run | NotFound
enum Sport { RUNNING, WALKING, HIKING @deprecated(reason: "No date: use WALKING.") }
input Wanted { id: ID!, sport: Sport }
type Mutation { edit(input: Wanted!): Found! }
"""


def gate(*arguments):
    node = shutil.which("node")
    require("contract", node and (GATE / "node_modules").is_dir(), "no node, or no `make contract` yet")
    return subprocess.run([node, GATE / "check.mjs", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def compared(tmp_path):
    """The gate's verdict on the released schema with each pair of texts replaced."""

    def compare(*replaced, today="2026-08-01"):
        changed = RELEASED
        for before, after in replaced:
            assert before in changed
            changed = changed.replace(before, after)
        (tmp_path / "released.graphql").write_text(RELEASED)
        (tmp_path / "schema.graphql").write_text(changed)
        return gate(
            "--released", tmp_path / "released.graphql", "--schema", tmp_path / "schema.graphql", "--today", today
        )

    return compare


def test_the_schema_keeps_what_was_released():
    told = gate()
    assert (told.returncode, told.stderr) == (0, ""), told.stdout


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (", steps: Int,", ",", "Run.steps"),
        ("distanceM: Float!", "distanceM: Float", "Run.distanceM"),
        ("RUNNING, ", "", "Sport.RUNNING"),
        ("run(id: ID!,", "run(id: ID!, sport: Sport!,", "Query.run.sport"),
        ("sport: Sport }", "sport: Sport! }", "Wanted.sport"),
        ("first: Int! = 20", "first: Int! = 50", "Query.run.first"),
        (" | NotFound", "", "Found"),
        (', HIKING @deprecated(reason: "No date: use WALKING.")', "", "Sport.HIKING"),
        (', pace: Float @deprecated(reason: "Since 2026-06-01: use paceSPerKm.")', "", "Run.pace"),
    ],
    ids=[
        "field removed",
        "field may be null",
        "value removed",
        "argument needed",
        "input field needed",
        "default changed",
        "member removed",
        "deprecated without a date",
        "deprecated too lately",
    ],
)
def test_what_breaks_an_app_is_refused_by_name(compared, before, after, told):
    verdict = compared((before, after))
    assert verdict.returncode == 1, verdict.stdout
    assert told in verdict.stdout.partition("breaking")[2].partition("\n")[0]


def test_additions_pass(compared):
    verdict = compared(
        ("steps: Int,", "steps: Int, ascentM: Float,"),
        ("run(id: ID!,", "run(id: ID!, sport: Sport,"),
        ("RUNNING, ", "RUNNING, SKIPPING, "),
        ("type NotFound", "type Gone { id: ID! }\ntype NotFound"),
        ("Run | NotFound", "Run | NotFound | Gone"),
        ("sport: Sport }", "sport: Sport, name: String }"),
        ("distanceM: Float!", '"Way, m."\n  distanceM: Float!'),
        (' @deprecated(reason: "No date: use WALKING.")', ""),
    )
    assert verdict.returncode == 0, verdict.stdout
    assert "SKIPPING" in verdict.stdout, "what a client must be ready for is told"


def test_what_was_deprecated_for_half_a_year_may_go_with_the_types_behind_it(compared):
    removals = (
        (', pace: Float @deprecated(reason: "Since 2026-06-01: use paceSPerKm.")', ""),
        (', old: Old @deprecated(reason: "Since 2026-06-01: use run.")', ""),
        ("type Old { id: ID! }\n", ""),
    )
    assert compared(*removals, today="2026-11-30").returncode == 1
    verdict = compared(*removals, today="2026-12-01")
    assert verdict.returncode == 0, verdict.stdout
    assert verdict.stdout.count("due ") == 3


def test_without_a_schema_there_is_no_verdict(tmp_path):
    assert gate("--schema", tmp_path / "absent.graphql").returncode == 2


def test_nothing_is_renewed_that_breaks(tmp_path):
    released, schema = tmp_path / "released.graphql", tmp_path / "schema.graphql"
    released.write_text(RELEASED)
    schema.write_text(RELEASED.replace(", steps: Int,", ","))
    assert gate("--released", released, "--schema", schema, "--renew").returncode == 1
    assert released.read_text() == RELEASED
    schema.write_text(RELEASED.replace("steps: Int", "steps: Int, ascentM: Float"))
    assert gate("--released", released, "--schema", schema, "--renew").returncode == 0
    assert released.read_text().endswith(schema.read_text())
    assert released.read_text().startswith("# The contract as it was released")


@pytest.mark.parametrize("folder", ["scripts/contract", "tests/clients"])
def test_a_lock_of_npm_pins_contents_and_names_no_registry(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {place: package for place, package in packages.items() if place and not package.get("link")}
    assert locked
    assert [place for place, package in locked.items() if "resolved" in package] == []
    assert [place for place, package in locked.items() if not package["integrity"].startswith("sha512-")] == []
    package = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
    pinned = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert [name for name, version in pinned.items() if not version[0].isdigit()] == []
