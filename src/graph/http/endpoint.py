"""The one endpoint: what is asked is read and who asks is settled, then the operation runs."""

import logging
import secrets
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph.context import Context
from graph.errors import MASKED, extensions_of
from graph.http.answer import respond
from graph.http.asked import Asked, read
from graph.http.negotiation import MediaType, language_of, media_type_of
from graph.http.refusal import METHOD_NOT_ALLOWED, Refusal
from graph.http.status import Edition, is_request_error, status_of
from graph.signin import identity_of
from models import deadline
from models.errors import AccountClosed, RetryLater, StridegraphError, Unauthenticated
from models.settings import settings
from resolvers.access import Caller

log = logging.getLogger(__name__)

# Less than the function's own timeout: what cannot be answered in time is told so.
OPERATION_S = 18.0

_SIGN_IN: dict[type[StridegraphError], tuple[int, dict[str, str]]] = {
    Unauthenticated: (401, {"www-authenticate": "Bearer"}),
    AccountClosed: (403, {}),
    RetryLater: (503, {"retry-after": "1"}),
}


class GraphQLEndpoint:
    """An ASGI application that answers every request in GraphQL's form, whatever is wrong with it."""

    def __init__(self, schema: Schema, edition: Edition) -> None:
        self._schema = schema
        self._edition = edition

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Exception:
            request_id = secrets.token_hex(8)
            log.exception("request %s failed", request_id)
            error = {"message": MASKED, "extensions": {"code": "INTERNAL", "requestId": request_id}}
            response = respond(request, {"errors": [error]}, 500, MediaType.JSON, {})
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        media_type = MediaType.JSON
        try:
            media_type = media_type_of(", ".join(request.headers.getlist("accept")))
            asked = await read(request)
            caller = await caller_of(request)
            with deadline.within(OPERATION_S):
                result = await self._execute(asked, caller, request.method)
        except Refusal as refusal:
            error = {"message": refusal.message, "extensions": {"code": refusal.code}}
            return respond(request, {"errors": [error]}, refusal.status, media_type, refusal.headers)
        except (Unauthenticated, AccountClosed, RetryLater) as refusal:
            status, headers = _SIGN_IN[type(refusal)]
            error = {"message": str(refusal), "extensions": extensions_of(refusal)}
            return respond(request, {"errors": [error]}, status, media_type, headers)
        return self._told(request, result, media_type)

    async def _execute(self, asked: Asked, caller: Caller, method: str) -> ExecutionResult:
        try:
            return await self._schema.execute(
                asked.query,
                variable_values=asked.variables,
                context_value=Context(caller),
                operation_name=asked.operation_name,
                allowed_operation_types=OperationType.from_http(method),  # type: ignore[arg-type] # GET or POST by now
                operation_extensions=asked.extensions,
            )
        except InvalidOperationTypeError:
            message = "Mutations are taken by POST alone."
            raise Refusal(405, METHOD_NOT_ALLOWED, message, {"allow": "POST"}) from None
        except CannotGetOperationTypeError as error:
            told = GraphQLError(error.as_http_error_reason(), extensions={"code": "BAD_OPERATION_NAME"})
            return ExecutionResult(data=None, errors=[told])

    def _told(self, request: Request, result: ExecutionResult, media_type: MediaType) -> Response:
        errors = result.errors or []
        body: dict[str, Any] = {}
        if not is_request_error(result.data, errors):
            body["data"] = result.data
        if errors:
            body["errors"] = [error.formatted for error in errors]
        if result.extensions:
            body["extensions"] = result.extensions
        status = status_of(result.data, errors, media_type, self._edition)
        return respond(request, body, status, media_type, _retry(errors) if status == 429 else {})


def _retry(errors: list[Any]) -> dict[str, str]:
    """When to ask again, in whole seconds."""
    after = (errors[0].extensions or {}).get("retryAfterS")
    return {} if after is None else {"retry-after": str(max(1, round(after)))}


async def caller_of(request: Request) -> Caller:
    """Who asks; raises Unauthenticated. Without any token only introspection is answered, and that only locally."""
    identity = await identity_of(request)
    if identity is None and not settings().open_introspection:
        raise Unauthenticated("this needs an access token")
    return Caller(identity, language_of(request.headers.get("accept-language", "")))
