"""Queue, bucket and table that take a request and never answer: whoever waits is told in time."""

import socket
from contextlib import suppress

import pytest

from models import client, connections, deadline, files, jobs, store, table
from models.errors import RetryLater
from models.settings import Settings, settings, use
from models.terms import JobKind

pytestmark = pytest.mark.undeclared


@pytest.fixture
def silent(monkeypatch):
    """Something that listens and says nothing, and its address in use for queue, bucket and table."""
    monkeypatch.setattr(client, "BRIEF_S", 0.05)
    before = settings()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        there = Settings(sqs_url=url, s3_url=url, dynamodb_url=url, jobs_queue_url=f"{url}/queue", local_secret="local")
        use(there)
        client.reset()
        table.connect()
        yield listener
    use(before)
    client.reset()


def tries(listener):
    """How often somebody has tried: each try is a connection of its own, which lies there until it is taken."""
    listener.setblocking(False)
    count = 0
    with suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            count += 1
    return count


@pytest.mark.parametrize(
    ("wait", "most"),
    [
        (lambda: jobs.send(JobKind.EXPORT, "uid"), client.BRIEF_TRIES),
        (lambda: files.delete("raw/x"), client.BRIEF_TRIES),
        (lambda: store.get("U#x", "#P"), 1),  # of eight, where there is time
    ],
    ids=["queue", "bucket", "table"],
)
def test_it_is_given_up(silent, monkeypatch, wait, most):
    monkeypatch.setattr(connections, "LEAST_WAIT_S", 0.05)
    with deadline.within(0.2):
        with pytest.raises(RetryLater):
            wait()
        over_s = -deadline.left()
    assert tries(silent) == most
    assert over_s < client.READ_TIMEOUT_S - 1  # nowhere near what a single try takes without an end


def test_no_answer_is_waited_for_longer_than_the_work_may_take():
    assert connections._patience_s(5) == 5
    with deadline.within(2):
        assert 1 < connections._patience_s(5) <= 2
        assert connections._patience_s(0.3) == 0.3
    with deadline.within(-1):
        assert connections._patience_s(5) == connections.LEAST_WAIT_S


def test_two_tries_of_queue_or_bucket_fit_into_an_operation():
    briefs = [
        client._sqs(client.session(), "us-east-1", None),
        client._s3(client.session(), "us-east-1", None, brief=True),
    ]
    for made in briefs:
        config = made.meta.config
        assert config.retries["total_max_attempts"] * (config.read_timeout + config.connect_timeout) < 7
