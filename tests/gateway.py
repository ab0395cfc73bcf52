"""API Gateway's HTTP API, as far as the function sees it: requests as events of format 2.0, and answers back."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HTTPRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from models.settings import Settings

EVENT = json.loads((Path(__file__).parents[1] / "events" / "ApiFunction" / "list_activities.json").read_text())
# Bodies of these types and of text/* go as text, as people measured on AWS; all others, forms and bodies without a type
# among them, as base64. AWS documents "binary" without a list.
TEXTS = {"application/json", "application/javascript", "application/xml"}
MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sends."""

    method: str = "POST"
    path: str = "/graphql"
    query: str = ""
    headers: Mapping[str, str] | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What the runtime tells the function beside the event."""

    aws_request_id: str = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    left_ms: int = 20_000

    def get_remaining_time_in_millis(self) -> int:
        return self.left_ms


def claims_of(chosen: Settings, subject: str) -> dict[str, str]:
    """What the authorizer tells of an access token of our issuer."""
    return {"iss": chosen.issuer, "client_id": chosen.client_id, "token_use": "access", "sub": subject}


def event_of(request: Request, claims: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The event of a request; with ``claims``, of one that passed the authorizer.

    The content type alone says whether a body goes as text, and what is no UTF-8 in a text is lost. Names of headers
    come in lower case, cookies beside them, the path decoded, the query string as it was sent.
    """
    event: dict[str, Any] = json.loads(json.dumps(EVENT))
    headers = _joined(request.headers or {})
    cookies = headers.pop("cookie", "")
    event |= {"rawPath": unquote(request.path), "rawQueryString": request.query, "headers": headers}
    if cookies:
        event["cookies"] = [each.strip() for each in cookies.split(";")]
    event.pop("body")
    event["routeKey"] = event["requestContext"]["routeKey"] = f"{request.method} {event['rawPath']}"
    event["requestContext"]["http"] |= {"method": request.method, "path": event["rawPath"]}
    if request.body:
        headers["content-length"] = str(len(request.body))
        text = _is_text(headers.get("content-type", ""))
        body = request.body.decode(errors="replace") if text else b64encode(request.body).decode()
        event |= {"body": body, "isBase64Encoded": not text}
    if claims is None:
        event["requestContext"].pop("authorizer", None)
    else:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    return event


def answer_of(told: Mapping[str, Any]) -> httpx2.Response:
    """The function's answer as a client receives it; what is compressed is unpacked."""
    body = told.get("body") or ""
    content = b64decode(body) if told.get("isBase64Encoded") else body.encode()
    return httpx2.Response(told["statusCode"], headers=told.get("headers") or {}, content=content)


def bridge(
    handler: Callable[[dict[str, Any], Any], dict[str, Any]],
    claims: Mapping[str, str] | None = None,
    routes: Collection[tuple[str, str]] = (),
) -> ASGIApp:
    """An ASGI application that hands each request to the function as the gateway would: for clients that speak HTTP.

    With ``routes`` it answers itself what has none, and what is too large.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPRequest(scope, receive)
        query = scope["query_string"].decode("ascii")
        given = {name: ",".join(asked.headers.getlist(name)) for name in asked.headers}
        request = Request(asked.method, asked.url.path, query, given, await asked.body())
        if routes and (request.method, unquote(request.path)) not in routes:
            response = Response(b'{"message":"Not Found"}', 404, {"content-type": "application/json"})
        elif len(request.body) > MOST_BYTES:
            response = Response(b'{"message":"Request Entity Too Large"}', 413, {"content-type": "application/json"})
        else:
            told = answer_of(await run_in_threadpool(handler, event_of(request, claims), LambdaContext()))
            headers = {name: value for name, value in told.headers.items() if name != "content-encoding"}
            response = Response(told.content, told.status_code, headers | {"content-length": str(len(told.content))})
        await response(scope, receive, send)

    return answer


def _joined(headers: Mapping[str, str]) -> dict[str, str]:
    """With what the gateway adds."""
    own = {name: EVENT["headers"][name] for name in ("host", "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port")}
    given = {name.lower(): value for name, value in headers.items() if value}
    return own | {"x-forwarded-proto": "https"} | given


def _is_text(content_type: str) -> bool:
    name = content_type.partition(";")[0].strip().lower()
    return name.startswith("text/") or name in TEXTS
