"""The embedded engines: moto's server in this process. All of it is gone when the process ends."""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from socket import create_server
from threading import Lock, Thread
from typing import Any, Self

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from console.engines.backend import LOOPBACK, Backend


class Quiet(WSGIRequestHandler):
    """A request handler that says nothing."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """A WSGI application that answers DynamoDB calls one after another.

    moto copies the whole table for a transaction and puts the copy back when it is refused: a write that another
    thread made meanwhile would be lost.
    """

    inner: Callable[..., Iterable[bytes]]
    lock: Lock

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            return self.inner(environ, start_response)
        with self.lock:
            return self.inner(environ, start_response)


class Engines(Backend):
    """The embedded engines; a context manager that stops them.

    Args:
        port: where they listen; any free port unless given.
        bridge: an address of this machine that containers reach, to listen on beside loopback.

    Raises OSError where an address cannot be listened on.
    """

    def __init__(self, port: int = 0, bridge: str | None = None) -> None:
        application = OneAtATime(DomainDispatcherApplication(create_backend_app), Lock())
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._servers: list[BaseWSGIServer] = []
        with ExitStack() as undone:
            for host in filter(None, (LOOPBACK, bridge)):
                server = _server(host, port, application)
                undone.callback(server.server_close)
                self._servers.append(server)
                port = server.port
            undone.pop_all()
        self._threads = [Thread(target=server.serve_forever, name="engines", daemon=True) for server in self._servers]
        super().__init__(port)

    def __enter__(self) -> Self:
        """Start answering."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and wait for what is under way."""
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _server(host: str, port: int, application: OneAtATime) -> BaseWSGIServer:
    # Left to itself, the server ends the process where the port is taken.
    with create_server((host, port)) as listener:
        chosen = listener.getsockname()[1]
        return make_server(host, chosen, application, threaded=True, request_handler=Quiet, fd=listener.fileno())
