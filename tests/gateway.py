"""API Gateway's HTTP API, as far as the function sees it: requests as events of format 2.0, and answers back."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HTTPRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

EVENT = json.loads((Path(__file__).parents[1] / "events" / "graphql_query.json").read_text())


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sends."""

    method: str = "POST"
    path: str = "/graphql"
    query: str = ""
    headers: Mapping[str, str] | None = None
    body: bytes = b""


def event_of(request: Request, claims: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The event of a request; with ``claims``, of one that passed the authorizer.

    A body that is no text in UTF-8 comes in base64, as the gateway sends it.
    """
    event = json.loads(json.dumps(EVENT))
    headers = _joined(request.headers or {})
    cookies = headers.pop("cookie", "")  # the gateway hands them on beside the other headers
    event |= {"rawPath": request.path, "rawQueryString": request.query, "headers": headers}
    event["cookies"] = [each.strip() for each in cookies.split(";") if each.strip()]
    event.pop("body", None)
    http = event["requestContext"]["http"]
    http |= {"method": request.method, "path": request.path}
    if request.body:
        try:
            event |= {"body": request.body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            event |= {"body": b64encode(request.body).decode(), "isBase64Encoded": True}
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


def _joined(headers: Mapping[str, str]) -> dict[str, str]:
    return {"host": "testserver", **{name.lower(): value for name, value in headers.items()}}


def bridge(
    handler: Callable[[dict[str, Any], None], dict[str, Any]], claims: Mapping[str, str] | None = None
) -> ASGIApp:
    """An ASGI application that hands each request to the function as the gateway would: for clients that speak HTTP."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPRequest(scope, receive)
        query = scope["query_string"].decode("ascii")
        given = {name: ", ".join(asked.headers.getlist(name)) for name in asked.headers}
        request = Request(asked.method, asked.url.path, query, given, await asked.body())
        told = answer_of(await run_in_threadpool(handler, event_of(request, claims), None))
        headers = {name: value for name, value in told.headers.items() if name != "content-encoding"}
        await Response(told.content, told.status_code, headers | {"content-length": str(len(told.content))})(
            scope, receive, send
        )

    return answer
