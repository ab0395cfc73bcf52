"""Requests to the table, one function an operation: reads give raw items, writes say whether their condition held.

Everything passes through PynamoDB's one connection, and below it through ``models.transport``, which retries and
meters. Raw items are the wire's JSON (``{"SK": {"S": ...}}``), decoded by ``models.records``.
"""

import random
import time
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.exceptions import DeleteError, PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from models import deadline
from models.errors import RetryLater
from models.table import Item, RowItem, connection

type RawItem = dict[str, dict[str, Any]]

CONDITION_FAILED = "ConditionalCheckFailedException"
BATCH_GET_KEYS = 100
BATCH_WRITE_ITEMS = 25
_BATCH_TRIES = 8
_SORTS = {
    None: Item.sk.attr_name,
    "by-sport": RowItem.by_sport.attr_name,
    "by-update": RowItem.by_update.attr_name,
}


def get(pk: str, sk: str, *, strong: bool = False) -> RawItem | None:
    """The item with this key, or None."""
    key = {"PK": {"S": pk}, "SK": {"S": sk}}
    found: RawItem | None = _read("GetItem", {"Key": key, "ConsistentRead": strong}).get("Item")
    return found


def query(  # noqa: PLR0913 -- a query has these parts
    pk: str,
    bounds: tuple[str, str] | None,
    *,
    index: str | None = None,
    start: RawItem | None = None,
    limit: int | None = None,
    backward: bool = False,
    strong: bool = False,
) -> "Answer":
    """One request for the items of a partition whose sort key lies within ``bounds``, ends included."""
    names, values = {"#0": "PK"}, {":0": {"S": pk}}
    condition = "#0 = :0"
    if bounds:
        names["#1"] = _SORTS[index]
        values |= {":1": {"S": bounds[0]}, ":2": {"S": bounds[1]}}
        condition = "#0 = :0 AND #1 BETWEEN :1 AND :2"
    call: dict[str, Any] = {
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    wishes = {
        "IndexName": index,
        "ExclusiveStartKey": start,
        "Limit": limit,
        "ScanIndexForward": False if backward else None,
        "ConsistentRead": strong or None,
    }
    answer = _read("Query", call | {name: wish for name, wish in wishes.items() if wish is not None})
    return Answer(answer["Items"], answer.get("LastEvaluatedKey"))


def _read(operation: str, call: dict[str, Any]) -> dict[str, Any]:
    """The answer to a read: put together by hand, because PynamoDB's expressions cost as much as all the rest."""
    table = connection()
    answer: dict[str, Any] = table.connection.client._make_api_call(operation, {"TableName": table.table_name, **call})
    return answer


@dataclass(frozen=True, slots=True)
class Answer:
    """The items of one request, and the key to go on from where DynamoDB stopped early."""

    items: list[RawItem]
    last_key: RawItem | None


def query_all(
    pk: str, bounds: tuple[str, str] | None, *, index: str | None = None, strong: bool = False
) -> Iterator[RawItem]:
    """All items within ``bounds``, a request for each megabyte of them."""
    start: RawItem | None = None
    while True:
        answer = query(pk, bounds, index=index, start=start, strong=strong)
        yield from answer.items
        start = answer.last_key
        if start is None:
            return


def scan(start: RawItem | None, limit: int) -> Answer:
    """Some items of the whole table, behind a key, in no order that means anything."""
    behind = {"ExclusiveStartKey": start} if start else {}
    answer = _read("Scan", {"Limit": limit, "ConsistentRead": True, **behind})
    return Answer(answer["Items"], answer.get("LastEvaluatedKey"))


def prefix(text: str) -> tuple[str, str]:
    """Bounds of all sort keys that begin with this text."""
    return text, f"{text}~"


def batch_get(wanted: Sequence[tuple[str, str]], *, strong: bool = False) -> list[RawItem]:
    """The items with these (PK, SK), in no order; raises RetryLater when some stay unanswered."""
    found: list[RawItem] = []
    for at in range(0, len(wanted), BATCH_GET_KEYS):
        left: list[Any] = [{"PK": pk, "SK": sk} for pk, sk in wanted[at : at + BATCH_GET_KEYS]]
        for _ in _paced():
            answer = connection().batch_get_item(left, consistent_read=strong)
            found += next(iter(answer["Responses"].values()), [])
            rest: dict[str, Any] = answer.get("UnprocessedKeys", {})
            unanswered = [key for table in rest.values() for key in table["Keys"]]
            left = [{"PK": key["PK"]["S"], "SK": key["SK"]["S"]} for key in unanswered]
            if not left:
                break
        else:
            raise RetryLater(f"the table left {len(left)} items unanswered")
    return found


def batch_delete(doomed: Sequence[tuple[str, str]]) -> None:
    """Delete the items with these (PK, SK); repeatable. Raises RetryLater when some stay."""
    for at in range(0, len(doomed), BATCH_WRITE_ITEMS):
        left: list[dict[str, str]] = [{"PK": pk, "SK": sk} for pk, sk in doomed[at : at + BATCH_WRITE_ITEMS]]
        for _ in _paced():
            answer = connection().batch_write_item(delete_items=left)
            rest: dict[str, Any] = answer.get("UnprocessedItems", {})
            keys = [request["DeleteRequest"]["Key"] for requests in rest.values() for request in requests]
            left = [{"PK": key["PK"]["S"], "SK": key["SK"]["S"]} for key in keys]
            if not left:
                break
        else:
            raise RetryLater(f"the table left {len(left)} items undeleted")


def writable(value: Any) -> Any:
    """An attribute as it was read, as it must be to be written: binary arrives as base64 and leaves as bytes."""
    match value:
        case {"B": str(text)}:
            return {"B": b64decode(text)}
        case {"BS": list(texts)}:
            return {"BS": [b64decode(text) for text in texts]}
        case {"M": dict(inner)}:
            return {"M": {name: writable(part) for name, part in inner.items()}}
        case {"L": list(parts)}:
            return {"L": [writable(part) for part in parts]}
    return value


def put(item: Model, condition: Condition | None = None) -> bool:
    """Write a whole item; False where the condition does not hold."""
    kwargs = item.get_save_kwargs_from_instance(condition=condition)
    return _held(lambda: connection().connection.dispatch("PutItem", kwargs))


def update(pk: str, sk: str, actions: Sequence[Action], condition: Condition | None = None) -> bool:
    """Change named attributes of an item; False where the condition does not hold."""
    return _held(lambda: connection().update_item(pk, sk, actions=actions, condition=condition))


def update_or_told(pk: str, sk: str, actions: list[Action], condition: Condition) -> RawItem | None:
    """Change named attributes of an item; None when it did, else the item that refused, empty where it is not told."""
    shell = Item(pk, sk)
    call = shell.get_update_kwargs_from_instance(actions, condition, return_values_on_condition_failure="ALL_OLD")
    try:
        connection().connection.dispatch("UpdateItem", call)
    except ClientError as error:
        if error.response["Error"]["Code"] != CONDITION_FAILED:
            raise
        # PynamoDB's own error leaves the item out.
        found: RawItem = getattr(error.__cause__, "response", {}).get("Item") or {}
        return found
    return None


def delete(pk: str, sk: str, condition: Condition | None = None) -> bool:
    """Take an item away; False where the condition does not hold."""
    return _held(lambda: connection().delete_item(pk, sk, condition=condition))


def rewrite(before: RawItem, wanted: RawItem) -> bool:
    """Turn an item into another of the same key, by the attributes that differ; False where one is not as before."""
    differing = [name for name in before | wanted if before.get(name) != wanted.get(name)]
    place = {name: f"#{number}" for number, name in enumerate(differing)}
    values: dict[str, Any] = {}
    sets, removes, same = [], [], []
    for name, short in place.items():
        if name in wanted:
            values[f":new{short[1:]}"] = writable(wanted[name])
            sets.append(f"{short} = :new{short[1:]}")
        else:
            removes.append(short)
        if name in before:
            values[f":old{short[1:]}"] = writable(before[name])
            same.append(f"{short} = :old{short[1:]}")
        else:
            same.append(f"attribute_not_exists({short})")
    clauses = [f"{verb} {', '.join(parts)}" for verb, parts in (("SET", sets), ("REMOVE", removes)) if parts]
    call = {
        "TableName": connection().table_name,
        "Key": {"PK": before["PK"], "SK": before["SK"]},
        "UpdateExpression": " ".join(clauses),
        "ConditionExpression": " AND ".join(same),
        "ExpressionAttributeNames": {short: name for name, short in place.items()},
        "ExpressionAttributeValues": values,
    }
    return _held(lambda: connection().connection.dispatch("UpdateItem", call))


class Transaction:
    """Several writes, all or none; each carries a label by which a refusal names it."""

    def __init__(self) -> None:
        self._inner = TransactWrite(connection=connection().connection)
        self._labels: tuple[list[str], ...] = ([], [], [], [])

    def check(self, model: type[Model], pk: str, sk: str, condition: Condition, label: str) -> None:
        """Refuse all of it unless this holds."""
        self._inner.condition_check(model, pk, sk, condition=condition)
        self._labels[0].append(label)

    def delete(self, item: Model, label: str, condition: Condition | None = None) -> None:
        """Take an item away."""
        self._inner.delete(item, condition=condition)
        self._labels[1].append(label)

    def put(self, item: Model, label: str, condition: Condition | None = None) -> None:
        """Write a whole item."""
        self._inner.save(item, condition=condition)
        self._labels[2].append(label)

    def put_raw(self, raw: Mapping[str, Any], label: str, condition: Condition | None = None) -> None:
        """Write a whole item as it goes over the wire, with attributes that no model knows."""
        shell = Item(raw["PK"]["S"], raw["SK"]["S"], v=1)
        kwargs = shell.get_save_kwargs_from_instance(condition=condition)
        self._inner._put_items.append({**kwargs, "Item": dict(raw)})
        self._labels[2].append(label)

    def update(
        self,
        model: type[Model],
        key: tuple[str, str],
        actions: Sequence[Action],
        label: str,
        condition: Condition | None = None,
    ) -> None:
        """Change named attributes of an item."""
        self._inner.update(model(*key), list(actions), condition=condition)
        self._labels[3].append(label)

    def commit(self) -> frozenset[str]:
        """Write all of it. Returns the labels whose conditions refused it: none when it was written."""
        try:
            self._inner._commit()
        except TransactWriteError as error:
            labels = [label for group in self._labels for label in group]
            reasons = error.cancellation_reasons or ()
            refused = {
                label
                for label, reason in zip(labels, reasons, strict=False)
                if reason and reason.code == "ConditionalCheckFailed"
            }
            if not refused:
                raise
            return frozenset(refused)
        return frozenset()


def _held(request: Callable[[], object]) -> bool:
    try:
        request()
    except (PutError, UpdateError, DeleteError) as error:
        if error.cause_response_code == CONDITION_FAILED:
            return False
        raise
    except ClientError as error:  # what a dispatched request raises
        if error.response["Error"]["Code"] == CONDITION_FAILED:
            return False
        raise
    return True


def _paced() -> Iterable[int]:
    """Tries with growing pauses between them, as long as there is time."""
    for attempt in range(_BATCH_TRIES):
        if attempt:
            pause_s = random.uniform(0, 0.025 * 2**attempt)  # noqa: S311 -- jitter, not a secret
            left_s = deadline.left()
            if left_s is not None and left_s <= pause_s:
                return
            time.sleep(pause_s)
        yield attempt
