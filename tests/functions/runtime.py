"""A function in AWS's own runtime client, over the engines of a test."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.runtime_api import PYTHON, Environment
from models.settings import Settings
from tests.engines import require

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
PACKAGES = ROOT / ".venv" / "lib" / "python3.13" / "site-packages"


@contextmanager
def started(handler: str, chosen: Settings, url: str, timeout_s: float = 30.0) -> Iterator[Environment]:
    """A fresh process of a function whose table, bucket and queues are at ``url``; it runs this checkout."""
    require("lambda", PYTHON.exists(), "needs AWS's runtime client: make .venv-lambda/.made")
    with Environment(SRC, handler, _variables(chosen, url), timeout_s) as environment:
        yield environment


def _variables(chosen: Settings, url: str) -> Mapping[str, Any]:
    return {
        "PYTHONPATH": f"{SRC}:{PACKAGES}",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "STRIDEGRAPH_TABLE": chosen.table,
        "STRIDEGRAPH_BUCKET": chosen.bucket,
        "STRIDEGRAPH_DYNAMODB_URL": url,
        "STRIDEGRAPH_S3_URL": url,
        "STRIDEGRAPH_SQS_URL": url,
        "STRIDEGRAPH_JOBS_QUEUE_URL": chosen.jobs_queue_url,
        "STRIDEGRAPH_ISSUER": chosen.issuer,
        "STRIDEGRAPH_CLIENT_ID": chosen.client_id,
        "STRIDEGRAPH_CURSOR_SECRET": chosen.cursor_secret,
    }
