"""The embedded engines: moto's server in this process, on loopback. All of it is gone when the process ends."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
    """The embedded engines; a context manager that stops them."""

    def __init__(self) -> None:
        application = OneAtATime(DomainDispatcherApplication(create_backend_app), Lock())
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server: BaseWSGIServer = make_server(LOOPBACK, 0, application, threaded=True, request_handler=Quiet)
        self._thread = Thread(target=self._server.serve_forever, name="engines", daemon=True)
        super().__init__(self._server.server_port)

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and wait for what is under way."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
