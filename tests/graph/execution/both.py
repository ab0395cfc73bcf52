"""One operation, carried out by the stock executor and by plans."""

import asyncio
import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field

from graphql import execute, parse
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.execution.executor import PlannedExecutor
from tests.graph.execution.instants import Instants

STOCK, PLANNED = StrawberryGraphQLCoreExecutionContext, PlannedExecutor
_RUNS = logging.getLogger("graph.execution.runs")


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an operation, as it can be compared: order, types and all.

    Attributes:
        left: whether a plan began and left the operation to the stock executor; no part of the comparison.
    """

    data: str
    errors: list
    left: bool = field(compare=False, default=False)


async def carried_out(schema, document, executor, context=None, variables=None, root=None, operation=None):
    """The result of an operation; the document may be text."""
    with leaving() as left:
        result = execute(
            schema._schema,
            parse(document) if isinstance(document, str) else document,
            root_value=root,
            context_value=context,
            variable_values=variables,
            operation_name=operation,
            executor_class=executor,
            is_awaitable=optimized_is_awaitable,
            operation_extensions={},
        )
        if not hasattr(result, "data"):
            result = await result
        await _settled()
    return told(result, left=bool(left))


async def _settled():
    """Wait for what the stock executor settles behind an answer."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others)


def told(result, *, left=False):
    """A result as it can be compared."""
    return Told(_text(result.data), [_error(error) for error in result.errors or ()], left)


def both(schema, document, make_context=lambda: None, variables=None, root=None):
    """The result of the stock executor, and that of plans, carried out twice: met for the first time, and known."""

    async def run():
        parsed = parse(document) if isinstance(document, str) else document
        stock = await carried_out(schema, parsed, STOCK, make_context(), variables, root)
        first = await carried_out(schema, parsed, PLANNED, make_context(), variables, root)
        again = await carried_out(schema, parsed, PLANNED, make_context(), variables, root)
        assert again == first
        return stock, first

    with asyncio.Runner(loop_factory=Instants) as runner:
        return runner.run(run())


def _text(data):
    """JSON in the order of the answer, with the types that JSON does not tell apart."""
    return json.dumps(data, default=lambda value: f"{type(value).__name__} {value}") + str(_kinds(data))


def _kinds(data):
    if isinstance(data, dict):
        return {key: _kinds(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_kinds(value) for value in data]
    return type(data).__name__


def _error(error):
    places = [(place.line, place.column) for place in error.locations or ()]
    cause = error.original_error
    return error.message, error.path, places, type(cause).__name__, error.extensions


@contextmanager
def leaving():
    """Notes each time that a plan leaves an operation to the stock executor."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    level = _RUNS.level
    _RUNS.addHandler(handler)
    _RUNS.setLevel(logging.DEBUG)
    try:
        yield records
    finally:
        _RUNS.removeHandler(handler)
        _RUNS.setLevel(level)
