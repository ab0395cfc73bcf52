"""The pages for whoever deploys and operates, samconfig.toml and template.yaml mean the same stack."""

import re
import subprocess
import tomllib

import yaml

from tests.house.template import FUNCTIONS, OUTPUTS, ROOT, TEMPLATE, Loader


def test_the_page_of_operations_reads_outputs_that_are_there():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    read = set(re.findall(r"\$\(output (\w+)\)", text))

    assert read <= set(OUTPUTS)
    assert {"CursorSecretArn", "UploadsDeadLettersArn", "JobsDeadLettersArn", "UploadsQueueUrl"} <= read
    assert {f"{name}Name" for name in FUNCTIONS} <= set(OUTPUTS)


def test_the_stack_can_be_made_on_a_restored_table_as_the_page_of_operations_says(tmp_path):
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    command = re.search(r"\$ (sed .*?) > restored\.yaml", text, re.DOTALL)[1]
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/RESTORED"
    given = {"PATH": "/usr/bin:/bin", "arn": arn, "stream": f"{arn}/stream/2026-11-29T03:00:00.000"}

    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    made = yaml.load(done.stdout, Loader)  # noqa: S506 -- a safe loader, with short functions

    assert set(made["Resources"]) == set(TEMPLATE["Resources"]) - {"Table"}
    assert not re.search(r"!(Ref|GetAtt) Table\b|\$\{Table[.}]", done.stdout)
    assert made["Outputs"]["TableName"]["Value"] == "RESTORED"
    stream = made["Resources"]["CohortFunction"]["Properties"]["Events"]["ActivitiesChanged"]["Properties"]["Stream"]
    assert stream == given["stream"]


def test_every_output_is_in_the_page_of_deployment():
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")

    assert {name for name in OUTPUTS if f"`{name}`" not in text} == set()


def test_every_parameter_is_grouped_and_in_the_page_of_deployment():
    groups = TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [name for group in groups for name in group["Parameters"]]
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")

    assert sorted(grouped) == sorted(TEMPLATE["Parameters"])
    assert {name for name in grouped if f"`{name}`" not in text} == set()


def test_the_stages_that_are_configured_fit_the_template():
    configured = tomllib.loads((ROOT / "samconfig.toml").read_text())
    stages = {
        name: stage["deploy"]["parameters"]
        for name, stage in configured.items()
        if name != "version" and "deploy" in stage
    }

    assert {"default", "production"} <= set(stages)
    for stage in stages.values():
        check_overrides(stage["parameter_overrides"])
    assert {"ApiStage=locked", "Rollout=Canary10Percent5Minutes"} <= set(stages["production"]["parameter_overrides"])


def test_the_stages_of_the_pages_fit_the_template_too():
    shown = [
        tomllib.loads(re.sub(r"(?m)^ {3}", "", block) if block.startswith("   ") else block)
        for page in ("deploy", "operations")
        for block in re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / f"{page}.md").read_text(), re.DOTALL)
    ]
    (staging,) = [each["staging"]["deploy"]["parameters"] for each in shown if "staging" in each]

    configured = tomllib.loads((ROOT / "samconfig.toml").read_text())["default"]["deploy"]["parameters"]
    assert set(staging) == {*configured, "stack_name"}
    check_overrides(staging["parameter_overrides"])
    (race,) = [each["parameter_overrides"] for each in shown if "parameter_overrides" in each]
    check_overrides(race)


def check_overrides(overrides):
    """The template takes these, as SAM reads them: a value without quotes ends at its first blank."""
    for name, told in (each.split("=", 1) for each in overrides):
        value = told[1:-1] if told.startswith('"') else told.split(" ")[0]
        parameter = TEMPLATE["Parameters"][name]
        assert value in map(str, parameter.get("AllowedValues", [value]))
        assert re.fullmatch(parameter.get("AllowedPattern", ".*"), value)
