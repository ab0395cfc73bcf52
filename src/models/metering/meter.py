"""What the table was asked: each request with its parameters, its answer's items and its capacity units."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request that was answered, if by a refusal.

    Attributes:
        call: its parameters as they went over the wire.
        items: the items of the answer.
        units: capacity units by the engine's own account, indexes included; None where it tells none.
        tries: how often it was sent.
        left: how many keys of a batch stayed unanswered.
        refused: whether it wrote nothing, because a condition did not hold or the request was wrong.
        round: which of an operation's rounds of parallel requests it belonged to, from 1; None where nobody counted.
    """

    operation: str
    call: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    units: float | None
    tries: int
    left: int = 0
    refused: bool = False
    round: int | None = None


type Tally = list[tuple[str, float]]

_recorded: ContextVar[list[Request] | None] = ContextVar("recorded", default=None)
_tallied: ContextVar[Tally | None] = ContextVar("tallied", default=None)
_watchers: list[Callable[[Request], None]] = []


@contextmanager
def recording() -> Iterator[list[Request]]:
    """Collect the requests of the code inside, threads that carry its context included."""
    outer, requests = _recorded.get(), list[Request]()
    token = _recorded.set(requests)
    try:
        yield requests
    finally:
        _recorded.reset(token)
        if outer is not None:
            outer += requests


@contextmanager
def tallying() -> Iterator[Tally]:
    """Collect only (operation, units): cheap enough for every request."""
    tally: Tally = []
    token = _tallied.set(tally)
    try:
        yield tally
    finally:
        _tallied.reset(token)


def watch(watcher: Callable[[Request], None]) -> Callable[[], None]:
    """Call ``watcher`` with each request of this process until the function that is returned is called."""
    _watchers.append(watcher)
    return lambda: _watchers.remove(watcher)


def listening() -> bool:
    """Whether anybody wants to know."""
    return _tallied.get() is not None or _in_whole()


def note(
    operation: str, call: Mapping[str, Any], answer: Mapping[str, Any], tries: int, *, refused: bool = False
) -> None:
    """Tell those who listen of a request that was answered, or refused."""
    tally = _tallied.get()
    if tally is not None:
        tally.append((operation, _units_of(answer) or 0.0))
    if _in_whole():
        tell(replace(request_of(operation, call, answer, tries), refused=refused))


def request_of(operation: str, call: Mapping[str, Any], answer: Mapping[str, Any], tries: int) -> Request:
    """A request by its parameters and its answer."""
    return Request(operation, call, _items_of(answer), _units_of(answer), tries, _left_of(answer))


def tell(request: Request) -> None:
    """Hand a request to those who listen."""
    recorded = _recorded.get()
    if recorded is not None:
        recorded.append(request)
    for watcher in _watchers:
        watcher(request)


def _in_whole() -> bool:
    """Whether anybody wants to know more of requests than their units."""
    return _recorded.get() is not None or bool(_watchers)


def _items_of(answer: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    if "Item" in answer:
        return (answer["Item"],)
    batches = [item for items in answer.get("Responses", {}).values() for item in items]
    return tuple(answer.get("Items", batches))


def _left_of(answer: Mapping[str, Any]) -> int:
    return sum(len(table["Keys"]) for table in answer.get("UnprocessedKeys", {}).values())


def _units_of(answer: Mapping[str, Any]) -> float | None:
    consumed = answer.get("ConsumedCapacity")
    if not consumed:
        return None
    return sum(float(part["CapacityUnits"]) for part in (consumed if isinstance(consumed, list) else [consumed]))
