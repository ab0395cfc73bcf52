"""What is behind ``stridegraph explain``: an operation's requests, rehearsed first, then as the server made them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from rich.console import Console

from console.client import ApiError, Client
from console.lines import heading, line
from console.plan.rehearsal import Operation, Plan, rehearse
from console.state import known_server
from graph import capacity

_WIDTH = 78
NO_SERVER = "No local server is running: after `make serve` this also tells what it really asked."
NOT_RUN = "A mutation is carried out on the server only with --run."
REFUSED = "Something was refused, so plan and run are not held against each other."
UNTOLD = "This service does not tell what it asked: only a local server does."


class CannotExplain(Exception):
    """What is wrong with the document or its variables: one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the operation is to be run, and whether: None runs queries, and mutations only in the rehearsal."""

    url: str | None = None
    token: str | None = None
    run: bool | None = None


def operation_of(query: str, variables: str, name: str | None) -> Operation:
    """The operation of a document; ``variables`` are JSON, or name a file that holds it. Raises CannotExplain."""
    text = variables if variables.lstrip().startswith("{") or not variables else _read(variables)
    try:
        given = json.loads(text or "{}")
    except ValueError as error:
        raise CannotExplain(f"The variables are no JSON: {error}.") from error
    if not isinstance(given, dict):
        raise CannotExplain("The variables must be a JSON object.")
    return Operation(query, given, name)


def explain(operation: Operation, console: Console, target: Target, *, as_json: bool = False) -> int:
    """Print the plan, run the operation where that is wished and possible, print what was asked; the exit code.

    Raises CannotExplain and ApiError.
    """
    mutates = _type_of(operation) is OperationType.MUTATION
    try:
        plan = rehearse(operation)
    except GraphQLError as error:
        raise CannotExplain(_told(error)) from error
    planned = _planned(plan)
    if not as_json:
        _print(console, f"Plan: {_rounds(planned)}, rehearsed: nothing was sent", planned)
    answer, why = _answer(operation, target, mutates=mutates)
    made = _made(answer) if answer else None
    if as_json:
        console.print_json(data={"plan": planned, "run": made, "note": why})
    elif made:
        _print(console, f"Run: {_sum(made)}, as the server tells", made)
        refused = planned["errors"] or made["errors"]
        _say(console, REFUSED if refused else _compared(planned, made))
    if why and not as_json:
        _say(console, why)
    return 1 if planned["errors"] or (made and made["errors"]) else 0


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotExplain(f"{name} cannot be read: {error}.") from error


def _type_of(operation: Operation) -> OperationType:
    """Query or mutation; raises CannotExplain unless the document holds the one operation that is meant."""
    try:
        document = parse(operation.query)
    except GraphQLError as error:
        raise CannotExplain(_told(error)) from error
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    names = [node.name.value if node.name else "" for node in found]
    meant = [node for node, name in zip(found, names, strict=True) if operation.name in {None, name}]
    if len(meant) == 1:
        return meant[0].operation
    if not found:
        raise CannotExplain("The document holds no operation.")
    which = "several operations" if operation.name is None else f"no operation {operation.name}"
    raise CannotExplain(f"The document holds {which}; --operation takes one of: {', '.join(names)}.")


def _told(error: GraphQLError) -> str:
    """An error in one line, with its place in the document."""
    at = "".join(f" (line {place.line}, column {place.column})" for place in (error.locations or [])[:1])
    return f"{error.message}{at}"


def _planned(plan: Plan) -> dict[str, Any]:
    return {
        "requests": [capacity.line(request) for request in plan.requests],
        "capacity": capacity.total(plan.requests),
        "beside": plan.beside,
        "errors": [{"message": error.message, "path": error.path} for error in plan.errors],
    }


def _answer(operation: Operation, target: Target, *, mutates: bool) -> tuple[dict[str, Any] | None, str]:
    """The server's answer, or why there is none; raises ApiError where a server was named and does not answer."""
    if target.run is False:
        return None, ""
    if mutates and not target.run:
        return None, NOT_RUN
    known = known_server()
    url, token = target.url or (known and known[0]), target.token or (known and known[1])
    if target.url and not token:
        raise ApiError("--url needs --token: no local server left one here.")
    if not url or not token:
        return None, NO_SERVER
    request = {"query": operation.query, "variables": operation.variables, "operationName": operation.name}
    try:
        with Client(url, token) as client:
            answer = client.ask(request)
    except ApiError:
        if target.url:
            raise
        return None, NO_SERVER
    told = "requests" in (answer.get("extensions") or {}) or answer.get("errors")
    return (answer, "") if told else (None, UNTOLD)


def _made(answer: Mapping[str, Any]) -> dict[str, Any]:
    extensions = {"requests": [], "capacity": capacity.total([]), **(answer.get("extensions") or {})}
    return {**extensions, "beside": [], "errors": answer.get("errors") or []}


def _print(console: Console, title: str, part: Mapping[str, Any]) -> None:
    heading(console, title)
    for request in part["requests"]:
        for text in _lines(request):
            line(console, text)
    if part["beside"]:
        line(console, f"beside the table, and not sent either: {', '.join(part['beside'])}")
    for error in part["errors"]:
        at = ".".join(map(str, error.get("path") or ()))
        line(console, f"refused{f' at {at}' if at else ''}: {error['message']}")


def _say(console: Console, sentence: str) -> None:
    for text in wrap(sentence, _WIDTH):
        heading(console, text)


def _lines(request: Mapping[str, Any]) -> Iterator[str]:
    """A request in two lines or more, none longer than a narrow terminal; its round comes first."""
    items = _count(request["items"], "item") if request["items"] else ""
    units = _units(request)
    tries = f"  {request['tries']} tries" if request["tries"] > 1 else ""
    refused = "  refused" if request["refused"] else ""
    number = request.get("round", "")
    asked = f"{number:>2} {request['pattern']:18} {request['operation']:18}"
    yield f"{asked} {items:>9} {units:>10}{tries}{refused}".rstrip()
    yield from wrap(_condition(request), _WIDTH, initial_indent=" " * 5, subsequent_indent=" " * 7, **_WHOLE_WORDS)


_WHOLE_WORDS: Mapping[str, Any] = {"break_long_words": False, "break_on_hyphens": False}


def _condition(request: Mapping[str, Any]) -> str:
    parts = [request["condition"]]
    parts += [f"index {request['index']}"] if request["index"] else []
    parts += [f"limit {request['limit']}"] if request["limit"] else []
    parts += ["newest first"] if request["backward"] else []
    parts += ["strong"] if request["strong"] else []
    return ", ".join(parts)


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _units(told: Mapping[str, Any]) -> str:
    name = "unit" if told["units"] == 1 else "units"
    return f"{told['units']:g}{'+' if told['atLeast'] else ''} {name}"


def _sum(part: Mapping[str, Any]) -> str:
    return f"{_count(len(part['requests']), 'request')}, {_units(part['capacity'])}"


def _rounds(planned: Mapping[str, Any]) -> str:
    rounds = max((request["round"] for request in planned["requests"]), default=0)
    return f"{_count(len(planned['requests']), 'request')} in {_count(rounds, 'round')}, {_units(planned['capacity'])}"


def _compared(planned: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """The difference between plan and run in a sentence."""
    units = f"{_units(made['capacity'])} taken, {_units(planned['capacity'])} planned"
    before, after = (Counter(request["pattern"] for request in part["requests"]) for part in (planned, made))
    if before == after:
        return f"As planned: the same requests; {units}."
    more, fewer = _named(after - before), _named(before - after)
    told = " and ".join([f"{what} {name}" for what, name in ((more, "more"), (fewer, "fewer")) if what])
    return f"Not as planned, since the data differs from what is usual: {told}; {units}."


def _named(patterns: Counter[str]) -> str:
    return ", ".join(f"{count} x {name}" for name, count in sorted(patterns.items()))
