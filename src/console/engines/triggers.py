"""What calls the functions: both queues and the table's stream."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from console.engines.backend import Backend
from console.engines.poller import Handler, Poller
from console.engines.stream import StreamPoller
from models.settings import Settings


@contextmanager
def triggers(
    engines: Backend, settings: Settings, *, uploads: Handler, jobs: Handler, cohorts: Handler
) -> Iterator[None]:
    """Hand on to these functions what arrives in the queues, and what changes in the table, as Lambda would."""
    with ExitStack() as stack:
        sqs = engines.sqs(settings.region)
        stack.enter_context(Poller(sqs, engines.queue_url, uploads))
        stack.enter_context(Poller(sqs, engines.jobs_queue_url, jobs))
        stack.enter_context(StreamPoller(settings, cohorts))
        yield
