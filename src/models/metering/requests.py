"""Requests to the table as people read them: which pattern, under which condition on the keys, for how many units.

Units are computed from the items (``models.metering.units``): the embedded engine tells the same figure for
everything. What an operation itself read or wrote of an item before counts as the item that a write replaces; of
others nothing is known, and then the figure is the least that the write can take.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.catalog import CATALOG
from models.metering.meter import Request
from models.metering.units import INDEX_SORTS, Item, check_units, get_units, query_units, write_units
from models.metering.writes import CHECK, Write, writes_of
from models.patterns import GET, QUERY, SCAN, TRANSACT, condition_of, keys_of

type Key = tuple[str, str]

_MOST_KEYS = 3  # that a line can tell


@dataclass(frozen=True, slots=True)
class Cost:
    """Capacity units of a request; ``at_least`` where an item that it replaced is unknown."""

    units: float
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """A request in words.

    Attributes:
        pattern: name of the access pattern that declares it, and ``need`` what that is for.
        condition: the condition on the keys, with the keys themselves.
        limit: most items that a query asks for; None without a limit, and for other operations.
        items: how many items the answer held.
        units: read or write units, indexes included.
        at_least: whether it may have taken more.
        tries: how often it was sent.
        refused: whether a condition refused it.
        round: which of the rounds of parallel requests it belonged to, from 1; None where nobody counted.
    """

    pattern: str
    need: str
    operation: str
    index: str | None
    condition: str
    limit: int | None
    backward: bool
    strong: bool
    items: int
    units: float
    at_least: bool
    tries: int
    refused: bool
    round: int | None


def described(requests: Iterable[Request]) -> list[Description]:
    """The requests of one operation, in their order."""
    kept = list(requests)
    return [describe(request, cost) for request, cost in zip(kept, costs(kept), strict=True)]


def describe(request: Request, cost: Cost) -> Description:
    """One request whose units are known."""
    call = request.call
    pattern = CATALOG.pattern_of(request.operation, call)
    return Description(
        pattern=pattern.name if pattern else "undeclared",
        need=pattern.need if pattern else "",
        operation=request.operation,
        index=call.get("IndexName"),
        condition=_condition(request.operation, call),
        limit=call.get("Limit"),
        backward=call.get("ScanIndexForward") is False,
        strong=_strong(call),
        items=len(request.items),
        units=cost.units,
        at_least=cost.at_least,
        tries=request.tries,
        refused=request.refused,
        round=request.round,
    )


def costs(requests: Iterable[Request]) -> Iterator[Cost]:
    """What each request of one operation took."""
    seen: dict[Key, Item | None] = {}
    for request in requests:
        writes = list(writes_of(request.operation, request.call))
        if request.refused:
            writes = [replace(write, kind=CHECK) for write in writes]  # it took what looking at the items takes
        yield _cost_of_writes(request.operation, writes, seen) if writes else Cost(read_units(request))
        for write in writes:
            if write.kind != CHECK:
                seen[write.key] = write.after(seen.get(write.key))
        if request.operation == GET:
            seen.update(dict.fromkeys(keys_of(GET, request.call)))
        seen.update(((item["PK"]["S"], item["SK"]["S"]), item) for item in request.items)


def read_units(request: Request) -> float:
    """Units of a read, by the items of its answer."""
    strong = _strong(request.call)
    if request.operation in {QUERY, SCAN}:
        return query_units(request.items, strong=strong)
    absent = sum(1 for _ in keys_of(request.operation, request.call)) - request.left - len(request.items)
    return get_units([*request.items, *[None] * absent], strong=strong)


def units_of_writes(operation: str, writes: Iterable[tuple[Write, Item | None]]) -> float:
    """Units of writes whose items before are known."""
    each = (
        check_units(before) if write.kind == CHECK else write_units(before, write.after(before))
        for write, before in writes
    )
    return float(sum(each) * (2 if operation == TRANSACT else 1))


def _strong(call: Mapping[str, Any]) -> bool:
    """Whether a read, or a batch of one table, was asked to see every write before it."""
    parts = [call, *call.get("RequestItems", {}).values()]
    return any(part.get("ConsistentRead") for part in parts if isinstance(part, dict))


def _cost_of_writes(operation: str, writes: list[Write], seen: Mapping[Key, Item | None]) -> Cost:
    units = units_of_writes(operation, ((write, seen.get(write.key)) for write in writes))
    return Cost(units, at_least=any(write.key not in seen for write in writes))


def _condition(operation: str, call: Mapping[str, Any]) -> str:
    if operation == QUERY:
        return _range(call)
    if operation == TRANSACT:
        return _actions(list(writes_of(operation, call)))
    return _keys(sorted(keys_of(operation, call)))


def _range(call: Mapping[str, Any]) -> str:
    found = condition_of(call)
    sort = INDEX_SORTS.get(call.get("IndexName", ""), "SK")
    if (found.low, found.high) == ("", "~"):
        return f'PK = "{found.pk}"'
    if found.low == found.high:
        return f'PK = "{found.pk}" and {sort} = "{found.low}"'
    return f'PK = "{found.pk}" and {sort} between "{found.low}" and "{found.high}"'


def _keys(keys: list[Key]) -> str:
    if not keys:
        return ""
    if len(keys) == 1:
        return f'PK = "{keys[0][0]}" and SK = "{keys[0][1]}"'
    named = ", ".join(f'"{sk}"' for _, sk in keys[:_MOST_KEYS])
    more = f" and {len(keys) - _MOST_KEYS} more" if len(keys) > _MOST_KEYS else ""
    return f'PK = "{keys[0][0]}" and SK in {named}{more}'


def _actions(writes: list[Write]) -> str:
    """What a transaction does, with the partition said once where there is but one."""
    partitions = {write.key[0] for write in writes}
    if len(partitions) == 1:
        told = (f'{_verb(write)} "{write.key[1]}"' for write in writes)
        return f'PK = "{partitions.pop()}" and SK: {", ".join(told)}'
    return ", ".join(f'{_verb(write)} "{write.key[0]}" "{write.key[1]}"' for write in writes)


def _verb(write: Write) -> str:
    return "check" if write.kind == CHECK else write.kind.removesuffix("Item").lower()
