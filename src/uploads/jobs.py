"""The function behind the second queue: work in the background that a person or the clock asked for."""

from models import start

start.begin()

import logging
from datetime import UTC, datetime
from typing import Any

from models import jobs, logs, table
from models.terms import JobKind
from uploads import batch, observed
from uploads.counting import refresh
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
    """Do the job that each message asks for; messages that failed come again."""
    return batch.report(batch.messages(event), run, context, SPARE_S, log)


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
