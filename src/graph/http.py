"""GraphQL over HTTP: who asks is settled first, then the operation runs."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.asgi import GraphQL

from graph.context import Context
from graph.errors import extensions_of
from graph.signin import identity_of
from models import deadline
from models.errors import AccountClosed, RetryLater, StridegraphError, Unauthenticated
from models.settings import settings
from models.terms import Locale
from resolvers.access import Caller

# Less than the function's own timeout: what cannot be answered in time is told so.
OPERATION_S = 18.0


class GraphQLEndpoint(GraphQL[Context, None]):
    """The one endpoint: authentication in front of Strawberry's view, orjson behind it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; without a valid token only what is open is answered."""
        request = Request(scope, receive)
        try:
            scope["stridegraph.caller"] = await caller_of(request)
        except Unauthenticated as refusal:
            await refused(refusal, 401, {"www-authenticate": "Bearer"})(scope, receive, send)
        except AccountClosed as refusal:
            await refused(refusal, 403, {})(scope, receive, send)
        except RetryLater as refusal:
            await refused(refusal, 503, {"retry-after": "1"})(scope, receive, send)
        else:
            with deadline.within(OPERATION_S):
                await super().__call__(scope, receive, send)

    async def get_context(self, request: Any, response: Any) -> Context:  # noqa: ARG002 -- the view's signature
        """A new context for each request."""
        return Context(request.scope["stridegraph.caller"])

    def decode_json(self, data: str | bytes) -> object:
        """JSON by the standard: no NaN, no lone surrogates. What is none, or holds no operation, ends as 400."""
        decoded = orjson.loads(data)
        if not isinstance(decoded, dict | list):
            raise orjson.JSONDecodeError("an object is needed", "", 0)
        return decoded

    def encode_json(self, data: object) -> str | bytes:
        """The answer as bytes."""
        return orjson.dumps(data)


async def caller_of(request: Request) -> Caller:
    """Who asks; raises Unauthenticated. Without any token only introspection is answered, and that only locally."""
    identity = await identity_of(request)
    if identity is None and not settings().open_introspection:
        raise Unauthenticated("this needs an access token")
    return Caller(identity, language_of(request.headers.get("accept-language", "")))


def refused(error: StridegraphError, status: int, headers: dict[str, str]) -> Response:
    """An error before any operation ran, in GraphQL's form."""
    body = {"errors": [{"message": str(error), "extensions": extensions_of(error)}]}
    return Response(orjson.dumps(body), status, headers, "application/json")


def language_of(accepted: str) -> Locale | None:
    """The first of our languages in an Accept-Language header, by weight; None where it names neither."""
    weighted = []
    for position, part in enumerate(accepted.split(",")):
        tag, _, parameters = part.partition(";")
        try:
            weight = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        weighted.append((-weight, position, tag.strip().lower().partition("-")[0]))
    known = {locale.value.lower(): locale for locale in Locale}
    return next((known[tag] for weight, _, tag in sorted(weighted) if tag in known and weight < 0), None)
