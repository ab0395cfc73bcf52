"""Beside the engines: the door to files, and the key set of the local issuer, on one port."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from socket import create_server, socket
from threading import Thread
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from console.engines.storage import PREFIX, StorageDoor
from console.sam.variables import KEYS_PATH
from models.settings import Settings


def door_app(settings: Settings) -> Starlette:
    """Files by presigned address under ``/storage``, and the issuer's key set."""

    def keys(_: Request) -> Response:
        return Response(settings.jwks, media_type="application/json")

    return Starlette(routes=[Mount(PREFIX, StorageDoor(settings)), Route(KEYS_PATH, keys)])


class Door:
    """That application on sockets, served by a thread; a context manager that stops it."""

    def __init__(self, settings: Settings, listeners: Sequence[socket]) -> None:
        self._listeners = list(listeners)
        self._server = uvicorn.Server(uvicorn.Config(door_app(settings), log_level="warning", lifespan="off"))
        self._thread = Thread(target=self._server.run, kwargs={"sockets": self._listeners}, name="door", daemon=True)

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join()
        for listener in self._listeners:
            with suppress(OSError):
                listener.close()


def listen(hosts: Sequence[str], port: int) -> list[socket]:
    """Sockets on the same port of each address; raises OSError. Port 0 takes any free one."""
    with ExitStack() as undone:
        made: list[socket] = []
        for host in hosts:
            made.append(undone.enter_context(create_server((host, port))))
            port = made[0].getsockname()[1]
        undone.pop_all()
        return made
