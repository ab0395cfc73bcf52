"""Every campaign: a module with NAME, WHAT it proves, UNIT of its count, FULL and FEW (in `make test`), and ``run``."""

from typing import Protocol

from tests.soak import cohorts, cursors, executor, faults, fuzz, histories, kills, leaving, scores
from tests.soak.place import Place


class Campaign(Protocol):
    """What a campaign's module holds."""

    NAME: str
    WHAT: str
    UNIT: str
    FULL: int
    FEW: int

    def run(self, place: Place, seed: int, count: int) -> str:
        """Go on until ``count`` units are done; a summary in a line. Raises AssertionError on a violation."""
        ...


CAMPAIGNS: dict[str, Campaign] = {
    each.NAME: each for each in (faults, histories, cursors, leaving, fuzz, scores, cohorts, executor, kills)
}
