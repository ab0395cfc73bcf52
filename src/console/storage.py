"""The door to the embedded S3: presigned requests only, their signatures really checked.

The engine itself listens on loopback and believes everybody. Phones and emulators come through here, on the same
address as the API.
"""

import hashlib
import hmac
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import httpx2
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from models.client import LOCAL_ACCESS_KEY, LOCAL_SECRET_KEY
from models.entities import MAX_UPLOAD_BYTES

PREFIX = "/storage"
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "server", "date", "content-length"}


class StorageDoor:
    """An ASGI application in front of the embedded S3."""

    def __init__(self, s3_url: str, public_url: str, region: str) -> None:
        self._s3_url = s3_url
        self._public_url = public_url
        self._auth = S3SigV4QueryAuth(Credentials(LOCAL_ACCESS_KEY, LOCAL_SECRET_KEY), "s3", region)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its signature is ours and its time has not run out."""
        request = Request(scope, receive)
        path = scope["path"].removeprefix(PREFIX)
        if request.method not in {"GET", "PUT"} or not self._signed(request, path):
            response: Response = PlainTextResponse("Not signed for this request, or too late.", 403)
        elif int(request.headers.get("content-length", 0)) > MAX_UPLOAD_BYTES:
            response = PlainTextResponse("Too large.", 413)
        else:
            response = await self._forward(request, path)
        await response(scope, receive, send)

    def _signed(self, request: Request, path: str) -> bool:
        query = dict(parse_qsl(request.url.query))
        try:
            signature, signed_at = query.pop("X-Amz-Signature"), query["X-Amz-Date"]
            names = query["X-Amz-SignedHeaders"].split(";")
            expires_at = _instant(signed_at) + timedelta(seconds=int(query["X-Amz-Expires"]))
        except (KeyError, ValueError):
            return False
        headers = {name: request.headers.get(name, "") for name in names if name != "host"}
        url = f"{self._public_url}{PREFIX}{path}?{urlencode(query)}"
        unsigned = AWSRequest(request.method, url, headers)
        unsigned.context["timestamp"] = signed_at
        canonical = self._auth.canonical_request(unsigned)
        expected = self._auth.signature(self._auth.string_to_sign(unsigned, canonical), unsigned)
        return hmac.compare_digest(signature, expected) and datetime.now(UTC) < expires_at

    async def _forward(self, request: Request, path: str) -> Response:
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        body = await request.body()
        promised = request.headers.get("x-amz-checksum-sha256")
        # S3 checks this itself; the embedded engine does not.
        if promised and b64encode(hashlib.sha256(body).digest()).decode() != promised:
            return PlainTextResponse("BadDigest: other bytes than were signed for.", 400)
        async with httpx2.AsyncClient(timeout=30) as client:
            outgoing = client.build_request(
                request.method,
                f"{self._s3_url}{path}?{request.url.query}",
                headers=headers,
                content=body,
            )
            answer = await client.send(outgoing, stream=True)
            content = b"".join([chunk async for chunk in answer.aiter_raw()])
            await answer.aclose()
        kept = {name: value for name, value in answer.headers.items() if name not in _HOP_BY_HOP}
        return Response(content, answer.status_code, kept)


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
