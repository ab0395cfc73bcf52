"""What a queue or the table's stream hands over at once, done one by one: what failed comes again, and nothing else."""

from collections.abc import Callable, Iterable, Iterator
from logging import Logger
from typing import Any

from models import deadline
from models.errors import RetryLater
from uploads import observed


def messages(event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The id and the body of each of a queue's messages."""
    for message in event["Records"]:
        yield message["messageId"], message["body"]


def report[Item](
    items: Iterable[tuple[str, Item]], work: Callable[[Item], None], context: Any, spare_s: float, log: Logger
) -> dict[str, Any]:
    """Do the work of each item; the answer names to Lambda those that failed by a fault of ours.

    An item that can never succeed is among them too: after a few deliveries it lies in the dead-letter queue, where
    somebody can look at it.

    Args:
        items: what there is to do, each with the id that Lambda knows it by.
        work: does it; raises RetryLater where nobody is to blame, as when another worker has it.
        context: Lambda's, of this invocation; None without a function.
        spare_s: how long before the end of the function the work ends.
        log: the function's own.
    """
    failures = []
    for item_id, item in items:
        if not _begins(context, spare_s):
            log.warning("item %s comes again: no time is left to begin it", item_id)
            failures.append({"itemIdentifier": item_id})
            continue
        with observed.invocation(context):
            try:
                with deadline.of_function(context, spare_s):
                    work(item)
            except RetryLater as later:
                log.warning("item %s comes again: %s", item_id, later)
            except Exception:
                log.exception("item %s failed", item_id)
            else:
                continue
            failures.append({"itemIdentifier": item_id})
    return {"batchItemFailures": failures}


def _begins(context: Any, spare_s: float) -> bool:
    """Whether there is time for another item: one that is cut off would come again, and what went before it too."""
    return context is None or context.get_remaining_time_in_millis() > 1000 * spare_s
