"""What a request asks for: read from a GET's parameters or a POST's body, checked before anything is done with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request

from graph.http.negotiation import check_content
from graph.http.refusal import METHOD_NOT_ALLOWED, PAYLOAD_TOO_LARGE, IllFormed, Refusal, bad

# An operation with its variables; files go to S3, never through here.
MAX_BODY_BYTES = 256 * 1024
# A URL is logged and kept by whatever lies between; long texts belong into a body.
MAX_URL_BYTES = 16 * 1024
METHODS = "GET, POST"
_PARAMETERS = {"query", "operationName", "variables", "extensions", "documentId"}
_MOST_PARAMETERS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation as the client sent it; without a text it must be known by a hash in ``extensions``."""

    query: str | None
    variables: dict[str, Any] | None
    operation_name: str | None
    extensions: dict[str, Any] | None


async def read(request: Request) -> Asked:
    """The operation of a request; raises Refusal."""
    if request.method == "POST":
        encodings = ", ".join(request.headers.getlist("content-encoding"))
        check_content(request.headers.get("content-type"), encodings or None)
        return _checked(_loaded(await _body(request), "The body"))
    if request.method == "GET":
        return _checked(_parameters(request))
    raise Refusal(405, METHOD_NOT_ALLOWED, "Only GET and POST are answered here.", {"allow": METHODS})


async def _body(request: Request) -> bytes:
    too_large = Refusal(413, PAYLOAD_TOO_LARGE, f"A request may have at most {MAX_BODY_BYTES} bytes.")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and (len(announced) > 9 or int(announced) > MAX_BODY_BYTES):
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise too_large
    except ClientDisconnect as gone:
        raise bad("The body ended early.") from gone
    return bytes(body)


def _parameters(request: Request) -> dict[str, Any]:
    if len(request.scope["query_string"]) > MAX_URL_BYTES:
        raise Refusal(414, PAYLOAD_TOO_LARGE, f"A query string may have at most {MAX_URL_BYTES} bytes: use POST.")
    given: dict[str, Any] = {}
    for name, value in _pairs(request.scope["query_string"]):
        if name in given:
            raise IllFormed(f"{name} is given twice.")
        if name in _PARAMETERS:
            given[name] = value
    for name in ("variables", "extensions"):
        if given.get(name):
            given[name] = _loaded(given[name], name)
        else:
            given.pop(name, None)
    return given


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    """The parameters of a URL. Starlette's reader puts U+FFFD in place of what is not UTF-8."""
    try:
        return parse_qsl(
            query_string.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise bad("The query string is not UTF-8.") from None
    except ValueError:
        raise bad(f"A query string may have at most {_MOST_PARAMETERS} parameters.") from None


def _loaded(text: bytes | str, what: str) -> Any:
    """JSON by the standard: no NaN, no lone surrogates, no bytes that are not UTF-8."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise bad(f"{what} is not JSON: {error.msg}.") from None


def _checked(given: Any) -> Asked:
    if isinstance(given, list):
        raise IllFormed("One request holds one operation: lists of them are not taken.")
    if not isinstance(given, dict):
        raise IllFormed("The body must be a JSON object with a query.")
    query = _of_type(given, "query", str)
    extensions = _of_type(given, "extensions", dict)
    document_id = _of_type(given, "documentId", str)
    if document_id:
        extensions = {**(extensions or {}), "documentId": document_id}
    if not query and not (extensions or {}).keys() & {"documentId", "persistedQuery"}:
        raise IllFormed("There is no query.")
    name = _of_type(given, "operationName", str)
    return Asked(query or None, _of_type(given, "variables", dict), name or None, extensions)


def _of_type[T](given: dict[str, Any], name: str, kind: type[T]) -> T | None:
    value = given.get(name)
    if value is not None and not isinstance(value, kind):
        raise IllFormed(f"{name} must be {'a text' if kind is str else 'an object'}.")
    return value
