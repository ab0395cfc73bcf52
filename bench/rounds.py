"""Interleaved rounds: A B C A B C ..., so that what disturbs the machine disturbs all contenders alike."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

type Work = Callable[[], object]

# The contender that all others are compared with, under this name in every suite of kernels and files.
OURS = "ours"
_MOST_CALLS = 5000


class Rounds:
    """CPU time a call, in ms, of each contender in each round; the first round, which warms caches, is dropped.

    Args:
        contenders: what is called, by name.
        rounds: how many count.
        calls: in a turn, of each contender or of all of them.
    """

    def __init__(self, contenders: Mapping[str, Work], rounds: int, calls: int | Mapping[str, int]) -> None:
        each = dict.fromkeys(contenders, calls) if isinstance(calls, int) else calls
        gc.collect()
        gc.freeze()  # what was there before is nobody's garbage
        try:
            turns = [{name: _turn(work, each[name]) for name, work in contenders.items()} for _ in range(rounds + 1)]
        finally:
            gc.unfreeze()
        self._turns = turns[1:]

    def ms(self, name: str) -> float:
        """A contender's median."""
        return median(turn[name] for turn in self._turns)

    def ratio(self, name: str, against: str) -> float:
        """The median of a contender's ratio to another one in the same round."""
        return median(turn[name] / turn[against] for turn in self._turns)


def calls_within(works: Mapping[str, Work], turn_ms: float) -> dict[str, int]:
    """How many calls of each fill a turn of this length; at least one."""
    found = {}
    for name, work in works.items():
        work()  # whatever is only slow once
        started_s = time.process_time()
        work()
        ms = max((time.process_time() - started_s) * 1000, 1e-6)
        found[name] = max(1, min(round(turn_ms / ms), _MOST_CALLS))
    return found


def _turn(work: Work, calls: int) -> float:
    # Garbage of the turn before is not this one's; that of its own is collected on its account.
    gc.collect()
    started_s = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - started_s) * 1000 / calls
