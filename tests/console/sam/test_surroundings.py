"""What containers find around them: engines at two addresses, the door to files, the key set, no real credentials."""

import errno
import socket
import sys
from datetime import UTC, datetime

import boto3
import pytest
from rich.console import Console
from starlette.testclient import TestClient

from console.engines.embedded import Engines
from console.local import CannotServe
from console.sam import docker, service
from console.sam.child import SAM, Sam, SamFailed, sam_environment
from console.sam.door import door_app
from console.sam.function import InvocationFailed, RemoteFunction
from console.sam.variables import Ports
from models.settings import Settings
from tests.engines import require

OTHER = "127.0.0.2"
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more loopback addresses, and a bridge")


def s3(host, port):
    access = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}
    return boto3.client("s3", endpoint_url=f"http://{host}:{port}", **access)


@linux
def test_engines_are_the_same_at_both_addresses():
    with Engines(bridge=OTHER) as engines:
        s3(OTHER, engines.port).create_bucket(Bucket="seen-from-both")
        seen = s3("127.0.0.1", engines.port).list_buckets()["Buckets"]
        s3("127.0.0.1", engines.port).delete_bucket(Bucket="seen-from-both")

    assert "seen-from-both" in {bucket["Name"] for bucket in seen}


@linux
def test_where_one_address_is_taken_none_is_kept():
    with socket.create_server((OTHER, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use") as refused:
            Engines(port, OTHER)

    assert refused.value.errno == errno.EADDRINUSE
    socket.create_server(("127.0.0.1", port)).close()


def test_the_door_has_the_key_set_and_files_for_who_signed(keys):
    settings = Settings(
        s3_url="http://127.0.0.1:1", s3_public_url="http://testserver/storage", local_secret="x", jwks=keys.jwks()
    )
    with TestClient(door_app(settings)) as http:
        told = http.get("/jwks.json")
        assert (told.text, told.headers["content-type"]) == (keys.jwks(), "application/json")
        assert http.get("/storage/stridegraph/detail/a").status_code == 403


def test_containers_get_the_engines_credentials_alone(monkeypatch):
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, "of-a-real-account")

    environment = sam_environment(Settings(local_secret="signs here", dynamodb_url="http://127.0.0.1:1"))

    assert "of-a-real-account" not in environment.values()
    assert (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) == ("local", "signs here")


def test_an_absent_function_is_told(unused_port):
    event = {"Records": [{"dynamodb": {"ApproximateCreationDateTime": datetime.now(UTC)}}]}
    with pytest.raises(InvocationFailed, match="ProcessFunction"):
        RemoteFunction(f"http://127.0.0.1:{unused_port}", "ProcessFunction")(event, None)


@pytest.fixture
def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_without_docker_one_sentence_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(docker.NoDocker, match="Docker was not found"):
        docker.bridge_address()
    docker.remove(["0" * 64])  # and nothing to remove


def test_who_may_not_use_docker_is_told_who_may():
    """Both as Docker's command says them."""
    said = "permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock: Get ..."
    assert "the group docker" in docker._reason(said)
    said = "WARNING: Error loading config file: permission denied\nCannot connect to the Docker daemon."
    assert docker._reason(said) == "Docker does not answer: Cannot connect to the Docker daemon."


@linux
def test_an_interface_has_its_address():
    assert docker._address_of("lo") == "127.0.0.1"
    assert docker._address_of("no-such-bridge") is None


def test_unbuilt_functions_are_told_before_anything_starts(monkeypatch, tmp_path):
    monkeypatch.setattr(service, "BUILT", tmp_path / "template.yaml")
    with pytest.raises(CannotServe, match="make sam-local"):
        service.sam_local("127.0.0.1", Ports(), Console(quiet=True))


def test_a_child_that_ends_says_why(tmp_path, unused_port):
    require("sam", SAM.exists(), "needs `make template-check`")
    with (
        Sam(
            ["start-nothing"], Settings(local_secret="x", dynamodb_url="http://127.0.0.1:1"), tmp_path / "log"
        ) as child,
        pytest.raises(SamFailed, match="start-nothing"),
    ):
        child.wait_for(f"http://127.0.0.1:{unused_port}/")
