"""Several messages at once: what failed comes again, and what there is no time for is not begun."""

import logging

from models.errors import RetryLater
from tests.gateway import LambdaContext
from uploads.batch import report

SPARE_S = 5.0
log = logging.getLogger(__name__)


class Clock:
    """Lambda's context, with as much time left as it is told."""

    aws_request_id = "1"

    def __init__(self, left_s: float) -> None:
        self.left_s = left_s

    def get_remaining_time_in_millis(self) -> int:
        return int(1000 * self.left_s)


def test_what_failed_comes_again_and_the_rest_is_done():
    done = []

    def work(item):
        if item == "busy":
            raise RetryLater("another worker has it")
        if item == "broken":
            raise ZeroDivisionError
        done.append(item)

    items = [("1", "a"), ("2", "busy"), ("3", "broken"), ("4", "b")]
    answer = report(items, work, LambdaContext(), SPARE_S, log)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}, {"itemIdentifier": "3"}]}
    assert done == ["a", "b"]


def test_what_there_is_no_time_for_is_not_begun():
    clock, done = Clock(60.0), []

    def work(item):
        done.append(item)
        clock.left_s -= 28.0

    answer = report([(str(n), n) for n in range(4)], work, clock, SPARE_S, log)

    assert done == [0, 1]
    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}, {"itemIdentifier": "3"}]}
