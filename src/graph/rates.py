"""How much one person may ask of this process: a bucket of points each, of which every operation takes its cost.

A point is a field that may be answered, or a part of a read, as ``extensions.cost`` counts them. The buckets lie in
memory, so that no query waits for the table, and each container has its own: they stop a loop gone wild, and the
gateway's throttle stops the rest. What costs most, uploads and jobs, has buckets in the table (``models.allowances``).
"""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from models.errors import RateLimited
from models.settings import settings

# The bucket holds what comes in during so many seconds: ten of the largest operations, by the default rate.
FULL_S = 100
# A request is work, however little it asks for.
LEAST = 20
# Each change is one of the table, of several requests.
CHANGE = 100
# A text that is not kept here: parsed, walked and validated in up to 30 ms, and then maybe refused.
NEW_DOCUMENT = 200
# More people than one container answers within the time in which a bucket is full again.
MAX_PEOPLE = 4_096


@dataclass(frozen=True, slots=True)
class State:
    """A bucket: what it holds when full, what is left, and when it will be full again, if nothing is asked."""

    limit: int
    remaining: int
    reset_at: datetime


@dataclass(slots=True)
class Buckets:
    """The buckets of everybody who asked lately; who is not among them has a full one."""

    per_s: float
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    @property
    def limit(self) -> float:
        """What a full bucket holds."""
        return self.per_s * FULL_S

    def take(self, person: str, points: float, now_s: float) -> None:
        """Take points; raises RateLimited, and takes none, where there are fewer. ``now_s`` is monotonic."""
        left = self.left(person, now_s)
        if left < points:
            raise RateLimited(math.ceil((points - left) / self.per_s))
        self._left[person] = left - points, now_s
        self._left.move_to_end(person)
        while len(self._left) > MAX_PEOPLE:
            self._left.popitem(last=False)

    def left(self, person: str, now_s: float) -> float:
        """What is in the bucket now."""
        left, then_s = self._left.get(person, (self.limit, now_s))
        return min(left + (now_s - then_s) * self.per_s, self.limit)

    def __len__(self) -> int:
        return len(self._left)


_buckets: dict[int, Buckets] = {}


def buckets() -> Buckets | None:
    """Those of the rate in the settings; None where there is no limit."""
    per_s = settings().points_per_s
    if not per_s:
        return None
    found = _buckets.get(per_s)
    if found is None:
        found = _buckets[per_s] = Buckets(per_s)
    return found


def take(person: str, cost: int, changes: int) -> None:
    """Pay for an operation; raises RateLimited."""
    _pay(person, max(cost + changes * CHANGE, LEAST))


def take_for_document(person: str) -> None:
    """Pay for a document that has to be made ready, whatever becomes of it; raises RateLimited."""
    _pay(person, NEW_DOCUMENT)


def _pay(person: str, points: int) -> None:
    found = buckets()
    if found is not None:
        found.take(person, min(points, found.limit), time.monotonic())


def state(person: str) -> State | None:
    """The person's bucket; None where there is no limit."""
    found = buckets()
    if found is None:
        return None
    left = found.left(person, time.monotonic())
    full_in = timedelta(seconds=math.ceil((found.limit - left) / found.per_s))
    return State(int(found.limit), int(left), datetime.now(UTC).replace(microsecond=0) + full_in)


def forget() -> None:
    """Let everybody begin with a full bucket."""
    _buckets.clear()
