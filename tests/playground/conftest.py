"""The service as `make serve` shows it: the demo athlete with her profile and her newest weeks."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from rich.console import Console

from console.client import Client
from console.demo import Demo
from console.engines.embedded import Engines
from console.keypair import KeyPair
from tests.live import LiveServer, running
from tests.playground import even

WEEKS = 2


@pytest.fixture(scope="module")
def demo_server(engines: Engines, keys: KeyPair) -> Iterator[LiveServer]:
    """A live server whose demo user has moved in, runs and walks scored; its queue is that of every other service."""
    quiet = Console(quiet=True)
    with running(engines, keys, activities=0) as server, Client(server.url, server.token, local=True) as client:
        with Demo(client, quiet, datetime.now(UTC), lambda: False, weeks=WEEKS):
            pass  # leaving waits for the last recording
        yield server


@pytest.fixture(scope="module")
def other_token(demo_server: LiveServer, keys: KeyPair) -> str:
    """The token of somebody else on the same server, who has recorded a little."""
    token = keys.token(even.SUBJECT)
    with Client(demo_server.url, token, local=True) as client:
        even.moves_in(client)
    return token


@pytest.fixture(scope="module")
def newcomer_token(keys: KeyPair) -> str:
    """The token of somebody who has recorded nothing yet."""
    return keys.token("newcomer")
