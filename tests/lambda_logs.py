"""Log lines as Lambda's runtime writes them: by its own formatter, which needs nothing beside the standard library."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from runpy import run_path

from bench.runtime_api import RUNTIME
from tests.functions.packaged import require_runtime

# Programs that stand for AWS run in the tests' process, too; their logs are theirs.
ENGINES = ("moto", "werkzeug", "uvicorn", "httpx2", "httpcore2", "asyncio", "faker", "docker")


@dataclass(slots=True)
class Written:
    """What was written: whole lines."""

    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def told(self) -> list[dict]:
        return [json.loads(line) for line in self.lines]


@contextmanager
def written(request_id: str) -> Iterator[Written]:
    """What the runtime would write of everything that is logged inside, at any level."""
    require_runtime()
    formatter = run_path(str(RUNTIME / "lambda_runtime_log_utils.py"))["JsonFormatter"]()
    kept = Written()

    class Sink(logging.Handler):
        def emit(self, record):
            if not record.name.startswith(ENGINES):
                record.aws_request_id = request_id
                kept.lines.append(formatter.format(record))

    root, sink = logging.getLogger(), Sink()
    level = root.level
    root.addHandler(sink)
    root.setLevel(logging.DEBUG)
    try:
        yield kept
    finally:
        root.removeHandler(sink)
        root.setLevel(level)
