"""What an app does, timed from where it runs: a list asked again and again, and one upload from promise to activity."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from console.athlete.recordings import file_bytes, recording
from console.client import ApiError, Client
from console.smoke.figures import Row, timed

LIST = """query SmokeList($first: Int) {
  viewer { activities(first: $first) { nodes { __typename id startedAt distanceM movingS score { value } } } }
}"""
LIST_VARIABLES = {"first": 10}
_ACTIVITY = """query SmokeActivity($id: ID!) {
  activity(id: $id) {
    distanceM movingS splits { index movingS } series(channels: [SPEED_M_S], maxPoints: 256) { points elapsedS }
  }
}"""
_DELETE = "mutation SmokeDelete($input: DeleteActivityInput!) { deleteActivity(input: $input) { __typename } }"
_LEAVE = 'mutation SmokeLeave { deleteAccount(input: {confirm: "DELETE"}) { __typename } }'
_YEARS_DAYS = 3 * 365


def list_row(client: Client, count: int) -> Row:
    """How long a list of ten takes, asked so many times after a first one that nobody counts; raises ApiError."""
    client.execute(LIST, LIST_VARIABLES)
    times = [timed(lambda: client.execute(LIST, LIST_VARIABLES))[1] for _ in range(count)]
    return Row("list of ten activities", times)


def upload_rows(client: Client) -> list[Row]:
    """The steps of an upload of half an hour's run, and of asking for the activity; it is deleted in the end.

    Raises ApiError, also where the upload ends as FAILED.
    """
    data = _somebodys_run()
    upload, promise_ms = timed(lambda: client.promise(data))
    _, put_ms = timed(lambda: client.put(upload, data))
    outcome, wait_ms = timed(lambda: client.wait(upload["id"]))
    if outcome.problem or not outcome.activities:
        raise ApiError(f"The upload ended as {outcome.state}: {outcome.problem or outcome.skipped}")
    aid = outcome.activities[0]["id"]
    with _deleted(client, aid):
        answer, ask_ms = timed(lambda: client.execute(_ACTIVITY, {"id": aid}))
        if answer["activity"] is None:
            raise ApiError("The upload is DONE, and its activity is not there.")
    steps = {
        "createUpload": promise_ms,
        f"PUT of {len(data) / 1000:.0f} kB": put_ms,
        "from the PUT to DONE, as asked for": wait_ms,
        "the activity, with splits and a series": ask_ms,
    }
    return [Row(name, [value]) for name, value in steps.items()]


def leave(client: Client) -> None:
    """Delete the account; raises ApiError."""
    client.execute(_LEAVE)


def _somebodys_run() -> bytes:
    """A run that nobody has sent before: the service knows a recording again by its start."""
    started_at = datetime.now(UTC).replace(microsecond=0) - timedelta(
        days=1 + secrets.randbelow(_YEARS_DAYS), seconds=secrets.randbelow(86_400)
    )
    return file_bytes(recording(started_at=started_at))


@contextmanager
def _deleted(client: Client, aid: str) -> Iterator[None]:
    try:
        yield
    finally:
        client.execute(_DELETE, {"input": {"id": aid}})
