"""The function behind the second queue: work in the background that a person or the clock asked for."""

from models import start

start.begin()


import logging
from datetime import UTC, datetime
from typing import Any

from models import deadline, jobs, logs, table
from models.errors import RetryLater
from models.terms import JobKind
from uploads import observed
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
logs.prepare()
start.end()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Do each job; those that failed by a fault of ours are named, so that only they come again."""
    failures = []
    for message in event["Records"]:
        with observed.invocation(context):
            if not _done(message, context):
                failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


def _done(message: dict[str, Any], context: Any) -> bool:
    try:
        with deadline.of_function(context, SPARE_S):
            run(message["body"])
    except RetryLater as later:  # another worker has it, or the table is changing: not a fault
        log.warning("job %s comes again: %s", message["messageId"], later)
        return False
    except Exception:
        log.exception("job %s failed", message["messageId"])
        return False
    return True


def run(body: str) -> None:
    """Do the job that a message asks for."""
    message = jobs.parse(body)
    with observed.job(message.kind, message.uid):
        _run(message)


def _run(message: jobs.Message) -> None:
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
