"""The local server as users start it, in a thread of the test."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from threading import Thread

import uvicorn

from console.athlete.recordings import file_bytes, training_log
from console.client import Client
from console.engines.backend import Backend
from console.engines.poller import Poller
from console.keypair import DEMO_SUBJECT, KeyPair
from console.local import Address, local_settings
from console.serve import local_app
from graph.signin import forget_identities
from uploads import aws
from uploads.peers import forget as forget_cohorts

ACTIVITIES = 4


@dataclass(frozen=True, slots=True)
class LiveServer:
    """Where it answers, and the demo user's token."""

    url: str
    token: str


@contextmanager
def running(
    engines: Backend, keys: KeyPair, *, activities: int = ACTIVITIES, **changes: object
) -> Iterator[LiveServer]:
    """A server on a free loopback port; its demo user has the newest few activities of the training log.

    ``changes`` are settings that differ from those of `make serve`.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = Address("127.0.0.1", listener.getsockname()[1])
        token = keys.token(DEMO_SUBJECT)
        name = f"live-{address.port}"  # a place of its own, so that no other test's reset is needed
        settings = replace(local_settings(engines.url, address, keys, token), bucket=name, table=name, **changes)
        forget_identities()
        forget_cohorts()
        settings = engines.prepare(settings)
        config = uvicorn.Config(local_app(settings), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            poller = Poller(engines.sqs(settings.region), engines.queue_url, aws.handler)
            with poller, Client(address.url, token, local=True) as client:
                recordings = islice(training_log(datetime.now(UTC).date(), weeks=2), activities)
                for upload_id in [client.send(file_bytes(recording)) for recording in recordings]:
                    assert client.wait(upload_id).state == "DONE"
                yield LiveServer(address.url, token)
        finally:
            server.should_exit = True
            thread.join()
