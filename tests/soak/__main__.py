"""Run one campaign: ``python -m tests.soak faults --count 10000 --seed 1``; without a name, list them."""

import argparse
import sys
import time
import traceback

import pytest

from tests.soak.campaigns import CAMPAIGNS, Campaign
from tests.soak.place import opened


def main() -> int:
    """The exit code: 0 when the campaign found nothing, 1 when it did or could not run."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Run one campaign.")
    parser.add_argument("suite", nargs="?", choices=sorted(CAMPAIGNS), help="its name; without one, all are listed")
    parser.add_argument("--count", type=int, help="how many; its full count unless given")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    if told.suite is None:
        for each in CAMPAIGNS.values():
            print(f"{each.NAME:<10} {each.FULL:>6} {each.UNIT:<10} {each.WHAT}")
        return 0
    chosen = CAMPAIGNS[told.suite]
    return run(chosen, told.seed, told.count or chosen.FULL)


def run(campaign: Campaign, seed: int, count: int) -> int:
    """Run a campaign and print what came of it."""
    began = time.monotonic()
    try:
        with opened() as place:
            summary = campaign.run(place, seed, count)
    except pytest.skip.Exception as missing:
        print(f"{campaign.NAME} cannot run: {missing.msg}", file=sys.stderr)
        return 1
    except Exception:  # noqa: BLE001 -- whatever it was, the seed belongs to it
        traceback.print_exc()
        print(f"{campaign.NAME} failed: SEED={seed} COUNT={count}", file=sys.stderr)
        return 1
    print(f"{campaign.NAME}, seed {seed}: {summary} ({time.monotonic() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
