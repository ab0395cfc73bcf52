"""template.yaml as tests read it: resources by name, and what SAM makes of them."""

import json
import subprocess
from typing import Any

import yaml

from console.sam.child import ROOT, SAM

SAM_PYTHON = SAM.with_name("python")


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, of which only the argument is kept."""


def _argument(loader, _suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node, deep=True)


Loader.add_multi_constructor("!", _argument)
TEMPLATE = yaml.load((ROOT / "template.yaml").read_text(), Loader)  # noqa: S506 -- a safe loader, with short functions
RESOURCES = {name: resource.get("Properties", {}) for name, resource in TEMPLATE["Resources"].items()}
FUNCTIONS = [name for name, made in TEMPLATE["Resources"].items() if made["Type"] == "AWS::Serverless::Function"]
OUTPUTS = tuple(TEMPLATE["Outputs"])


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, as AWS::SQS::Queue."""
    return {name: RESOURCES[name] for name, made in TEMPLATE["Resources"].items() if made["Type"] == kind}


def function(name: str) -> dict[str, Any]:
    """A function's properties, over those that all functions have."""
    shared, own = TEMPLATE["Globals"]["Function"], RESOURCES[name]
    merged = {
        key: {**shared.get(key, {}), **own.get(key, {})}
        for key in shared.keys() | own.keys()
        if isinstance(own.get(key, shared.get(key)), dict)
    }
    return {**shared, **own, **merged}


def variables(name: str) -> dict[str, Any]:
    """A function's variables, those that all functions have included."""
    shared = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    return {**shared, **RESOURCES[name].get("Environment", {"Variables": {}})["Variables"]}


def routes() -> set[tuple[str, str]]:
    """(method, path) of everything that the gateway lets through to functions."""
    events = [event for name in FUNCTIONS for event in RESOURCES[name].get("Events", {}).values()]
    return {
        (event["Properties"]["Method"], event["Properties"]["Path"]) for event in events if event["Type"] == "HttpApi"
    }


def translated(**parameters: str) -> dict[str, dict[str, Any]]:
    """The resources that CloudFormation will see, by SAM's own translator; takes a second."""
    command = [SAM_PYTHON, ROOT / "scripts" / "translate_template.py", *(f"{n}={v}" for n, v in parameters.items())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["Resources"]
