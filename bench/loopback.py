"""A DynamoDB on loopback that knows its answers: each is asked of a real engine once, and then given from memory.

It is a protocol on the event loop and no web server: what it does for a request is to find its end, look its target and
body up, and write bytes that lie ready, so that the servers that ask are what is measured.
"""

import asyncio
from http.client import HTTPConnection
from typing import Self, cast
from urllib.parse import urlsplit
from zlib import crc32

type _Asked = tuple[bytes, bytes]

_END = b"\r\n\r\n"
_HEAD = (
    b"HTTP/1.1 %d OK\r\nserver: Server\r\ncontent-type: application/x-amz-json-1.0\r\nconnection: keep-alive\r\n"
    b"x-amzn-requestid: 4KBNVRGD25RG1KEO9UT4V3FQDJVV4KQNSO5AEMVJF66Q9ASUAAJG\r\nx-amz-crc32: %d\r\n"
    b"content-length: %d\r\n\r\n"
)
_UNKNOWN = b'{"__type":"ValidationException","message":"this was never asked of the engine"}'


class Book:
    """The answers so far; an async context manager that serves them at ``url``.

    Attributes:
        engine: address of the engine that is asked for what is not known yet; None once everything is.
        unknown: how many requests came that nobody could answer.
    """

    def __init__(self, engine: str | None) -> None:
        self.engine = engine
        self.unknown = 0
        self.url = ""
        self._answers: dict[_Asked, bytes] = {}
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        if self._server:
            self._server.close()

    def answer(self, head: bytes, body: bytes) -> bytes:
        """The answer to a request, head and all."""
        target = _header(head, b"x-amz-target")
        found = self._answers.get((target, body))
        if found is not None:
            return found
        if self.engine is None:
            self.unknown += 1
            return _whole(400, _UNKNOWN)
        found = self._answers[target, body] = _whole(*_asked(self.engine, head, body))
        return found


class _Connection(asyncio.Protocol):
    """A client's connection."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # of a stream, on either loop

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._held += data
        while (end := self._held.find(_END)) >= 0:
            head = self._held[:end].lower()
            length = int(_header(head, b"content-length") or b"0")
            start = end + len(_END)
            if len(self._held) < start + length:
                return
            original, body = self._held[:end], self._held[start : start + length]
            self._held = self._held[start + length :]
            self._transport.write(self._book.answer(original, body))


def _header(head: bytes, name: bytes) -> bytes:
    at = head.lower().find(b"\r\n" + name + b":")
    if at < 0:
        return b""
    start = at + len(name) + 3
    end = head.find(b"\r\n", start)
    return head[start : end if end >= 0 else len(head)].strip()


def _whole(status: int, content: bytes) -> bytes:
    return _HEAD % (status, crc32(content), len(content)) + content


def _asked(engine: str, head: bytes, body: bytes) -> tuple[int, bytes]:
    """The engine's own answer, waited for: this happens once a request, before anything is measured."""
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    headers = {name.decode().lower(): value.strip().decode() for name, _, value in lines}
    headers.pop("accept-encoding", None)
    connection = HTTPConnection(urlsplit(engine).netloc, timeout=30)
    try:
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
