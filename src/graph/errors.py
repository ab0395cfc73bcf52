"""Errors as GraphQL tells them: ours speak with a stable code, everything unexpected is masked.

A masked error carries a request id, and the log carries the same id with the whole story.
"""

import logging
import secrets
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from models.errors import StridegraphError

log = logging.getLogger(__name__)

MASKED = "Something went wrong on our side."


def told(error: GraphQLError) -> GraphQLError:
    """The error as the client may read it."""
    cause = error.original_error
    if isinstance(cause, StridegraphError) and cause.code != "INTERNAL":
        return _with(error, str(cause), extensions_of(cause))
    if isinstance(error, GraphQLSyntaxError):
        return _with(error, error.message, {"code": "GRAPHQL_PARSE_FAILED"})
    if cause is None or isinstance(cause, GraphQLError):
        return _with(error, error.message, {"code": "GRAPHQL_VALIDATION_FAILED", **(error.extensions or {})})
    request_id = secrets.token_hex(8)
    log.error("request %s failed at %s", request_id, error.path, exc_info=cause)
    return _with(error, MASKED, {"code": "INTERNAL", "requestId": request_id})


def extensions_of(error: StridegraphError) -> dict[str, Any]:
    """Code and, where there is one, the argument's name or the account's state."""
    extensions: dict[str, Any] = {"code": error.code}
    if field := getattr(error, "field", None):
        extensions["field"] = field
    if state := getattr(error, "state", None):
        extensions["state"] = state
    return extensions


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        original_error=error.original_error,
        extensions=extensions,
    )
