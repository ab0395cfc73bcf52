"""One request to the table and its answer: botocore's connections, without its walk through models and rules.

Botocore works out for each request what is the same for every one of ours: endpoint, user agent, checksums, the day's
signing key; and it walks parameters and answers shape by shape. Here the body is plain JSON both ways. Still
botocore's: credentials and their renewal, connections with their timeouts, the ``before-send`` event, and what an
error is. Binary attributes go out as bytes and come in as base64 text.
"""

import hmac
import time
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import orjson
from botocore.auth import _host_from_url
from botocore.awsrequest import AWSPreparedRequest
from botocore.endpoint import convert_to_response_dict
from botocore.exceptions import ClientError, IncompleteReadError, NoCredentialsError
from botocore.hooks import first_non_none_response

from models.connections import Connections

_SERVICE = "dynamodb"
_TYPE = "application/x-amz-json-1.0"
_ALGORITHM = "AWS4-HMAC-SHA256"


class Exchange:
    """Requests by a botocore client's credentials, connections and events."""

    def __init__(self, client: Any) -> None:
        self._client, self._endpoint = client, client._endpoint
        url = client.meta.endpoint_url
        self._url = url if urlsplit(url).path else f"{url}/"
        self._connections = Connections(self._endpoint.http_session, self._url)
        self._agent: str = client.meta.config.user_agent
        self._prefix: str = client.meta.service_model.metadata["targetPrefix"]

    def ask(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request.

        Raises ClientError for a refusal, BotoCoreError or ValueError where there is no whole answer.
        """
        body = orjson.dumps(call, default=_base64)
        headers = {"User-Agent": self._agent, **self._signed(f"{self._prefix}.{operation}", body)}
        request = AWSPreparedRequest("POST", self._url, headers, body, stream_output=False)
        replies = self._client.meta.events.emit(f"before-send.{_SERVICE}.{operation}", request=request)
        given = first_non_none_response(replies)
        if given is None:
            answer = self._connections.send(request)
        else:
            answer = given
            _check_length(answer)
        if answer.status_code >= 300:
            raise self._error(operation, answer)
        answered: dict[str, Any] = orjson.loads(answer.content)
        return answered

    def _signed(self, target: str, body: bytes) -> dict[str, str]:
        credentials = self._client._request_signer._credentials
        if credentials is None:
            raise NoCredentialsError
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        region = self._client.meta.region_name
        return signed(self._url, region, credentials.get_frozen_credentials(), target, body, now)

    def _error(self, operation: str, answer: Any) -> ClientError:
        """The exception that botocore makes of a refusal."""
        model = self._client.meta.service_model.operation_model(operation)
        response = convert_to_response_dict(answer, model)
        parser = self._client._response_parser
        parsed = parser.parse(response, model.output_shape)
        self._endpoint._add_modeled_error_fields(response, parsed, model, parser)
        error: ClientError = self._client.exceptions.from_code(parsed["Error"]["Code"])(parsed, operation)
        return error


def signed(url: str, region: str, credentials: Any, target: str, body: bytes, now: str) -> dict[str, str]:
    """The headers of a request, signed by Signature Version 4; ``now`` is ``YYYYMMDDThhmmssZ``."""
    host, path = _place(url)
    headers = {"content-type": _TYPE, "host": host, "x-amz-date": now}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    headers["x-amz-target"] = target
    names = ";".join(headers)
    lines = "".join([f"{name}:{value}\n" for name, value in headers.items()])
    canonical = f"POST\n{path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    scope = f"{now[:8]}/{region}/{_SERVICE}/aws4_request"
    text = f"{_ALGORITHM}\n{now}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(_day_key(credentials.secret_key, now[:8], region), text.encode(), "sha256").hex()
    key = f"Credential={credentials.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return headers | {"authorization": f"{_ALGORITHM} {key}"}


@lru_cache(maxsize=4)
def _day_key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, _SERVICE, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


@lru_cache(maxsize=4)
def _place(url: str) -> tuple[str, str]:
    return _host_from_url(url), urlsplit(url).path


def _check_length(answer: Any) -> None:
    """Raise IncompleteReadError for an answer that broke off; botocore takes what has come as the whole."""
    promised = answer.headers.get("Content-Length")
    if promised is not None and int(promised) != len(answer.content):
        raise IncompleteReadError(actual_bytes=len(answer.content), expected_bytes=int(promised))


def _base64(value: Any) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is no attribute value")
