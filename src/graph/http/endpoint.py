"""The one endpoint: what is asked is read and who asks is settled, then the operation runs."""

import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph.context import Context
from graph.errors import MASKED, extensions_of, new_request_id
from graph.http.answer import respond
from graph.http.asked import Asked, read
from graph.http.negotiation import MediaType, language_of, media_type_of
from graph.http.observed import note_answer, observed, outcome_of
from graph.http.refusal import METHOD_NOT_ALLOWED, NOT_FOUND, Refusal
from graph.http.status import Edition, is_request_error, status_of, status_of_refusal, type_of_answer
from graph.introspection import asks_for_the_schema_alone
from graph.limits.bounds import OPERATION_S
from graph.signin import identity_of
from models import deadline, observation
from models.errors import AccountClosed, RetryLater, StridegraphError, Unauthenticated
from models.settings import settings
from resolvers.access import Caller

log = logging.getLogger(__name__)

# The route's parameter that holds what stands before or after the endpoint's own path.
BESIDE = "beside"

_SIGN_IN: dict[type[StridegraphError], tuple[int, dict[str, str]]] = {
    Unauthenticated: (401, {"www-authenticate": "Bearer"}),
    AccountClosed: (403, {}),
    RetryLater: (503, {"retry-after": "1"}),
}


# Statuses whose answer says when to ask again.
_LATER = {429, 503}


class GraphQLEndpoint:
    """An ASGI application that answers every request in GraphQL's form, whatever is wrong with it."""

    def __init__(self, schema: Schema, edition: Edition) -> None:
        self._schema = schema
        self._edition = edition

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        with observed(_request_id(request)) as seen:
            response, outcome = await self._answer(request)
            note_answer(seen, response, outcome)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> tuple[Response, str]:
        """The answer to a request, and what its outcome is called."""
        media_type = MediaType.JSON
        try:
            media_type = media_type_of(", ".join(request.headers.getlist("accept")))
            result = await self._result(request)
            return self._told(request, result, media_type), outcome_of(result.errors or ())
        except Refusal as refusal:
            return self._refused(request, refusal, media_type), refusal.code
        except Exception:
            request_id = _request_id(request) or new_request_id()
            log.exception("request %s failed", request_id)
            fault = Refusal(500, "INTERNAL", MASKED, extensions={"requestId": request_id})
            return self._refused(request, fault, media_type), fault.code

    async def _result(self, request: Request) -> ExecutionResult:
        if BESIDE in request.path_params:
            raise Refusal(404, NOT_FOUND, "There is nothing here: the endpoint is /graphql.")
        asked = await read(request)
        with deadline.within(OPERATION_S):
            try:
                caller = await caller_of(request, asked)
            except (Unauthenticated, AccountClosed, RetryLater) as error:
                status, headers = _SIGN_IN[type(error)]
                raise Refusal(status, error.code, str(error), headers, extensions_of(error)) from None
            if caller.identity:
                observation.note_user(caller.identity.uid)
            return await self._execute(asked, Context(caller, _request_id(request)), request.method)

    async def _execute(self, asked: Asked, context: Context, method: str) -> ExecutionResult:
        try:
            return await self._schema.execute(
                asked.query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=OperationType.from_http(method),  # type: ignore[arg-type] # GET or POST by now
                operation_extensions=asked.extensions,
            )
        except InvalidOperationTypeError:
            message = "Mutations are taken by POST alone."
            raise Refusal(405, METHOD_NOT_ALLOWED, message, {"allow": "POST"}) from None

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
        return self._respond(request, body, status, media_type, _retry(errors) if status in _LATER else {})

    def _refused(self, request: Request, refusal: Refusal, media_type: MediaType) -> Response:
        status = status_of_refusal(refusal, self._edition)
        return self._respond(request, {"errors": [refusal.error]}, status, media_type, refusal.headers)

    def _respond(
        self, request: Request, body: Mapping[str, Any], status: int, accepted: MediaType, headers: Mapping[str, str]
    ) -> Response:
        return respond(request, body, status, type_of_answer(status, accepted, self._edition), headers)


def _request_id(request: Request) -> str | None:
    """The id that the function's own log has for this request."""
    return getattr(request.scope.get("aws.context"), "aws_request_id", None)


def _retry(errors: list[Any]) -> dict[str, str]:
    """When to ask again, in whole seconds."""
    after = (errors[0].extensions or {}).get("retryAfterS")
    return {} if after is None else {"retry-after": str(max(1, round(after)))}


async def caller_of(request: Request, asked: Asked) -> Caller:
    """Who asks; raises Unauthenticated. Without any token only introspection is answered, and that only locally."""
    identity = await identity_of(request)
    if identity is None and not (settings().open_introspection and asks_for_the_schema_alone(asked.query)):
        raise Unauthenticated("this needs an access token")
    return Caller(identity, language_of(request.headers.get("accept-language", "")))
