"""Functions on Lambda's runtime: how long after its start the first event is answered, beside a bare handler.

Every start is a fresh process of AWS's runtime client on a core of its own (``bench.runtime_api``), the contenders in
turn. The API answers a person's list of ten from DynamoDB Local; the processor stores the activity of an hour's run
that somebody has just sent. The figures are this machine's: ratios to the bare handler are what carries over.
"""

import itertools
import json
import os
import threading
from asyncio import new_event_loop, run_coroutine_threadsafe
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from compileall import compile_dir
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from gzip import decompress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import packages, pages, peers
from bench.figures import Figure
from bench.loopback import Book
from bench.process import off_first_core
from bench.runtime_api import RUNTIME, Environment
from console.athlete.recordings import file_bytes, recording
from console.engines.embedded import Engines
from console.engines.poller import lambda_event
from console.keypair import KeyPair
from graph.schema import schema
from models.settings import Settings
from models.terms import Sport
from tests import dynamodb_local
from tests.environment import variables_of
from tests.gateway import EVENT
from tests.service import Person, Service, service_on

# The functions' own core; whoever asks them, and what they ask, is on the others.
CORE = min(os.sched_getaffinity(0))
ROUNDS, WARM = 9, 40
BARE, API, PLAIN_API = "bare handler", "API", "API, plain sam build"
PROCESSOR, PLAIN_PROCESSOR = "processor", "processor, plain sam build"
NUMPY, KERNELS = "NumPy alone", "kernels alone"
FUNCTIONS = Path(__file__).parent / "functions"
ISSUER = EVENT["requestContext"]["authorizer"]["jwt"]["claims"]["iss"]
SUBJECT = EVENT["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
CLIENT_ID = EVENT["requestContext"]["authorizer"]["jwt"]["claims"]["client_id"]
LIST = (
    "query LastActivities($first: Int) { viewer { activities(first: $first) { "
    "nodes { __typename id startedAt distanceM movingS } pageInfo { hasNextPage endCursor } } } }"
)
# What the ratio may be: so much at 90 types of the schema, and so much more for each further one.
TYPES, TARGET, FURTHER = 90, 14.0, 0.05
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Contender:
    """A package with its handler, and what is asked of it.

    Attributes:
        events: an event for each start; what comes of the first one is checked by ``good``.
        path: a further folder that the function finds its handler in.
    """

    package: Path
    handler: str
    events: Callable[[], Any]
    good: Callable[[Any], bool]
    variables: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None

    def environment(self) -> Environment:
        """A fresh one, not entered yet. Nothing may be written beside the package, as on Lambda."""
        path = f"{self.package.resolve()}:{self.path}" if self.path else str(self.package.resolve())
        more = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "NUMBA_CACHE_DIR": "/dev/null/none"}
        return Environment(self.package, self.handler, {**self.variables, **more}, core=CORE)


@dataclass(frozen=True, slots=True)
class Start:
    """What one start took: until it asked for work, until it had answered, and then each further answer."""

    init_ms: float
    first_ms: float
    warm_ms: tuple[float, ...]
    memory_mb: float

    @property
    def whole_ms(self) -> float:
        """From the start of the process to the first answer."""
        return self.init_ms + self.first_ms


class Unanswered(Exception):
    """A function that answered something else than it should have."""


def run(rounds: int = ROUNDS, warm: int = WARM, slow_rounds: int = 2) -> list[Figure]:
    """All figures; of plain packages only so many starts, the processor's takes half a minute each."""
    compile_dir(RUNTIME.parent, quiet=1)  # as AWS's is: a bare handler starts with little else
    with off_first_core(), TemporaryDirectory() as place, dynamodb_local.running() as url:
        plain = {name: packages.build_plain(name, Path(place, name)) for name in packages.SOURCES}
        keys = KeyPair(Path(place, "keys"))
        figures = _of_api(url, keys, plain["api"], rounds, warm) + _of_processor(
            url, keys, plain["processor"], rounds, slow_rounds
        )
        return figures + [
            Figure(f"{name}: package", packages.megabytes(folder), "MB", most)
            for name, folder, most in (
                (API, packages.ours("api"), packages.MOST_MB["api"]),
                (PLAIN_API, plain["api"], None),
                (PROCESSOR, packages.ours("processor"), packages.MOST_MB["processor"]),
                (PLAIN_PROCESSOR, plain["processor"], None),
            )
        ]


def report(figures: Sequence[Figure], page: Path = pages.PAGE) -> None:
    """Write a table of the contenders and one of the targets into the page."""
    values = {figure.name: figure.value for figure in figures}
    lines = ["| | MB | init, ms | first event, ms | to bare | warm, ms | memory, MB |", "|---|---|---|---|---|---|---|"]
    for name in (BARE, API, PLAIN_API, NUMPY, KERNELS, PROCESSOR, PLAIN_PROCESSOR):
        wanted = ("package", "init", "first event", "to bare", "warm", "memory")
        cells = [values.get(f"{name}: {what}") for what in wanted]
        lines.append(f"| {name} | {' | '.join('' if cell is None else pages.told(cell) for cell in cells)} |")
    pages.insert("coldstart", "\n".join([*lines, "", pages.targets_table(figures)]), page)


def target() -> tuple[int, float]:
    """The types of the schema, and how many times a bare handler's start the API's may take with so many."""
    types = sum(not name.startswith("__") for name in schema._schema.type_map)
    return types, TARGET + FURTHER * max(0, types - TYPES)


def bare(events: Callable[[], Any]) -> Contender:
    """The handler that does nothing, with whatever events the others get."""
    return Contender(FUNCTIONS, "bare.handler", events, lambda told: told["statusCode"] == 200)


def _of_api(url: str, keys: KeyPair, plain: Path, rounds: int, warm: int) -> list[Figure]:
    with peers.filled(url, keys, (ISSUER, SUBJECT)) as options:
        variables = _of_graph(options.table, url)
        ours = Contender(packages.ours("api"), "graph.aws.handler", _list, _listed, variables)
        contenders = {BARE: bare(_list), API: ours, PLAIN_API: replace(ours, package=plain)}
        found = _interleaved(contenders, dict.fromkeys(contenders, rounds), warm)
        with _canned(url) as quick:
            standing = {BARE: bare(_list), API: replace(ours, variables=_of_graph(options.table, quick.url))}
            ratio = _standing(standing, quick, rounds, warm)
    types, most = target()
    return [
        Figure("types of the schema", types, ""),
        *_told(found),
        Figure(f"{API}: to bare", _ratio(found, API, BARE), "x", most, against=BARE),
        Figure(f"{PLAIN_API}: to bare", _ratio(found, PLAIN_API, BARE), "x", against=BARE),
        Figure(f"{API}: warm list of 10, table canned, to bare", ratio, "x", 5.0, against=BARE),
    ]


def _of_processor(url: str, keys: KeyPair, plain: Path, rounds: int, slow_rounds: int) -> list[Figure]:
    with Engines() as engines, service_on(engines, keys, url) as service:
        variables = _of_uploads(service)
        person = service.person()
        sent = _files(service, person)
        ours = Contender(packages.ours("processor"), "uploads.aws.handler", sent, _stored, variables)
        alone = Contender(packages.ours("processor"), "numpy_alone.handler", dict, bool, path=FUNCTIONS)
        contenders = {
            BARE: bare(dict),
            NUMPY: alone,
            KERNELS: replace(alone, handler="kernels_alone.handler"),
            PROCESSOR: ours,
            PLAIN_PROCESSOR: replace(ours, package=plain),
        }
        counts = dict.fromkeys(contenders, rounds) | {PLAIN_PROCESSOR: slow_rounds}
        found = _interleaved(contenders, counts, 0)
        states = person.ask("{ viewer { activities(first: 100) { nodes { id } } } }")["viewer"]["activities"]["nodes"]
        if len(states) < rounds:
            raise Unanswered(f"{len(states)} activities of {rounds} starts")
    added = [
        (kernels.whole_ms - numpy.whole_ms) / nothing.whole_ms
        for kernels, numpy, nothing in zip(found[KERNELS], found[NUMPY], found[BARE], strict=True)
    ]
    return [
        *_told({name: starts for name, starts in found.items() if name != BARE}),
        Figure(f"{PROCESSOR}: to bare", _ratio(found, PROCESSOR, BARE), "x", 10.0, against=BARE),
        Figure(f"{PLAIN_PROCESSOR}: to bare", _ratio(found, PLAIN_PROCESSOR, BARE), "x", against=BARE),
        *(Figure(f"{name}: to bare", _ratio(found, name, BARE), "x", against=BARE) for name in (NUMPY, KERNELS)),
        Figure("kernels without NumPy, import and first calls", median(added), "x", 1.5, against=BARE),
    ]


def _interleaved(contenders: Mapping[str, Contender], counts: Mapping[str, int], warm: int) -> dict[str, list[Start]]:
    """Starts in turn; those of a round before the first one fill the system's cache of files and are dropped."""
    found: dict[str, list[Start]] = {name: [] for name in contenders}
    for round_ in range(max(counts.values()) + 1):
        for name, contender in contenders.items():
            if round_ <= counts[name]:
                found[name].append(_started(contender, warm))
    return {name: starts[1:] for name, starts in found.items()}


def _started(contender: Contender, warm: int) -> Start:
    event = contender.events()
    with contender.environment() as environment:
        first = environment.invoke(event, 120.0)
        if not contender.good(first.told):
            raise Unanswered(f"{contender.handler}: {str(first.told)[:600]}")
        after = tuple(environment.invoke(event).ms for _ in range(warm))
        return Start(environment.init_ms, first.ms, after, environment.memory_mb())


def _standing(contenders: Mapping[str, Contender], quick: Book, rounds: int, calls: int) -> float:
    """Further answers of environments that stand, in turns: the median ratio of the last contender to the first."""
    with ExitStack() as stack:
        standing = {name: stack.enter_context(contender.environment()) for name, contender in contenders.items()}
        events = {name: contender.events() for name, contender in contenders.items()}
        for name, environment in standing.items():
            for _ in range(calls):
                told = environment.invoke(events[name]).told
                if not contenders[name].good(told):
                    raise Unanswered(str(told)[:600])
        quick.engine = None
        ratios = []
        for _ in range(2 * rounds):
            nothing, ours = (
                median(each.invoke(events[name]).ms for _ in range(calls)) for name, each in standing.items()
            )
            ratios.append(ours / nothing)
    if quick.unknown:
        raise Unanswered(f"{quick.unknown} requests to the table were not those of before")
    return median(ratios)


@contextmanager
def _canned(url: str) -> Iterator[Book]:
    """The table's answers from memory, in a thread of this process."""
    loop = new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="canned", daemon=True)
    thread.start()
    book = Book(url)
    run_coroutine_threadsafe(book.__aenter__(), loop).result()
    try:
        yield book
    finally:
        run_coroutine_threadsafe(book.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _told(found: Mapping[str, list[Start]]) -> list[Figure]:
    figures = []
    for name, starts in found.items():
        figures += [
            Figure(f"{name}: init", median(start.init_ms for start in starts), "ms"),
            Figure(f"{name}: first event", median(start.first_ms for start in starts), "ms"),
            Figure(f"{name}: memory", median(start.memory_mb for start in starts), "MB"),
        ]
        if starts[0].warm_ms:
            figures.append(Figure(f"{name}: warm", median(ms for start in starts for ms in start.warm_ms), "ms"))
    return figures


def _ratio(found: Mapping[str, list[Start]], name: str, against: str) -> float:
    """The median over rounds: what disturbs the machine disturbs a round's starts alike."""
    return median(mine.whole_ms / other.whole_ms for mine, other in zip(found[name], found[against], strict=False))


def _list() -> dict[str, Any]:
    return {**EVENT, "body": json.dumps({"query": LIST, "variables": {"first": 10}})}


def _listed(told: Any) -> bool:
    body = told["body"].encode()
    answer = json.loads(decompress(b64decode(body)) if told.get("isBase64Encoded") else body)
    return "errors" not in answer and len(answer["data"]["viewer"]["activities"]["nodes"]) == 10


def _files(service: Service, person: Person) -> Callable[[], dict[str, Any]]:
    """Sends another run each time; the event that tells of it."""
    count = itertools.count()

    def event() -> dict[str, Any]:
        started_at = datetime(2026, 1, 3, 6, tzinfo=UTC) + timedelta(days=next(count))
        person.send(file_bytes(recording(Sport.RUNNING, MINUTES, started_at=started_at)))
        return lambda_event(service.receive())

    return event


def _stored(told: Any) -> bool:
    return bool(told == {"batchItemFailures": []})


def _of_graph(table: str, url: str) -> dict[str, str]:
    chosen = Settings(
        table=table,
        dynamodb_url=url,
        issuer=ISSUER,
        client_id=CLIENT_ID,
        cursor_secret="of the benchmark",  # noqa: S106 -- and of nothing else
        points_per_s=0,  # nobody may ask as often as a benchmark does
    )
    return variables_of(chosen)


def _of_uploads(service: Service) -> dict[str, str]:
    return {**variables_of(service.settings), "OPENBLAS_NUM_THREADS": "1"}
