"""GraphQL: from a query's text to JSON, beside bare graphql-core with the parsed document at hand, and Strawberry."""

import asyncio
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from graphql import execute, parse
from mangum import Mangum
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp
from strawberry.asgi import GraphQL
from strawberry.execution import optimized_is_awaitable

from bench import pages, schemas
from bench.figures import Figure
from bench.rounds import OURS, Rounds, Work, calls_within
from graph import signin
from graph.execution.executor import PlannedExecutor
from graph.http.endpoint import GraphQLEndpoint
from graph.http.status import Edition
from graph.schema import Schema
from models.entities import Identity
from models.settings import Settings, settings, use

BARE, PLANS, DEFAULT = "graphql-core", "plans alone", "Strawberry"
# What ours may take at most, as a part of the bare executor's; that of the plans alone; that of Strawberry by Mangum.
TARGETS = {"list of 20": 0.43, "series of 7 x 1,024": 0.06}
LIMITS, LAMBDA = 1.10, 0.15
_ISSUER, _CLIENT, _SUBJECT = "https://issuer.example.com", "app", "somebody"
_TEXT = ["application/json", "application/graphql-response+json", "text/"]


def run(rounds: int = 15, turn_ms: float = 60) -> list[Figure]:
    """All figures: each query in process, then by an event of API Gateway."""
    figures: list[Figure] = []
    with _loop() as loop:
        for name, query in schemas.QUERIES.items():
            works = _contenders(loop, query)
            figures += _compared(name, Rounds(works, rounds, calls_within(works, turn_ms)))
        for name, query in schemas.QUERIES.items():
            works = _functions(query)
            figures += _by_event(name, Rounds(works, rounds, calls_within(works, turn_ms)))
    return figures


def report(figures: Sequence[Figure]) -> None:
    """Write the table."""
    values = {figure.name: figure for figure in figures}
    lines = [
        f"| query | ours, ms | {BARE}, ms | ours to it | target | {DEFAULT}, ms | ours to plans alone "
        f"| event to answer, ms | to {DEFAULT}'s | target |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in schemas.QUERIES:
        found = [
            values[f"{name}: CPU of {OURS}"],
            values[f"{name}: CPU of {BARE}"],
            values[f"{name}, to {BARE}"],
            values[f"{name}: CPU of {DEFAULT}"],
            values[f"{name}, to {PLANS}"],
            values[f"{name}, event to answer: CPU of {OURS}"],
            values[f"{name}, event to answer"],
        ]
        cells = [f"**{figure.value:.3g}**" if figure.against else f"{figure.value:.3g}" for figure in found]
        cells.insert(3, _target(found[2]))
        lines.append("| " + " | ".join([name, *cells, _target(found[6])]) + " |")
    pages.insert("graphql", "\n".join(lines))


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{figure.target:g}" if figure.met else f"{figure.target:g}, missed"


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that Mangum finds, too, and settings under which nobody pays, of somebody whom the process has met."""
    before, loop = settings(), asyncio.new_event_loop()
    use(Settings(issuer=_ISSUER, client_id=_CLIENT, points_per_s=0, cursor_secret="of the bench"))  # noqa: S106 -- nobody's
    signin._identities[_ISSUER, _SUBJECT] = math.inf, Identity(_ISSUER, _SUBJECT, "bench")
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        use(before)
        signin.forget_identities()
        asyncio.set_event_loop(None)
        loop.close()


def _contenders(loop: asyncio.AbstractEventLoop, query: str) -> dict[str, Work]:
    """From text to JSON; of bare graphql-core and the plans alone, from the document. All say the same."""
    ours, stock, document = schemas.ours(), schemas.stock(), parse(query)
    text = _text(loop, ours, query)
    bare, data = schemas.bare(), schemas.root(json.loads(text))

    async def planned() -> bytes:
        result: Any = execute(
            ours._schema,
            document,
            executor_class=PlannedExecutor,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type] # typed as any predicate
        )
        return orjson.dumps((result if hasattr(result, "data") else await result).data)

    async def default() -> bytes:
        return json.dumps((await stock.execute(query)).data).encode()

    def bare_text() -> bytes:
        result: Any = execute(bare, document, data)
        return orjson.dumps(result.data)

    works: dict[str, Callable[[], bytes]] = {
        OURS: lambda: _text(loop, ours, query),
        PLANS: lambda: loop.run_until_complete(planned()),
        BARE: bare_text,
        DEFAULT: lambda: loop.run_until_complete(default()),
    }
    _agree({name: work() for name, work in works.items()})
    return dict(works)


def _text(loop: asyncio.AbstractEventLoop, schema: Schema, query: str) -> bytes:
    return orjson.dumps(loop.run_until_complete(schema.execute(query)).data)


def _functions(query: str) -> dict[str, Work]:
    """From an event of API Gateway to what the function answers."""
    doors = {
        OURS: _function(GraphQLEndpoint(schemas.ours(), Edition.AUDIT)),
        DEFAULT: _function(GraphQL(schemas.stock(), graphql_ide=None)),
    }
    event = _event(query)
    works: dict[str, Callable[[], dict[str, Any]]] = {name: _asked(door, event) for name, door in doors.items()}
    _agree({name: json.dumps(json.loads(work()["body"])["data"]).encode() for name, work in works.items()})
    return dict(works)


def _asked(function: Mangum, event: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    def work() -> dict[str, Any]:
        answer: dict[str, Any] = function(dict(event), None)  # type: ignore[arg-type] # a context that nobody reads
        return answer

    return work


def _function(endpoint: ASGIApp) -> Mangum:
    return Mangum(Starlette(routes=[Route("/graphql", endpoint)]), lifespan="off", text_mime_types=_TEXT)


def _event(query: str) -> dict[str, Any]:
    """What the gateway hands to the function, of a client that takes no compression: Strawberry has none."""
    return {
        "version": "2.0",
        "rawPath": "/graphql",
        "rawQueryString": "",
        "headers": {
            "accept": "application/graphql-response+json, application/json;q=0.9",
            "accept-language": "ja,en;q=0.5",
            "content-type": "application/json",
            "host": "api.example.com",
        },
        "requestContext": {
            "domainName": "api.example.com",
            "authorizer": {
                "jwt": {"claims": {"iss": _ISSUER, "client_id": _CLIENT, "sub": _SUBJECT, "token_use": "access"}}
            },
            "http": {"method": "POST", "path": "/graphql", "sourceIp": "192.0.2.10"},
        },
        "body": json.dumps({"query": query}),
        "isBase64Encoded": False,
    }


def _agree(answers: Mapping[str, bytes]) -> None:
    """Raises ValueError unless all contenders say the same."""
    found = {name: json.loads(answer) for name, answer in answers.items()}
    differing = [name for name, answer in found.items() if answer != found[OURS]]
    if differing:
        raise ValueError(f"{', '.join(differing)} answers something else")


def _compared(name: str, measured: Rounds) -> list[Figure]:
    return [
        Figure(f"{name}, to {BARE}", measured.ratio(OURS, BARE), "x", TARGETS.get(name), against=BARE),
        Figure(
            f"{name}, to {PLANS}",
            measured.ratio(OURS, PLANS),
            "x",
            LIMITS if name in TARGETS else None,
            against=PLANS,
        ),
        Figure(f"{name}, to {DEFAULT}", measured.ratio(OURS, DEFAULT), "x", against=DEFAULT),
        *(Figure(f"{name}: CPU of {each}", measured.ms(each), "ms") for each in (OURS, PLANS, BARE, DEFAULT)),
    ]


def _by_event(name: str, measured: Rounds) -> list[Figure]:
    target = LAMBDA if name in TARGETS else None
    return [
        Figure(f"{name}, event to answer", measured.ratio(OURS, DEFAULT), "x", target, against=DEFAULT),
        *(Figure(f"{name}, event to answer: CPU of {each}", measured.ms(each), "ms") for each in (OURS, DEFAULT)),
    ]
