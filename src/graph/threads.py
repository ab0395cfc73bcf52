"""The threads in which resolvers wait for the table.

They live as long as the process. Starlette's own, anyio's, end with the task that first needed them: on Lambda, where
every request is such a task, each would start a thread and join it, which takes as long as reading a list.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from weakref import WeakKeyDictionary

from models.client import THREADS

_pool = ThreadPoolExecutor(THREADS, "reads")
_under_way: WeakKeyDictionary[asyncio.AbstractEventLoop, int] = WeakKeyDictionary()


async def in_thread[**P, R](work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """What ``work`` returns or raises, done in a thread, in a copy of this context.

    Whoever is cancelled meanwhile does not wait for the thread; its request to the table ends with the deadline.
    """
    return await run(partial(work, *arguments, **named))


async def run[R](work: Callable[[], R]) -> R:
    """The way into a thread; tests put another one here."""
    loop = asyncio.get_running_loop()
    _under_way[loop] = _under_way.get(loop, 0) + 1
    try:
        return await loop.run_in_executor(_pool, copy_context().run, work)
    finally:
        _under_way[loop] -= 1


def at_work() -> int:
    """How many threads are at work for the event loop that asks."""
    return min(_under_way.get(asyncio.get_running_loop(), 0), THREADS)
