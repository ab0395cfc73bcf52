"""Messages of the queue of background jobs. Sending one twice does no harm: every job finds out what is left to do."""

import json
from dataclasses import dataclass

from botocore.exceptions import HTTPClientError

from models import client
from models.errors import RetryLater
from models.settings import settings
from models.terms import JobKind

LONGEST_DELAY_S = 900  # SQS's own


@dataclass(frozen=True, slots=True)
class Message:
    """What is asked for: of whom, and of which activity or job."""

    kind: JobKind
    uid: str
    key: str


def send(kind: JobKind, uid: str, key: str = "", delay_s: int = 0) -> None:
    """Ask for a job, at once or after a while; raises RetryLater where the queue does not answer."""
    try:
        client.sqs().send_message(
            QueueUrl=settings().require("jobs_queue_url"),
            MessageBody=json.dumps({"kind": kind, "uid": uid, "key": key}),
            DelaySeconds=min(delay_s, LONGEST_DELAY_S),
        )
    except HTTPClientError as error:
        raise RetryLater("the queue is out of reach") from error


def parse(body: str) -> Message:
    """The message of a body that ``send`` made."""
    told = json.loads(body)
    return Message(JobKind(told["kind"]), told["uid"], told["key"])
