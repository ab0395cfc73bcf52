"""What a request writes, item by item, and what each write makes of its item."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.metering.units import Item, Value
from models.patterns import BATCH_WRITE, DELETE, PUT, TRANSACT, UPDATE

CHECK = "ConditionCheck"
_KINDS = {"Put": PUT, "Update": UPDATE, "Delete": DELETE, "PutRequest": PUT, "DeleteRequest": DELETE}
_CLAUSE = re.compile(r"\b(SET|REMOVE|ADD|DELETE) (.*?)(?= (?:SET|REMOVE|ADD|DELETE) |$)")
_PAIR = re.compile(r"(#\w+)(?: = | )(:\w+)")


@dataclass(frozen=True, slots=True)
class Write:
    """One item's part of a request.

    Attributes:
        kind: PutItem, UpdateItem, DeleteItem, or ConditionCheck for a mere condition of a transaction.
        key: its PK and SK.
        call: its parameters.
    """

    kind: str
    key: tuple[str, str]
    call: Mapping[str, Any]

    def after(self, before: Item | None) -> Item | None:
        """The item as this write leaves it, None where it takes it away."""
        if self.kind == PUT:
            return dict(self.call["Item"])
        if self.kind == UPDATE:
            return _updated(before or self.call["Key"], self.call)
        return None if self.kind == DELETE else before


def writes_of(operation: str, call: Mapping[str, Any]) -> Iterator[Write]:
    """Every item that a request writes, in its order; none for a read."""
    if operation == TRANSACT:
        wrapped = iter(call["TransactItems"])
    elif operation == BATCH_WRITE:
        wrapped = (request for requests in call["RequestItems"].values() for request in requests)
    else:
        wrapped = iter([{operation: call}] if operation in {PUT, UPDATE, DELETE} else [])
    for action in wrapped:
        ((name, parameters),) = action.items()
        key = parameters.get("Key") or parameters["Item"]
        yield Write(_KINDS.get(name, name), (key["PK"]["S"], key["SK"]["S"]), parameters)


def _updated(before: Item, call: Mapping[str, Any]) -> Item:
    """The item after an update expression of plain values, which is all that this service sends."""
    names, values = call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
    made = dict(before)
    for clause, body in _CLAUSE.findall(call.get("UpdateExpression", "")):
        if clause == "REMOVE":
            for name in body.split(", "):
                made.pop(names[name], None)
        for name, value in _PAIR.findall(body):
            known = made.get(names[name]) if clause == "ADD" else None
            made[names[name]] = _sum(known, values[value]) if known else values[value]
    return made


def _sum(known: Value, more: Value) -> Value:
    """What ADD makes: the sum of numbers, or the elements of both sets."""
    ((kind, content),) = more.items()
    if kind == "N":
        return {"N": f"{Decimal(known['N']) + Decimal(content):f}"}
    return {kind: sorted({*known[kind], *content})}
