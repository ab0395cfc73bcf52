"""The table's stream, as the local service feeds a function from it."""

from datetime import date

import pytest

from console.engines.stream import TableStream
from models import sessions
from models.terms import Effort
from tests.models.builders import UID

DAY = date(2026, 5, 4)


@pytest.fixture
def stream(any_table):
    """The stream of an empty table."""
    return TableStream(any_table)


def told(event):
    return [record["dynamodb"]["Keys"]["SK"]["S"] for record in event["Records"]]


def test_what_is_written_comes_by_once_in_its_order(stream):
    made = [sessions.log(UID, DAY, ("PLANK",), Effort.HARD, ()) for _ in range(3)]
    seen = []

    def note(event, _):
        seen.extend(told(event))
        return {"batchItemFailures": []}

    assert stream.feed(note) == 3
    assert [key.rpartition("#")[2] for key in seen] == [each.session_id for each in made]
    assert stream.feed(note) == 0


def test_what_a_function_left_comes_again(stream):
    sessions.log(UID, DAY, ("PLANK",), Effort.HARD, ())
    seen = []

    def leave(event, _):
        seen.append(told(event))
        return {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["dynamodb"]["SequenceNumber"]}]}

    assert (stream.feed(leave), stream.feed(leave)) == (0, 0)
    assert len(seen) == 2
    assert seen[0] == seen[1]
