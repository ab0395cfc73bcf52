"""Plans are made once for a document, shared by threads, and given up when they are too many or hold too much."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import strawberry
from graphql import DocumentNode, parse

from graph.execution import cache
from tests.graph.execution.both import PLANNED, STOCK, carried_out


@strawberry.type
class Item:
    number: int

    @strawberry.field
    async def tells(self, info: strawberry.Info) -> int:
        info.context["event"].set()
        return 1


@strawberry.type
class Query:
    @strawberry.field
    def items(self, count: int = 3) -> list[Item] | None:
        return [Item(number=number) for number in range(count)]

    @strawberry.field
    async def later(self) -> list[Item] | None:
        await asyncio.sleep(0)
        return [Item(number=number) for number in range(3)]


SCHEMA = strawberry.Schema(Query)


@pytest.fixture(autouse=True)
def forgetful():
    cache.forget()
    yield
    cache.forget()


def test_a_plan_is_made_once_for_a_document(monkeypatch):
    made = []
    build = cache.ObjectPlan

    def counted(*arguments):
        made.append(arguments)
        return build(*arguments)

    monkeypatch.setattr(cache, "ObjectPlan", counted)
    document = parse("query A($a: Boolean!) { items { number @skip(if: $a) __typename } } query B { later { number } }")

    async def run():
        for a in (True, False, True):
            await carried_out(SCHEMA, document, PLANNED, variables={"a": a}, operation="A")
        for _ in range(2):
            await carried_out(SCHEMA, document, PLANNED, operation="B")

    asyncio.run(run())
    assert len(made) == 3  # A with each value of the condition, and B


def test_plans_are_bounded():
    documents = [parse(f"{{ items {{ a{number}: number }} }}") for number in range(cache.MOST_OPERATIONS + 20)]

    async def run():
        for document in documents:
            await carried_out(SCHEMA, document, PLANNED)

    asyncio.run(run())
    assert len(cache._known) == cache.MOST_OPERATIONS


def test_what_plans_hold_is_bounded(monkeypatch):
    monkeypatch.setattr(cache, "MOST_FIELDS", 50)
    fields = " ".join(f"a{number}: number" for number in range(9))
    documents = [parse(f"{{ items {{ {fields} }} }}") for _ in range(12)]

    async def run():
        for document in documents:
            await carried_out(SCHEMA, document, PLANNED)
            await carried_out(SCHEMA, documents[0], PLANNED)
            assert sum(known.size.fields for known in cache._known.values()) <= 50

    asyncio.run(run())
    kept = [id(document.definitions[0]) for document in documents]
    assert list(cache._known) == [kept[number] for number in (8, 9, 10, 11, 0)]  # the first was asked for all along


def test_documents_that_plans_keep_are_bounded(monkeypatch):
    monkeypatch.setattr(cache, "MOST_CHARACTERS", 1_000)
    documents = [parse(f"{{ items {{ number }} }} # {'x' * 200}") for _ in range(12)]

    async def run():
        for document in documents:
            await carried_out(SCHEMA, document, PLANNED)

    asyncio.run(run())
    assert list(cache._known) == [id(document.definitions[0]) for document in documents[-4:]]


def test_plans_of_further_values_count_too(monkeypatch):
    monkeypatch.setattr(cache, "MOST_FIELDS", 50)
    fields = " ".join(f"a{number}: number @skip(if: $v{number})" for number in range(4))
    text = f"query Q($v0: Boolean!, $v1: Boolean!, $v2: Boolean!, $v3: Boolean!) {{ items {{ number {fields} }} }}"
    documents = [parse(text) for _ in range(3)]

    async def run():
        for document in documents:
            for bits in range(16):
                given = {f"v{index}": bool(bits >> index & 1) for index in range(4)}
                await carried_out(SCHEMA, document, PLANNED, variables=given)
        assert sum(known.size.fields for known in cache._known.values()) > 50  # of the last one, which is in use

    asyncio.run(run())
    assert list(cache._known) == [id(documents[-1].definitions[0])]


def test_variants_of_a_plan_are_bounded():
    names = [f"v{number}" for number in range(6)]
    variables = ", ".join(f"${name}: Boolean!" for name in names)
    fields = " ".join(f"{name}: number @skip(if: ${name})" for name in names)
    document = parse(f"query Q({variables}) {{ items {{ number {fields} }} }}")

    async def run(executor):
        found = []
        for bits in range(64):
            given = {name: bool(bits >> index & 1) for index, name in enumerate(names)}
            found.append(await carried_out(SCHEMA, document, executor, variables=given))
        return found

    assert asyncio.run(run(PLANNED)) == asyncio.run(run(STOCK))
    known = cache._known[id(document.definitions[0])]
    assert len(known.plans) == cache._MOST_PLANS


def test_a_plan_of_a_node_is_only_its_own():
    """The same operation beside other fragments, and in another schema."""
    operation = parse("{ items { ...A } }").definitions[0]
    fragments = [parse(f"fragment A on Item {{ {name}: number }}").definitions for name in ("a", "b")]
    documents = [DocumentNode(definitions=(operation, *each)) for each in fragments]
    other = strawberry.Schema(Query)

    async def run():
        first, second = [await carried_out(SCHEMA, document, PLANNED) for document in documents]
        assert first.data.startswith('{"items": [{"a": 0}')
        assert second.data.startswith('{"items": [{"b": 0}')
        assert await carried_out(other, documents[1], PLANNED) == second

    asyncio.run(run())


def test_threads_share_plans():
    document = parse("{ items(count: 20) { number tells __typename } later { number } }")

    def ask(_):
        async def run():
            return [await carried_out(SCHEMA, document, PLANNED, {"event": asyncio.Event()}) for _ in range(10)]

        return asyncio.run(run())

    with ThreadPoolExecutor(8) as pool:
        found = [result for results in pool.map(ask, range(16)) for result in results]
    assert len(found) == 160
    assert all(result == found[0] and not result.errors for result in found)
