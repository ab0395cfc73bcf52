"""The threads in which resolvers wait for the table.

They live as long as the process. Starlette's own, anyio's, end with the task that first needed them: on Lambda, where
every request is such a task, each would start a thread and join it, which takes as long as reading a list.

A function answers one request at a time. There, work that has no company waits for the table where it is: handing it to
a thread and back would take a sixth of a warm answer. It has none when nobody else has brought any after two turns of
the event loop: a batch of a loader is sent off in the turn after its first key.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import partial
from weakref import WeakKeyDictionary

from models.client import THREADS

_TURNS = 2

_pool = ThreadPoolExecutor(THREADS, "reads")


class _Desk:
    """How much work is under way for one event loop."""

    under_way = 0


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, _Desk] = WeakKeyDictionary()
_own: ContextVar[_Desk | None] = ContextVar("own", default=None)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """What is answered inside is the only request of its event loop: waiting for the table holds up nobody else's."""
    token = _own.set(_Desk())
    try:
        yield
    finally:
        _own.reset(token)


async def in_thread[**P, R](work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """What ``work`` returns or raises, done in a thread, in a copy of this context.

    Whoever is cancelled meanwhile does not wait for the thread; its request to the table ends with the deadline.
    """
    return await run(partial(work, *arguments, **named))


async def run[R](work: Callable[[], R]) -> R:
    """The way into a thread; tests put another one here."""
    loop = asyncio.get_running_loop()
    own = _own.get()
    desk = own or _desk_of(loop)
    desk.under_way += 1
    try:
        if own and await _has_no_company(own):
            return copy_context().run(work)
        return await loop.run_in_executor(_pool, copy_context().run, work)
    finally:
        desk.under_way -= 1


def at_work() -> int:
    """How many threads are at work for the event loop that asks."""
    return min(_desk_of(asyncio.get_running_loop()).under_way, THREADS)


def _desk_of(loop: asyncio.AbstractEventLoop) -> _Desk:
    found = _desks.get(loop)
    if found is None:
        found = _desks[loop] = _Desk()
    return found


async def _has_no_company(desk: _Desk) -> bool:
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    return desk.under_way == 1
