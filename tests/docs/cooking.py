"""The cookbook carried out: every operation, command and step of the page, in its order, against the service."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2

from console.engines.embedded import Engines
from console.keypair import KeyPair
from tests.docs import account
from tests.docs.clock import Clock
from tests.docs.curl import requested
from tests.docs.layout import laid_out, shortened
from tests.docs.page import Block, blocks
from tests.docs.stand_ins import StandIns
from tests.service import Service, service_on

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
SHOWN_HEADERS = ("content-type", "www-authenticate", "allow", "retry-after")


class Cook:
    """Answers each block of the page; the blocks of answers come out as they are now."""

    def __init__(self, service: Service, clock: Clock, files: Path) -> None:
        self._service = service
        self._clock = clock
        self._files = files
        self._person = service.person(account.SUBJECT)
        self._stand_ins = StandIns()
        self._operation: Block | None = None  # what is still to be answered
        self._latest: Block | None = None
        self._variables: dict[str, Any] = {}
        self._body: Any = None
        self._head = ""
        self._known = {"TOKEN": self._person.token}

    def cooked(self, page: list[Block]) -> Iterator[Block]:
        """The page with its answers; what was said of a block stands in a note of the error."""
        for block in page:
            try:
                yield self._done(block)
            except Exception as error:
                error.add_note(f"at line {block.line} of {PAGE.name}")
                raise

    def _done(self, block: Block) -> Block:
        match block.kind:
            case "graphql":
                self._operation = self._latest = block
                self._variables = {}
            case "variables":
                self._operation = self._latest  # asked again, where it was answered before
                self._variables = self._stand_ins.meant(json.loads(block.body))
            case "console":
                self._run(block.body)
            case "answer":
                return block.with_body(self._answer(block.options))
            case "step":
                self._step(*block.body.split())
        return block

    def _step(self, name: str, *arguments: str) -> None:
        """``clock INSTANT``; ``move-in``; ``measured``: the queue is worked off; ``worked``: the jobs are."""
        match name:
            case "clock":
                self._clock.set(datetime.fromisoformat(arguments[0]))
            case "move-in":
                account.move_in(self._service, self._clock)
            case "measured":
                assert self._service.deliver() == {"batchItemFailures": []}
            case "worked":
                assert self._service.work() == {"batchItemFailures": []}
            case _:
                raise ValueError(f"no such step: {name}")

    def _run(self, commands: str) -> None:
        self._operation = None
        answer, with_head = requested(commands, self._known, self._files, self._send)
        self._head = _head(answer) if with_head else ""
        self._heard(_content(answer))

    def _send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        return self._service.http.request(method, path, **more)

    def _answer(self, options: Mapping[str, str]) -> str:
        if self._operation is not None:
            answer = self._person.post(self._operation.body, self._variables, **self._operation.options)
            self._operation, self._head = None, ""
            self._heard(answer.json())
        items, letters = (int(options[name]) if name in options else None for name in ("items", "letters"))
        shown = self._stand_ins.shown(shortened(self._body, items, letters))
        return self._head if shown is None else "\n\n".join(filter(None, (self._head, laid_out(shown))))

    def _heard(self, body: Any) -> None:
        """Keep an answer, and what a shell would keep of it: addresses and headers of a PUT, the last ones."""
        self._body = body
        if isinstance(body, dict):
            self._body = {name: each for name, each in body.items() if name != "extensions"}
        self._known |= dict(_kept(self._body))


def _kept(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in an answer that stands under a name, under that name."""
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str):
                yield name, each
            yield from _kept(each)
    elif isinstance(value, list):
        for each in value:
            yield from _kept(each)


def _content(answer: httpx2.Response) -> Any:
    if not answer.content:
        return None
    return answer.json()


def _head(answer: httpx2.Response) -> str:
    lines = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"]
    if answer.content:
        lines += [f"{name}: {answer.headers[name]}" for name in SHOWN_HEADERS if name in answer.headers]
    return "\n".join(lines)


@contextmanager
def kitchen(engines: Engines, keys: KeyPair) -> Iterator[Cook]:
    """A service on empty engines with a standing clock, and the files that the page sends."""
    with tempfile.TemporaryDirectory() as folder, service_on(engines, keys) as service, Clock(account.NOW) as clock:
        account.write_files(Path(folder))
        yield Cook(service, clock, Path(folder))


def cooked(engines: Engines, keys: KeyPair, page: str) -> str:
    """The page with the answers of now."""
    with kitchen(engines, keys) as cook:
        return "".join(block.source for block in cook.cooked(list(blocks(page))))
