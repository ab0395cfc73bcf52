"""Time that passes when nothing else is to be done: who waits longer comes later, on any machine, at once."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from graph import threads

_ADDRESS = re.compile(r"0x[0-9a-f]+")


class Instants(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next one who waits; of those who wait as long, to the first."""

    _now_s = 0.0
    _waited = 0

    def time(self) -> float:
        """Seconds since it was made."""
        return self._now_s

    def call_at(self, when: float, *arguments: Any, **named: Any) -> asyncio.TimerHandle:
        """Call later, never at the same time as another."""
        self._waited += 1
        return super().call_at(when + self._waited * 1e-9, *arguments, **named)

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self._now_s = max(self._now_s, self._scheduled[0]._when)
        super()._run_once()


async def passing(what: str) -> None:
    """Wait for some time that is always the same for the same thing, and hardly ever for two."""
    await asyncio.sleep(0.001 + crc32(what.encode()) / 2**32)


@contextmanager
def reads_on_the_loop() -> Iterator[None]:
    """Let what resolvers give to threads run on the loop, after some time: in threads it would end by chance."""
    before = threads.run

    async def run(work: Callable[[], Any]) -> Any:
        await passing(_ADDRESS.sub("", repr(work)))
        return work()

    threads.run = run
    try:
        yield
    finally:
        threads.run = before
