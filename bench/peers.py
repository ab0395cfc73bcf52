"""Whole servers on the four screens: ours, and what a user would pick instead of it, on the same canned table.

Each is one process on one core. It asks a DynamoDB on loopback that knows its answers (``bench.loopback``): it is the
server that is measured, and no engine. Then, once, it asks DynamoDB Local itself. Nothing is timed before all have
given the same answers.
"""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import load, pages, person, standings
from bench.figures import Figure
from bench.loopback import Book
from bench.process import Options, Process, off_first_core, started
from bench.rounds import OURS
from bench.screens import Screen, screens
from console.keypair import ISSUER, KeyPair
from models import client, table
from models.settings import Settings, settings, use
from tests import dynamodb_local

NODE = Path(__file__).parent / "servers" / "node"
SUBJECT, SECRET, TABLE = "somebody", "canned", "bench-peers"
CONNECTIONS = 16
ENGINE = "DynamoDB Local"


@dataclass(frozen=True, slots=True)
class Server:
    """How a server is started.

    Attributes:
        command: all but its options.
        needs: what must be there.
        subject: whose token it gets.
    """

    command: tuple[str, ...]
    needs: Callable[[], object]
    subject: str = person.PEERS_UID


def _python(module: str) -> tuple[str, ...]:
    return sys.executable, "-m", f"bench.servers.{module}"


def _node(file: str) -> tuple[str, ...]:
    return "env", "NODE_ENV=production", "node", str(NODE / file)


def _has_node() -> bool:
    return bool(shutil.which("node")) and (NODE / "node_modules").is_dir()


def _has(*packages: str) -> Callable[[], bool]:
    return lambda: all(map(find_spec, packages))


SERVERS = {
    OURS: Server(_python("ours"), _has(), SUBJECT),
    "Apollo Server, AWS SDK": Server(_node("apollo.js"), _has_node),
    "GraphQL Yoga, AWS SDK": Server(_node("yoga.js"), _has_node),
    "Ariadne, boto3": Server(_python("ariadne_boto3"), _has("ariadne")),
    "Strawberry, PynamoDB": Server(_python("strawberry_pynamodb"), _has()),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one turn of a server told.

    Attributes:
        cpu_s: of the server, for a thousand requests.
    """

    cpu_s: float
    per_s: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs, with the requests of the screens as it gets them."""

    process: Process
    requests: Mapping[str, bytes]

    async def turn(self, screen: Screen, seconds: float) -> Told:
        """Ask for one screen over and over."""
        before_s = self.process.cpu_s()
        made = await load.turn(self.process.url, self.requests[screen.name], CONNECTIONS, seconds)
        cpu_s = (self.process.cpu_s() - before_s) * 1000 / len(made.waits_s)
        return Told(cpu_s, made.per_s, made.percentile_ms(0.5), made.percentile_ms(0.99))


class Disagreed(Exception):
    """A server that answers something else than ours."""


def run(rounds: int = 4, seconds: float = 1.0, warm: int = 500) -> list[Figure]:
    """All figures: rounds on the canned table, and one longer turn each on the engine itself.

    Before its first turn a server has answered ``warm`` requests for the screen: Node compiles what it runs often.
    """
    for name in SERVERS.keys() - here().keys():
        print(f"{name} is not here: `make bench SUITE=peers` installs it where npm and node are there.")
    subprocess.run([dynamodb_local.SCRIPT, "fetch"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- ours
    with off_first_core(), dynamodb_local.running() as url, TemporaryDirectory() as folder:
        keys = KeyPair(Path(folder))
        with filled(url, keys) as options, asyncio.Runner(loop_factory=_loop_factory()) as runner:
            made = runner.run(_on_canned(options, keys, rounds, seconds, warm))
            return made + runner.run(_on_engine(options, keys, 2 * seconds, warm))


def here() -> dict[str, Server]:
    """The servers that can run."""
    return {name: server for name, server in SERVERS.items() if server.needs()}


def report(figures: Sequence[Figure]) -> None:
    """Write the tables into the page."""
    names = [screen.name for screen in screens()]
    canned = standings.table(figures, names, tuple(SERVERS))
    engine = standings.table(figures, [f"{ENGINE}, {name}" for name in names], tuple(SERVERS))
    memory = standings.memory_table(figures, tuple(SERVERS))
    pages.insert("peers", f"{canned}\n\n{memory}\n\n{engine}")


@contextmanager
def filled(url: str, keys: KeyPair, who: tuple[str, str] = (ISSUER, SUBJECT)) -> Iterator[Options]:
    """The half year of somebody, by issuer and subject, in a table of this engine.

    Yields the options of a server that asks it, but for its port.
    """
    before = settings()
    use(Settings(table=TABLE, dynamodb_url=url, local_secret=SECRET, cursor_secret=SECRET))
    client.reset()
    table.connect()
    table.create()
    try:
        person.write(*who)
        yield Options(0, url, TABLE, settings().region, client.LOCAL_ACCESS_KEY, SECRET, keys.jwks())
    finally:
        table.connection().connection.delete_table(TABLE)
        use(before)
        client.reset()


async def _on_canned(options: Options, keys: KeyPair, rounds: int, seconds: float, warm: int) -> list[Figure]:
    async with Book(options.dynamodb) as book, running(replace(options, dynamodb=book.url), keys) as servers:
        await agree(servers)
        book.engine = None  # nothing else is asked from now on
        await _warm(servers, warm)
        told: dict[str, list[dict[str, Told]]] = {screen.name: [] for screen in screens()}
        for _ in range(rounds):
            for screen in screens():
                told[screen.name].append({name: await each.turn(screen, seconds) for name, each in servers.items()})
        if book.unknown:
            raise Disagreed(f"{book.unknown} requests to the table were not those of before")
        memory = [Figure(f"memory of {name}", each.process.memory_mb(), "MB") for name, each in servers.items()]
    return [figure for name, turns in told.items() for figure in figures_of(name, turns)] + memory


async def _on_engine(options: Options, keys: KeyPair, seconds: float, warm: int) -> list[Figure]:
    async with running(options, keys) as servers:
        await agree(servers)
        await _warm(servers, warm // 2)
        told = {
            screen.name: {name: await each.turn(screen, seconds) for name, each in servers.items()}
            for screen in screens()
        }
    return [figure for name, turn in told.items() for figure in figures_of(f"{ENGINE}, {name}", [turn])]


async def _warm(servers: Mapping[str, Running], count: int) -> None:
    for screen in screens():
        for each in servers.values():
            sent = each.requests[screen.name]
            left = count
            while left > 0:
                left -= len((await load.turn(each.process.url, sent, CONNECTIONS, 0.5)).waits_s)


@asynccontextmanager
async def running(options: Options, keys: KeyPair) -> AsyncIterator[dict[str, Running]]:
    """Every server that is here, each at a port of its own."""
    async with AsyncExitStack() as stack:

        async def start(server: Server) -> Running:
            own = replace(options, port=dynamodb_local.free_port())
            process = await stack.enter_async_context(started(server.command, own))
            headers = [("authorization", f"Bearer {keys.token(server.subject)}")]
            return Running(process, {each.name: load.request(process.url, each.body(), headers) for each in screens()})

        wanted = here()
        yield dict(zip(wanted, await asyncio.gather(*map(start, wanted.values())), strict=True))


async def agree(servers: Mapping[str, Running]) -> None:
    """Ask each for each screen, twice; raises Disagreed unless all say the same."""
    for screen in screens():
        answers = {}
        for name, each in servers.items():
            for _ in range(2):  # what is only asked once is asked before anything is timed
                answers[name] = shown(await load.once(each.process.url, each.requests[screen.name]))
        for name, answer in answers.items():
            if answer != answers[OURS]:
                raise Disagreed(f"{name}, {screen.name}: {answer[:400]}\nours: {answers[OURS][:400]}")


def shown(body: bytes) -> str:
    """The data of an answer, its keys in order; a cursor is whatever each server makes of it. Raises Disagreed."""
    answer = json.loads(body)
    if answer.get("errors") or not answer.get("data"):
        raise Disagreed(body[:400].decode())
    page = (answer["data"].get("viewer") or {}).get("activities")
    if page:
        page["pageInfo"]["endCursor"] = bool(page["pageInfo"]["endCursor"])
    return json.dumps(_plain(answer["data"]), sort_keys=True)


def _plain(value: Any) -> Any:
    """Numbers as JSON has them, which knows one kind alone: 4.0 is 4."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def figures_of(screen: str, turns: Sequence[Mapping[str, Told]]) -> list[Figure]:
    """The turns of a screen, round by round: medians of the turns, and of the ratios within a round."""
    found = []
    for name in turns[0]:
        of_name = [turn[name] for turn in turns]
        found += [
            Figure(f"{screen}: CPU for 1,000 of {name}", median(each.cpu_s for each in of_name), "s"),
            Figure(f"{screen}: answers of {name}", median(each.per_s for each in of_name), "1/s", better="higher"),
            Figure(f"{screen}: p50 of {name}", median(each.p50_ms for each in of_name), "ms"),
            Figure(f"{screen}: p99 of {name}", median(each.p99_ms for each in of_name), "ms"),
        ]
        if name != OURS:
            ratio = median(turn[name].cpu_s / turn[OURS].cpu_s for turn in turns)
            found.append(Figure(f"{screen}, to {name}", ratio, "x", 1.0, "higher", name))
    return found


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """The quicker loop where it is there: whoever asks must not be what is waited for."""
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = import_module("uvloop").new_event_loop
    return factory
