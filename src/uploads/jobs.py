"""The function behind the second queue: work in the background that a person or the clock asked for."""

import logging
from datetime import UTC, datetime
from typing import Any

from models import deadline, jobs, table
from models.errors import RetryLater
from models.terms import JobKind
from uploads.cohorts import refresh
from uploads.deletion import delete_account
from uploads.export import export
from uploads.peers import percentiles_for
from uploads.remeasure import remeasure
from uploads.rescore import rescore

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
        except RetryLater as later:  # another worker has it, or the table is changing: not a fault
            log.warning("job %s comes again: %s", message["messageId"], later)
            failures.append({"itemIdentifier": message["messageId"]})
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
        case JobKind.RESCORE:
            rescore(message.uid, message.key, percentiles_for)
        case JobKind.PUBLISH_COHORTS:
            refresh(datetime.now(UTC))
