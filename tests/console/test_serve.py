"""Where the local server listens, and what it tells others."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from rich.console import Console
from starlette.testclient import TestClient

from console.local import FIRST_QUERY, Address, CannotServe, local_settings
from console.serve import Staging, _announce, local_app, serve
from console.state import forget_server, known_server, remember_server
from models.settings import Settings, settings, use
from tests.dynamodb_local import free_port

PATIENCE_S = 60


def test_the_first_query_of_the_readme_is_the_one_that_the_server_prints():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert json.dumps({"query": FIRST_QUERY}) in readme


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
    ],
)
def test_loopback_is_known_by_its_address(host, loopback):
    assert Address(host, 8000).loopback is loopback


def test_a_wildcard_is_told_as_an_address_that_others_can_use():
    address = Address("0.0.0.0", 8000)
    assert "0.0.0.0" not in address.url + address.local_url
    assert address.local_url == "http://127.0.0.1:8000"


def test_an_ipv6_address_is_told_in_brackets():
    assert Address("::1", 8000).url == "http://[::1]:8000"


def test_files_are_signed_for_the_public_address(keys):
    address = Address("0.0.0.0", 8000, "http://10.0.2.2:8000/")
    settings = local_settings("http://127.0.0.1:5000", address, keys, "token")
    assert settings.s3_public_url == "http://10.0.2.2:8000/storage"


@pytest.mark.parametrize(("host", "preset"), [("127.0.0.1", "token"), ("0.0.0.0", None)])
def test_a_token_is_preset_on_loopback_alone(keys, host, preset):
    settings = local_settings("http://127.0.0.1:5000", Address(host, 8000), keys, "token")
    assert isinstance(settings, Settings)
    assert settings.playground_token == preset


@pytest.mark.parametrize("public_url", ["nonsense", "ftp://192.0.2.7", "http://", "http://192.0.2.7:8000/path"])
def test_a_public_address_that_cannot_be_is_refused(public_url):
    with pytest.raises(CannotServe, match="--public-url must be an address like"):
        serve(Address("127.0.0.1", 8000, public_url), console=None)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("evil.example:8000", 421),
        ("[::1", 421),
        ("", 421),
    ],
)
def test_a_page_with_a_token_is_given_under_the_servers_own_names_alone(service, keys, host, status):
    address = Address("127.0.0.1", 8000)
    app = local_app(local_settings(service.engines.url, address, keys, "token"))
    assert TestClient(app).get("/health", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("text/html", "application/json"),
    ],
)
def test_another_name_is_refused_as_clients_read_it_with_what_to_do(service, keys, accept, media_type):
    app = local_app(local_settings(service.engines.url, Address("127.0.0.1", 8000), keys, "token"))
    headers = {"host": "10.0.2.2:8000", "accept": accept}
    answer = TestClient(app).post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (421, f"{media_type}; charset=utf-8")
    (error,) = answer.json()["errors"]
    assert "--public-url" in error["message"]
    assert error["extensions"] == {"code": "MISDIRECTED_REQUEST"}


def test_an_emulator_is_let_in_by_the_public_address(service, keys):
    address = Address("127.0.0.1", 8000, "http://10.0.2.2:8000")
    app = local_app(local_settings(service.engines.url, address, keys, "token"))
    assert TestClient(app).get("/health", headers={"host": "10.0.2.2:8000"}).status_code == 200


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_was_stopped_is_known_no_more(tmp_path, by):
    port = free_port()
    inherited = os.environ  # noqa: TID251 -- handed on to the command under test
    environment = {**inherited, "STRIDEGRAPH_STATE_DIR": str(tmp_path), "NO_COLOR": "1", "COLUMNS": "300"}
    line = [sys.executable, "-c", "from console.main import app; app()", "serve", "--no-demo", "--port", str(port)]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            said = ""
            while "Ctrl-C" not in said and (told := server.stdout.readline()):
                said += told
            left = tmp_path / f"server-{port}.json"
            url = json.loads(left.read_text())["url"]
            # It listens before it answers: whoever asks early waits.
            assert httpx2.get(f"{url}/health", timeout=PATIENCE_S).status_code == 200, said
            server.send_signal(by)
            said, _ = server.communicate(timeout=PATIENCE_S)
        finally:
            server.kill()
    assert (url, server.returncode, left.exists()) == (f"http://127.0.0.1:{port}", 0, False), said
    assert "Traceback" not in said


def test_a_server_takes_back_its_own_address_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("STRIDEGRAPH_STATE_DIR", str(tmp_path))
    remember_server("http://127.0.0.1:8000", "first")
    remember_server("http://127.0.0.1:8001", "second")
    assert (tmp_path / "server-8001.json").stat().st_mode & 0o777 == 0o600
    remember_server("http://127.0.0.1:8000", "again")
    forget_server("http://127.0.0.1:8000", "first")
    assert (tmp_path / "server-8000.json").exists()
    forget_server("http://127.0.0.1:8000", "again")
    forget_server("http://127.0.0.1:8001", "second")
    assert known_server() is None
    forget_server("http://127.0.0.1:8001", "second")
    assert list(tmp_path.iterdir()) == []


def test_of_several_servers_the_newest_that_listens_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("STRIDEGRAPH_STATE_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as first:
        url = f"http://127.0.0.1:{first.getsockname()[1]}"
        with socket.create_server(("127.0.0.1", 0)) as second:
            newer = f"http://127.0.0.1:{second.getsockname()[1]}"
            for age, (each, token) in enumerate([(newer, "second"), (url, "first")]):
                remember_server(each, token)
                os.utime(next(tmp_path.glob(f"*-{each.rpartition(':')[2]}.json")), (9e8 - age, 9e8 - age))
            assert known_server() == (newer, "second")
        assert known_server() == (url, "first")  # the newer one was killed, and left its file
    assert known_server() == (newer, "second")  # "No answer from ..." then names the newest


MANIFEST = '{"first": "{ viewer { id } }"}'


@pytest.mark.parametrize(
    ("stage", "with_documents", "free"),
    [(None, False, True), ("playground", True, True), ("locked", False, True), ("locked", True, False)],
)
def test_a_stage_is_served_as_it_is_chosen(service, keys, tmp_path, stage, with_documents, free):
    (tmp_path / "documents.json").write_text(MANIFEST)
    staging = Staging(stage, (tmp_path / "documents.json",) if with_documents else ())
    made = staging.of(local_settings(service.engines.url, Address("127.0.0.1", 8000), keys, "token"))
    use(service.engines.prepare(replace(made, table=service.settings.table, bucket=service.settings.bucket)))
    http = TestClient(local_app(settings()), base_url="http://127.0.0.1")
    headers = {"authorization": f"Bearer {keys.token('somebody')}"}

    def answered(query):
        return "errors" not in http.post("/graphql", json={"query": query}, headers=headers).json()

    assert answered("{ viewer { id } }")
    assert answered("{ viewer { __typename } }") is free
    assert answered("{ __schema { queryType { name } } }") is (stage != "locked")
    assert http.get("/").status_code == (404 if stage == "locked" else 200)
    assert http.get("/health").status_code == 200


def test_documents_that_cannot_be_used_are_said_before_anything_starts(tmp_path):
    for text in ("[]", "{"):
        path = tmp_path / f"documents{len(text)}.json"
        path.write_text(text)
        with pytest.raises(CannotServe, match=r"documents cannot be used: .* is no manifest of documents") as said:
            serve(Address("127.0.0.1", 8000), console=None, staging=Staging(documents=(path,)))
        assert str(said.value).count(str(path)) == 1


def said_at_start(settings):
    printed = io.StringIO()
    _announce(Address("127.0.0.1", 8000), "token", Console(file=printed, width=200), None, settings)
    return printed.getvalue()


def test_the_start_says_what_is_answered_and_which_documents_were_read(keys, tmp_path, monkeypatch):
    monkeypatch.setenv("STRIDEGRAPH_STATE_DIR", str(tmp_path))
    android, ios = tmp_path / "android.json", tmp_path / "ios.json"
    android.write_text(MANIFEST)
    ios.write_text('{"first": "{ viewer { id } }", "second": "{ viewer { __typename } }"}')
    local = local_settings("http://127.0.0.1:5000", Address("127.0.0.1", 8000), keys, "token")
    both = said_at_start(Staging("locked", (android, ios)).of(local))
    assert "Stage       locked: no introspection, no page, trusted documents alone\n" in both
    assert f"Documents   2 trusted: 1 from {android}, 2 from {ios}\n" in both
    assert "any document, since no --documents were given\n" in said_at_start(Staging("locked").of(local))
    assert "Documents" not in said_at_start(Staging().of(local))
