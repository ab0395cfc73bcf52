"""The schema: queries and mutations joined, and the way of an operation through it.

A document is made ready once (``graph.documents``), its cost is counted by the variables of the request and paid for
(``graph.rates``), then it is executed within its time, and its errors are told in one way (``graph.errors``).
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLError, execute
from graphql import ExecutionResult as Executed
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph import rates, variables
from graph.capacity import account
from graph.documents import Documents
from graph.errors import RequestRefused, TimedOut, TooComplex, extensions_of, new_request_id, told
from graph.execution.executor import PlannedExecutor
from graph.limits import bounds
from graph.limits.sizes import check_variables
from graph.mutation import Mutation
from graph.prepared import Operation
from graph.query import Query
from graph.types.activity import Run, Walk
from graph.types.scalars import SCALARS
from models import deadline, observation
from models.errors import RateLimited, StridegraphError
from models.metering import meter
from models.settings import settings

_EVERYTHING = (OperationType.QUERY, OperationType.MUTATION)


class Schema(strawberry.Schema):
    """A schema that answers within limits.

    Strawberry's own life cycle is not run: its extensions would parse, validate and count at every request what is the
    same every time, so there are none.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.documents = Documents(self._schema)

    async def execute(  # noqa: PLR0913, PLR0917 -- Strawberry's signature
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Answer an operation. Raises InvalidOperationTypeError alone; whatever else goes wrong is in the answer.

        What ends before anything is executed has no data, and errors without a path, each with a code.
        """
        asked = Request(
            query,
            variable_values or {},
            operation_name,
            _EVERYTHING if allowed_operation_types is None else allowed_operation_types,
            operation_extensions or {},
            context_value,
            root_value,
        )
        if not settings().explain_requests:
            return await self._answer(asked)
        with meter.recording() as requests:
            result = await self._answer(asked)
        result.extensions = {**(result.extensions or {}), **account(requests)}
        return result

    async def _answer(self, asked: "Request") -> ExecutionResult:
        try:
            person = _person(asked.context)
            prepared = self.documents.get(asked.query, asked.extensions, partial(rates.take_for_document, person))
            operation = prepared.operation(asked.operation_name)
            observation.note(document=self.documents.name_of(prepared))
            if operation.kind not in asked.allowed:
                raise InvalidOperationTypeError(operation.kind)
            check_variables(asked.variables)
            cost = _paid(person, operation, asked.variables)
            done = await self._executed(prepared.document, operation, asked)
        except StridegraphError as refusal:
            return _refused(refusal)
        extensions: dict[str, Any] = {"cost": {"requested": cost, "max": bounds.MAX_COST}}
        if not done.errors:
            return ExecutionResult(done.data, None, extensions)
        request_id = getattr(asked.context, "request_id", None) or new_request_id()
        errors = [told(error, request_id, locked=settings().locked) for error in done.errors]
        if len(errors) > bounds.MAX_ERRORS:
            extensions["errorsLeftOut"] = len(errors) - bounds.MAX_ERRORS
        return ExecutionResult(done.data, errors[: bounds.MAX_ERRORS], extensions)

    async def _executed(self, document: DocumentNode, operation: Operation, asked: "Request") -> Executed:
        """The result; raises BadVariables, TimedOut, and RateLimited where nothing was done for that."""
        locked = settings().locked
        begun: Any = execute(
            self._schema,
            document,
            asked.root,
            asked.context,
            dict(asked.variables),
            operation.name,
            max_coercion_errors=bounds.MAX_ERRORS,
            executor_class=self.execution_context_class,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type] # typed as any predicate
            hide_suggestions=locked,
        )
        done: Executed = await _in_time(begun) if isawaitable(begun) else begun
        if done.data is None and done.errors and all(error.path is None for error in done.errors):
            raise variables.refusal(self._schema, document, operation.node, asked.variables, done.errors, locked=locked)
        if operation.changes == 1 and (limited := _limited(done)):
            raise limited
        return done


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks, and in which context."""

    query: str | None
    variables: Mapping[str, Any]
    operation_name: str | None
    allowed: Iterable[OperationType]
    extensions: Mapping[str, Any]
    context: Any
    root: Any


async def _in_time(begun: Awaitable[Executed]) -> Executed:
    """What comes of it within the time of the request; raises TimedOut."""
    left_s = deadline.left()
    try:
        async with asyncio.timeout((bounds.OPERATION_S if left_s is None else left_s) + bounds.GRACE_S):
            return await begun
    except TimeoutError:
        raise TimedOut from None


def _paid(person: str, operation: Operation, given: Mapping[str, Any]) -> int:
    """The cost of an operation, which the person has now paid; raises RateLimited, and TooComplex for a little."""
    try:
        cost = operation.cost_under(given)
    except TooComplex:
        rates.take(person, 0, 0)
        raise
    rates.take(person, cost, operation.changes)
    return cost


def _limited(done: Executed) -> RateLimited | None:
    """What refused the one change of a mutation."""
    causes = [error.original_error for error in done.errors or ()]
    return next((cause for cause in causes if isinstance(cause, RateLimited)), None)


def _person(context: Any) -> str:
    """Whose bucket pays: the signed-in person's, or that of all who are not."""
    identity = getattr(getattr(context, "caller", None), "identity", None)
    return identity.uid if identity else ""


def _refused(refusal: StridegraphError) -> ExecutionResult:
    """An answer without data. What was left out beyond five errors, or a kilobyte, is counted where somebody did."""
    if not isinstance(refusal, RequestRefused):
        return ExecutionResult(None, [GraphQLError(str(refusal), extensions=extensions_of(refusal))])
    extensions = {} if refusal.left_out == 0 else {"errorsLeftOut": refusal.left_out}
    return ExecutionResult(None, refusal.errors, extensions)


schema = Schema(
    query=Query,
    mutation=Mutation,
    types=[Run, Walk],
    config=StrawberryConfig(scalar_map=SCALARS),
    execution_context_class=PlannedExecutor,
)


def sdl() -> str:
    """The contract as text, as ``schema.graphql`` keeps it."""
    return schema.as_str() + "\n"
