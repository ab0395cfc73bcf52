"""A scripted HTTP proxy before DynamoDB, on loopback: does to each request what its script says, and counts it."""

import json
import socket
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from random import Random
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import urlsplit

READS = frozenset({"GetItem", "Query", "BatchGetItem"})
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})
BATCHES = frozenset({"BatchGetItem", "BatchWriteItem"})


class Fault(StrEnum):
    """What can happen to a request."""

    ERROR = "error"  # 500, nothing was done
    ERROR_AFTER = "error after"  # 500, though it was done
    UNAVAILABLE = "503"
    RESET = "reset"  # the connection breaks before anything was done
    LOST = "lost"  # it was done, and the connection breaks instead of an answer
    DELAY = "delay"  # it was done, and the answer comes too late
    TRUNCATE = "truncate"  # it was done, and half of the answer comes
    THROTTLE = "throttle"
    CONFLICT = "conflict"  # another transaction holds one of the items
    UNPROCESSED = "unprocessed"  # a batch is done in part


APPLIES = {
    fault: {Fault.CONFLICT: WRITES - BATCHES, Fault.UNPROCESSED: BATCHES}.get(fault, READS | WRITES) for fault in Fault
}
CELLS = [(fault, operation) for fault in Fault for operation in sorted(APPLIES[fault])]

type Script = Callable[[str], Fault | None]


def nth(operation: str, number: int, fault: Fault) -> Script:
    """This fault for the n-th request of an operation, counted from 1."""
    count = 0

    def script(asked: str) -> Fault | None:
        nonlocal count
        count += asked == operation
        return fault if asked == operation and count == number else None

    return script


def share(rng: Random, part: float) -> Script:
    """Any fault that applies, for this part of all requests."""

    def script(asked: str) -> Fault | None:
        fitting = [fault for fault in Fault if asked in APPLIES[fault]]
        return rng.choice(fitting) if fitting and rng.random() < part else None

    return script


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    head: str
    headers: dict[str, str]
    body: bytes

    @property
    def operation(self) -> str:
        return self.headers.get("x-amz-target", "").rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer."""

    status: int
    body: bytes

    def wire(self) -> bytes:
        return (
            f"HTTP/1.1 {self.status} Answer\r\ncontent-type: application/x-amz-json-1.0\r\nx-amzn-requestid: proxy\r\n"
            f"x-amz-crc32: {zlib.crc32(self.body)}\r\ncontent-length: {len(self.body)}\r\n\r\n"
        ).encode() + self.body


def refusal(status: int, code: str, **more: Any) -> Told:
    """DynamoDB's way to say no."""
    told = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": f"{code}, as the script says", **more}
    return Told(status, json.dumps(told).encode())


class Proxy(ThreadingTCPServer):
    """Listens on a free port of loopback. Set ``script`` to go wrong; ``injected`` counts (fault, operation)."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, upstream: str, late_s: float) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.upstream, self.late_s = urlsplit(upstream), late_s
        self.script: Script | None = None
        self.passed, self.injected = Counter[str](), Counter[tuple[Fault, str]]()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault_of(self, operation: str) -> Fault | None:
        """What is to happen to a request of this operation; counted."""
        with self._lock:
            fault = self.script(operation) if self.script else None
            if fault is not None:
                self.injected[fault, operation] += 1
            self.passed[operation] += 1
            return fault

    def shutdown_request(self, request: Any) -> None:
        """Close alone: a connection that is to be reset must not be shut down before."""
        self.close_request(request)


@contextmanager
def running(upstream: str, late_s: float) -> Iterator[Proxy]:
    """A proxy that answers; late answers come after ``late_s``."""
    with Proxy(upstream, late_s) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, name="proxy")
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()


class _Connection(StreamRequestHandler):
    """One of the client's connections, with one of its own to the engine."""

    disable_nagle_algorithm = True
    server: Proxy

    def handle(self) -> None:
        engine = HTTPConnection(self.server.upstream.hostname or "", self.server.upstream.port, timeout=60)
        try:
            with suppress(OSError, HTTPException):  # the client left, or the engine ended
                while (asked := self._read()) is not None:
                    if not self._answer(engine, asked):
                        return
        finally:
            engine.close()

    def _read(self) -> Asked | None:
        head = self.rfile.readline().decode().strip()
        if not head:
            return None
        lines = iter(lambda: self.rfile.readline().decode().strip(), "")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Asked(head, headers, self.rfile.read(int(headers.get("content-length", 0))))

    def _answer(self, engine: HTTPConnection, asked: Asked) -> bool:
        """Answer a request; whether the connection goes on."""
        fault = self.server.fault_of(asked.operation)
        if fault is Fault.RESET:
            return self._reset()
        told = _refused(fault, asked)
        if told is None:
            told = (_in_part if fault is Fault.UNPROCESSED else _forwarded)(engine, asked)
        match fault:
            case Fault.LOST:
                return self._reset()
            case Fault.TRUNCATE:
                self.wfile.write(told.wire()[: -(len(told.body) + 1) // 2])
                return False
            case Fault.ERROR_AFTER:
                told = refusal(500, "InternalServerError")
            case Fault.DELAY:
                time.sleep(self.server.late_s)
        self.wfile.write(told.wire())
        return True

    def _reset(self) -> bool:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


_KEPT = ("x-amz-target", "content-type", "x-amz-date", "authorization")


def _forwarded(engine: HTTPConnection, asked: Asked, body: bytes | None = None) -> Told:
    method, path, _ = asked.head.split(" ")
    engine.request(
        method, path, body or asked.body, {name: asked.headers[name] for name in _KEPT if name in asked.headers}
    )
    answer = engine.getresponse()
    return Told(answer.status, answer.read())


def _refused(fault: Fault | None, asked: Asked) -> Told | None:
    match fault:
        case Fault.ERROR:
            return refusal(500, "InternalServerError")
        case Fault.UNAVAILABLE:
            return refusal(503, "ServiceUnavailable")
        case Fault.THROTTLE:
            return refusal(400, "ProvisionedThroughputExceededException")
        case Fault.CONFLICT if asked.operation == "TransactWriteItems":
            count = len(json.loads(asked.body)["TransactItems"])
            reasons = [{"Code": "None"}] * (count - 1) + [{"Code": "TransactionConflict", "Message": "held"}]
            return refusal(400, "TransactionCanceledException", CancellationReasons=reasons)
        case Fault.CONFLICT:
            return refusal(400, "TransactionConflictException")
    return None


def _in_part(engine: HTTPConnection, asked: Asked) -> Told:
    """Do the first half of a batch, and leave the rest; of a single key or item, nothing."""
    call = json.loads(asked.body)
    ((table, wanted),) = call["RequestItems"].items()
    writes = isinstance(wanted, list)
    parts = wanted if writes else wanted["Keys"]
    done, left = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    told: dict[str, Any] = {} if writes else {"Responses": {table: []}}
    if done:
        call["RequestItems"][table] = done if writes else {**wanted, "Keys": done}
        answer = _forwarded(engine, asked, json.dumps(call).encode())
        if answer.status != 200:
            return answer
        told = json.loads(answer.body)
    name = "UnprocessedItems" if writes else "UnprocessedKeys"
    told[name] = {table: left if writes else {**wanted, "Keys": left}}
    return Told(200, json.dumps(told).encode())
