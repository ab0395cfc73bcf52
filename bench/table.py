"""The table's client: what a request costs in CPU, beside raw boto3 and plain PynamoDB on the same canned answers."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench import account, creation
from bench.canned import Canned
from bench.contenders import Ours, Plain, Raw, connected
from bench.figures import Figure
from bench.rounds import Rounds

BOTO3, PYNAMODB = "boto3 client", "PynamoDB"


@dataclass(frozen=True, slots=True)
class Case:
    """A request that every contender makes by the method of this name.

    Attributes:
        weight: how many calls of the lightest one it takes as long as.
        target: what ours may cost at most, as a part of boto3's.
    """

    name: str
    method: str
    weight: int
    target: float


CASES = (
    Case("list of 100, with cursors", "page", 10, 0.17),
    Case("list of 100, records alone", "cards", 10, 0.17),
    Case("get of a profile", "profile", 1, 1.0),
    Case("get of an activity", "meta", 1, 1.0),
    Case("put of a ticket", "promise", 1, 1.1),
    Case("transaction of 5", "finish", 2, 1.3),
)


def run(rounds: int = 30, calls: int = 100, processes: int = 8, retries: int = 40) -> list[Figure]:
    """All figures of the suite: rounds of CPU time, fresh processes, and retries after a throttle."""
    canned, answers = Canned(), account.answers()
    figures: list[Figure] = []
    with connected(canned):
        contenders: dict[str, Any] = {"ours": Ours(), BOTO3: Raw(canned), PYNAMODB: Plain(canned)}
        for case in CASES:
            canned.content = answers[case.method]
            works = {name: getattr(made, case.method) for name, made in contenders.items()}
            figures += _compared(case, Rounds(works, rounds, max(1, calls // case.weight)))
        canned.content = answers["profile"]
        figures += _retried(canned, {name: made.profile for name, made in contenders.items()}, retries)
    return figures + _creation(processes)


def _compared(case: Case, measured: Rounds) -> list[Figure]:
    return [
        Figure(case.name, measured.ratio("ours", BOTO3), "x", case.target, against=BOTO3),
        Figure(f"{case.name}, to PynamoDB", measured.ratio("ours", PYNAMODB), "x", against=PYNAMODB),
        *(Figure(f"{case.name}: CPU of {name}", measured.ms(name), "ms") for name in ("ours", BOTO3, PYNAMODB)),
    ]


def _retried(canned: Canned, gets: Mapping[str, Callable[[], object]], retries: int) -> list[Figure]:
    """How much later a get is answered when its first try is throttled."""
    added_ms: dict[str, list[float]] = {name: [] for name in gets}
    for _ in range(retries):
        for name, get in gets.items():
            quick_ms = _wall_ms(get)
            canned.throttles = 1
            added_ms[name].append(_wall_ms(get) - quick_ms)
    return [
        Figure(f"one throttled try, {name}", median(found), "ms", 80 if name == "ours" else None)
        for name, found in added_ms.items()
    ]


def _wall_ms(work: Callable[[], object]) -> float:
    started_s = time.perf_counter()
    work()
    return (time.perf_counter() - started_s) * 1000


def _creation(processes: int) -> list[Figure]:
    """The service's client with all its models, beside one client and beside a client a model."""
    found = creation.compared(("one", "ours", "plain"), processes)
    one, ours, plain = found["one"], found["ours"], found["plain"]
    return [
        Figure("client for all models: CPU over one client", ours["ms"] - one["ms"], "ms", 60, against="one client"),
        Figure("client for all models: memory over one client", ours["mb"] - one["mb"], "MB", 10, against="one client"),
        *(
            Figure(f"{name}: {label}", kind[unit], shown)
            for name, kind in (("client for all models", ours), ("one client", one), ("PynamoDB's clients", plain))
            for unit, shown, label in (("ms", "ms", "CPU"), ("mb", "MB", "memory, imports included"))
        ),
    ]
