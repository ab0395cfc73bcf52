"""The line of figures of one request: which known document, how long, with what outcome, for how many units."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from graphql import GraphQLError
from starlette.responses import Response

from graph.documents import OTHER
from models import metrics
from models.metering import meter
from models.metering.meter import Tally
from models.observation import Observation, observing

OK = "OK"
# What is our fault; everything else is the client's, or nobody's.
FAULTS = frozenset({"INTERNAL", "RETRY_LATER", "TIMEOUT"})


@dataclass(slots=True)
class _Environment:
    """What this process remembers between requests."""

    cold: bool = True


_environment = _Environment()


@contextmanager
def observed(request_id: str | None) -> Iterator[Observation]:
    """Observe a request; its line is written at the end, where figures are wanted."""
    with observing(request_id) as seen:
        if not metrics.wanted():
            yield seen
            return
        with meter.tallying() as requests:
            yield seen
        _write(seen, requests)


def note_answer(seen: Observation, response: Response, outcome: str) -> None:
    """Note what became of a request."""
    seen.facts |= {"outcome": outcome, "status": response.status_code, "bytes": len(response.body)}


def outcome_of(errors: Sequence[GraphQLError]) -> str:
    """The code of the gravest error, a fault of ours before any other; OK without any."""
    codes = [str((error.extensions or {}).get("code")) for error in errors]
    return next((code for code in codes if code in FAULTS), codes[0] if codes else OK)


def _write(seen: Observation, requests: Tally) -> None:
    facts = seen.facts
    document = facts.pop("document", OTHER)
    figures = [metrics.duration(seen), *metrics.units(requests)]
    if facts.get("outcome") in FAULTS:
        figures.append(metrics.Figure("Faults", 1, metrics.Unit.COUNT))
    facts["tableRequests"] = len(requests)
    if _environment.cold:
        _environment.cold, facts["cold"] = False, True
    metrics.write(seen, metrics.Measured("Document", document, figures))
