"""template.yaml and the code mean the same service."""

import ast
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from models.settings import PREFIX, Settings, from_environment
from models.table import TableItem
from tests.engines import require

ROOT = Path(__file__).parents[2]
SAM = ROOT / ".venv-sam" / "bin" / "sam"


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, of which only the argument is kept."""


def argument(loader, _suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node, deep=True)


Loader.add_multi_constructor("!", argument)
TEMPLATE = yaml.load((ROOT / "template.yaml").read_text(), Loader)  # noqa: S506 -- a safe loader, with short functions
RESOURCES = {name: resource.get("Properties", {}) for name, resource in TEMPLATE["Resources"].items()}
FUNCTIONS = [name for name in RESOURCES if name.endswith("Function")]
VARIABLES = {
    variable
    for place in (TEMPLATE["Globals"]["Function"], *(RESOURCES[name] for name in FUNCTIONS))
    for variable in place.get("Environment", {"Variables": {}})["Variables"]
    if variable.startswith(PREFIX)
}


@pytest.mark.parametrize("variable", sorted(VARIABLES))
def test_every_variable_is_a_setting(variable, monkeypatch):
    names = {field.name for field in fields(Settings)}
    name = variable.removeprefix(PREFIX).lower()
    monkeypatch.setenv(variable, "set-by-the-template")

    assert name in names
    assert getattr(from_environment(), name) in {"set-by-the-template", ("set-by-the-template",)}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_handler_is_there(function):
    module, _, name = RESOURCES[function]["Handler"].rpartition(".")
    tree = ast.parse((ROOT / "src" / f"{module.replace('.', '/')}.py").read_text())
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assigned = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}

    assert name in defined | assigned


def test_the_table_is_the_one_that_the_code_makes():
    table, schema = RESOURCES["Table"], TableItem._get_schema()

    def keys(listed):
        return {(key["KeyType"], key["AttributeName"]) for key in listed}

    def indexes(listed):
        return {
            index["IndexName"]: (keys(index["KeySchema"]), index["Projection"]["ProjectionType"]) for index in listed
        }

    assert keys(table["KeySchema"]) == {(key["KeyType"], key["AttributeName"]) for key in schema["key_schema"]}
    assert indexes(table["LocalSecondaryIndexes"]) == {
        index["index_name"]: (keys(index["key_schema"]), index["projection"]["ProjectionType"])
        for index in schema["local_secondary_indexes"]
    }
    assert {each["AttributeName"] for each in table["AttributeDefinitions"]} == {"PK", "SK", "KS", "UK"}


def test_a_message_comes_back_only_after_its_worker_is_gone():
    timeout_s = RESOURCES["ProcessFunction"]["Timeout"]

    assert RESOURCES["UploadsQueue"]["VisibilityTimeout"] >= 6 * timeout_s
    assert timeout_s < Settings().lease_s < RESOURCES["UploadsQueue"]["VisibilityTimeout"]


def test_only_the_pages_and_health_are_open():
    events = RESOURCES["ApiFunction"]["Events"].values()
    is_open = {
        event["Properties"]["Path"]: event["Properties"].get("Auth", {}).get("Authorizer") == "NONE" for event in events
    }

    pages = ("/", "/viewer", "/favicon.ico", "/assets/{proxy+}")
    assert is_open == {"/graphql": False, **dict.fromkeys(pages, True), "/health": True}
    assert RESOURCES["Api"]["Auth"]["DefaultAuthorizer"] == "AccessToken"


def test_sam_finds_nothing_wrong(monkeypatch):
    require("sam", SAM.exists(), "needs `make sam-validate` once, which installs SAM CLI")
    monkeypatch.setenv("SAM_CLI_TELEMETRY", "0")
    command = [SAM, "validate", "--lint", "--region", "us-east-1"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
