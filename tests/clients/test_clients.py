"""The clients that app developers use, from outside: each signs in, sends two files, pages, and reads a score.

Each is a program of its own in the language and with the packages of its users, against the local service in another
process. What it printed, and what it sent, is looked at here.
"""

import json
import shutil
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from console.athlete.recordings import file_bytes, recording
from graph.ids import parse_id
from models.terms import Sport
from tests.engines import require

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYTHON = ROOT / ".venv-clients" / "bin"
SERVICE = ROOT / ".venv" / "bin" / "python"
TIMEOUT_S = 120
RESPONSE_TYPE = "application/graphql-response+json"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """The clients with the schema beside them, where their compilers may write."""
    require("clients", shutil.which("node"), "no node on the path")
    require("clients", (HERE / "node_modules").is_dir(), "the packages are not installed (make clients)")
    folder = tmp_path_factory.mktemp("clients")
    for name in ("node", "relay", "codegen", "python"):
        shutil.copytree(HERE / name, folder / name)
        shutil.copy(ROOT / "schema.graphql", folder / name)
        shutil.copy(HERE / "operations.graphql", folder / name)
    shutil.copy(HERE / "operations.graphql", folder)
    (folder / "node_modules").symlink_to(HERE / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    for n, sport in enumerate((Sport.WALKING, Sport.RUNNING)):
        outing = recording(sport, minutes=12, seed=n + 1, started_at=datetime(2026, 5, n + 1, 7, tzinfo=UTC))
        (folder / f"{n}.fit").write_bytes(file_bytes(outing))
    return folder


@pytest.fixture(scope="module")
def compiled(workshop):
    """The manifest of the trusted documents that relay-compiler and graphql-codegen wrote, both in one."""
    persisted = workshop / "relay" / "persisted.json"
    persisted.write_text("{}")
    run(["npx", "--no-install", "relay-compiler"], workshop / "relay")
    run(["npx", "--no-install", "graphql-codegen", "--config", "codegen.yml"], workshop / "codegen")
    typed = workshop / "codegen" / "src" / "gql" / "persisted-documents.json"
    manifest = json.loads(persisted.read_text()) | json.loads(typed.read_text())
    assert len(manifest) == 12, "six operations by either"
    (workshop / "documents.json").write_text(json.dumps(manifest))
    return workshop / "documents.json"


@contextmanager
def serving(*arguments):
    """The service in another process: its address and tokens."""
    command = [SERVICE, "-m", "tests.clients.server", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline()
            assert line, "the service did not start"
            yield json.loads(line)
        finally:
            server.stdin.close()
            server.wait(TIMEOUT_S)


@pytest.fixture(scope="module")
def open_service():
    with serving("apollo-POST", "apollo-GET", "urql", "gql", "ariadne") as server:
        yield server


@pytest.fixture(scope="module")
def locked_service(compiled):
    """A service that answers the trusted documents and nothing else."""
    with serving("relay", "codegen", "--documents", str(compiled), "--only") as server:
        yield server


def run(command, folder, **environment):
    done = subprocess.run(
        ["env", *(f"{name}={value}" for name, value in environment.items()), *map(str, command)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def told(command, workshop, server, subject, **environment):
    """The story of one client; what everyone's must have in common is checked here."""
    files = sorted(workshop.glob("*.fit"))
    story = json.loads(run([*command, server["url"], server["tokens"][subject], *files], workshop, **environment))
    assert parse_id(story["viewer"])[0] == "User"
    assert story["settled"] == "ProfileUpdated"
    assert len(set(story["activities"])) == 2
    assert {node["id"] for node in story["paged"]} == set(story["activities"])
    assert {node["__typename"] for node in story["paged"]} == {"Run", "Walk"}
    assert all(node["distanceM"] > 900 for node in story["paged"])
    score = story["activity"]["score"]
    assert 0 < score["value"] < 100
    assert sum(each["contribution"] for each in score["components"]) == pytest.approx(score["value"], abs=0.01)
    return story


def node(script, workshop, server, subject, **environment):
    return told(["node", workshop / script], workshop, server, subject, **environment)["sent"]


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_apollo_client_sends_hashes_and_each_text_once(workshop, open_service, method):
    sent = node("node/apollo.mjs", workshop, open_service, f"apollo-{method}", METHOD=method)
    missed = [n for n, request in enumerate(sent) if request["codes"]]
    # The page is asked for twice: the second time its hash is known. So are those of another run of Apollo Client.
    assert all(sent[n]["codes"] == ["PERSISTED_QUERY_NOT_FOUND"] for n in missed)
    assert {sent[n]["status"] for n in missed} <= {200}, "Apollo iOS reads no body of another status: no retry"
    assert all(sent[n + 1]["query"] and sent[n + 1]["hash"] and not sent[n + 1]["codes"] for n in missed)
    assert sum(request["query"] for request in sent) == len(missed) <= 6
    hits = [request for before, request in pairwise(sent) if not request["query"] and not before["codes"]]
    assert any(request["operation"] == "Page" for request in hits)
    assert all(request["type"].startswith(RESPONSE_TYPE) for request in sent)
    methods = {request["method"] for request in sent if not request["query"] and request["operation"] == "Page"}
    assert methods == {method}


def test_urql_sends_hashes_by_get(workshop, open_service):
    sent = node("node/urql.mjs", workshop, open_service, "urql")
    pages = [request for request in sent if request["operation"] == "Page"]
    assert pages[-1]["method"] == "GET"
    assert pages[-1]["hash"]
    assert not pages[-1]["query"]
    assert {code for request in sent for code in request["codes"]} <= {"PERSISTED_QUERY_NOT_FOUND"}


def test_relay_sends_persisted_documents_alone(workshop, locked_service):
    sent = node("relay/run.mjs", workshop, locked_service, "relay")
    assert [request for request in sent if request["query"] or not request["hash"] or request["codes"]] == []


def test_typed_documents_compile_and_are_sent_by_their_hash(workshop, compiled, locked_service):
    run(["npx", "--no-install", "tsc", "-p", "."], workshop / "codegen")
    sent = node("codegen/made/run.js", workshop, locked_service, "codegen")
    assert [request for request in sent if request["query"] or not request["hash"] or request["codes"]] == []


def test_a_text_of_ones_own_is_refused_where_documents_are_trusted(workshop, locked_service):
    story = subprocess.run(
        ["node", workshop / "node" / "urql.mjs", locked_service["url"], locked_service["tokens"]["relay"]],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert story.returncode != 0
    assert "CombinedError" in story.stderr


def test_a_wrong_field_of_a_typed_document_does_not_compile(workshop, compiled):
    wrong = workshop / "codegen" / "src" / "wrong.ts"
    wrong.write_text("import type { PageQuery } from './gql/graphql.js'\nexport const f = (p: PageQuery) => p.viewr\n")
    done = subprocess.run(
        ["npx", "--no-install", "tsc", "-p", ".", "--noEmit"],
        cwd=workshop / "codegen",
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    wrong.unlink()
    assert done.returncode != 0
    assert "viewr" in done.stdout


def test_gql_validates_by_introspection(workshop, open_service):
    require("clients", PYTHON.is_dir(), "no .venv-clients (make clients)")
    told([PYTHON / "python", workshop / "python" / "with_gql.py"], workshop, open_service, "gql")


def test_ariadne_codegen_makes_a_typed_client(workshop, open_service):
    require("clients", PYTHON.is_dir(), "no .venv-clients (make clients)")
    run([PYTHON / "ariadne-codegen", "--config", "ariadne.toml", "client"], workshop / "python")
    told([PYTHON / "python", workshop / "python" / "with_ariadne.py"], workshop, open_service, "ariadne")
