"""The uploads function: SQS messages that carry S3's notifications."""

import json
import logging
from typing import Any
from urllib.parse import unquote_plus

from models import deadline, object_keys, table
from uploads.pipeline import process

log = logging.getLogger(__name__)

# Time to give an upload back, so that the next delivery need not wait for its lease.
SPARE_S = 5.0

table.connect()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Process each message; those that failed by a fault of ours are named, so that only they come again.

    A message that can never succeed is among them too: after five deliveries it lies in the dead-letter queue, where
    somebody can look at it.
    """
    failures = []
    for message in event["Records"]:
        try:
            with deadline.of_function(context, SPARE_S):
                _process_message(message["body"])
        except Exception:
            log.exception("message %s failed", message["messageId"])
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


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
