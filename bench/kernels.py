"""Every public kernel beside what one would use instead, and beside what the machine needs for it at least."""

from collections.abc import Sequence

from bench import pages, plot
from bench.cases import CASES
from bench.cases.case import Case
from bench.figures import Figure
from bench.loops import compiled
from bench.rounds import OURS, Rounds, calls_within
from kernels import jit

# One call of a slow peer can be a second: it has a turn of one call.
TURN_MS = 10.0
PLOT = pages.DOCS / "kernels-speed.svg"


def run(rounds: int = 15, turn_ms: float = TURN_MS, cases: Sequence[Case] = CASES) -> list[Figure]:
    """All figures of the suite; raises AssertionError where two contenders do not say the same."""
    print(f"Kernels: {jit.MODE}")
    return [figure for case in cases for figure in _compared(case, rounds, turn_ms)]


def report(figures: list[Figure]) -> None:
    """The table and the plot in ``docs``."""
    pages.insert("kernels", pages.kernels_table(CASES, figures))
    PLOT.write_text(plot.drawn(pages.rows(CASES, figures)))


def _compared(case: Case, rounds: int, turn_ms: float) -> list[Figure]:
    works, missing = case.contenders()
    bound = case.bound(compiled())
    case.check(works, bound)
    if missing:
        print(f"{case.name}: without {', '.join(missing)}, not installed here")
    contenders = works | {bound[0]: bound[1]}
    measured = Rounds(contenders, rounds, calls_within(contenders, turn_ms))
    figures = []
    for name in case.peers:
        if name in works:
            aim = case.target if name == case.first else None
            faster = measured.ratio(name, OURS)
            figures.append(Figure(f"{case.name}, to {name}", faster, "x faster", aim, "higher", name))
    figures.append(Figure(f"{case.name}, to the bound", measured.ratio(OURS, bound[0]), "x", against=bound[0]))
    figures += (Figure(f"{case.name}: CPU of {name}", measured.ms(name), "ms") for name in contenders)
    return figures
