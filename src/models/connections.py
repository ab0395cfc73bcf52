"""A POST over botocore's connections: urllib3 opens, secures and pools them, here is only what goes over them.

Urllib3, ``http.client`` and the mail parser under it take five times as long for a request of a kilobyte and its answer
as everything else that a read of the table does. Connections, certificates and timeouts are those of botocore's
session, and so are the exceptions. Behind a proxy the whole of it is botocore's.
"""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    IncompleteReadError,
    ReadTimeoutError,
    SSLError,
)
from botocore.httpsession import NewConnectionError, URLLib3ConnectTimeoutError, URLLib3SSLError

from models import deadline

# What an answer has at least, even after the end of the work: whoever gives up still writes that down.
LEAST_WAIT_S = 0.5
_PART = 1 << 16
_MOST_HEAD = 1 << 16
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as botocore's parsers read it; names of headers in lower case."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


class Connections:
    """The connections to one address."""

    def __init__(self, session: Any, url: str) -> None:
        """``session`` is that of a botocore client's endpoint."""
        self._session, self._url = session, url
        self._behind_proxy = session._proxy_config.proxy_url_for(url) is not None
        self._path = urlsplit(url).path or "/"
        self._pool: Any = None

    def send(self, request: AWSPreparedRequest) -> Any:
        """The whole answer to a request.

        Raises BotoCoreError: ConnectTimeoutError and EndpointConnectionError where nothing was sent, SSLError,
        ReadTimeoutError, ConnectionClosedError, and IncompleteReadError for an answer that broke off.
        """
        if self._behind_proxy:
            return self._session.send(request)
        pool = self._pool or self._opened()
        connection = pool._get_conn()
        kept = False
        try:
            if connection.sock is None:
                self._connect(pool, connection)
            wire = _Wire(connection.sock, _patience_s(pool.timeout.read_timeout))
            answer, kept = self._exchanged(wire, request)
            return answer
        finally:
            if not kept:
                connection.close()
            pool._put_conn(connection)

    def _opened(self) -> Any:
        pool = self._session._get_connection_manager(self._url).connection_from_url(self._url)
        self._session._setup_ssl_cert(pool, self._url, self._session._verify)
        self._pool = pool
        return pool

    def _connect(self, pool: Any, connection: Any) -> None:
        connection.timeout = pool.timeout.connect_timeout
        try:
            connection.connect()
        except NewConnectionError as error:  # urllib3 has it under those that took too long
            raise EndpointConnectionError(endpoint_url=self._url, error=error) from error
        except URLLib3ConnectTimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=self._url, error=error) from error
        except (ssl.SSLError, URLLib3SSLError, ValueError) as error:  # urllib3's own for another host's certificate
            raise SSLError(endpoint_url=self._url, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=self._url, error=error) from error

    def _exchanged(self, wire: "_Wire", request: AWSPreparedRequest) -> tuple[Answer, bool]:
        """The answer, and whether another request may follow it on this connection."""
        lines = "".join([f"{name}: {value}\r\n" for name, value in request.headers.items()])
        head = f"POST {self._path} HTTP/1.1\r\n{lines}content-length: {len(request.body)}\r\n\r\n"
        try:
            wire.send(head.encode("latin-1") + request.body)
            return _read(wire)
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=self._url, error=error) from error
        except (OSError, ValueError) as error:
            raise ConnectionClosedError(error=error, request=request, endpoint_url=self._url) from error


class _Wire:
    """A connection that waits for one answer as a whole, however slowly its parts come."""

    def __init__(self, sock: socket.socket, patience_s: float) -> None:
        self._sock = sock
        self._ends_s = time.monotonic() + patience_s

    def send(self, data: bytes) -> None:
        """All of it; raises OSError, TimeoutError among them."""
        self._sock.settimeout(self._left_s())
        self._sock.sendall(data)

    def receive(self, most: int) -> bytes:
        """What came, at least a byte; nothing at the end. Raises OSError, TimeoutError among them."""
        self._sock.settimeout(self._left_s())
        return self._sock.recv(most)

    def _left_s(self) -> float:
        left_s = self._ends_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        return left_s


def _patience_s(usual_s: float) -> float:
    """How long to wait for an answer: no longer than the work at hand may take, or nobody would hear of it."""
    left_s = deadline.left()
    return usual_s if left_s is None else min(usual_s, max(left_s, LEAST_WAIT_S))


def _read(wire: _Wire) -> tuple[Answer, bool]:
    """An answer from its first byte on. Raises ValueError for what is none, OSError, and IncompleteReadError."""
    data = wire.receive(_PART)
    while (end := data.find(_END)) < 0:
        more = wire.receive(_PART)
        if not more or len(data) > _MOST_HEAD:
            raise ValueError("the connection ended before there was an answer")
        data += more
    status, *lines = data[:end].decode("latin-1").split("\r\n")
    version, code = status.split(" ", 2)[:2]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    kept = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
    body = data[end + len(_END) :]
    if headers.get("transfer-encoding", "").lower() == "chunked":
        content = b"".join(_chunks(wire, body))
    elif "content-length" in headers:
        content = _exactly(wire, body, int(headers["content-length"]))
        kept = kept and len(body) <= len(content)
    else:
        content, kept = b"".join([body, *iter(lambda: wire.receive(_PART), b"")]), False
    return Answer(int(code), headers, content), kept


def _exactly(wire: _Wire, begun: bytes, length: int) -> bytes:
    if len(begun) >= length:
        return begun[:length]
    parts, missing = [begun], length - len(begun)
    while missing:
        part = wire.receive(min(missing, 1 << 20))
        if not part:
            raise IncompleteReadError(actual_bytes=length - missing, expected_bytes=length)
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _chunks(wire: _Wire, held: bytes) -> Iterator[bytes]:
    while True:
        while (end := held.find(b"\r\n")) < 0:
            held += _some(wire)
        length = int(held[:end].partition(b";")[0], 16)
        held = held[end + 2 :]
        while len(held) < length + 2:
            held += _some(wire)
        if not length:
            return
        yield held[:length]
        held = held[length + 2 :]


def _some(wire: _Wire) -> bytes:
    part = wire.receive(_PART)
    if not part:
        raise ValueError("the answer ended before its last part")
    return part
