"""A process that reads mutated files, one after the other: ``python -m tests.soak.reading DIARY SEED COUNT``.

It keeps in a diary which input it is at, so that whoever waits for it can show the one that killed it. Inputs that
reach a line of the readers that none reached before are kept and mutated further. Two CPU seconds on one input end it.
"""

import json
import mmap
import signal
import sys
import types
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

import uploads
from models.entities import Problem, Profile
from models.errors import UnusableFile
from models.terms import Sport
from tests.soak.mutations import MOST_BYTES, Mutator, corpus
from tests.uploads.promises import assert_holds
from uploads.measures import measure, sport_of
from uploads.readers import detect
from uploads.readers.fit import is_fit
from uploads.readers.scan import Unplain
from uploads.recording import ReadFile
from uploads.series import preview_of, series_of

DIARY_BYTES = 16 + MOST_BYTES
MOST_S = 2.0
MOST_KEPT = 2000
_ROOM = str(Path(uploads.__file__).parent)
_TOOL = sys.monitoring.COVERAGE_ID
_PROFILE = Profile("somebody", weight_kg=60, resting_heart_rate_bpm=50, max_heart_rate_bpm=190)


class Novelty:
    """Counts the lines of the readers that were ever reached; each tells itself once, so watching costs nothing."""

    def __init__(self) -> None:
        self.lines = 0
        sys.monitoring.use_tool_id(_TOOL, "fuzz")
        sys.monitoring.register_callback(_TOOL, sys.monitoring.events.LINE, self._reached)
        sys.monitoring.set_events(_TOOL, sys.monitoring.events.LINE)

    def _reached(self, code: types.CodeType, _line: int) -> object:
        self.lines += code.co_filename.startswith(_ROOM)
        return sys.monitoring.DISABLE


def outcome(data: bytes) -> str:
    """What became of an input, in a word: the code of its refusal, or the codes of what was wrong with it.

    Raises whatever is not typed, and AssertionError for a recording that does not hold, or for a document in which the
    scan of points and the parser alone find something else.
    """
    file = answer(data)
    if not is_fit(data):
        with patch.object(detect, "scan", side_effect=Unplain):
            assert told(answer(data)) == told(file)
    if isinstance(file, Problem):
        return file.code
    codes = {problem.code for problem in file.problems}
    for each in file.recordings:
        assert_holds(each)
        codes |= {problem.code for problem in each.problems}
        try:
            sport = sport_of(each, Sport.WALKING)
        except UnusableFile as refusal:
            codes.add(refusal.problem.code)
            continue
        measures = measure(each, _PROFILE, sport)
        assert np.isfinite([measures.distance_m, measures.elapsed_s, measures.moving_s]).all()
        assert 0 <= measures.moving_s <= measures.elapsed_s + 1e-6
        preview_of(series_of(each, measures))
    return "read" + "".join(f" {code}" for code in sorted(codes))


def answer(data: bytes) -> ReadFile | Problem:
    """The file, or what it was refused for."""
    try:
        return detect.read(data)
    except UnusableFile as refusal:
        return refusal.problem


def told(value: object) -> object:
    """Everything of an answer as something that compares, numbers to the last bit."""
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, tuple):
        return [told(each) for each in value]
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if is_dataclass(value):
        return [told(getattr(value, each.name)) for each in fields(value)]
    return value


def peak_mb() -> float:
    """The most memory that this process ever had, MiB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def main(diary_path: str, seed: int, count: int) -> None:
    """Read ``count`` inputs and print what became of them as JSON."""
    kept, mutator, novelty = corpus(), Mutator(seed), Novelty()
    tally: Counter[str] = Counter()
    with Path(diary_path).open("r+b") as file, mmap.mmap(file.fileno(), DIARY_BYTES) as diary:
        for data in kept:
            outcome(data)  # also compiles whatever is not compiled yet: nobody's two seconds
        grown = 0
        for number in range(count):
            data = mutator.next(kept)
            diary[:16] = number.to_bytes(8, "little") + len(data).to_bytes(8, "little")
            diary[16 : 16 + len(data)] = data
            reached = novelty.lines
            signal.setitimer(signal.ITIMER_PROF, MOST_S)
            word = outcome(data)
            signal.setitimer(signal.ITIMER_PROF, 0)
            if (novelty.lines > reached or word not in tally) and len(kept) < MOST_KEPT:
                kept.append(data)
                grown += 1
            tally[word] += 1
    json.dump({"outcomes": tally, "grown": grown, "lines": novelty.lines, "peak_mb": peak_mb()}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
