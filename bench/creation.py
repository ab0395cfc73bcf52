"""What a client weighs and how long it takes to make, each time in a process of its own.

``python -m bench.creation KIND`` measures one kind in itself and prints JSON; only Linux tells the memory.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
REGION, SECRET = "us-east-1", "canned"


def one() -> object:
    """One client of DynamoDB, as botocore makes it."""
    session = importlib.import_module("botocore.session").Session()
    session.set_credentials(SECRET, SECRET)
    return session.create_client("dynamodb", region_name=REGION)


def ours() -> object:
    """The service's client, shared by all its models."""
    settings, table = (importlib.import_module(f"models.{name}") for name in ("settings", "table"))
    settings.use(settings.Settings(region=REGION, local_secret=SECRET))
    table.connect()
    return table.connection().connection.client


def plain() -> object:
    """PynamoDB with as many models, each with the client that it makes for itself."""
    models = importlib.import_module("bench.plain")
    return [models.plain(model)._get_connection().connection.client for model in models.ours()]


# What makes it, and what must have been imported so that only the making is timed.
KINDS: Mapping[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    "one": (one, ("botocore.session", "botocore.client")),
    "ours": (ours, ("models.table",)),
    "plain": (plain, ("bench.plain",)),
}


def measured(kind: str) -> dict[str, float]:
    """CPU time to make this kind in ms, and memory in MB that this process took for its imports and for making it."""
    make, imports = KINDS[kind]
    before_mb = _resident_mb()
    for name in imports:
        importlib.import_module(name)
    started_s = time.process_time()
    kept = make()
    ms = (time.process_time() - started_s) * 1000
    return {"ms": ms, "mb": _resident_mb() - before_mb, "kept": float(kept is not None)}


def compared(kinds: Sequence[str], rounds: int) -> dict[str, dict[str, float]]:
    """The medians of ``measured`` by kind, from interleaved fresh processes, without the first where there are more."""
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind in kinds:
            found[kind].append(_fresh(kind))
    return {
        kind: {unit: median(each[unit] for each in turns[1:] or turns) for unit in ("ms", "mb")}
        for kind, turns in found.items()
    }


def _fresh(kind: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.creation", kind]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 -- ours
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
