"""Work of each function, done by a process that is killed at a request and ended by another process."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from signal import SIGKILL, Signals
from typing import Any, Self

from bench.runtime_api import Environment, FunctionFailed
from coaching.cohorts import BINS
from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models import client, cohorts, keys, store, users
from models.object_keys import person_prefixes
from models.settings import settings
from models.table import JobItem, TicketItem
from models.terms import Sport
from tests.functions.runtime import started
from tests.functions.tripwire import Tripwire, When
from tests.models.wire import items
from tests.service import Person, Service
from tests.soak.recheck import check

RUN = file_bytes(recording(Sport.RUNNING, minutes=12, seed=3))
MONTH = date(2026, 4, 1)
PROFILE = """mutation { updateProfile(input: {birthDate: "1992-05-17", sex: FEMALE, heightM: 1.63}) { __typename } }"""
EXPORT = "mutation { requestExport { id } }"
LEAVE = 'mutation { deleteAccount(input: {confirm: "DELETE"}) { __typename } }'
EXPORTS = "{ viewer { exports { state } } }"
EVERYTHING = """
{ viewer {
  activities(first: 10) { nodes {
    startedAt sport distanceM movingS steps ascentM caloriesKcal score { value }
    laps { distanceM } splits { distanceM movingS } bestEfforts { distanceM durationS }
  } }
  totals(unit: YEAR, from: "2026-01-01", to: "2026-12-31") { count distanceM movingS }
  personalBests { distanceM durationS }
  devices { name manufacturer product firstDay lastDay }
} }
"""


@dataclass(frozen=True, slots=True)
class Work:
    """What a function does for a person: the event that asks for it, and what the person has in the end."""

    handler: str
    asked: Callable[[Service, Person, str], Any]
    outcome: Callable[[Service, Person, str], Any]


def _uploaded(service: Service, person: Person, _: str) -> Any:
    person.send(RUN)
    return lambda_event(service.receive())


def _shown(_: Service, person: Person, uid: str) -> Any:
    check(uid)
    return person.ask(EVERYTHING)


def _export_asked(service: Service, person: Person, uid: str) -> Any:
    return _job_asked(service, person, uid, EXPORT)


def _leave_asked(service: Service, person: Person, uid: str) -> Any:
    return _job_asked(service, person, uid, LEAVE)


def _job_asked(service: Service, person: Person, uid: str, mutation: str) -> Any:
    _run_of(service, person, uid)
    person.ask(mutation)
    return lambda_event(service.receive(service.engines.jobs_queue_url))


def _exported(service: Service, person: Person, uid: str) -> Any:
    assert service.work() == {"batchItemFailures": []}
    check(uid)
    (made,) = person.ask(EXPORTS)["viewer"]["exports"]
    return made["state"]


def _left(service: Service, _: Person, uid: str) -> Any:
    assert service.work() == {"batchItemFailures": []}
    objects = [client.s3().list_objects_v2(Bucket=settings().bucket, Prefix=each) for each in person_prefixes(uid)]
    return [item["SK"]["S"] for item in items(uid)], sum(each["KeyCount"] for each in objects)


def _changed(service: Service, person: Person, uid: str) -> Any:
    _run_of(service, person, uid)
    (row,) = items(uid, "A#")
    return {"Records": [{"dynamodb": {"Keys": {"PK": row["PK"], "SK": row["SK"]}, "SequenceNumber": "1"}}]}


def _counted(_: Service, __: Person, uid: str) -> Any:
    (name,) = cohorts.counted(uid, MONTH).added
    (counts,) = cohorts.by_month(name, [MONTH], BINS)
    return {component: [count for count in found if count] for component, found in counts.items()}


def _run_of(service: Service, person: Person, uid: str) -> None:
    person.ask(PROFILE)
    assert service.work() == {"batchItemFailures": []}  # scores again what is not there yet
    person.send(RUN)
    assert service.deliver() == {"batchItemFailures": []}


WORKS = {
    "an export": Work("uploads.jobs.handler", _export_asked, _exported),
    "a deletion": Work("uploads.jobs.handler", _leave_asked, _left),
    "a count": Work("uploads.cohorts.handler", _changed, _counted),
    "an upload": Work("uploads.aws.handler", _uploaded, _shown),
}


def multiplied(counts: dict[Any, list[int]], people: int) -> dict[Any, list[int]]:
    """What counts are when so many people did the same as one."""
    return {component: [people * count for count in found] for component, found in counts.items()}


@dataclass
class Killer:
    """Processes of functions over one service; a context manager that ends them."""

    service: Service
    wire: Tripwire
    _steady: dict[str, Environment] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)
    _people: Iterator[int] = field(default_factory=count)

    def __enter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what was started."""
        self._stack.close()

    def undisturbed(self, work: Work) -> tuple[list[str], Any]:
        """The requests of this work, and what comes of it."""
        person, uid, event = self._asked(work)
        self.wire.arm(0, When.BEFORE, lambda: None)
        self._end(work, event)
        asked = list(self.wire.asked)
        return asked, work.outcome(self.service, person, uid)

    def killed(self, work: Work, number: int, when: When, by: Signals = SIGKILL) -> Any:
        """What comes of it when its first process is ended at this request, and another one is asked again."""
        person, uid, event = self._asked(work)
        with started(work.handler, self.service.settings, self.wire.url) as environment:
            self.wire.arm(number, when, partial(environment.process.send_signal, by))
            try:
                told = environment.invoke(event).told
            except FunctionFailed as failed:
                assert f"ended with {-by}" in str(failed)  # noqa: PT017 -- what it ended with
            else:
                raise AssertionError(f"it was not killed at request {number}, and told {told}")
        self.wire.arm(0, When.BEFORE, lambda: None)
        if items(uid, keys.PROFILE_SK):  # which is gone early in a deletion
            check(uid)
        _run_out(uid)
        self._end(work, event)
        return work.outcome(self.service, person, uid)

    def _asked(self, work: Work) -> tuple[Person, str, Any]:
        subject = f"person {next(self._people)}"
        person = self.service.person(subject)
        uid = users.identify(self.service.settings.issuer, subject).uid
        return person, uid, json.loads(json.dumps(work.asked(self.service, person, uid)))

    def _end(self, work: Work, event: Any) -> None:
        if work.handler not in self._steady:
            made = started(work.handler, self.service.settings, self.wire.url)
            self._steady[work.handler] = self._stack.enter_context(made)
        told = self._steady[work.handler].invoke(event).told
        assert told == {"batchItemFailures": []}, f"it comes again: {told}"


def _run_out(uid: str) -> None:
    """Let the time pass that the killed process had its work for."""
    for item in items(uid):
        if "lease_until_ms" in item:
            kind = TicketItem if item["SK"]["S"].startswith("T#") else JobItem
            store.update(item["PK"]["S"], item["SK"]["S"], [kind.lease_until_ms.set(0)])
