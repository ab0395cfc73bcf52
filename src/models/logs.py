"""What every log line of a Lambda function carries, and what none may.

Lambda's runtime writes what goes through ``logging`` as JSON, with its own request id and whatever a record has beside
the usual fields. ``prepare`` gives each record the hash of the person (``user``) whose work it belongs to. It takes the
words of exceptions away that nobody here wrote: they may quote what a person sent, a coordinate as well as a name.
Type, stack and place remain.
"""

import logging
from contextlib import suppress
from types import TracebackType
from typing import Any

from botocore.exceptions import ClientError, NoCredentialsError

from models.errors import NotFound, RetryLater, SettingMissing
from models.observation import current

type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

# Their words are ours, or AWS's for an operation; other exceptions of botocore tell addresses, and objects' are keys.
_TELLABLE = (ClientError, NoCredentialsError, NotFound, RetryLater, SettingMissing)


# At DEBUG they tell whole requests: names, keys of objects, signatures; at INFO, each start and each request.
_TALKATIVE = ("botocore", "mangum", "pynamodb", "urllib3")


class WithheldError(Exception):
    """Stands for an exception whose words may hold what a person sent."""

    def __init__(self, kind: type[BaseException]) -> None:
        super().__init__(f"{kind.__name__}: its words are withheld")


class _Records:
    """Makes log records as the factory before it does, with what the work at hand adds."""

    def __init__(self) -> None:
        self._make = logging.getLogRecordFactory()

    def __call__(self, *arguments: Any, **more: Any) -> logging.LogRecord:
        record = self._make(*arguments, **more)
        seen = current()
        if seen is None:
            return record
        if seen.user is not None:
            record.user = seen.user
        if seen.request_id is not None and isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            record.exc_info = _withheld(record.exc_info)
        return record


def prepare() -> None:
    """Have all log records of this process made so; safe to call again.

    Only records of work that has Lambda's request id lose anything: a laptop's log tells all.
    """
    if not isinstance(logging.getLogRecordFactory(), _Records):
        logging.setLogRecordFactory(_Records())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def keep_stack(error: BaseException) -> None:
    """Remember where an exception comes from: a future hands it on with its stack once, and bare from then on."""
    with suppress(AttributeError):
        error.stack_at_first = error.__traceback__  # type: ignore[attr-defined]


def with_stack(error: BaseException) -> ExcInfo:
    """An exception for ``exc_info``, with the stack that was kept of it, if one was."""
    return type(error), error, getattr(error, "stack_at_first", error.__traceback__)


def _withheld(raised: ExcInfo) -> ExcInfo:
    kind, error, stack = raised
    return raised if isinstance(error, _TELLABLE) else (kind, WithheldError(kind), stack)
