"""What hinders `make sam-local` and `make engines` is one sentence, said before any container starts."""

import signal
import socket

import pytest
from rich.console import Console

from console.local import CannotServe
from console.sam import docker, service
from console.sam.variables import Ports
from tests.dynamodb_local import free_port
from tests.engines import require

QUIET = Console(quiet=True)


@pytest.fixture(autouse=True)
def built(monkeypatch, tmp_path):
    """Functions that nobody will start."""
    try:
        docker.require_image()
    except docker.NoDocker as error:
        require("docker", available=False, why=str(error))
    monkeypatch.setattr(service, "BUILT", tmp_path / "template.yaml")
    service.BUILT.touch()
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("api", "--port"),
        ("functions", "--functions-port"),
        ("engines", "--engines-port"),
        ("storage", "--storage-port"),
    ],
)
def test_a_taken_port_is_told_with_the_option_that_names_another(taken, name, option, keys):
    ports = {each: free_port() for each in ("api", "functions", "engines", "storage")}
    with pytest.raises(CannotServe) as said:
        service.sam_local("127.0.0.1", Ports(**ports | {name: taken}), QUIET)
    assert str(said.value) == f"Port {taken} is taken. Name another one: {option}."


def test_an_address_of_another_machine_is_told():
    with pytest.raises(CannotServe) as said:
        service.serve_engines("203.0.113.1", Ports(engines=free_port(), storage=9), QUIET)
    assert str(said.value) == "203.0.113.1:9 cannot be used: Cannot assign requested address."


def test_an_absent_image_is_told_with_what_makes_it(monkeypatch):
    monkeypatch.setattr(docker, "IMAGE", "stridegraph/no-such-image:1")
    with pytest.raises(CannotServe, match=r"no-such-image:1 is absent\. .*scripts/lambda-image\.sh$"):
        service.sam_local("127.0.0.1", Ports(), QUIET)


@pytest.mark.parametrize("start", [service.sam_local, service.serve_engines])
def test_a_daemon_that_is_not_there_is_told(monkeypatch, start):
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(CannotServe, match=r"^Docker does not answer: .*127\.0\.0\.1:1"):
        start("127.0.0.1", Ports(), QUIET)
