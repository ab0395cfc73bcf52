"""``python -m bench [SUITE ...]``: measure, print a table, and write ``bench/results/<suite>.json``."""

import sys
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, keep, shown

# Each is a module here whose ``run`` answers its figures, and whose ``report``, if there is one, writes them into
# ``docs``. The long ones run only when they are named.
SUITES = ("table", "kernels", "decoders", "features", "imports", "graphql", "agreement")
LONG: tuple[str, ...] = ("peers", "coldstart")
RESULTS = Path(__file__).parent / "results"


def main(wanted: list[str]) -> int:
    """Run the suites that are named, or all but the long ones."""
    unknown = set(wanted) - {*SUITES, *LONG}
    if unknown:
        print(f"There is no suite {', '.join(sorted(unknown))}; there are {', '.join((*SUITES, *LONG))}.")
        return 2
    for suite in wanted or SUITES:
        module = import_module(f"bench.{suite}")
        figures = module.run()
        keep(figures, RESULTS / f"{suite}.json")
        getattr(module, "report", _nothing)(figures)
        print(f"{suite}\n\n{shown(figures)}\n")
    return 0


def _nothing(_: list[Figure]) -> None:
    """Of a suite whose figures are told by hand."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
