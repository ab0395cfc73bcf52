"""A rehearsal: an operation carried out by the real schema, in this process, over stand-ins instead of a table.

Nothing is sent anywhere: the table's requests are answered from ``console.plan.standins``, and what would go to S3 or
SQS is noted and dropped. So the requests that an operation makes are those of the code that makes them, whatever the
operation is; nobody keeps a list of them by hand.
"""

import asyncio
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from botocore.awsrequest import AWSResponse
from graphql import GraphQLError

from console.keypair import DEMO_SUBJECT, ISSUER
from console.plan.rounds import Rounds
from console.plan.standins import StandIns, wire
from graph.context import Context
from graph.ids import USER, parse_id
from graph.schema import schema
from models import client, cursors, table
from models.catalog import PATTERNS
from models.entities import Identity
from models.errors import BadCursor
from models.metering import meter
from models.metering.meter import Request
from models.metering.requests import Cost, Description, Key, describe, read_units, units_of_writes
from models.metering.units import Item
from models.metering.writes import Write, writes_of
from models.patterns import BATCH_GET, QUERY, keys_of
from models.settings import Settings, settings, use
from resolvers.access import Caller

YOU = "you"
_QUOTED = re.compile(r"[\w-]{8,}")
_ORDER = {pattern.name: place for place, pattern in enumerate(PATTERNS)}


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be carried out."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an operation asks for.

    Attributes:
        requests: those to the table, by their rounds.
        beside: calls of other services, such as ``S3 DeleteObjects``.
        errors: what the operation was refused with.
    """

    requests: list[Description]
    beside: list[str]
    errors: list[GraphQLError]


def rehearse(operation: Operation) -> Plan:
    """The plan of an operation; raises GraphQLError where its document, name or variables cannot be used."""
    return asyncio.run(_rehearsed(operation))


async def _rehearsed(operation: Operation) -> Plan:
    rounds = Rounds()
    stage = Stage(rounds, StandIns(datetime.now(UTC), merged="restoreActivity" in operation.query))
    context = Context(Caller(Identity(ISSUER, DEMO_SUBJECT, _uid_in(operation))))
    with stage.set():
        conductor = asyncio.create_task(rounds.conduct())
        try:
            result = await schema.execute(
                operation.query, dict(operation.variables), context, operation_name=operation.name
            )
        finally:
            conductor.cancel()
            rounds.end()
    errors = result.errors or []
    if unusable := [error for error in errors if not error.path]:
        raise unusable[0]
    told = [describe(request, Cost(request.units or 0.0)) for request in stage.requests]
    return Plan(sorted(told, key=_place), sorted(stage.beside), errors)


def _place(told: Description) -> tuple[int, int]:
    return told.round or 0, _ORDER.get(told.pattern, len(_ORDER))


def _uid_in(operation: Operation) -> str:
    """The person that the operation names by an id, if it names one; else a stand-in."""
    for text in _QUOTED.findall(f"{operation.query} {operation.variables}"):
        kind, key = parse_id(text)
        if kind == USER:
            return key
    return YOU


class Stage:
    """A table of stand-ins, which remembers what was written to it, as a DynamoDB client for PynamoDB."""

    def __init__(self, rounds: Rounds, standins: StandIns) -> None:
        self._rounds, self._standins = rounds, standins
        self._client: Any = None
        self._written: dict[Key, Item | None] = {}
        self._lock = Lock()
        self.requests: list[Request] = []
        self.beside: list[str] = []

    def __getattr__(self, name: str) -> Any:
        """Everything else is a real client's, which is never asked to send anything."""
        return getattr(self._client, name)

    @contextmanager
    def set(self) -> Iterator[None]:
        """Point this process at the stage, and back."""
        before, connection = settings(), table.Item._connection
        mine: Any = self
        use(Settings(before.table, before.bucket, jobs_queue_url=YOU, local_secret=YOU, cursor_secret=YOU))
        client.reset()
        try:
            table.connect()
            self._client = client.dynamodb()
            table.connection().connection._client = mine
            for service in ("s3", "sqs"):
                client.session().register(f"before-send.{service}", self._dropped)
            with _anybodys_cursors():
                yield
        finally:
            use(before)
            client.reset()
            table.Item._connection = connection

    def _make_api_call(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        number = self._rounds.join()
        with self._lock:
            writes = [(write, self._item(write.key)) for write in writes_of(operation, call)]
            answer: dict[str, Any] = {} if writes else self._answer(operation, call)
            request = meter.request_of(operation, call, answer, 1)
            units = units_of_writes(operation, writes) if writes else read_units(request)
            self.requests.append(replace(request, units=units, round=number))
            self._write(writes)
        meter.tell(request)
        return answer

    def _answer(self, operation: str, call: Mapping[str, Any]) -> dict[str, Any]:
        if operation == QUERY:
            return {"Items": list(self._listed(call))}
        found = [item for item in map(self._item, keys_of(operation, call)) if item]
        if operation == BATCH_GET:
            return {"Responses": dict.fromkeys(call["RequestItems"], found)}
        return {"Item": found[0]} if found else {}

    def _listed(self, call: Mapping[str, Any]) -> Iterator[Item]:
        """A query's items, as writes before it left them."""
        for item in self._standins.listing(call):
            now = self._written.get((item["PK"]["S"], item["SK"]["S"]), item)
            if now:
                yield now

    def _item(self, key: Key) -> Item | None:
        return self._written[key] if key in self._written else self._standins.item(*key)

    def _write(self, writes: Sequence[tuple[Write, Item | None]]) -> None:
        for write, before in writes:
            after = write.after(before)
            self._written[write.key] = wire(after) if after else None

    def _dropped(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        """An empty answer to what is not sent."""
        service, name = event_name.split(".")[1:]
        self.beside.append(f"{service.upper()} {name}")
        return AWSResponse(request.url, 200, {}, _Nothing())


class _Nothing:
    """The body of an answer that says nothing."""

    def stream(self) -> Iterator[bytes]:
        yield b""


@contextmanager
def _anybodys_cursors() -> Iterator[None]:
    """Cursors are signed for a person and a list; a rehearsal takes them as they are, since its lists are nobody's."""
    checked = cursors.decode
    cursors.decode = _unsigned
    try:
        yield
    finally:
        cursors.decode = checked


def _unsigned(uid: str, scope: str, cursor: str) -> str:  # noqa: ARG001 -- in the place of one that asks
    """The sort key of a cursor, whoever it was signed for; raises BadCursor for what is none."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[cursors._MAC_BYTES :].decode("ascii")
    except ValueError as error:
        raise BadCursor from error
