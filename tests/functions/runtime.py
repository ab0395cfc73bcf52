"""A function in AWS's own runtime client, over the engines of a test."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.packages import SOURCES
from bench.runtime_api import Environment
from models.settings import Settings
from tests.environment import deployed, variables_of
from tests.functions.packaged import package


@contextmanager
def started(
    handler: str,
    chosen: Settings,
    url: str,
    timeout_s: float = 30.0,
    *,
    said: Any = subprocess.DEVNULL,
    **more: str,
) -> Iterator[Environment]:
    """A fresh process of a function, in its package, whose table, bucket and queues are at ``url``.

    Args:
        handler: as the template names it.
        chosen: settings of the service.
        url: of the engines, or of what stands before them.
        timeout_s: what the function believes to have for each event.
        said: where its output goes.
        more: further environment variables.
    """
    (name,) = (name for name, sources in SOURCES.items() if handler.partition(".")[0] in sources)
    variables = variables_of(deployed(chosen, url)) | {"PYTHONDONTWRITEBYTECODE": "1"} | more
    with Environment(package(name), handler, variables, timeout_s, said=said) as environment:
        yield environment
