"""How many reads of the table go on at once."""

import asyncio
import time
from threading import Lock

from starlette.concurrency import run_in_threadpool

from graph.http.endpoint import GraphQLEndpoint
from graph.http.status import Edition
from graph.schema import schema
from models import client


class Workers:
    """Counts how many of its calls run at the same time."""

    def __init__(self):
        self._lock, self._now, self.most = Lock(), 0, 0

    def work(self):
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.05)
        with self._lock:
            self._now -= 1


def test_resolvers_have_as_many_threads_as_there_are_connections(service):
    workers = Workers()
    endpoint = GraphQLEndpoint(schema, Edition.AUDIT)

    async def after_a_request():
        sent = []
        scope = {"type": "http", "method": "PUT", "path": "/graphql", "query_string": b"", "headers": []}
        await endpoint(scope, asyncio.Event().wait, _into(sent))
        assert sent[0]["status"] == 405
        await asyncio.gather(*(run_in_threadpool(workers.work) for _ in range(3 * client.THREADS)))

    asyncio.run(after_a_request())
    assert workers.most == client.THREADS
    assert client.dynamodb().meta.config.max_pool_connections == client.POOL > client.THREADS


def _into(sent):
    async def send(message):
        sent.append(message)

    return send
