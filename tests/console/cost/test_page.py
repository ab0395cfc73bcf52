"""The page and the command tell what the calculator finds, and the template is what it reckons with."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cost.estimate import estimate
from console.cost.page import document
from console.cost.race import AT_ONCE_WRITE_UNITS, GATEWAY_REQUESTS_S, WORKERS, race_of
from console.cost.storage import DETAIL, NONCURRENT_DAYS, RAW, Move
from console.cost.terminal import rows
from console.cost.usage import Usage
from console.main import app
from models.terms import JobKind
from tests.house.template import RESOURCES, TEMPLATE, of_type
from uploads.observed import Outcome, Stage

DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS / "cost.md"
OPERATIONS = " ".join((DOCS / "operations.md").read_text(encoding="utf-8").split())


def run(*arguments):
    return CliRunner().invoke(app, ["cost", *arguments])


def test_the_committed_page_is_the_calculators():
    assert PAGE.read_text(encoding="utf-8") == document(), "run `make schema`"
    assert run("--page").stdout == document()


def test_json_adds_up():
    done = run("--users", "1e6", "--region", "ap-northeast-1", "--json", "--assume", "process_ms=200")
    told = json.loads(done.stdout)
    assert (told["users"], told["region"]) == (1e6, "ap-northeast-1")
    assert told["assumptions"]["process_ms"] == 200
    for month in told["months"].values():
        rest = sum(round(line["dollars"] * 100) for line in month["lines"])
        assert rest == round(month["restDollars"] * 100)
        assert rest + round(month["signIn"]["dollars"] * 100) == round(month["dollars"] * 100)
        assert all(line["priceReadIn"] for line in month["lines"])


def test_the_page_is_no_json():
    done = run("--page", "--json")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "--page prints docs/cost.md, --json the figures of --users: take one of them.\n"


def test_every_quantity_has_its_unit():
    cells = [cells[1] for kind, cells in rows([estimate(Usage(1e4), "us-east-1")])]

    assert [cell for cell in cells if cell and " " not in cell] == []
    assert {"1 secret", "1 dashboard", "0.73 GB-months"} <= set(cells)


def test_the_table_tells_sign_in_first():
    told = run("--users", "1e6").stdout
    assert told.index("sign-in:") < told.index("API:") < told.index("all but sign-in")
    assert "4,635.00" in told
    assert "4,635.00" not in run("--users", "1e6", "--sign-in", "own").stdout


@pytest.mark.parametrize("arguments", [(), ("--users", "0"), ("--users", "1e6", "--region", "mars-1")])
def test_nonsense_is_one_sentence(arguments):
    done = run(*arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def moves(rules):
    """The moves of enabled lifecycle rules to colder classes, by their prefixes."""
    found = {}
    for rule in rules:
        for transition in rule.get("Transitions", [rule["Transition"]] if "Transition" in rule else []):
            assert rule["Status"] == "Enabled"
            smallest = int(rule["ObjectSizeGreaterThan"])
            found[rule["Prefix"]] = Move(transition["StorageClass"], int(transition["TransitionInDays"]), smallest)
    return found


def test_moves_are_read_from_rules():
    rule = {
        "Status": "Enabled",
        "Prefix": "raw/",
        "ObjectSizeGreaterThan": "131072",
        "Transitions": [{"StorageClass": "GLACIER_IR", "TransitionInDays": 7}],
    }
    assert moves([rule, {"Status": "Enabled", "Prefix": "export/", "ExpirationInDays": 7}]) == {
        "raw/": Move("GLACIER_IR", 7, 131_072)
    }


def test_the_lifecycle_is_the_templates():
    rules = RESOURCES["Bucket"]["LifecycleConfiguration"]["Rules"]
    found = moves(rules)
    assert found == {"raw/": RAW, "detail/": DETAIL}
    kept = {
        rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
        for rule in rules
        if "NoncurrentVersionExpiration" in rule and rule.get("Prefix") != "export/"
    }
    assert kept == {NONCURRENT_DAYS}


def test_functions_and_logs_are_as_large_as_reckoned_with():
    usage = Usage(1)
    assert RESOURCES["ProcessFunction"]["Events"]["FileArrived"]["Properties"]["ScalingConfig"] == {
        "MaximumConcurrency": WORKERS
    }
    sizes = {name: RESOURCES[name].get("MemorySize") for name in ("ApiFunction", "ProcessFunction", "CohortFunction")}
    assert sizes == {
        "ApiFunction": usage.api_memory_mb,
        "ProcessFunction": usage.process_memory_mb,
        "CohortFunction": usage.cohort_memory_mb,
    }
    assert TEMPLATE["Parameters"]["LogDays"]["Default"] == usage.log_days


def test_alarms_are_billed_by_the_metrics_that_they_read():
    read = [
        sum("MetricStat" in each for each in alarm.get("Metrics", [{"MetricStat": alarm}]))
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
    ]

    assert min(read) >= 1
    assert sum(read) == Usage(1).alarms


def test_custom_metrics_are_those_that_the_code_and_the_filters_can_make():
    documents, units, duration, faults = 12 + 1, 2, 1, 1
    made = {
        "requests": documents * (duration + faults + units),
        "uploads": len(Outcome) + duration + units + len(Stage),
        "jobs": len(JobKind) * (duration + faults + units),
        "months": duration + faults + units,
        "log metric filters": len(of_type("AWS::Logs::MetricFilter")),
    }

    assert sum(made.values()) == Usage(1).metrics


def test_the_page_of_operations_says_from_when_on_a_race_needs_something():
    region = "us-east-1"
    enough, more, million = (race_of(Usage(users), region) for users in (330e3, 340e3, 1e6))
    let_through, throttled = (race_of(Usage(users), region) for users in (2.4e6, 2.5e6))

    assert "more than 330,000 finishers set `WarmWritesPerS`" in OPERATIONS
    assert enough.write_units_s < AT_ONCE_WRITE_UNITS < more.write_units_s
    assert "more than 2,000,000 finishers raise `ThrottlingRateLimit`" in OPERATIONS
    assert let_through.requests_s <= GATEWAY_REQUESTS_S < throttled.requests_s
    assert RESOURCES["Api"]["DefaultRouteSettings"]["ThrottlingRateLimit"] == GATEWAY_REQUESTS_S
    assert "100 workers keep up with a million" in OPERATIONS
    assert million.workers < WORKERS == 100
