"""API Gateway's HTTP API: its events of payload format 2.0 as requests, and answers back.

Mangum carries both ways. Its own reader of events takes other gateways', too, whose claims mean something else, decodes
a path that the gateway has decoded, and fails for the name of a host with several colons; so this one is ours.
"""

import logging
from typing import Any

import orjson
from mangum.handlers.api_gateway import HTTPGateway
from mangum.protocols.http import HTTPCycle
from mangum.types import ASGI, LambdaConfig

from graph.http.negotiation import MediaType
from graph.http.refusal import bad
from models import deadline

log = logging.getLogger(__name__)

# Time to hand the answer over. What is asked of the table near the end of the work has its own few tenths of a second.
SPARE_S = 1.5
# Other answers, pages and files of the playground that are compressed already, go as base64.
_CONFIG = LambdaConfig(api_gateway_base_path="/", text_mime_types=[*MediaType, "text/"], exclude_headers=[])
_NO_REQUEST = bad("This function answers events of an HTTP API, payload format 2.0.")


class GatewayRequest(HTTPGateway):
    """A request, by its event."""

    @property
    def scope(self) -> dict[str, Any]:
        """The request as ASGI has it. Raises AttributeError, KeyError and TypeError for what is no such event."""
        http = self.event["requestContext"]["http"]
        headers = {name.lower(): value for name, value in self.event["headers"].items()}
        if cookies := self.event.get("cookies"):
            headers["cookie"] = "; ".join(cookies)
        return {
            "type": "http",
            "method": http["method"],
            "http_version": "1.1",
            "headers": [[name.encode(), value.encode()] for name, value in headers.items()],
            "path": self.event["rawPath"],
            "raw_path": None,
            "root_path": "",
            "scheme": headers.get("x-forwarded-proto", "https"),
            "query_string": self.event["rawQueryString"].encode(),
            "server": None,
            "client": (http["sourceIp"], 0),
            "asgi": {"version": "3.0", "spec_version": "2.0"},
            "aws.event": self.event,
            "aws.context": self.context,
        }


def answer(app: ASGI, event: Any, context: Any) -> dict[str, Any]:
    """What the application answers to an event, in time for the function; what is no request is refused at once."""
    try:
        asked = _read(event, context)
        scope, body = asked.scope, asked.body
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Not what it holds: nobody knows whose it is.
        log.warning("an event is no request of an HTTP API: %s", type(error).__name__)
        return _refused()
    with deadline.of_function(context, SPARE_S):
        told: dict[str, Any] = asked(HTTPCycle(scope, body)(app))
    return told


def _read(event: Any, context: Any) -> GatewayRequest:
    if event["version"] != "2.0":
        raise ValueError("another format")
    # A gateway writes objects; whoever invokes the function by hand may not.
    authorizer = event["requestContext"].get("authorizer") or {}
    if not isinstance((authorizer.get("jwt") or {}).get("claims") or {}, dict):
        raise TypeError("claims are an object")
    return GatewayRequest(event, context, _CONFIG)


def _refused() -> dict[str, Any]:
    return {
        "statusCode": _NO_REQUEST.status,
        "headers": {"content-type": f"{MediaType.JSON}; charset=utf-8", "cache-control": "no-store"},
        "body": orjson.dumps({"errors": [_NO_REQUEST.error]}).decode(),
        "isBase64Encoded": False,
    }
