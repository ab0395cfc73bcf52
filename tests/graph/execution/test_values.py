"""Values of every kind at fields of every kind: the answer and its errors are those of the stock executor."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any

import pytest
import strawberry

from models.columns import Floats
from tests.graph.execution.both import both


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = 2


@strawberry.enum
class Size(StrEnum):
    SMALL = "small"


class Other(StrEnum):
    RED = "red"
    SMALL = "small"


class Number(IntEnum):
    ONE = 1


class Text(str):
    __slots__ = ()


class Waiting:
    """Awaitable, though nothing tells it but an attribute."""

    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return 1.5


class Feigned:
    """Has any attribute, ``__await__`` not among them."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return 7

    def __str__(self):
        return "feigned"

    __repr__ = __str__


KINDS = {
    "float": float,
    "int": int,
    "text": str,
    "flag": bool,
    "id": strawberry.ID,
    "colour": Colour,
    "size": Size,
    "at": datetime,
    "on": date,
    "exact": Decimal,
}
made: dict[str, Any] = {"__annotations__": {}}
for name, kind in KINDS.items():
    made["__annotations__"] |= {
        name: kind,
        f"{name}OrNull": kind | None,
        f"{name}s": list[kind],
        f"{name}sOrNulls": list[kind | None] | None,
    }
Thing = strawberry.type(type("Thing", (), made))
LISTED = {f"{name}{suffix}" for name in KINDS for suffix in ("s", "sOrNulls")}
FIELDS = [field.python_name for field in Thing.__strawberry_definition__.fields]


def thing(value):
    """A thing whose every field has this value; a callable makes one for each."""
    found = object.__new__(Thing)
    for name in FIELDS:
        each = value() if callable(value) else value
        setattr(found, name, [each, each] if name in LISTED else each)
    return found


@strawberry.type
class Query:
    @strawberry.field
    def thing(self, info: strawberry.Info) -> Thing | None:
        return info.context

    @strawberry.field
    async def things(self, info: strawberry.Info) -> list[Thing | None]:
        return [info.context, info.context]


SCHEMA = strawberry.Schema(Query, config=strawberry.schema.config.StrawberryConfig(auto_camel_case=False))
ALL = " ".join(FIELDS)


class Failure:
    """Makes an exception for each field."""

    def __call__(self):
        return ValueError("a value that is an exception")


VALUES = {
    "null": None,
    "float": 1.5,
    "whole float": 3.0,
    "nan": float("nan"),
    "inf": float("inf"),
    "int": 7,
    "0": 0,
    "int of 32 bits": 2**31 - 1,
    "int of 33 bits": 2**31,
    "negative": -(2**31),
    "int of 60 bits": 2**60,
    "int finer than a float": 2**53 + 1,
    "int larger than a float": 10**400,
    "large float": 1e308,
    "true": True,
    "text": "text",
    "digits": "12",
    "empty": "",
    "text of a kind": Text("x"),
    "bytes": b"x",
    "member": Colour.RED,
    "member of a text": Size.SMALL,
    "member of another": Other.RED,
    "same text in another": Other.SMALL,
    "member that is a number": Number.ONE,
    "datetime": datetime(2026, 6, 1, 12, 30, 0, 5, UTC),
    "date": date(2026, 6, 1),
    "decimal": Decimal("1.50"),
    "decimal nan": Decimal("nan"),
    "object": object(),
    "dict": {"a": 1},
    "set": {1},
    "list": [1],
    "unset": strawberry.UNSET,
    "exception": Failure(),
    "exception class": lambda: ValueError,
    "awaitable": Waiting,
    "any attribute": Feigned,
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_each_field_alone(value):
    for name in (name for name in FIELDS if name not in LISTED):
        stock, planned = both(SCHEMA, f"{{ thing {{ before: __typename {name} }} }}", lambda: thing(value))
        assert planned == stock


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_all_fields_together(value):
    query = f"{{ thing {{ {ALL} }} things {{ {ALL} }} }}"
    stock, planned = both(SCHEMA, query, lambda: thing(value))
    assert planned == stock


LISTS = {
    "empty": [],
    "nulls": [None, None],
    "floats": [1.5, 2.5],
    "floats and nulls": [1.5, None],
    "floats and ints": [1.5, 2],
    "ints": [1, 2],
    "ints and nulls": [1, None],
    "large ints": [2**53, 2**53 + 1],
    "too large ints": [10**400],
    "nan": [1.5, float("nan")],
    "both infinities": [float("inf"), float("-inf")],
    "a sum too large": [1e308, 1e308, 1e308],
    "flags": [True, False],
    "flags and ints": [True, 2],
    "texts": ["a", "b"],
    "texts and numbers": ["a", 1],
    "members": [Colour.RED, Colour.BLUE],
    "members and values": [Colour.RED, "red", 2],
    "datetimes": [datetime(2026, 6, 1, tzinfo=UTC), None],
    "tuple": (1, 2),
    "set": {1},
    "dict": {"a": 1},
    "text": "text",
    "number": 5,
    "exceptions": [ValueError("in a list"), 1],
    "awaitables": lambda: [Waiting(), 1.5],
    "iterator": lambda: iter([1, 2]),
    "generator": lambda: (each for each in (1, None)),
    "column": Floats([1.5, 2.5]),
}
GAPS = Floats([1.5, None])
GAPS.complete = False
LISTS["column with gaps"] = GAPS


@pytest.mark.parametrize("values", LISTS.values(), ids=LISTS)
def test_each_list(values):
    for name in KINDS:
        for field in (f"{name}s", f"{name}sOrNulls"):

            def make(field=field):
                found = thing(None)
                setattr(found, field, values() if callable(values) else values)
                return found

            stock, planned = both(SCHEMA, f"{{ thing {{ {field} }} }}", make)
            assert planned == stock


def test_usual_values_never_leave_the_plan():
    usual = {
        "float": 1.5,
        "int": 7,
        "text": "x",
        "flag": True,
        "id": "id",
        "colour": Colour.BLUE,
        "size": Size.SMALL,
        "at": datetime(2026, 6, 1, tzinfo=UTC),
        "on": date(2026, 6, 1),
        "exact": Decimal("1.5"),
    }
    found = thing(None)
    for name, value in usual.items():
        for suffix, each in (("", value), ("OrNull", None), ("s", [value] * 3), ("sOrNulls", [value, None])):
            setattr(found, name + suffix, each)
    stock, planned = both(SCHEMA, f"{{ thing {{ {ALL} }} things {{ {ALL} }} }}", lambda: found)
    assert planned == stock
    assert stock.errors == []
    assert not planned.left
