"""How large variables may be on their way in, and an answer on its way out."""

from collections.abc import Mapping
from typing import Any

import orjson

from graph.errors import TooComplex
from graph.limits import bounds

_TOO_LARGE = orjson.dumps(
    {
        "data": None,
        "errors": [
            {
                "message": f"The answer is larger than {bounds.MAX_ANSWER_BYTES} bytes: ask for less at once. "
                "What the operation changed is changed.",
                "extensions": {"code": "RESPONSE_TOO_LARGE", "maxBytes": bounds.MAX_ANSWER_BYTES},
            }
        ],
    }
)


def check_variables(variables: Mapping[str, Any]) -> None:
    """Raises TooComplex for a list that is too long, or too many values in all, whatever their types will say."""
    values: list[Any] = [variables]
    count = 0
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            if len(value) > bounds.MAX_LIST:
                raise TooComplex(f"There may be at most {bounds.MAX_LIST} values in a list")
            values.extend(value)
        count += 1
        if count > bounds.MAX_VALUES or len(values) > bounds.MAX_VALUES:
            raise TooComplex(f"There may be at most {bounds.MAX_VALUES} values in all variables")


def capped(body: bytes) -> bytes:
    """An encoded answer as it may leave: what Lambda would not hand on is told as RESPONSE_TOO_LARGE instead."""
    return body if len(body) <= bounds.MAX_ANSWER_BYTES and _fits_escaped(body) else _TOO_LARGE


def _fits_escaped(body: bytes) -> bool:
    if 2 * len(body) <= bounds.MAX_ESCAPED_BYTES:  # even if it were quotes alone
        return True
    return len(body) + body.count(b'"') + body.count(b"\\") <= bounds.MAX_ESCAPED_BYTES
