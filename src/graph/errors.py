"""Errors as GraphQL tells them: one tree of stable codes, everything unexpected masked.

::

    models.errors.StridegraphError
    ├── RequestRefused                    BAD_REQUEST                nothing was executed: no data, no path
    │   ├── ParseFailed                   GRAPHQL_PARSE_FAILED
    │   ├── ValidationFailed              GRAPHQL_VALIDATION_FAILED
    │   ├── IntrospectionOff              INTROSPECTION_OFF          in the locked stage
    │   ├── BadOperationName              BAD_OPERATION_NAME         unknown, or needed and not given
    │   ├── BadVariables                  BAD_VARIABLES              `variable`, `argument`: the ways to the value
    │   ├── PersistedQueryNotFound        PERSISTED_QUERY_NOT_FOUND  send the text with the hash
    │   ├── PersistedQueryUnsupported     PERSISTED_QUERY_NOT_SUPPORTED
    │   ├── PersistedQueryMismatch        PERSISTED_QUERY_MISMATCH   the hash is another text's
    │   ├── DocumentNotAllowed            DOCUMENT_NOT_ALLOWED       not one of the app's own
    │   ├── TooComplex                    TOO_COMPLEX                a limit of docs/limits.md
    │   └── TimedOut                      TIMEOUT                    `retryAfterS`
    ├── RateLimited                       RATE_LIMITED               `retryAfterS`
    ├── Unauthenticated                   UNAUTHENTICATED
    ├── AccountClosed                     ACCOUNT_CLOSED             `state`
    ├── InvalidInput                      BAD_USER_INPUT             `field`, and `argument`, the way to it
    ├── BadCursor                         BAD_CURSOR                 the same
    ├── NotFound, Conflict                NOT_FOUND, CONFLICT        mostly typed answers of mutations instead
    ├── RetryLater                        RETRY_LATER                the same may be asked again
    └── everything else                   INTERNAL                   masked, `requestId`

RESPONSE_TOO_LARGE is told by ``graph.limits.sizes`` in place of an answer. A masked error carries the request's id, and
the log carries the same id with the whole story.
"""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

import orjson
from graphql import GraphQLError

from graph.arguments import Way
from graph.limits import bounds
from models.errors import StridegraphError
from models.logs import with_stack

log = logging.getLogger(__name__)

MASKED = "Something went wrong on our side."


class RequestRefused(StridegraphError):
    """Ends a request before anything is executed.

    Attributes:
        errors: what to tell, ready for the client.
        left_out: how many more there are; None where nobody counted.
    """

    code = "BAD_REQUEST"

    def __init__(
        self, message: str, causes: Sequence[GraphQLError] = (), *, counted: bool = True, **extensions: Any
    ) -> None:
        super().__init__(message)
        told = {"code": self.code, **extensions}
        ready = [_with(cause, cause.message, told | (cause.extensions or {})) for cause in causes] or [
            GraphQLError(shortened(message), extensions=told)
        ]
        self.errors = _few(ready)
        self.left_out = len(ready) - len(self.errors) if counted else None


class ParseFailed(RequestRefused):
    """The text is no GraphQL document."""

    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(RequestRefused):
    """The document does not fit the schema."""

    code = "GRAPHQL_VALIDATION_FAILED"


class IntrospectionOff(RequestRefused):
    """The schema is not told in this stage."""

    code = "INTROSPECTION_OFF"

    def __init__(self) -> None:
        super().__init__("The schema is not told here.")


class BadOperationName(RequestRefused):
    """The document has no such operation, or several and none was named."""

    code = "BAD_OPERATION_NAME"


class BadVariables(RequestRefused):
    """Variables that do not fit their types."""

    code = "BAD_VARIABLES"


class PersistedQueryNotFound(RequestRefused):
    """Nobody sent the text of this hash yet; the message is Apollo's."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class PersistedQueryUnsupported(RequestRefused):
    """Another version of the protocol; Apollo's clients then send the text alone."""

    code = "PERSISTED_QUERY_NOT_SUPPORTED"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotSupported")


class PersistedQueryMismatch(RequestRefused):
    """The hash is not that of the text."""

    code = "PERSISTED_QUERY_MISMATCH"

    def __init__(
        self, message: str = "The hash is not the SHA-256 of the query, in lower-case hexadecimal digits."
    ) -> None:
        super().__init__(message)


class DocumentNotAllowed(RequestRefused):
    """Only the app's own documents are answered."""

    code = "DOCUMENT_NOT_ALLOWED"

    def __init__(self) -> None:
        super().__init__("Only known documents are answered here.")


class TooComplex(RequestRefused):
    """More than ``graph.limits.bounds`` allows."""

    code = "TOO_COMPLEX"


class TimedOut(RequestRefused):
    """It took too long; what it was about to change may be changed or not."""

    code = "TIMEOUT"
    retry_after_s = 1

    def __init__(self) -> None:
        super().__init__(
            "This took too long and was given up; what it was to change may have been changed.",
            retryAfterS=self.retry_after_s,
        )


def told(error: GraphQLError, request_id: str, *, locked: bool = False) -> GraphQLError:
    """An error of the execution, as the client may read it; one of ours that nobody expected is logged."""
    cause = error.original_error
    if isinstance(cause, StridegraphError) and cause.code != "INTERNAL":
        extensions = extensions_of(cause)
        if where := _argument(error, extensions.get("field")):
            extensions["argument"] = where
        return _with(error, str(cause), extensions)
    if cause is None or isinstance(cause, GraphQLError):
        message = "An argument cannot be used." if locked else error.message
        return _with(error, message, {"code": "BAD_USER_INPUT", **(error.extensions or {})})
    log.error("request %s failed at %s", request_id, error.path, exc_info=with_stack(cause))
    return _with(error, MASKED, {"code": "INTERNAL", "requestId": request_id})


def extensions_of(error: StridegraphError) -> dict[str, Any]:
    """Code and, where there is one, the argument's name, the account's state, or when to ask again."""
    extensions: dict[str, Any] = {"code": error.code}
    for name, key in (("field", "field"), ("state", "state"), ("retry_after_s", "retryAfterS")):
        if value := getattr(error, name, None):
            extensions[key] = value
    return extensions


def new_request_id() -> str:
    """An id for a request that came with none."""
    return secrets.token_hex(8)


def shortened(message: str) -> str:
    """A message that cannot fill an answer, whatever a client had put into it."""
    most = bounds.MAX_MESSAGE_BYTES
    written = message.encode("utf-8", "replace")
    return message if len(written) <= most else f"{written[: most - 3].decode('utf-8', 'ignore')}…"


def _few(errors: list[GraphQLError]) -> list[GraphQLError]:
    """The first errors of a refusal: at most five, and as many as a kilobyte holds."""
    room = bounds.MAX_REFUSAL_BYTES
    for count, error in enumerate(errors[: bounds.MAX_ERRORS]):
        room -= len(orjson.dumps(error.formatted))
        if room < 0:
            return errors[: max(count, 1)]
    return errors[: bounds.MAX_ERRORS]


def _argument(error: GraphQLError, name: str | None) -> Way | None:
    """The way to what was refused: an argument, or a field of an input, which resolvers name with dots between."""
    if name is None or not error.nodes:
        return None
    way: Way = [int(part) if part.isdecimal() else part for part in name.split(".")]
    given = {each.name.value for each in getattr(error.nodes[0], "arguments", None) or ()}
    return ["input", *way] if way[0] not in given and "input" in given else way


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        shortened(message),
        nodes=error.nodes[:4] if error.nodes else None,
        source=error.source,
        positions=list(error.positions)[:4] if error.positions else None,
        path=error.path,
        original_error=error.original_error,
        extensions=extensions,
    )
