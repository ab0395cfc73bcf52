"""What the uploads function does first: import its readers and measures, and take in a small file.

Each time in a process of its own, as a function starts: with kernels that were built ahead of time, with Numba and a
cache that hits, and with Numba and none. Numba imports SciPy where it finds one; no function has it, so it is hidden.
``python -m bench.imports FILE`` measures this process and prints JSON.
"""

import importlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.figures import Figure

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src"
ROUNDS = 7
COLD_ROUNDS = 2  # each takes half a minute, and differs from the other by little
MINUTES = 10
AHEAD, WARM, COLD = "ahead of time", "Numba, warm cache", "Numba, no cache"

type Turn = dict[str, float]


def run() -> list[Figure]:
    """Medians of fresh processes, interleaved."""
    with TemporaryDirectory() as place:
        file = Path(place, "run.fit")
        file.write_bytes(_small_file())
        kinds = _environments(Path(place))
        _turn(WARM, kinds, file)  # fills the cache, and Python's own
        found: dict[str, list[Turn]] = {kind: [] for kind in kinds}
        for round_ in range(ROUNDS):
            for kind in kinds:
                if kind != COLD or round_ < COLD_ROUNDS:
                    found[kind].append(_turn(kind, kinds, file))
    figures = [
        Figure(f"{kind}: {what}", median(turn[what] for turn in turns), "MB" if what == "memory" else "ms")
        for kind, turns in found.items()
        for what in ("import", "first file", "second file", "memory")
    ]
    whole = {kind: median(turn["import"] + turn["first file"] for turn in turns) for kind, turns in found.items()}
    ratios = [
        Figure(f"{kind}: import and first file", whole[kind] / whole[AHEAD], "x", None, "higher", AHEAD)
        for kind in (WARM, COLD)
    ]
    return [*figures, *ratios]


def _small_file() -> bytes:
    recordings = importlib.import_module("console.athlete.recordings")
    terms = importlib.import_module("models.terms")
    made = recordings.recording(terms.Sport.RUNNING, MINUTES, file_format=terms.FileFormat.FIT)
    data: bytes = recordings.file_bytes(made)
    return data


def _environments(place: Path) -> Mapping[str, dict[str, str]]:
    """Where each kind of process finds its kernels."""
    built = place / "built"
    shutil.copytree(SOURCES / "kernels", built / "kernels", ignore=shutil.ignore_patterns("_ahead*", "__pycache__"))
    script = ROOT / "scripts" / "build_kernels.py"
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run([sys.executable, script], env=path | {"PYTHONPATH": str(built)}, check=True)  # noqa: S603 -- ours
    jit = path | {"STRIDEGRAPH_KERNELS": "jit", "PYTHONPATH": str(SOURCES)}
    return {
        AHEAD: path | {"STRIDEGRAPH_KERNELS": "ahead", "PYTHONPATH": f"{built}:{SOURCES}"},
        WARM: jit | {"NUMBA_CACHE_DIR": str(place / "warm")},
        COLD: jit,
    }


def _turn(kind: str, kinds: Mapping[str, dict[str, str]], file: Path) -> Turn:
    with TemporaryDirectory() as empty:
        environment = kinds[kind] | ({"NUMBA_CACHE_DIR": empty} if kind == COLD else {})
        command = [sys.executable, "-m", "bench.imports", str(file)]
        done = subprocess.run(  # noqa: S603 -- ours
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
    answer: Turn = json.loads(done.stdout)
    return answer


def measured(file: Path) -> Turn:
    """CPU time of this process in ms, and its memory in MB at the end."""
    sys.modules["scipy"] = None  # type: ignore[assignment] # how Python is told that there is none
    data = file.read_bytes()
    times = [time.process_time()]
    readers, measures = (importlib.import_module(name) for name in ("uploads.readers.detect", "uploads.measures"))
    entities, terms = (importlib.import_module(f"models.{name}") for name in ("entities", "terms"))
    times.append(time.process_time())
    for _ in range(2):
        (recording,) = readers.read(data).recordings
        measures.measure(recording, entities.Profile("u"), terms.Sport.RUNNING)
        times.append(time.process_time())
    imported, first, second = ((after - before) * 1000 for before, after in pairwise(times))
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {"import": imported, "first file": first, "second file": second, "memory": pages * 4096 / 1e6}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
