"""Requests that never become an operation, each refused in GraphQL's own form."""

from collections.abc import Mapping

BAD_REQUEST = "BAD_REQUEST"
METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


class Refusal(Exception):
    """A status, a stable code, and a sentence for whoever wrote the client."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def bad(message: str) -> Refusal:
    """400: not the request of an operation at all."""
    return Refusal(400, BAD_REQUEST, message)
