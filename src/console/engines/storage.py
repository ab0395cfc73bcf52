"""The door to the local S3: a file up, a series or an export down, each by an address that this server signed.

The engine itself listens on loopback, and the embedded one believes everybody. Phones and emulators come through here,
on the same address as the API; of what they send, only what was signed goes on, signed anew for the engine's own
address, and a GET's Range.
"""

import hashlib
import hmac
import re
from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx2
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from models.client import LOCAL_ACCESS_KEY
from models.entities import MAX_UPLOAD_BYTES
from models.settings import Settings

PREFIX = "/storage"
MAX_EXPIRES_S = 7 * 24 * 3600  # S3's own limit
_ONWARD_S = 60  # between this process and the engine
_SIGNATURE = "X-Amz-Signature"
_PARAMETERS = sorted(
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", _SIGNATURE]
)
_RANGE = re.compile(r"bytes=([0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})")
_LENGTH = re.compile(r"[0-9]{1,18}")
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "server", "date", "content-length"}


class StorageDoor:
    """An ASGI application in front of the local S3."""

    def __init__(self, settings: Settings) -> None:
        self._s3_url = settings.require("s3_url")
        self._public_url = settings.require("s3_public_url")
        credentials = Credentials(LOCAL_ACCESS_KEY, settings.require("local_secret"))
        self._auth = S3SigV4QueryAuth(credentials, "s3", settings.region, expires=_ONWARD_S)
        self._paths = {"GET": _path_of(settings.bucket, "(?:detail|export)"), "PUT": _path_of(settings.bucket, "raw")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if this server signed it and its time has not run out."""
        request = Request(scope, receive)
        response: Response
        try:
            length = _announced(request)
            signed = self._verified(request)
            response = await self._forward(signed, await _body(request, length), _span(request))
        except HTTPException as refused:
            response = PlainTextResponse(refused.detail, refused.status_code)
        await response(scope, receive, send)

    def _verified(self, request: Request) -> AWSRequest:
        """What was signed of it, as a request to the engine; raises HTTPException unless this server signed enough."""
        try:
            url = self._public_url + self._path(request)
            query = _parameters(request)
            signature = query.pop(_SIGNATURE)
            names = query["X-Amz-SignedHeaders"].split(";")
            headers = {name: request.headers[name] for name in names if name != "host"}
            left_s = min(int(query["X-Amz-Expires"]), MAX_EXPIRES_S) - _age_s(query["X-Amz-Date"])
        except (KeyError, ValueError) as error:
            raise HTTPException(403, "Not signed.") from error
        signed = AWSRequest(request.method, url, headers, params=query)
        if not hmac.compare_digest(signature.encode(), self._signature(signed).encode()) or left_s <= 0:
            raise HTTPException(403, "Not signed for this request, or too late.")
        return AWSRequest(request.method, url.replace(self._public_url, self._s3_url, 1), headers)

    def _path(self, request: Request) -> str:
        # As it was sent: decoded, it could hold a query of its own.
        found = self._paths[request.method].fullmatch(request.scope.get("raw_path") or b"")
        if not found:
            raise ValueError("no path of this door")
        return found[1].decode()

    def _signature(self, unsigned: AWSRequest) -> str:
        unsigned.context["timestamp"] = unsigned.params["X-Amz-Date"]
        canonical = self._auth.canonical_request(unsigned)
        return str(self._auth.signature(self._auth.string_to_sign(unsigned, canonical), unsigned))

    async def _forward(self, signed: AWSRequest, body: bytes, span: dict[str, str]) -> Response:
        promised = signed.headers.get("x-amz-checksum-sha256")
        # S3 checks this itself; the embedded engine does not.
        if promised and b64encode(hashlib.sha256(body).digest()).decode() != promised:
            raise HTTPException(400, "BadDigest: other bytes than were signed for.")
        self._auth.add_auth(signed)
        headers = dict(signed.headers) | span
        async with httpx2.AsyncClient(timeout=30, trust_env=False) as client:
            outgoing = client.build_request(signed.method, signed.url, headers=headers, content=body)
            answer = await client.send(outgoing, stream=True)
            content = b"".join([chunk async for chunk in answer.aiter_raw()])
            await answer.aclose()
        kept = {name: value for name, value in answer.headers.items() if name not in _HOP_BY_HOP}
        return Response(content, answer.status_code, kept)


def _path_of(bucket: str, folders: str) -> re.Pattern[bytes]:
    """The paths of these folders' objects: names that need no escapes, none of them empty or all dots."""
    return re.compile(rf"{PREFIX}(/{re.escape(bucket)}/{folders}(?:/[a-z0-9][a-z0-9._-]*)+)".encode())


def _parameters(request: Request) -> dict[str, str]:
    """The parameters of a presigned address; raises ValueError unless there is each of them once, and no other."""
    text = request.scope["query_string"].decode("ascii")
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=len(_PARAMETERS))
    if sorted(name for name, _ in pairs) != _PARAMETERS:
        raise ValueError("no presigned address")
    return dict(pairs)


def _age_s(stamp: str) -> float:
    signed_at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return (datetime.now(UTC) - signed_at).total_seconds()


def _announced(request: Request) -> int:
    """Bytes that the body may have; raises HTTPException where a PUT does not tell, or tells too many."""
    if request.method != "PUT":
        return 0
    told = request.headers.get("content-length", "")
    if not _LENGTH.fullmatch(told):
        raise HTTPException(411, "A PUT tells its Content-Length.")
    if int(told) > MAX_UPLOAD_BYTES:
        raise HTTPException(413, f"At most {MAX_UPLOAD_BYTES} bytes.")
    return int(told)


def _span(request: Request) -> dict[str, str]:
    """The Range of a GET: no signature covers it, so no other form of it goes on."""
    asked = request.headers.get("range", "")
    return {"range": asked} if request.method == "GET" and _RANGE.fullmatch(asked) else {}


async def _body(request: Request, length: int) -> bytes:
    """All bytes of the body; raises HTTPException as soon as they are not as many as announced."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > length:
            raise HTTPException(413, f"More than the {length} bytes that were announced.")
    if len(body) < length:
        raise HTTPException(400, f"Fewer than the {length} bytes that were announced.")
    return bytes(body)
