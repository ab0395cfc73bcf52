"""Mutated files through readers and measures, and arrays of any form to kernels, in processes that may die of them.

One of two processes has kernels that were compiled on the spot, the other ones that were built ahead of time.
"""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from tests.kernels import forms, modes
from tests.soak.place import Place
from tests.soak.reading import DIARY_BYTES

NAME = "fuzz"
WHAT = "mutated files and arrays of any form end in what holds or in typed refusals: no crash, no hang, no flood"
UNIT = "inputs"
FULL = 200_000
FEW = 600

MOST_MB = 300
FORMS_SHARE = 0.1  # arrays a file
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Reader:
    """A process that reads mutated files, and the diary that outlives it."""

    seed: int
    diary: Path
    process: subprocess.Popen[str]

    def report(self) -> dict:
        """What it found; raises AssertionError with the input that it died of."""
        out, err = self.process.communicate()
        if self.process.returncode:
            diary = self.diary.read_bytes()
            number, size = (int.from_bytes(diary[at : at + 8], "little") for at in (0, 8))
            culprit = Path(gettempdir()) / f"fuzz-{self.seed}-{number}"
            culprit.write_bytes(diary[16 : 16 + size])
            raise AssertionError(f"input {number} ended in {self.process.returncode}, kept as {culprit}\n{err[-3000:]}")
        return json.loads(out)


def run(place: Place | None, seed: int, count: int) -> str:
    """Read ``count`` mutated files; raises AssertionError for one that was not answered as it should be."""
    ways = [modes.jit(), modes.built_ahead(modes.build())]
    forms_count = int(count * FORMS_SHARE)
    forms.campaign(ways, seed, forms_count)
    with TemporaryDirectory() as folder:
        readers = [_start(Path(folder), seed * len(ways) + k, count // len(ways), way) for k, way in enumerate(ways)]
        try:
            reports = [reader.report() for reader in readers]
        finally:
            for reader in readers:
                reader.process.kill()
                reader.process.wait()
    outcomes: Counter[str] = sum((Counter(report["outcomes"]) for report in reports), Counter())
    peak_mb = max(report["peak_mb"] for report in reports)
    assert peak_mb < MOST_MB, f"{peak_mb:.0f} MB"
    read = sum(times for word, times in outcomes.items() if word.startswith("read"))
    refusals = ", ".join(f"{times} {word}" for word, times in outcomes.most_common() if not word.startswith("read"))
    return (
        f"{outcomes.total()} inputs, {sum(report['grown'] for report in reports)} kept for what they reached; "
        f"{read} read in {sum(word.startswith('read') for word in outcomes)} ways, refused: {refusals}; "
        f"at most {peak_mb:.0f} MB; {forms_count} calls of kernels with arrays of any form, alike in both ways"
    )


def _start(folder: Path, seed: int, count: int, way: dict[str, str]) -> Reader:
    diary = folder / f"diary-{seed}"
    diary.write_bytes(bytes(DIARY_BYTES))
    line = [
        sys.executable,
        "-X",
        "faulthandler",
        "-W",
        "error",
        "-m",
        "tests.soak.reading",
        diary,
        str(seed),
        str(count),
    ]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(line, cwd=ROOT, env=way, text=True, **pipes)
    return Reader(seed, diary, process)
