"""Requests that never become an operation, each refused in GraphQL's own form."""

from collections.abc import Mapping
from typing import Any

BAD_REQUEST = "BAD_REQUEST"
METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
MISDIRECTED_REQUEST = "MISDIRECTED_REQUEST"
NOT_FOUND = "NOT_FOUND"
NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


class Refusal(Exception):
    """A status, a sentence for whoever wrote the client, and a stable code among the error's extensions."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.headers = dict(headers or {})
        self.error = {"message": message, "extensions": {"code": code, **(extensions or {})}}


class IllFormed(Refusal):
    """JSON, but not the request of an operation: an entry is missing or has another type."""

    def __init__(self, message: str) -> None:
        super().__init__(400, BAD_REQUEST, message)


def bad(message: str) -> Refusal:
    """400: what was sent cannot be read at all."""
    return Refusal(400, BAD_REQUEST, message)
