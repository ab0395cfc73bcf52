"""The lines of figures of the processing functions: one for each upload, each job and each batch of counted months."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import Any

from models import metrics
from models.errors import RetryLater
from models.metering import meter
from models.metrics import Figure, Measured, Unit
from models.observation import Observation, current, observing


class Stage(StrEnum):
    """The stages of an upload, in their order, each a metric; what was never reached is not told."""

    CLAIM = "Claim"
    FETCH = "Fetch"
    READ = "Read"
    MEASURE = "Measure"
    PACK = "Pack"
    SCORE = "Score"
    STORE = "Store"
    COMMIT = "Commit"


class Outcome(StrEnum):
    """What became of a piece of work."""

    DONE = "DONE"
    FAILED = "FAILED"  # the file's fault
    NOTHING = "NOTHING"  # there was nothing to do
    RETRIED = "RETRIED"  # it comes again, and nobody is to blame
    FAULT = "FAULT"  # it comes again, and we are


type Figured = Callable[[Observation, list[Figure]], tuple[Measured, ...]]


def invocation(context: Any) -> AbstractContextManager[Observation]:
    """Observe what a function does for one message, under Lambda's id of the invocation."""
    return observing(getattr(context, "aws_request_id", None))


@contextmanager
def upload(uid: str, upload_id: str) -> Iterator[Observation]:
    """Observe the work on an upload: ``Uploads`` by outcome, ``Duration`` and what each stage took."""

    def figured(seen: Observation, figures: list[Figure]) -> tuple[Measured, ...]:
        # Stages have names of their own: a line has room for one value of a dimension.
        stages = [Figure(str(name), spent_ms, Unit.MILLISECONDS) for name, spent_ms in seen.stages.items()]
        counted = Measured("Outcome", seen.facts.pop("outcome"), [Figure("Uploads", 1, Unit.COUNT)])
        return counted, Measured("Function", "uploads", [*figures, *stages])

    with _work(uid, figured) as seen:
        seen.facts["upload"] = upload_id
        yield seen


@contextmanager
def job(kind: str, uid: str) -> Iterator[Observation]:
    """Observe a job: ``Duration`` and, where it is our fault, ``Faults`` by kind."""
    with _work(uid, lambda seen, figures: (Measured("Job", kind, [*figures, *_faults(seen)]),)) as seen:
        yield seen


@contextmanager
def month(uid: str) -> Iterator[Observation]:
    """Observe how a person's month is counted: the samples of ``Duration`` are the months."""
    with _work(uid, lambda seen, figures: (Measured("Function", "cohorts", [*figures, *_faults(seen)]),)) as seen:
        yield seen


@contextmanager
def _work(uid: str, figured: Figured) -> Iterator[Observation]:
    around = current()
    with observing(around.request_id if around else None, uid or None) as seen:
        if around:
            around.user = seen.user  # who logs the fault outside of this knows whose it is
        if not metrics.wanted():
            yield seen
            return
        seen.facts["outcome"] = Outcome.DONE
        with meter.tallying() as requests:
            try:
                yield seen
            except RetryLater:
                seen.facts["outcome"] = Outcome.RETRIED
                raise
            except BaseException as error:  # the end of the process, too
                seen.facts |= {"outcome": Outcome.FAULT, "error": type(error).__name__}
                raise
            finally:
                seen.facts["tableRequests"] = len(requests)
                metrics.write(seen, *figured(seen, [metrics.duration(seen), *metrics.units(requests)]))


def _faults(seen: Observation) -> list[Figure]:
    return [Figure("Faults", 1, Unit.COUNT)] if seen.facts["outcome"] == Outcome.FAULT else []
