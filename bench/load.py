"""Requests to a server, as many at once as there are connections: each sends its next one when the last is answered."""

import asyncio
import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"
_PATIENCE_S = 60.0


class Failed(Exception):
    """A server that answered something else than 200, or went away."""


@dataclass(slots=True)
class Turn:
    """What one turn of a server was.

    Attributes:
        waits_s: how long each answer took.
        lasted_s: from the first request to the last answer.
    """

    waits_s: list[float] = field(default_factory=list)
    lasted_s: float = 0.0

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return len(self.waits_s) / self.lasted_s

    def percentile_ms(self, part: float) -> float:
        """The wait that this part of the answers did not exceed."""
        ranked = sorted(self.waits_s)
        return ranked[min(int(part * len(ranked)), len(ranked) - 1)] * 1000


def request(url: str, body: bytes, headers: Sequence[tuple[str, str]]) -> bytes:
    """A POST as it goes over the wire; nothing is asked to be compressed."""
    parts = urlsplit(url)
    told = [("host", parts.netloc), ("content-type", "application/json"), ("accept", "application/json"), *headers]
    lines = "".join(f"{name}: {value}\r\n" for name, value in [*told, ("content-length", str(len(body)))])
    return f"POST {parts.path} HTTP/1.1\r\n{lines}\r\n".encode() + body


async def once(url: str, sent: bytes) -> bytes:
    """The body of one answer; raises Failed."""
    client = await _connected(url, sent, Turn())
    try:
        client.ask()
        await client.done
    finally:
        client.close()
    return client.body


async def turn(url: str, sent: bytes, connections: int, seconds: float) -> Turn:
    """Ask for some seconds; raises Failed. What is on its way at the end is waited for, for a minute at most."""
    made = Turn()
    clients = [await _connected(url, sent, made) for _ in range(connections)]
    gc.collect()
    gc.disable()  # a collection here would be told as the server's slowest answer
    try:
        started_s = time.perf_counter()
        for client in clients:
            client.until_s = started_s + seconds
            client.ask()
        async with asyncio.timeout(seconds + _PATIENCE_S):
            await asyncio.gather(*(client.done for client in clients))
        made.lasted_s = time.perf_counter() - started_s
    except TimeoutError:
        raise Failed("the server says nothing any more") from None
    finally:
        gc.enable()
        for client in clients:
            client.close()
    return made


async def _connected(url: str, sent: bytes, made: Turn) -> "_Client":
    parts = urlsplit(url)
    client = _Client(sent, made)
    await asyncio.get_running_loop().create_connection(lambda: client, parts.hostname or "", parts.port or 80)
    return client


class _Client(asyncio.Protocol):
    """A connection that is kept; after ``until_s`` it asks no more."""

    def __init__(self, sent: bytes, made: Turn) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.until_s = 0.0
        self.body = b""
        self._sent, self._turn = sent, made
        self._held = bytearray()
        self._asked_s = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # of a stream, on either loop

    def ask(self) -> None:
        """Send the request."""
        self._asked_s = time.perf_counter()
        self._transport.write(self._sent)

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer; the whole of it leads to the next request."""
        self._held += data
        whole = body_of(self._held)
        if whole is None:
            return
        now_s = time.perf_counter()
        if not self._held.startswith(b"HTTP/1.1 200"):
            self._fail(Failed(bytes(self._held[:600]).decode("utf-8", "replace")))
            return
        self._turn.waits_s.append(now_s - self._asked_s)
        if now_s < self.until_s:
            self._held.clear()
            self.ask()
        elif not self.done.done():
            self.body = whole
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up in the middle has failed."""
        self._fail(Failed(f"the server hung up: {exc}"))

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _fail(self, error: Failed) -> None:
        if not self.done.done():
            self.done.set_exception(error)


def body_of(held: bytearray) -> bytes | None:
    """The body of the answer, None as long as it is not whole."""
    end = held.find(_END)
    if end < 0:
        return None
    head, start = bytes(held[:end]).lower(), end + len(_END)
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        line_end = head.find(b"\r\n", at + 2)
        length = int(head[at + 17 : line_end if line_end >= 0 else len(head)])
        return bytes(held[start:]) if len(held) >= start + length else None
    if b"transfer-encoding: chunked" in head:
        return _joined(bytes(held[start:])) if held.endswith(_LAST_CHUNK) else None
    return b""


def _joined(chunked: bytes) -> bytes:
    """The body of these chunks."""
    found: list[bytes] = []
    at = 0
    while True:
        line_end = chunked.index(b"\r\n", at)
        size = int(chunked[at:line_end].partition(b";")[0], 16)
        if not size:
            return b"".join(found)
        found.append(chunked[line_end + 2 : line_end + 2 + size])
        at = line_end + 4 + size
