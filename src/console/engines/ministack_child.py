"""ministack behind a door of our own: ``console.engines.ministack`` runs this file in ministack's environment.

    ministack_child.py LISTENER HOST

LISTENER is the descriptor of a socket that listens on loopback (ministack itself would listen everywhere), HOST its
address as clients write it. The process ends in order when its standard input is closed, by its parent or together with
it, and on SIGTERM; then it writes down what it holds. It ends with 1 where that failed, and where it cannot read what
was written down before: that stays as it is.
"""

import asyncio
import importlib
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[Message, Receive, Send], Awaitable[None]]

# A client's idle connection is still good in the morning.
KEEP_ALIVE_S = 24 * 3600
# The loggers that tell of state that could not be read or written.
KEEPING = ("persistence", "ministack", "s3")


class Alarms(logging.Handler):
    """Remembers who warned."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.names: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note one."""
        self.names.append(record.name)


class Door:
    """The ASGI application in front of ministack's.

    It refuses what ministack would do for every web page that finds the port: forget everything at a word, answer
    scripts of other origins, and empty queues by a picture's address. Pages cannot sign; the service always does.
    """

    def __init__(self, inner: Application, host: str, alarms: Alarms) -> None:
        self._inner = inner
        self._host = host.encode()
        self._alarms = alarms

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or be told of start and end."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, self._start(send))
        elif scope["type"] == "http" and self._lets_in(scope):
            await self._inner(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    def _lets_in(self, scope: Message) -> bool:
        headers = dict(scope["headers"])
        from_a_page = b"origin" in headers or b"sec-fetch-site" in headers
        by_name = headers.get(b"host") == self._host and not scope["path"].startswith("/_")
        return by_name and not from_a_page and _is_signed(headers, scope["query_string"])

    def _start(self, send: Send) -> Send:
        async def told(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete" and self._alarms.names:
                os._exit(1)  # an end in order would write over what could not be read
            await send(message)

        return told


def _is_signed(headers: dict[bytes, bytes], query: bytes) -> bool:
    """Whether a request says who signed it; an address may for objects, where that is checked, not for queues."""
    by_address = b"X-Amz-Signature=" in query and b"Action=" not in query
    return headers.get(b"authorization", b"").startswith(b"AWS4-HMAC-SHA256 ") or by_address


async def ended() -> None:
    """Wait for the end of standard input, or for SIGTERM."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    loop.add_reader(sys.stdin.fileno(), over.set)
    await over.wait()
    loop.remove_reader(sys.stdin.fileno())


def main(listener: int, host: str) -> int:
    """Serve until the end; 0 where everything was written down."""
    alarms = Alarms()
    for name in KEEPING:
        logging.getLogger(name).addHandler(alarms)
    # Found by name: they are in the environment that runs this, not in the one that checks it.
    app = importlib.import_module("ministack.app").app
    config = importlib.import_module("hypercorn.config").Config()
    config.bind = [f"fd://{listener}"]
    config.loglevel = "ERROR"
    config.keep_alive_timeout = KEEP_ALIVE_S
    serve = importlib.import_module("hypercorn.asyncio").serve
    asyncio.run(serve(Door(app, host, alarms), config, shutdown_trigger=ended))
    return int("persistence" in alarms.names)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
