"""The uploads function: SQS messages that carry S3's notifications."""

from models import start

start.begin()

import json
import logging
from typing import Any
from urllib.parse import unquote_plus

from models import logs, object_keys, table
from uploads import batch
from uploads.pipeline import process

log = logging.getLogger(__name__)

# Time to give an upload back, so that the next delivery need not wait for its lease.
SPARE_S = 5.0

table.connect()
logs.prepare()
start.end()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Process the files that each message tells of; messages that failed come again."""
    return batch.report(batch.messages(event), _process_message, context, SPARE_S, log)


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
