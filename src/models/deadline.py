"""How long the work at hand may still take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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
