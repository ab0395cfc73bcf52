"""The function behind the second queue: work in the background that a person asked for."""

import logging
from typing import Any

from models import deadline, jobs, table
from models.terms import JobKind
from uploads.deletion import delete_account
from uploads.export import export
from uploads.remeasure import remeasure

log = logging.getLogger(__name__)

# Time to end a step and to write down how far it is.
SPARE_S = 20.0

table.connect()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Do each job; those that failed by a fault of ours are named, so that only they come again."""
    failures = []
    for message in event["Records"]:
        try:
            with deadline.of_function(context, SPARE_S):
                run(message["body"])
        except Exception:
            log.exception("job %s failed", message["messageId"])
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


def run(body: str) -> None:
    """Do the job that a message asks for."""
    message = jobs.parse(body)
    match message.kind:
        case JobKind.REMEASURE:
            remeasure(message.uid, message.key)
        case JobKind.DELETE_ACCOUNT:
            delete_account(message.uid)
        case JobKind.EXPORT:
            export(message.uid, message.key)
