"""What runs beside each other, what is cancelled, what is kept, and what plans are not for."""

import asyncio
from functools import partial

import pytest
import strawberry
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    execute,
    get_introspection_query,
    parse,
)
from strawberry.dataloader import DataLoader
from strawberry.extensions import SchemaExtension

from graph.execution import cache
from graph.execution.executor import PlannedExecutor
from graph.schema import schema as real_schema
from tests.graph.execution.both import PLANNED, STOCK, both, carried_out, leaving, told

# Of the stock executor, where one of several awaitables fails before the others have begun.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine")


@strawberry.type
class Item:
    number: int

    @strawberry.field
    async def loaded(self, info: strawberry.Info) -> int:
        return await info.context["loader"].load(self.number)

    @strawberry.field
    async def waits(self, info: strawberry.Info) -> int:
        info.context["begun"].append(self.number)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            info.context["cancelled"].append(self.number)
            raise
        return 0

    @strawberry.field
    async def shared(self, info: strawberry.Info) -> int | None:
        return await info.context["loader"].load(self.number)

    @strawberry.field
    def bad(self) -> int | None:
        raise ValueError(f"bad {self.number}")

    @strawberry.field
    async def gone(self) -> int:
        raise asyncio.CancelledError

    @strawberry.field
    async def tells(self, info: strawberry.Info) -> int:
        info.context["event"].set()
        return 1

    @strawberry.field
    async def hears(self, info: strawberry.Info) -> int:
        await info.context["event"].wait()
        return 2

    @strawberry.field
    async def fails(self) -> int:
        await asyncio.sleep(0)
        raise ValueError("fails")


@strawberry.type
class Query:
    @strawberry.field
    def items(self, count: int = 3) -> list[Item] | None:
        return [Item(number=number) for number in range(count)]

    @strawberry.field
    async def later(self) -> list[Item] | None:
        await asyncio.sleep(0)
        return [Item(number=number) for number in range(3)]


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def change(self, info: strawberry.Info, number: int) -> Item:
        info.context.append(number)
        await asyncio.sleep(0)
        info.context.append(number)
        return Item(number=number)


SCHEMA = strawberry.Schema(Query, Mutation)


@pytest.fixture(autouse=True)
def forgetful():
    cache.forget()
    yield
    cache.forget()


def test_a_loader_is_asked_once_for_all_places():
    async def run():
        asked = []

        async def load(keys):
            asked.append(list(keys))
            return [key * 10 for key in keys]

        query = "{ items(count: 5) { loaded } later { loaded } }"
        result = await carried_out(SCHEMA, query, PLANNED, {"loader": DataLoader(load)})
        return result, asked

    result, asked = asyncio.run(run())
    assert result.errors == []
    assert asked == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize("executor", [STOCK, PLANNED])
def test_who_fails_by_one_read_fails_in_the_order_of_the_fields(executor):
    """Whether they asked before the plan was left or after it."""

    async def run():
        async def load(keys):
            return [ValueError(f"no {key}") for key in keys]

        return await carried_out(SCHEMA, "{ items { shared bad } }", executor, {"loader": DataLoader(load)})

    errors = [error[0] for error in asyncio.run(run()).errors]
    assert errors == ["bad 0", "bad 1", "bad 2", "no 0", "no 1", "no 2"]


def test_fields_wait_beside_each_other():
    async def run():
        query = "{ items(count: 1) { hears } later { tells } }"
        return await asyncio.wait_for(carried_out(SCHEMA, query, PLANNED, {"event": asyncio.Event()}), 10)

    assert asyncio.run(run()).errors == []


@pytest.mark.parametrize("executor", [STOCK, PLANNED])
def test_who_gives_up_cancels_what_runs(executor):
    async def run():
        context = {"begun": [], "cancelled": []}
        task = asyncio.create_task(carried_out(SCHEMA, "{ items { waits } }", executor, context))
        while len(context["begun"]) < 3:  # noqa: ASYNC110 -- resolvers of the schema have no event of this loop
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1
        return context

    context = asyncio.run(run())
    assert context == {"begun": [0, 1, 2], "cancelled": [0, 1, 2]}


def test_nothing_runs_on_behind_an_answer_with_errors():
    async def run():
        context = {"begun": [], "cancelled": []}
        result = await carried_out(SCHEMA, "{ items { fails waits } }", PLANNED, context)
        await asyncio.sleep(0)
        return result, context, len(asyncio.all_tasks())

    result, context, tasks = asyncio.run(run())
    assert [error[0] for error in result.errors] == ["fails"]
    assert result.data.startswith('{"items": null}')
    assert sorted(context["begun"]) == sorted(context["cancelled"]) == [0, 1, 2]
    assert tasks == 1


def test_mutations_go_one_after_the_other():
    query = "mutation { a: change(number: 1) { number } b: change(number: 2) { number } }"
    contexts = []

    def context():
        contexts.append([])
        return contexts[-1]

    stock, planned = both(SCHEMA, query, context)
    assert planned == stock
    assert contexts == [[1, 1, 2, 2]] * 3


def test_without_a_loop_only_what_waits_is_refused():
    for query, errors in (("{ items { number } }", None), ("{ items { tells } }", 1)):
        asked = strawberry.Schema(Query, execution_context_class=PlannedExecutor)
        stock, planned = strawberry.Schema(Query).execute_sync, asked.execute_sync
        context = {"event": asyncio.Event()}
        results = []
        for run in (stock, planned):
            try:
                results.append(told(run(query, context_value=context)))
            except RuntimeError as error:
                results.append(str(error))
        assert results[0] == results[1]
        assert bool(errors) == (isinstance(results[0], str) or bool(results[0].errors))


def test_extensions_that_wrap_resolvers_see_every_field():
    class Doubles(SchemaExtension):
        def resolve(self, next_, root, info, *arguments, **named):
            found = next_(root, info, *arguments, **named)
            return found * 2 if info.field_name == "number" else found

    asked = strawberry.Schema(Query, execution_context_class=PlannedExecutor, extensions=[Doubles])
    result = asyncio.run(asked.execute("{ items { number } }"))
    assert result.data == {"items": [{"number": 0}, {"number": 2}, {"number": 4}]}


def test_introspection_of_the_real_schema_is_the_same():
    stock, planned = both(real_schema, get_introspection_query())
    assert planned == stock
    assert stock.errors == []


def test_a_schema_of_graphql_core_alone_is_answered_alike():
    from graphql import build_schema  # noqa: PLC0415

    built: GraphQLSchema = build_schema("type Query { a(n: Int = 1): [B!] } type B { c: Float! d: String e: [Int] }")
    root = {"a": lambda _info, n: [{"c": n, "d": "x", "e": [1, None]}, {"c": "x"}]}
    for query in ("{ a { d e } }", "{ a(n: 2) { c } }"):
        results = []
        for executor in (STOCK, PLANNED):
            result = execute(built, parse(query), root, executor_class=executor, operation_extensions={})
            results.append(told(result))
        assert results[0] == results[1]


def test_resolvers_without_a_name_are_called_once():
    calls = []

    def answer(given, _source, _info):
        calls.append(given)
        if given == "b":
            raise ValueError("no")
        return given

    fields = {name: GraphQLField(GraphQLString, resolve=partial(answer, name)) for name in "abc"}
    built = GraphQLSchema(GraphQLObjectType("Query", fields))
    result = execute(built, parse("{ a b c }"), executor_class=PLANNED)
    assert result.data == {"a": "a", "b": None, "c": "c"}
    assert [error.message for error in result.errors] == ["no"]
    assert calls == ["a", "b", "c"]


def test_a_resolver_that_is_cancelled_at_once_cancels_the_operation():
    async def run():
        context = {"begun": [], "cancelled": []}
        with pytest.raises(asyncio.CancelledError):
            await carried_out(SCHEMA, "{ items(count: 1) { waits gone } }", PLANNED, context)
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1


def test_the_quick_way_is_taken_for_our_own_types():
    """Names inside Strawberry that the plans look for are still there."""
    with leaving() as left:
        document = parse("{ __typename ... on Query { items { number loaded } } }")

        async def load(keys):
            return keys

        async def run():
            return await carried_out(SCHEMA, document, PLANNED, {"loader": DataLoader(load)})

        assert asyncio.run(run()).errors == []
    assert left == []
    (known,) = cache._known.values()
    (plan,) = known.plans.values()
    (items,) = (step for step in plan._steps if hasattr(step, "_call"))
    assert type(items._call).__name__ == "DirectCall"
    (below,) = items._shape._item._by_class.values()
    assert [type(step).__name__ for step in below._steps] == ["Leaves", "Resolved"]
