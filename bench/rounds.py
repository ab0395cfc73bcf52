"""Interleaved rounds: A B C A B C ..., so that what disturbs the machine disturbs all contenders alike."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

type Work = Callable[[], object]


class Rounds:
    """CPU time a call, in ms, of each contender in each round; the first round, which warms caches, is dropped."""

    def __init__(self, contenders: Mapping[str, Work], rounds: int, calls: int) -> None:
        gc.collect()
        gc.freeze()  # what was there before is nobody's garbage
        try:
            turns = [{name: _turn(work, calls) for name, work in contenders.items()} for _ in range(rounds + 1)]
        finally:
            gc.unfreeze()
        self._turns = turns[1:]

    def ms(self, name: str) -> float:
        """A contender's median."""
        return median(turn[name] for turn in self._turns)

    def ratio(self, name: str, against: str) -> float:
        """The median of a contender's ratio to another one in the same round."""
        return median(turn[name] / turn[against] for turn in self._turns)


def _turn(work: Work, calls: int) -> float:
    # Garbage of the turn before is not this one's; that of its own is collected on its account.
    gc.collect()
    started_s = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - started_s) * 1000 / calls
