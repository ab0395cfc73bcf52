"""How long the work at hand may still take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the work inside end within this time, or within an earlier end that stands already."""
    end = time.monotonic() + seconds
    outer = _ends_at.get()
    token = _ends_at.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _ends_at.reset(token)


def left() -> float | None:
    """Seconds left, None without an end."""
    end = _ends_at.get()
    return None if end is None else end - time.monotonic()


@contextmanager
def of_function(context: Any, spare_s: float) -> Iterator[None]:
    """Let the work inside end this long before its Lambda function has to; without a function, it has no end."""
    if context is None:
        yield
        return
    with within(context.get_remaining_time_in_millis() / 1000 - spare_s):
        yield
