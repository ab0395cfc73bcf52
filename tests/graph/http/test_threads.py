"""How many reads of the table go on at once."""

import asyncio
import time
from threading import Event, Lock, current_thread

import pytest

from graph import threads
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

    async def at_once():
        return await asyncio.gather(*(threads.in_thread(workers.work) for _ in range(3 * client.THREADS)))

    asyncio.run(at_once())
    assert workers.most == client.THREADS
    assert client.dynamodb().meta.config.max_pool_connections == client.POOL > client.THREADS


def test_threads_outlive_the_event_loop_that_needed_them():
    """On Lambda every request is a task of its own."""
    worker = asyncio.run(threads.in_thread(current_thread))

    assert worker.is_alive()
    assert worker is not current_thread()


def test_whoever_is_cancelled_does_not_wait_for_the_thread():
    begun, go_on = Event(), Event()

    def work():
        begun.set()
        go_on.wait(10)

    async def cancelled():
        task = asyncio.create_task(threads.in_thread(work))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not go_on.is_set()
        go_on.set()

    asyncio.run(cancelled())
