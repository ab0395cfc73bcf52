"""Fixtures that more than one room's tests use."""

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from console.engines.embedded import Engines
from console.engines.ministack import Ministack
from console.keypair import KeyPair
from models.catalog import CATALOG
from models.metering import meter
from models.metering.meter import Request
from tests import dynamodb_local as amazons
from tests import ministack as keeping
from tests.live import LiveServer, running
from tests.models import capacity
from tests.service import Service, service_on

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings beside the checkout; skips aloud where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"needs the real recordings in {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """The embedded engines, started once."""
    with Engines() as started:
        yield started


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    """The key pair of the tests' own issuer; making one takes a while."""
    return KeyPair(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def dynamodb_local() -> Iterator[str]:
    """The endpoint of Amazon's DynamoDB Local, one engine a test run: use table names of your own."""
    with amazons.running() as url:
        yield url


@pytest.fixture(scope="session")
def ministack(keys: KeyPair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ministack]:
    """ministack over an empty folder, one engine a test run: use names of your own for tables and buckets."""
    with keeping.running(tmp_path_factory.mktemp("ministack"), keys) as started:
        yield started


@pytest.fixture(autouse=True)
def declared_requests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test whose code asks the table anything that no access pattern declares."""
    if request.node.get_closest_marker("undeclared"):
        yield
        return
    undeclared: list[str] = []

    def check(request: Request) -> None:
        if CATALOG.pattern_of(request.operation, request.call) is None:
            undeclared.append(f"{request.operation} {dict(request.call)}")

    leave = meter.watch(check)
    yield
    leave()
    assert undeclared == []


@pytest.fixture
def service(engines: Engines, keys: KeyPair) -> Iterator[Service]:
    """The service over empty embedded engines."""
    with service_on(engines, keys) as made:
        yield made


@pytest.fixture
def exact_service(engines: Engines, dynamodb_local: str, keys: KeyPair) -> Iterator[Service]:
    """The same with its table in DynamoDB Local, whose transactions hold under concurrency."""
    with service_on(engines, keys, dynamodb_local) as made:
        yield made


@pytest.fixture(scope="module")
def live_server(engines: Engines, keys: KeyPair) -> Iterator[LiveServer]:
    """The service behind a real socket, its queue polled, with a few activities of the demo athlete."""
    with running(engines, keys) as made:
        yield made


def pytest_sessionfinish(session):
    """A worker hands on what requests cost, wherever it was measured."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["capacity"] = [astuple(line) for line in capacity.lines], capacity.notes


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take it from the worker; one that died has nothing to tell."""
    lines, notes = getattr(node, "workeroutput", {}).get("capacity", ([], []))
    capacity.lines.extend(capacity.Line(*line) for line in lines)
    capacity.notes.extend(notes)


def pytest_terminal_summary(terminalreporter):
    """Print what requests cost."""
    if capacity.lines:
        terminalreporter.section("requests and capacity units")
        for line in (*capacity.report(), *capacity.notes):
            terminalreporter.write_line(line)
