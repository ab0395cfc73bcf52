"""The function behind the table's stream: who changed is counted anew among people of the same age and sex.

A record says only whose activity changed, and of which month; what to count is read from the rows as they are now. So
it does not matter in what order records come, how often, or what they say.
"""

from models import start

start.begin()

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from models import keys, logs, table
from uploads import batch, observed
from uploads.counting import months_until, recount

log = logging.getLogger(__name__)

# Time to say which records are left.
SPARE_S = 3.0

table.connect()
logs.prepare()
start.end()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Count each person's month that a record touches; those from the first fault of ours on come again."""
    touched = _touched(event["Records"], datetime.now(UTC))
    return batch.report(((number, month) for month, number in touched.items()), _count, context, SPARE_S, log)


def _count(touched: tuple[str, date]) -> None:
    uid, month = touched
    with observed.month(uid):
        recount(uid, month)


def _touched(records: Iterable[dict[str, Any]], now: datetime) -> dict[tuple[str, date], str]:
    """The months of people that these records touch, each with the number of the first record that does."""
    found: dict[tuple[str, date], str] = {}
    for record in records:
        change = record["dynamodb"]
        pk, sk = (change["Keys"][name]["S"] for name in ("PK", "SK"))
        for month in _months_of(sk, now):
            found.setdefault((keys.tail(pk), month), change["SequenceNumber"])
    return found


def _months_of(sk: str, now: datetime) -> Iterator[date]:
    if sk == keys.PROFILE_SK:  # age or sex may be another one
        yield from months_until(now.date())
    elif keys.is_row(sk):
        yield keys.month_of_row(sk)
