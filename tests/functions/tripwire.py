"""A proxy before the engines that can do something at a request: end the process that asks, or never answer it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from urllib.parse import urlsplit


class When(StrEnum):
    """On which side of the request."""

    BEFORE = "before"  # it does not reach the engine
    AFTER = "after"  # it is carried out, and nobody hears of it


class Tripwire(ThreadingHTTPServer):
    """Listens on a free port of loopback. ``asked`` tells each request, as "GetItem" or "PUT"; ``silent`` holds all."""

    daemon_threads = True

    def __init__(self, upstream: str, dynamodb: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self._upstream, self._dynamodb = urlsplit(upstream), urlsplit(dynamodb)
        self.asked: list[str] = []
        self.silent = False
        self.over = Event()
        self._lock = Lock()
        self._number, self._when, self._do = 0, When.BEFORE, lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def connect(self, target: str) -> HTTPConnection:
        """To the engine that answers such a request."""
        engine = self._dynamodb if target.startswith("DynamoDB") else self._upstream
        return HTTPConnection(engine.hostname or "", engine.port, timeout=60)

    def arm(self, number: int, when: When, do: Callable[[], None]) -> None:
        """Do this at the request of this number, counted from 1 on from now; 0 for none."""
        self.asked, self._number, self._when, self._do = [], number, when, do

    def trips(self, name: str) -> When | None:
        """Count a request; on which side of it to act."""
        with self._lock:
            self.asked.append(name)
            return self._when if len(self.asked) == self._number else None

    def act(self) -> None:
        """What was asked for."""
        self._do()

    def handle_error(self, *_: object) -> None:
        """Whoever asked is gone."""


@contextmanager
def stretched(upstream: str, dynamodb: str = "") -> Iterator[Tripwire]:
    """A proxy that answers; the table may lie in another engine."""
    with Tripwire(upstream, dynamodb or upstream) as wire:
        thread = Thread(target=wire.serve_forever, kwargs={"poll_interval": 0.05}, name="tripwire")
        thread.start()
        try:
            yield wire
        finally:
            wire.over.set()
            wire.shutdown()
            thread.join()


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Tripwire

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        target = self.headers.get("x-amz-target", "")
        side = self.server.trips(target.rpartition(".")[2] or self.command)
        self.close_connection = True  # one connection a request: nobody waits for one that is gone
        if self.server.silent:
            self.server.over.wait()
            return
        if side is When.BEFORE:
            self.server.act()
            return
        with closing(self.server.connect(target)) as engine, suppress(OSError, HTTPException):
            engine.request(self.command, self.path, body, dict(self.headers))
            told = engine.getresponse()
            content = told.read()
            if side is When.AFTER:
                self.server.act()
                return
            self._hand_on(told, content)

    def _hand_on(self, told: HTTPResponse, content: bytes) -> None:
        self.send_response(told.status)
        for name, value in told.getheaders():
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "server", "date"}:
                self.send_header(name, value)
        length = told.getheader("content-length") if self.command == "HEAD" else str(len(content))
        self.send_header("content-length", length or "0")
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _answer  # noqa: N815 -- the library's names
