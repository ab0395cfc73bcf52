"""``python -m bench [SUITE ...]``: measure, print a table, and write ``bench/results/<suite>.json``."""

import sys
from importlib import import_module
from pathlib import Path

from bench.figures import keep, shown

# Each is a module here whose ``run`` answers its figures. The long ones run only when they are named.
SUITES = ("table",)
LONG: tuple[str, ...] = ()
RESULTS = Path(__file__).parent / "results"


def main(wanted: list[str]) -> int:
    """Run the suites that are named, or all but the long ones."""
    unknown = set(wanted) - {*SUITES, *LONG}
    if unknown:
        print(f"There is no suite {', '.join(sorted(unknown))}; there are {', '.join((*SUITES, *LONG))}.")
        return 2
    for suite in wanted or SUITES:
        figures = import_module(f"bench.{suite}").run()
        keep(figures, RESULTS / f"{suite}.json")
        print(f"{suite}\n\n{shown(figures)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
