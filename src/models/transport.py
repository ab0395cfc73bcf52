"""The one way to the table: every request passes here, is sent again where that is safe, and is metered.

=============================  =====================================================================
what happened                  what is done
=============================  =====================================================================
throttled, or in conflict      nothing was written: sent again, whatever it is
no connection                  nothing was sent: sent again, whatever it is
answer lost, late or broken,   it may have been written. Reads, whole items, deletions, SET and REMOVE
or an error of the server      of plain values, and transactions (each carries a token, the same on all
                               tries) are sent again; ADD and arithmetic never are: RetryLater
condition refused after that   passed on: the refusal may be of one's own write, so callers who cannot
                               tell by a mark of theirs read the item
still no answer, or no time    RetryLater: the caller may ask again later
anything else                  passed on as it is
=============================  =====================================================================

Pauses are short and random, doubling from 50 ms, and end with the deadline of the work (``models.deadline``).
"""

import logging
import random
import re
import secrets
import time
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
)

from models import deadline
from models.errors import RetryLater
from models.exchange import Exchange
from models.metering import meter

log = logging.getLogger(__name__)

TRIES = 8
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 0.6
_SHORTEST_TRY_S = 0.05
_READS = {"GetItem", "Query", "Scan", "BatchGetItem", "DescribeTable"}
_REPEATABLE = _READS | {"PutItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
_METERED = _REPEATABLE - {"DescribeTable"} | {"UpdateItem"}
_NOT_SENT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError)
# Nothing was written, and the same call may well succeed in a moment.
_TRANSIENT = {
    "ThrottlingException",
    "ThrottlingError",
    "ProvisionedThroughputExceededException",
    "ProvisionedThroughputExceeded",
    "RequestLimitExceeded",
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
    "LimitExceededException",
}
_GROWS = re.compile(r"\bADD\b|\blist_append\b|[:#]\d+ [+-] [:#]\d+")


class Transport:
    """A DynamoDB client as PynamoDB needs one."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._exchange = Exchange(client)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the client's own."""
        return getattr(self._client, name)

    def _make_api_call(self, operation: str, call: dict[str, Any]) -> Any:
        """Send a request until it is answered, or cannot be sent again; raises RetryLater and ClientError."""
        if operation == "TransactWriteItems":
            call.setdefault("ClientRequestToken", secrets.token_hex(16))
        listening = operation in _METERED and meter.listening()
        if listening:
            call["ReturnConsumedCapacity"] = "INDEXES"
        for count in range(TRIES):
            if count:
                _pause(count)
            try:
                answer = self._try(operation, call)
            except ClientError as refusal:  # which takes units, too
                if listening:
                    meter.note(operation, call, refusal.response, count + 1, refused=True)
                raise
            if answer is not None:
                if listening:
                    meter.note(operation, call, answer, count + 1)
                return answer
        raise RetryLater("the table is busy or out of reach")

    def _try(self, operation: str, call: dict[str, Any]) -> Any:
        """The answer, or None when the request may be sent again."""
        try:
            if operation in _METERED:
                return self._exchange.ask(operation, call)
            return self._client._make_api_call(operation, call)  # of tables, not of items
        except ClientError as error:
            if not _again(operation, call, error):
                raise
        except NoCredentialsError:
            raise
        except (BotoCoreError, ValueError) as error:
            log.info("%s was not answered: %s", operation, error)
            if not isinstance(error, _NOT_SENT) and not _repeatable(operation, call):
                raise RetryLater("the table did not say whether it wrote") from error
        return None


def _again(operation: str, call: dict[str, Any], error: ClientError) -> bool:
    """Whether a refused request should be sent once more; raises RetryLater where nobody can know."""
    code = error.response["Error"]["Code"]
    if code == "TransactionCanceledException":
        reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])
        codes = {reason["Code"] for reason in reasons} - {"None"}
        return bool(codes) and codes <= _TRANSIENT
    if code in _TRANSIENT:
        return True
    if code == "IdempotentParameterMismatchException":
        log.error("a transaction's token was used for other content")
    if error.response["ResponseMetadata"].get("HTTPStatusCode", 400) < 500:
        return False
    if not _repeatable(operation, call):
        raise RetryLater("the table did not say whether it wrote") from error
    return True


def _repeatable(operation: str, call: dict[str, Any]) -> bool:
    """Whether a request that may have been carried out may be sent again."""
    if operation == "UpdateItem":
        return not _GROWS.search(call.get("UpdateExpression", ""))
    return operation in _REPEATABLE


def _pause(count: int) -> None:
    pause_s = random.uniform(0, min(_FIRST_PAUSE_S * 2 ** (count - 1), _LONGEST_PAUSE_S))  # noqa: S311 -- jitter
    left_s = deadline.left()
    if left_s is not None and left_s < pause_s + _SHORTEST_TRY_S:
        raise RetryLater("there is no time left to ask the table again")
    time.sleep(pause_s)
