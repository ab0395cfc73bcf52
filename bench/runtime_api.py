"""Lambda without AWS: a fresh process of AWS's own runtime client, and the Runtime API that it asks for work.

The process sees what a function sees: its package first on the path, the runtime's few packages behind it, and none of
the environment of whoever starts it. Times are told as Lambda tells them: *init* from the start of the process to its
first question for work, *invoke* from the event that went out to the answer that came in.
"""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

_VENV = Path(__file__).parents[1] / ".venv-lambda"
PYTHON = _VENV / "bin" / "python"
# AWS's runtime client: `make .venv-lambda/.ready` installs it.
RUNTIME = _VENV / "lib" / "python3.13" / "site-packages" / "awslambdaric"
START_S = 180.0  # with every kernel to be compiled, on a busy machine
STOP_S = 10.0
_VERSION = "/2018-06-01/runtime"
_ARN = "arn:aws:lambda:us-east-1:123456789012:function:stridegraph"


class FunctionFailed(Exception):
    """A function that did not start, ended, or answered with an error; the text is its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an event: ``told`` is the function's answer, ``ms`` the time to it."""

    ms: float
    told: Any


@dataclass(frozen=True, slots=True)
class _Message:
    at_s: float
    kind: str
    body: bytes


class Environment:
    """One environment of a function; a context manager that ends its process.

    Args:
        package: folder of the function's package.
        handler: as the template names it, ``graph.aws.handler``.
        variables: environment variables of the function.
        timeout_s: what the function believes to have for each event.
        core: the one core to run on; None for all.
        said: where its output goes; None for nowhere.

    Attributes:
        init_ms: from the start of the process to its first question for work; none before it entered.
        process: the process, for its pid and its end.
    """

    def __init__(
        self,
        package: Path,
        handler: str,
        variables: Mapping[str, str],
        timeout_s: float = 30.0,
        core: int | None = None,
        said: Any = subprocess.DEVNULL,
    ) -> None:
        self.init_ms = float("nan")
        self.timeout_s = timeout_s
        self._api = _Api(self)
        self._count = 0
        self._core = core
        self._said = said
        self._package, self._handler = package.resolve(), handler
        self._variables = _environment(self._package, handler) | dict(variables)
        self._variables["AWS_LAMBDA_RUNTIME_API"] = self._api.address
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        """Start the process and wait until it asks for work; raises FunctionFailed."""
        started_s = time.perf_counter()
        pinned = [] if self._core is None else ["taskset", "-c", str(self._core)]
        self.process = subprocess.Popen(  # noqa: S603 -- the runtime, in an environment that make made
            [*pinned, PYTHON, "-m", "awslambdaric", self._handler],
            cwd=self._package,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
        )
        try:
            self.init_ms = (self._next("poll").at_s - started_s) * 1000
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait(STOP_S)
        self._api.close()

    def invoke(self, event: Any, wait_s: float = START_S) -> Answer:
        """Hand over one event and wait for the answer; raises FunctionFailed, also where the process ends on it."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        self.send(body)
        response = self._next("response", wait_s)
        answer = Answer((response.at_s - self._api.sent_s) * 1000, json.loads(response.body))
        self._next("poll", wait_s)
        return answer

    def send(self, body: bytes) -> None:
        """Hand over one event and do not wait: for those who end the process while it works."""
        self._count += 1
        self._api.work.put((f"00000000-0000-4000-8000-{self._count:012d}", body))

    def memory_mb(self) -> float:
        """The most memory that the process had in RAM so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def _next(self, kind: str, wait_s: float = START_S) -> _Message:
        deadline_s = time.monotonic() + wait_s
        while True:
            try:
                message = self._api.heard.get(timeout=0.05)
            except queue.Empty:
                if self.process.poll() is not None and self._api.heard.empty():
                    raise FunctionFailed(f"the process ended with {self.process.returncode}") from None
                if time.monotonic() > deadline_s:
                    raise FunctionFailed(f"no {kind} within {wait_s:g} s") from None
                continue
            if message.kind == kind:
                return message
            if message.kind == "error":
                raise FunctionFailed(message.body.decode("utf-8", "replace"))


class _Api:
    """The Runtime API of one process, on loopback."""

    def __init__(self, environment: Environment) -> None:
        self.work: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        self.heard: queue.Queue[_Message] = queue.Queue()
        self.sent_s = 0.0
        self._server = _Server(("127.0.0.1", 0), _handler_of(self, environment))
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, name="runtime-api", daemon=True).start()

    def close(self) -> None:
        self.work.put(None)
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A process that is ended while it asks breaks its connection: nothing to tell."""


def _handler_of(api: _Api, environment: Environment) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            if self.path != f"{_VERSION}/invocation/next":
                self.send_error(404)
                return
            api.heard.put(_Message(time.perf_counter(), "poll", b""))
            work = api.work.get()
            if work is None:
                self.close_connection = True
                return
            request_id, body = work
            headers = {
                "Lambda-Runtime-Aws-Request-Id": request_id,
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + environment.timeout_s) * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": _ARN,
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
            }
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            api.sent_s = time.perf_counter()
            self.wfile.write(body)
            self.wfile.flush()

        def do_POST(self) -> None:
            body = b"".join(self._parts())
            kind = "response" if self.path.endswith("/response") else "error"
            api.heard.put(_Message(time.perf_counter(), kind, body))
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _parts(self) -> Any:
            if self.headers.get("Transfer-Encoding") != "chunked":
                yield self.rfile.read(int(self.headers.get("Content-Length") or 0))
                return
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()

    return Handler


def _environment(package: Path, handler: str) -> dict[str, str]:
    """What Lambda tells every function in Python."""
    return {
        "PATH": os.defpath,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": str(package),
        "_HANDLER": handler,
        "LAMBDA_TASK_ROOT": str(package),
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": "stridegraph",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
