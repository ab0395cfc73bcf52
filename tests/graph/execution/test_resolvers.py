"""Resolvers of every kind: called once, at the same time where they wait, answered like the stock executor."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
import strawberry
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission

from tests.graph.execution.both import both

# Of the stock executor, where one of several awaitables fails before the others have begun.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine")


class Never(BasePermission):
    message = "never"

    def has_permission(self, source, info, **kwargs):  # noqa: ARG002 -- Strawberry's signature
        return False


class Shout(FieldExtension):
    def resolve(self, next_, source, info, **kwargs):
        return next_(source, info, **kwargs).upper()


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Cat(Named):
    lives: int = 9


@strawberry.type
class Dog(Named):
    tricks: list[str] = strawberry.field(default_factory=list)

    @strawberry.field
    async def barks(self) -> int:
        return len(self.name)


@strawberry.type
class Stone:
    weight: float = 1.5

    @classmethod
    def is_type_of(cls, obj, _info):
        return isinstance(obj, cls | dict)


class Husky(Dog):
    pass


@strawberry.input
class Where:
    name: str = "Rex"
    limits: list[int] = strawberry.field(default_factory=lambda: [1, 2])


Thing = Annotated[Cat | Dog | Stone, strawberry.union("Thing")]


def count(info, name):
    if info.context is not None:
        info.context[name] += 1


@strawberry.type
class Node:
    depth: int
    label: str | None = "label"

    @strawberry.field
    def sync(self) -> str:
        return f"sync {self.depth}"

    @strawberry.field
    async def quick(self, info: strawberry.Info) -> str:
        count(info, f"quick {self.depth}")
        return f"quick {self.depth}"

    @strawberry.field
    async def slow(self, info: strawberry.Info, seconds: int = 1) -> str:
        count(info, f"slow {self.depth}")
        await asyncio.sleep(seconds)
        return f"slow {self.depth}"

    @strawberry.field
    def later(self) -> str:
        async def coroutine():
            return "later"

        return coroutine()

    @strawberry.field
    async def node(self) -> "Node":
        await asyncio.sleep(1.5)
        return Node(depth=self.depth + 1)

    @strawberry.field
    def nodes(self, count: int = 2) -> "list[Node]":
        return [Node(depth=self.depth + 1 + index) for index in range(count)]

    @strawberry.field
    def raises(self, info: strawberry.Info) -> str | None:
        count(info, f"raises {self.depth}")
        raise ValueError(f"sync {self.depth}")

    @strawberry.field
    async def raises_quick(self, info: strawberry.Info) -> str | None:
        count(info, f"raises_quick {self.depth}")
        raise ValueError(f"quick {self.depth}")

    @strawberry.field
    async def raises_slow(self, info: strawberry.Info, seconds: int = 1) -> str | None:
        count(info, f"raises_slow {self.depth}")
        await asyncio.sleep(seconds)
        raise ValueError(f"slow {self.depth}")

    @strawberry.field
    def must(self) -> str:
        raise ValueError("must")

    @strawberry.field
    async def must_quick(self) -> str:
        raise ValueError("must quick")

    @strawberry.field
    async def null(self) -> str:
        return None

    @strawberry.field
    async def null_list(self) -> list[str]:
        return ["a", None]

    @strawberry.field
    def returns_exception(self) -> str | None:
        return ValueError("returned")

    @strawberry.field
    def generator(self) -> "list[Node]":
        return (Node(depth=each) for each in range(2))

    @strawberry.field
    async def stream(self) -> list[int]:
        async def each() -> AsyncIterator[int]:
            for number in range(3):
                yield number

        return each()

    @strawberry.field
    def futures(self) -> "list[Node]":
        async def one(depth):
            return Node(depth=depth)

        return [one(1), Node(depth=2), one(3)]

    @strawberry.field(extensions=[Shout()])
    def shouted(self) -> str:
        return "loud"

    @strawberry.field(permission_classes=[Never])
    def forbidden(self) -> str | None:
        return "x"

    @strawberry.field
    def named(self, kind: str = "cat") -> Named:
        return made(kind)

    @strawberry.field
    async def thing(self, kind: str = "cat") -> Thing | None:
        return made(kind)

    @strawberry.field
    def things(self, kinds: list[str]) -> list[Thing]:
        return [made(kind) for kind in kinds]

    @strawberry.field
    def stone(self, kind: str = "stone") -> Stone | None:
        return made(kind)

    @strawberry.field
    def dog(self, kind: str = "dog") -> Dog | None:
        return made(kind)

    @strawberry.field
    def where(self, where: Where, more: list[int] | None = None) -> str:
        found = f"{where.name} {where.limits} {more}"
        where.limits.append(9)  # nobody else's
        return found

    @strawberry.field
    async def path(self, info: strawberry.Info) -> str:
        names = [field.name for field in info.selected_fields]
        kinds = f"{info.python_name} {info.return_type}"
        return f"{info.path.as_list()} {info.field_name} {names} {kinds} {info.variable_values}"


MAKERS = {
    "cat": lambda: Cat(name="Tom"),
    "dog": lambda: Dog(name="Rex", tricks=["sit"]),
    "husky": lambda: Husky(name="Balto"),
    "cast": lambda: strawberry.cast(Dog, Husky(name="Togo")),
    "cast wrongly": lambda: strawberry.cast(Cat, Dog(name="Rex")),
    "stone": Stone,
    "dict": lambda: {"weight": 2.5},
    "named": lambda: Named(name="nobody"),
    "node": lambda: Node(depth=1),
    "text": lambda: "text",
    "exception": lambda: ValueError("of a thing"),
    "none": lambda: None,
}


def made(kind):
    return MAKERS[kind]()


@strawberry.type
class Query:
    @strawberry.field
    def root(root: Any, info: strawberry.Info) -> Node:  # noqa: ARG002, N805 -- what is asked for by its name
        return Node(depth=0)

    @strawberry.field
    def parent(parent: strawberry.Parent[Any]) -> str:  # noqa: N805
        return str(parent)

    @strawberry.field
    async def maybe(self) -> Node | None:
        return Node(depth=0)

    @strawberry.field
    def nothing(self) -> Node | None:
        return None


SCHEMA = strawberry.Schema(Query, types=[Cat, Dog, Stone])

USUAL = (
    "{ root { depth sync quick slow later label } parent }",
    "{ root { node { node { quick slow } quick } nodes { quick nodes { slow(seconds: 2) sync } } } }",
    "{ maybe { shouted forbidden: sync } nothing { depth } }",
    """{ root { a: named { name __typename } b: named(kind: "dog") { ... on Dog { tricks barks } ...on Cat { lives } }
    } }""",
    """{ root { things(kinds: ["cat", "dog", "stone", "cat"]) {
      __typename ... on Named { name } ... on Stone { weight }
    } } }""",
    """{ root { thing(kind: "cast") { __typename } dog(kind: "husky") { name barks } stone(kind: "dict") { __typename }
    } }""",
    "query Q($a: Int = 3) { root { path nodes(count: $a) { path } slow(seconds: $a) } }",
    """query Q($w: Where! = {name: "x"}, $n: Int! = 2) { root {
      where(where: $w, more: [1, $n]) nodes(count: 2) { where(where: {}) }
    } }""",
    "{ root { depth ...A } } fragment A on Node { depth label ... { sync } again: depth }",
)
UNUSUAL = (
    "{ root { raises depth raisesQuick raisesSlow quick } }",
    "{ root { raisesSlow(seconds: 3) raisesQuick raises node { raises raisesQuick raisesSlow } } }",
    "{ root { nodes { raises raisesQuick quick } } maybe { raises must } }",
    "{ maybe { node { must } } root { quick } }",
    "{ maybe { nodes { mustQuick quick raisesQuick } } root { raisesQuick } }",
    "{ maybe { null } root { raises } }",
    "{ maybe { nullList } }",
    "{ root { returnsException generator { depth quick } stream futures { depth } forbidden } }",
    '{ root { thing(kind: "cast wrongly") { __typename ... on Dog { tricks } } } }',
    '{ root { things(kinds: ["cat", "text"]) { __typename } } maybe { depth } }',
    '{ maybe { named(kind: "named") { name } } }',
    '{ maybe { named(kind: "none") { name } } }',
    '{ root { dog(kind: "cat") { name } stone(kind: "cat") { weight } dog2: dog(kind: "exception") { name } } }',
    '{ root { thing(kind: "node") { __typename } other: thing(kind: "husky") { ... on Dog { name } } } }',
    "{ must: root { must } }",
    "{ root { depth raises } __schema { queryType { name fields { name type { name } } } } }",
)


@pytest.mark.parametrize("query", USUAL)
def test_usual_operations_go_by_the_plan(query):
    stock, planned = both(SCHEMA, query, Counter, {}, root="the root")
    assert planned == stock
    assert not planned.left
    assert stock.errors == []


@pytest.mark.parametrize("query", UNUSUAL)
def test_unusual_operations_are_answered_alike(query):
    stock, planned = both(SCHEMA, query, Counter, {}, root="the root")
    assert planned == stock


@pytest.mark.parametrize("query", UNUSUAL)
def test_no_resolver_is_called_twice(query):
    counts = []

    def context():
        counts.append(Counter())
        return counts[-1]

    both(SCHEMA, query, context)
    assert counts[1] == counts[0]


@pytest.mark.parametrize("values", [(a, b) for a in (True, False) for b in (True, False, None)])
def test_conditions_decide_for_each_request(values):
    query = """query Q($a: Boolean!, $b: Boolean = true) { root {
      depth @skip(if: $a) label @include(if: $b) ... @include(if: $a) { sync quick } ...A @skip(if: $b)
      nodes { depth @include(if: $b) @skip(if: $a) }
    } }
    fragment A on Node { slow again: depth @include(if: true) raises @skip(if: $a) }"""
    given = {"a": values[0]} | ({} if values[1] is None else {"b": values[1]})
    stock, planned = both(SCHEMA, query, Counter, given)
    assert planned == stock


def test_arguments_that_cannot_be_coerced_are_told_alike():
    query = "query Q($n: Int) { root { nodes(count: $n) { depth } slow(seconds: $n) } }"
    stock, planned = both(SCHEMA, query, Counter, {"n": None})
    assert planned == stock
    assert stock.errors
