"""What an item and an access pattern are, and which pattern a request belongs to.

``models.keys`` declares all of them; here is only how they are described, matched and told. A key template such as
``A#{start}#{aid}`` stands for every key of that shape.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

GET = "GetItem"
BATCH_GET = "BatchGetItem"
QUERY = "Query"
SCAN = "Scan"
PUT = "PutItem"
UPDATE = "UpdateItem"
DELETE = "DeleteItem"
BATCH_WRITE = "BatchWriteItem"
TRANSACT = "TransactWriteItems"

_FIELDS = {"start": r"\d{14}", "update": r"\d{14}", "day": r"\d{4}-\d\d-\d\d", "year": r"\d{4}"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_RANGE = re.compile(r"(#\d+) BETWEEN (:\d+) AND (:\d+)|begins_with ?\((#\d+), (:\d+)\)|(#\d+) (=|<|>|<=|>=) (:\d+)")


def template_regex(template: str) -> str:
    """A regular expression for the keys of this template's shape."""
    parts = _PLACEHOLDER.split(template)
    return "".join(_FIELDS.get(part, "[^#]+") if at % 2 else re.escape(part) for at, part in enumerate(parts))


def shown(template: str) -> str:
    """The template as people read it: ``A#<start>#<aid>``."""
    return _PLACEHOLDER.sub(r"<\1>", template)


@dataclass(frozen=True)
class Item:
    """A kind of item: the templates of its keys, and how large it is.

    Attributes:
        sorts: index name to templates of that index's sort key.
        size: typical size as DynamoDB counts it, with the numbers' source in the capacity tests.
        expires: what DynamoDB's time to live takes it away after; empty where it stays.
        planned: no part of the service writes it yet.
    """

    name: str
    pk: str
    sk: str
    sorts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    size: str = ""
    expires: str = ""
    planned: bool = False

    @cached_property
    def _keys(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return re.compile(template_regex(self.pk)), re.compile(template_regex(self.sk))

    def holds(self, pk: str, sk: str) -> bool:
        """Whether a key is one of this kind's."""
        partition, sort = self._keys
        return bool(partition.fullmatch(pk) and sort.fullmatch(sk))


@dataclass(frozen=True)
class Pattern:
    """A need of the service and the one request that answers it.

    Attributes:
        items: names of the kinds of items that it reads or writes.
        prefixes: for a query, templates that both ends of the asked range begin with.
        index: name of the index that a query reads.
        units: read or write units that it takes at most in the case that the capacity tests measure.
        case: that case.
    """

    name: str
    need: str
    operation: str
    items: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    index: str | None = None
    backward: bool = False
    units: float | None = None
    case: str = ""
    planned: bool = False

    @cached_property
    def _ranges(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(template_regex(prefix)) for prefix in self.prefixes)

    def covers(self, low: str, high: str) -> bool:
        """Whether both ends of a query's range lie under one of the prefixes; without prefixes, whether it has none."""
        if not self.prefixes:
            return (low, high) == ("", "~")
        return any(prefix.match(low) and prefix.match(high) for prefix in self._ranges)


@dataclass(frozen=True)
class Condition:
    """The key condition of a query: partition, and the two ends of the range of sort keys."""

    pk: str
    low: str
    high: str
    text: str


def condition_of(call: Mapping[str, Any]) -> Condition:
    """The key condition of a Query's parameters."""
    names = call.get("ExpressionAttributeNames", {})
    values = {name: value["S"] for name, value in call["ExpressionAttributeValues"].items() if "S" in value}
    expression = call["KeyConditionExpression"]
    pk, low, high = "", "", "~"
    for between, first, last, begins, prefix, sort, sign, value in _RANGE.findall(expression):
        if between:
            low, high = values[first], values[last]
        elif begins:
            low, high = values[prefix], values[prefix] + "~"
        elif names.get(sort) == "PK" and sign == "=":
            pk = values[value]
        elif sign.startswith(">"):
            low = values[value]
        elif sign.startswith("<"):
            high = values[value]
        else:
            low = high = values[value]
    text = re.sub(r"[#:]\d+", lambda match: names.get(match[0]) or f'"{values.get(match[0], "?")}"', expression)
    return Condition(pk, low, high, text)


def keys_of(operation: str, call: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(PK, SK) of every item that a request names by its whole key."""
    for action in _actions_of(operation, call):
        key = action.get("Key") or action.get("Item")
        if key:
            yield key["PK"]["S"], key["SK"]["S"]


def _actions_of(operation: str, call: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if operation == TRANSACT:
        for wrapped in call["TransactItems"]:
            yield from wrapped.values()
    elif operation == BATCH_GET:
        for asked in call["RequestItems"].values():
            yield from ({"Key": key} for key in asked["Keys"])
    elif operation == BATCH_WRITE:
        for requests in call["RequestItems"].values():
            for request in requests:
                yield from request.values()
    else:
        yield call


@dataclass(frozen=True)
class Catalog:
    """All items and patterns of the table."""

    items: tuple[Item, ...]
    patterns: tuple[Pattern, ...]

    def kind_of(self, pk: str, sk: str) -> str | None:
        """The name of the kind of item with this key; None for a key of no kind."""
        return next((item.name for item in self.items if item.holds(pk, sk)), None)

    def pattern_of(self, operation: str, call: Mapping[str, Any]) -> Pattern | None:
        """The pattern that declares a request to the table, or None where none does."""
        if operation == QUERY:
            return self._query(call)
        if operation == SCAN:
            return next((pattern for pattern in self.patterns if pattern.operation == SCAN), None)
        kinds = {self.kind_of(pk, sk) for pk, sk in keys_of(operation, call)}
        fitting = [
            pattern
            for pattern in self.patterns
            if pattern.operation == operation and (not pattern.items or kinds <= set(pattern.items))
        ]
        # Several transactions may write such items: the one that can write the fewest others is meant.
        return min(fitting, key=lambda pattern: len(pattern.items) or 99, default=None)

    def _query(self, call: Mapping[str, Any]) -> Pattern | None:
        condition = condition_of(call)
        index, backward = call.get("IndexName"), call.get("ScanIndexForward") is False
        for pattern in self.patterns:
            same = (pattern.operation, pattern.index, pattern.backward) == (QUERY, index, backward)
            if same and pattern.covers(condition.low, condition.high):
                return pattern
        return None
