"""What is noted of one piece of work (a request, an upload, a job) for its line of figures and for its log lines.

A person is in neither but as a hash of the ``uid``, which is 80 random bits that nobody can guess: it needs no key, so
all functions write the same one. Lines of one person can be told to belong together; whom they belong to can be told
with the table alone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

_PURPOSE = b"stridegraph logs"
_HASH_BYTES = 8


@dataclass(slots=True)
class Observation:
    """One piece of work.

    Attributes:
        request_id: Lambda's id of the invocation; None outside of it.
        user: hash of the person whose work it is; None where nobody is known.
        facts: whatever the line tells beside its figures; never a token, a name, a coordinate or an id of a person.
        stages: milliseconds by the name of a stage.
        begun_s: when it began, by ``time.perf_counter``.
    """

    request_id: str | None = None
    user: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    begun_s: float = field(default_factory=time.perf_counter)

    @property
    def duration_ms(self) -> float:
        """Milliseconds since it began."""
        return (time.perf_counter() - self.begun_s) * 1000


_current: ContextVar[Observation | None] = ContextVar("observation", default=None)


@contextmanager
def observing(request_id: str | None = None, uid: str | None = None) -> Iterator[Observation]:
    """Observe the work inside, threads and tasks that carry its context included."""
    seen = Observation(request_id, user_hash(uid) if uid else None)
    token = _current.set(seen)
    try:
        yield seen
    finally:
        _current.reset(token)


def current() -> Observation | None:
    """What is observed now, or None."""
    return _current.get()


def note(**facts: Any) -> None:
    """Note facts of the work at hand; nothing is done where nobody observes it."""
    seen = _current.get()
    if seen is not None:
        seen.facts |= facts


def note_user(uid: str) -> None:
    """Note whose work it is."""
    seen = _current.get()
    if seen is not None:
        seen.user = user_hash(uid)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the time of what is inside to a stage of the work at hand, also where it fails."""
    seen = _current.get()
    if seen is None:
        yield
        return
    begun_s = time.perf_counter()
    try:
        yield
    finally:
        seen.stages[name] = seen.stages.get(name, 0.0) + (time.perf_counter() - begun_s) * 1000


def user_hash(uid: str) -> str:
    """A person in logs: 16 hexadecimal digits, the same in all functions."""
    return blake2b(uid.encode(), digest_size=_HASH_BYTES, person=_PURPOSE).hexdigest()
