"""The uploads function: SQS messages that carry S3's notifications."""

from models import start

start.begin()


import json
import logging
from typing import Any
from urllib.parse import unquote_plus

from models import deadline, logs, object_keys, table
from models.errors import RetryLater
from uploads import observed
from uploads.pipeline import process

log = logging.getLogger(__name__)

# Time to give an upload back, so that the next delivery need not wait for its lease.
SPARE_S = 5.0

table.connect()
logs.prepare()
start.end()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Process each message; those that failed by a fault of ours are named, so that only they come again.

    A message that can never succeed is among them too: after five deliveries it lies in the dead-letter queue, where
    somebody can look at it.
    """
    failures = []
    for message in event["Records"]:
        with observed.invocation(context):
            if not _processed(message, context):
                failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


def _processed(message: dict[str, Any], context: Any) -> bool:
    try:
        with deadline.of_function(context, SPARE_S):
            _process_message(message["body"])
    except RetryLater as later:  # another worker has it, or the table is out of reach: not a fault
        log.warning("message %s comes again: %s", message["messageId"], later)
        return False
    except Exception:
        log.exception("message %s failed", message["messageId"])
        return False
    return True


def _process_message(body: str) -> None:
    notification = json.loads(body)
    if notification.get("Event") == "s3:TestEvent":  # S3 sends one when the notification is set up
        return
    for record in notification["Records"]:
        place = object_keys.parse_raw_key(unquote_plus(record["s3"]["object"]["key"]))
        if place is None:
            log.warning("an object that is no upload arrived")
            continue
        process(*place)
