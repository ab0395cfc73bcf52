"""The schema: queries and mutations joined, errors told in one way, operations cached by their text."""

from collections.abc import Callable, Iterator
from typing import Any

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.types import ExecutionContext, ExecutionResult

from graph.capacity import account
from graph.errors import told
from graph.limits import FieldLimit
from graph.mutation import Mutation
from graph.query import Query
from graph.types.activity import Run, Walk
from models.metering import meter
from models.settings import settings

# Far more than any client's query; documents are cached, so that their size must have an end.
MAX_TOKENS = 2000


def limit_tokens() -> MaxTokensLimiter:
    """The parser's own wall, which stops in the middle of a text that is too long."""
    return MaxTokensLimiter(max_token_count=MAX_TOKENS)


def limit_fields() -> AddValidationRules:
    """A wall before the execution, for short texts that make huge answers."""
    return AddValidationRules([FieldLimit])


class OneOperation(SchemaExtension):
    """Without a name, a document must hold one operation: the language says so, and the library takes the first."""

    def on_validate(self) -> Iterator[None]:
        """Refuse before anything runs."""
        context = self.execution_context
        document = context.graphql_document
        if document and context._provided_operation_name is None and not context.pre_execution_errors:
            operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
            if len(operations) > 1:
                message = f"The document holds {len(operations)} operations: operationName must name one."
                context.pre_execution_errors = [
                    GraphQLError(message, operations[1], extensions={"code": "BAD_OPERATION_NAME"})
                ]
        yield


class Schema(strawberry.Schema):
    """A schema whose every error went through ``graph.errors``."""

    async def execute(self, *arguments: Any, **options: Any) -> ExecutionResult:
        """Run an operation. Not an extension: those never see an error of the parser."""
        if not settings().explain_requests:
            return await self._answer(*arguments, **options)
        with meter.recording() as requests:
            result = await self._answer(*arguments, **options)
        result.extensions = {**(result.extensions or {}), **account(requests)}
        return result

    async def _answer(self, *arguments: Any, **options: Any) -> ExecutionResult:
        result = await super().execute(*arguments, **options)
        if result.errors:
            result.errors = [told(error) for error in result.errors]
        return result

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log nothing here: most errors are answers, and ``graph.errors`` logs the faults."""


EXTENSIONS: list[Callable[[], SchemaExtension]] = [
    limit_tokens,
    limit_fields,
    ParserCache,
    ValidationCache,
    OneOperation,
]
schema = Schema(query=Query, mutation=Mutation, types=[Run, Walk], extensions=EXTENSIONS)


def sdl() -> str:
    """The contract as text, as ``schema.graphql`` keeps it."""
    return schema.as_str() + "\n"
