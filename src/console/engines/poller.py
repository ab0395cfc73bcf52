"""A queue's end: what Lambda does between SQS and a function, in a thread of this process."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, Self

log = logging.getLogger(__name__)

WAIT_S = 1
# One message at a time: Ctrl-C waits for the batch under way.
BATCH = 1

type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class Poller:
    """Calls a function with each batch, and deletes the messages that it took; a context manager."""

    def __init__(self, sqs: Any, queue_url: str, handler: Handler) -> None:
        self._handler = handler
        self._sqs = sqs
        self._queue_url = queue_url
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="poller", daemon=True)

    def __enter__(self) -> Self:
        """Start polling."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Finish the batch under way and stop."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._poll()
            except Exception:
                log.exception("the queue could not be read")
                self._stopping.wait(WAIT_S)

    def _poll(self) -> None:
        answer = self._sqs.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=WAIT_S)
        messages = answer.get("Messages", [])
        if not messages:
            return
        failed = {
            failure["itemIdentifier"] for failure in self._handler(lambda_event(messages), None)["batchItemFailures"]
        }
        for message in messages:
            if message["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])


def lambda_event(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Messages as Lambda hands them to a function."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "eventSource": "aws:sqs",
            }
            for message in messages
        ]
    }
