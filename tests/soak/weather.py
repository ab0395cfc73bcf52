"""What goes wrong around one person: single faults, storms of one kind, and workers that die."""

from random import Random

from tests.soak.proxy import APPLIES, BATCHES, READS, WRITES, Fault

# Of the requests; operations that are asked seldom fail more often, so that each is hit by everything.
_SHARE = {"GetItem": 0.15, "Query": 0.2, "BatchWriteItem": 0.7, "BatchGetItem": 0.7, "DeleteItem": 0.4}
_USUAL_SHARE = 0.28
_STORMS = 0.04
# A late answer costs the time of waiting for it; few requests can be done in part.
_WEIGHTS = {Fault.DELAY: 0.4, Fault.UNPROCESSED: 3.0}


class Weather:
    """A script of the proxy; nothing goes wrong while it is ``calm``."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._storm, self._left = Fault.ERROR, 0
        self._last: int | None = None
        self._first = set(BATCHES)  # so seldom asked that the first one always fails
        self.calm = False

    def kill_after(self, count: int) -> None:
        """Let the worker at hand die at its request after so many; nothing that it asks for later is done."""
        self._last = count

    def revive(self) -> None:
        """Another worker takes over."""
        self._last = None
        self._left = 0

    def __call__(self, operation: str) -> Fault | None:
        if self.calm or operation not in READS | WRITES:
            return None
        if self._last is not None:
            self._last -= 1
            if self._last < 0:
                return self._rng.choice([Fault.RESET, Fault.LOST]) if self._last == -1 else Fault.RESET
        if self._left:
            self._left -= 1
            return self._storm if operation in APPLIES[self._storm] else Fault.ERROR
        return self._single(operation)

    def _single(self, operation: str) -> Fault | None:
        lucky = self._rng.random() >= _SHARE.get(operation, _USUAL_SHARE)
        if lucky and operation not in self._first:
            return None
        self._first.discard(operation)
        fitting = [fault for fault in Fault if operation in APPLIES[fault]]
        (fault,) = self._rng.choices(fitting, [_WEIGHTS.get(fault, 1.0) for fault in fitting])
        if fault is not Fault.DELAY and self._rng.random() < _STORMS:
            self._storm, self._left = fault, self._rng.randint(2, 12)
        return fault
