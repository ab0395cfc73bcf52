"""A function in a container, called as Lambda's own API is."""

import json
from datetime import datetime
from typing import Any

import httpx2

# Longer than the longest function may take.
_PATIENCE_S = 660


class InvocationFailed(Exception):
    """The function gave no answer; the text is what it said instead."""


class RemoteFunction:
    """A function behind ``sam local start-lambda``, to be called like a handler."""

    def __init__(self, url: str, name: str) -> None:
        self._url = f"{url}/2015-03-31/functions/{name}/invocations"

    def __call__(self, event: dict[str, Any], _context: object) -> dict[str, Any]:
        """Its answer to an event; raises InvocationFailed."""
        body = json.dumps(event, default=_epoch)
        try:
            answer = httpx2.post(self._url, content=body, timeout=_PATIENCE_S, trust_env=False)
        except httpx2.HTTPError as error:
            raise InvocationFailed(f"{self._url}: {error}") from error
        told = answer.json() if answer.is_success and answer.content else None
        if not isinstance(told, dict) or "errorType" in told:
            raise InvocationFailed(f"{self._url} answered {answer.status_code}: {answer.text[:2000]}")
        return told


def _epoch(value: object) -> float:
    """Instants as DynamoDB's stream tells them: seconds."""
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"an event holds no {type(value).__name__}")
