"""What a function's package holds, and what it does without: `make package-check` builds both and runs this."""

import importlib.util
import json
import re
import subprocess
from importlib._bootstrap_external import _classify_pyc
from pathlib import Path

import pytest

from bench.packages import MOST_MB, megabytes
from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models.terms import Sport
from tests.environment import deployed, variables_of
from tests.functions.packaged import NAMES, package, python
from tests.gateway import Request, claims_of, event_of

GLIBC = (2, 34)
ABSENT_FROM_API = {"numpy", "numba", "boto3", "jwt", "cryptography", "uploads", "kernels"}
HANDLERS = {"api": ["graph.aws"], "processor": ["uploads.aws", "uploads.jobs", "uploads.cohorts"]}

ANSWER = """
import json, sys
from graph import aws
told = aws.handler(json.load(sys.stdin), None)
print(json.dumps({"told": told, "modules": sorted(sys.modules)}))
"""
PROCESS = """
import json, sys
compiled = []
def listen(event, arguments):
    if event == "compile" and str(arguments[1]).endswith(".py"):
        compiled.append(str(arguments[1]))
sys.addaudithook(listen)
from uploads import aws
told = aws.handler(json.load(sys.stdin), None)
from kernels import jit
print(json.dumps({"told": told, "modules": sorted(sys.modules), "mode": jit.MODE, "compiled": compiled}))
"""
START = """
import importlib, sys
from models import start
codes, missed = start.read(), []
looked_up = dict.get
class Kept(dict):
    def get(self, key, default=None):
        found = super().get(key, default)
        missed.append(key) if found is None else None
        return found
start.read = lambda *_: Kept(codes)
for name in sys.argv[1:] or HANDLERS:
    importlib.import_module(name)
print(len(codes), len(missed))
"""


def libraries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if re.search(r"\.so(\.|$)", path.name)]


@pytest.mark.parametrize("name", NAMES)
def test_a_package_is_small(name):
    assert 10 < megabytes(package(name)) <= MOST_MB[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_module_is_compiled_and_never_looked_after(name):
    """Hash-based and unchecked: Python reads the compiled module, whatever time a zip or a deployment gave to files."""
    folder = package(name)
    sources = list(folder.rglob("*.py"))
    compiled = [Path(importlib.util.cache_from_source(str(source))) for source in sources]

    assert len(sources) > 300
    assert [path for path in compiled if not path.exists()] == []
    assert {_classify_pyc(path.read_bytes()[:16], path.name, {}) for path in compiled} == {0b01}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_needs_a_newer_c_library_than_the_runtime_has(name):
    found = {}
    for library in libraries(package(name)):
        said = subprocess.run(["objdump", "-T", library], capture_output=True, text=True, check=True).stdout
        versions = [tuple(map(int, each.split("."))) for each in re.findall(r"GLIBC_([\d.]+)", said)]
        found[library.name] = max(versions, default=(0,))

    assert found
    assert {name: version for name, version in found.items() if version > GLIBC} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_data_class_of_a_start_was_compiled_before(name):
    kept, missed = map(int, python(name, f"HANDLERS = {HANDLERS[name]}\n{START}", {}).split())

    assert kept > 50
    assert missed == 0


def test_the_api_answers_without_what_is_large(service):
    request = Request(headers={"content-type": "application/json"}, body=b'{"query": "{ viewer { id } }"}')
    event = event_of(request, claims_of(service.settings, "somebody"))
    said = json.loads(python("api", ANSWER, variables(service), json.dumps(event)))

    assert json.loads(said["told"]["body"])["data"]["viewer"]["id"]
    assert {module.partition(".")[0] for module in said["modules"]} & ABSENT_FROM_API == set()


def test_the_processor_stores_an_activity_and_compiles_nothing(service):
    person = service.person()
    person.send(file_bytes(recording(Sport.RUNNING, 10)))
    event = lambda_event(service.receive())
    said = json.loads(python("processor", PROCESS, variables(service), json.dumps(event)))

    assert said["told"] == {"batchItemFailures": []}
    assert said["mode"] == "ahead"
    assert said["compiled"] == []
    assert {module.partition(".")[0] for module in said["modules"]} & {"numba", "llvmlite", "graph"} == set()
    assert len(person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"]) == 1


def variables(service):
    return variables_of(deployed(service.settings, service.engines.url))
