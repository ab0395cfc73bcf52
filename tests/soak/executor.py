"""Random operations on the real schema, by plans and by the stock executor: the same data, the same errors.

Errors of one instant, as of two fields that wait for one read, may come in another order: no one promises any.

The account is real, its answers come from the table once and from memory after that. Half of the operations meet odd
values, or failures, in fields that they ask for. Reads run on the event loop, each after one turn of it, for in threads
the order of errors would be chance for either executor.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from random import Random
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from graphql import GraphQLSchema, parse, validate

from bench.canned import Body
from console.plan import typical
from graph.context import Context
from graph.ids import ACTIVITY, GEAR, UPLOAD, USER, global_id
from graph.schema import schema
from models import client, keys, revisions, store, uploads, users
from models.entities import ActivityMeta, Detail
from models.table import GearItem
from models.terms import Locale, Sex, Sport
from resolvers.access import Caller
from tests.docs.clock import Clock
from tests.graph.access.operations import UNSTEADY
from tests.graph.execution import oddities
from tests.graph.execution.both import PLANNED, STOCK, Told, carried_out
from tests.graph.execution.instants import Instants, reads_on_the_loop
from tests.graph.execution.operations import Generator, Made, Values
from tests.models.builders import SHA256
from tests.soak.place import Place

NAME = "executor"
WHAT = "operations with odd values and failures are answered by plans as by the stock executor, data and errors"
UNIT = "operations"
FULL = 20_000
FEW = 200

NOW = datetime(2026, 6, 20, 11, tzinfo=UTC)
ACTIVITIES = 24
ISSUER, SUBJECT = "https://issuer.test", "somebody"
# Some beyond what is taken.
_INTEGERS = {
    "first": (1, 2, 3, 5, 20, 0),
    "maxPoints": (2, 64, 256, 700, 1),
    "weeks": (1, 4, 12, 0),
    "year": (2025, 2026),
    "version": (1, 99),
    "daysPerWeek": (1, 2, 3, 9),
}
_SCHEMA: GraphQLSchema = schema._schema


def run(place: Place, seed: int, count: int) -> str:
    """Carry them out; a summary. Raises AssertionError with the first that differs."""
    with place.table(), Clock(NOW), reads_on_the_loop(), asyncio.Runner(loop_factory=Instants) as runner:
        uid = _account()
        client.dynamodb().meta.events.register_last("before-send.dynamodb", Memory(place.dynamodb_url))
        generator = Generator(_SCHEMA, _values(uid), UNSTEADY)
        caller = Caller(users.identify(ISSUER, SUBJECT), Locale.EN)
        tally = runner.run(_all(generator, lambda: Context(caller), seed, count))
    assert tally["reordered"] <= max(1, count // 1000), f"errors in another order in {tally['reordered']}"
    return (
        f"{count} operations, {tally['odd']} of them odd, {tally['errors']} with {tally['all errors']} errors, "
        f"{tally['left']} left by their plans; {tally['bytes'] / 1e6:.0f} MB of data, no difference, "
        f"errors in another order in {tally['reordered']}"
    )


async def _all(generator: Generator, context: Callable[[], Context], seed: int, count: int) -> dict[str, int]:
    tally = dict.fromkeys(("odd", "errors", "all errors", "reordered", "left", "bytes"), 0)
    for number in range(count):
        chance = Random(f"{seed} {number}")
        made = generator.made(chance)
        odd = oddities.drawn(chance, await _reached(made, context())) if number % 2 else []
        with oddities.within(_SCHEMA, odd):
            stock, planned = await _both(made, context, number)
        if not _same(stock, planned):
            raise AssertionError(_difference(number, made, odd, stock, planned))
        tally["odd"] += bool(odd)
        tally["errors"] += bool(stock.errors)
        tally["all errors"] += len(stock.errors)
        tally["reordered"] += stock.errors != planned.errors
        tally["left"] += planned.left
        tally["bytes"] += len(stock.data)
    return tally


async def _reached(made: Made, context: Context) -> list[tuple[str, str]]:
    """Types and fields that an operation comes to."""
    context.reached = {}
    await carried_out(schema, made.text, oddities.Reaching, context, made.variables)
    return list(context.reached)


async def _both(made: Made, context: Callable[[], Context], number: int) -> tuple[Told, Told]:
    """What the stock executor tells, and a plan: the first run of it, or the second one."""
    document = parse(made.text)
    if number % 20 == 0:
        assert not (found := validate(_SCHEMA, document)), f"{found[0]} in {made.text}"
    stock = await carried_out(schema, document, STOCK, context(), made.variables)
    planned = await carried_out(schema, document, PLANNED, context(), made.variables)
    if _same(stock, planned):
        planned = await carried_out(schema, document, PLANNED, context(), made.variables)
    return stock, planned


def _same(stock: Told, planned: Told) -> bool:
    return stock.data == planned.data and sorted(map(repr, stock.errors)) == sorted(map(repr, planned.errors))


def _difference(number: int, made: Made, odd: list[oddities.Oddity], stock: Told, planned: Told) -> str:
    lines = [f"operation {number} differs", made.text, f"variables: {made.variables}", f"odd: {odd}"]
    if stock.errors != planned.errors:
        lines += [f"stock errors: {stock.errors}", f"planned errors: {planned.errors}"]
    if stock.data != planned.data:
        at = next((n for n, (a, b) in enumerate(zip(stock.data, planned.data, strict=False)) if a != b), 0)
        shown = slice(max(0, at - 200), at + 200)
        lines += [f"stock data: ...{stock.data[shown]}", f"planned data: ...{planned.data[shown]}"]
    return "\n".join(lines)


def _account() -> str:
    """Somebody with runs and walks of six weeks, measured in all detail; the uid."""
    uid = users.identify(ISSUER, SUBJECT).uid
    for sport, gear in typical.SHOES.items():
        store.put(GearItem(keys.user_pk(uid), keys.gear_sk(gear), name=f"{sport} shoes"))
    users.update_profile(uid, {"birth_date": date(1988, 4, 2), "sex": Sex.FEMALE, "height_m": 1.68})
    for number in range(ACTIVITIES):
        sport = Sport.WALKING if number % 3 == 1 else Sport.RUNNING
        made = typical.activity(f"activity{number}", NOW - timedelta(hours=41 * number + 3), sport)
        _add(uid, replace(made, upload_id=f"upload{number}"), typical.detail(sport) if number % 5 else Detail())
    return uid


def _add(uid: str, made: ActivityMeta, detail: Detail) -> None:
    """Make an activity visible by an upload of its own."""
    assert uploads.promise(uid, made.upload_id, NOW, file=(None, 1000, SHA256), sport_hint=None)
    assert uploads.claim(uid, made.upload_id, made.job, NOW, 60)[0] is uploads.Claim.MINE
    assert revisions.finish(uid, made, detail, uploads.TicketClosing((made.activity.aid,), ()))


def _values(uid: str) -> Values:
    """Values of arguments, most of them of the account, some of nobody's, some refused."""
    ids = [global_id(ACTIVITY, f"activity{number}") for number in range(ACTIVITIES)] * 3
    ids += [global_id(UPLOAD, "upload1"), global_id(GEAR, typical.SHOES[Sport.WALKING]), global_id(USER, uid)] * 8
    ids += [global_id(ACTIVITY, "nobodys"), "none"]

    plain: dict[str, Callable[[Random, str], Any]] = {
        "ID": lambda chance, _: chance.choice(ids),
        "Boolean": lambda chance, _: chance.random() < 0.5,
        "Date": lambda chance, _: str((NOW - timedelta(days=chance.randrange(40))).date()),
        "DateTime": lambda chance, _: (NOW - timedelta(hours=chance.randrange(900))).isoformat(),
        "Float": lambda chance, _: chance.choice((0.0, 5.0, 7.5, 40.0, -1.0)),
        "Int": lambda chance, name: chance.choice(_INTEGERS.get(name, (1, 2, 3, 5))),
        "String": lambda *_: "no cursor",
    }
    return lambda chance, name, kind: plain[kind.name](chance, name)


class Memory:
    """Gives what the table answered before; what was never asked, it asks once."""

    def __init__(self, url: str) -> None:
        self._place = urlsplit(url).netloc
        self._answers: dict[tuple[str, bytes], tuple[int, bytes]] = {}

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """The answer to a request that is about to be sent."""
        asked = request.headers["x-amz-target"], request.body
        if asked not in self._answers:
            self._answers[asked] = self._asked(request)
        status, content = self._answers[asked]
        return AWSResponse(request.url, status, {"content-length": str(len(content))}, Body(content))

    def _asked(self, request: AWSPreparedRequest) -> tuple[int, bytes]:
        connection = HTTPConnection(self._place, timeout=30)
        try:
            connection.request("POST", "/", request.body, dict(request.headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
