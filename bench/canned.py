"""Answers of DynamoDB given before anything is sent: what is left is the client's own work."""

from collections.abc import Iterator
from email.utils import formatdate
from typing import Any
from zlib import crc32

from botocore.awsrequest import AWSResponse

_THROTTLED = b'{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}'


class Body:
    """The body of an answer, as botocore reads it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> Iterator[bytes]:
        """All of it at once."""
        yield self._content


class Canned:
    """One answer after the other, the same bytes to every client that asks.

    Attributes:
        content: the body of the answer.
        throttles: how many of the next requests are refused as too many.
    """

    def __init__(self) -> None:
        self.content = b"{}"
        self.throttles = 0

    def answer_for(self, client: Any) -> None:
        """Answer this client's requests from now on."""
        client.meta.events.register_last("before-send.dynamodb", self)

    def __call__(self, request: Any, **_: Any) -> AWSResponse:
        """The answer to a request that is about to be sent."""
        if self.throttles:
            self.throttles -= 1
            return _response(request, 400, _THROTTLED)
        return _response(request, 200, self.content)


def _response(request: Any, status: int, content: bytes) -> AWSResponse:
    headers = {
        "Server": "Server",
        "Date": formatdate(usegmt=True),
        "Content-Type": "application/x-amz-json-1.0",
        "Content-Length": str(len(content)),
        "Connection": "keep-alive",
        "x-amzn-RequestId": "4KBNVRGD25RG1KEO9UT4V3FQDJVV4KQNSO5AEMVJF66Q9ASUAAJG",
        "x-amz-crc32": str(crc32(content)),
    }
    return AWSResponse(request.url, status, headers, Body(content))
