"""Odd values put in the place of real ones, and odd ways to give them: the same for whoever asks, in whatever order."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from zlib import crc32

import strawberry
from graphql import GraphQLSchema, is_interface_type, is_union_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter

from models.errors import InvalidInput, NotFound
from tests.graph.execution.instants import passing

_BACKREF = GraphQLCoreConverter.DEFINITION_BACKREF


@strawberry.type
class Foreign:
    """An object of no type of the schema."""

    id: str = "foreign"


class Waiting:
    """Awaitable, though no coroutine."""

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        return 1.5

    def __repr__(self) -> str:
        """Without an address: messages of errors quote it."""
        return "<waiting>"


VALUES: dict[str, Any] = {
    "null": lambda: None,
    "nan": lambda: float("nan"),
    "infinite": lambda: float("-inf"),
    "float": lambda: 1.5,
    "whole float": lambda: 3.0,
    "int": lambda: 7,
    "large int": lambda: 2**40,
    "true": lambda: True,
    "text": lambda: "text",
    "digits": lambda: "12",
    "bytes": lambda: b"x",
    "empty list": list,
    "list of null": lambda: [None],
    "mixed list": lambda: [1.5, None, "x", 2**40, float("nan")],
    "tuple": lambda: (1, 2.5),
    "generator": lambda: (each for each in (1, None)),
    "dict": lambda: {"id": "x"},
    "foreign": Foreign,
    "exception": lambda: ValueError("a value that is an exception"),
    "unset": lambda: strawberry.UNSET,
    "awaitable": Waiting,
}
ERRORS: dict[str, Any] = {
    "a fault": lambda: ValueError("on purpose"),
    "refused": lambda: InvalidInput("first", "must not be odd"),
    "missing": lambda: NotFound("activity", "x"),
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """A field that is odd for every object whose figures happen to be a multiple of ``every``.

    Attributes:
        value: name of what it gives in place of its value, or of what it raises; None where it is only late.
        waits: whether it takes some time, where it may wait.
    """

    kind: str
    name: str
    value: str | None
    every: int
    waits: bool

    def strikes(self, source: Any) -> bool:
        """Whether this object is odd."""
        return not crc32(_figures(source).encode()) % self.every

    def answer(self) -> Any:
        """The odd value; raises the odd error."""
        made = ERRORS.get(self.value)
        if made:
            raise made()
        return VALUES[self.value]()


def drawn(chance: Random, reached: Sequence[tuple[str, str]]) -> list[Oddity]:
    """A few oddities among the fields that an operation comes to."""
    found = []
    for kind, name in chance.sample(reached, min(len(reached), chance.randint(1, 3))):
        value = chance.choice([*VALUES, *ERRORS, *ERRORS, None, "null", "null"])
        found.append(Oddity(kind, name, value, chance.choice((1, 1, 2, 3)), chance.random() < 0.5))
    return found


class Reaching(StrawberryGraphQLCoreExecutionContext):
    """The stock executor, which notes types and their fields as it comes to them."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reached: dict[tuple[str, str], None] = self.context_value.reached

    def execute_field(self, parent_type: Any, source: Any, field_details_list: Any, *rest: Any) -> Any:
        """Note the field, and carry it out."""
        name = field_details_list[0].node.name.value
        if not name.startswith("__"):
            self.reached[parent_type.name, name] = None
        return super().execute_field(parent_type, source, field_details_list, *rest)


@contextmanager
def within(schema: GraphQLSchema, oddities: Sequence[Oddity]) -> Iterator[None]:
    """The schema's types, odd as they are told to be."""
    with ExitStack() as stack:
        for oddity in oddities:
            for kind in _concrete(schema, oddity.kind):
                known = kind.fields[oddity.name].extensions[_BACKREF]
                put = _resolver if known.base_resolver else _attribute
                stack.enter_context(put(oddity, kind.extensions[_BACKREF].origin, known))
        yield


@contextmanager
def _attribute(oddity: Oddity, made: type, known: Any) -> Iterator[None]:
    name, missing = known.python_name, object()
    before = vars(made).get(name, missing)

    class Attribute:
        """Keeps what is set, and gives it but to odd objects."""

        def __set__(self, source: Any, value: Any) -> None:
            vars(source)[name] = value

        def __get__(self, source: Any, owner: type | None = None) -> Any:
            if source is not None and oddity.value is not None and oddity.strikes(source):
                return oddity.answer()
            return vars(source)[name]

    setattr(made, name, Attribute())
    try:
        yield
    finally:
        if before is missing:
            delattr(made, name)
        else:
            setattr(made, name, before)


@contextmanager
def _resolver(oddity: Oddity, _: type, known: Any) -> Iterator[None]:
    resolver = known.base_resolver
    before = resolver.wrapped_func

    def now(*arguments: Any, **named: Any) -> Any:
        if oddity.value is not None and oddity.strikes(arguments[0] if arguments else None):
            return oddity.answer()
        return before(*arguments, **named)

    async def later(*arguments: Any, **named: Any) -> Any:
        source = arguments[0] if arguments else None
        if oddity.waits:
            info = named.get("info")
            await passing(f"{oddity} {_figures(source)} {info.path.as_list() if info else None}")
        if oddity.value is not None and oddity.strikes(source):
            return oddity.answer()
        return await before(*arguments, **named)

    async def quick(*arguments: Any, **named: Any) -> Any:
        return oddity.answer()

    if not resolver.is_async:
        resolver.wrapped_func = now
    else:
        resolver.wrapped_func = quick if oddity.every == 1 and not oddity.waits and oddity.value else later
    try:
        yield
    finally:
        resolver.wrapped_func = before


def _concrete(schema: GraphQLSchema, name: str) -> list[Any]:
    kind = schema.type_map[name]
    return list(schema.get_possible_types(kind)) if is_interface_type(kind) or is_union_type(kind) else [kind]


def _figures(source: Any) -> str:
    """The plain values of an object."""
    return repr([value for value in getattr(source, "__dict__", {}).values() if isinstance(value, int | float | str)])
