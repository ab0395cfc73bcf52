"""Functions in AWS's own runtime client, killed at every request they make, before it is sent or when it was done."""

from itertools import cycle, islice
from random import Random

from tests.functions.kills import WORKS, Killer, multiplied
from tests.functions.tripwire import When, stretched
from tests.soak.place import Place

NAME = "kills"
WHAT = "what a killed function left another process ends: nothing is doubled, lost or half visible"
UNIT = "kills"
FULL = 200
FEW = 3  # all but the upload, which tests/functions kills


def run(place: Place, seed: int, count: int) -> str:
    """Kill so many processes, those of each function in turn, at requests in an order by chance."""
    chance = Random(seed)
    with (
        place.service() as service,
        stretched(place.engines.url, place.dynamodb_url) as wire,
        Killer(service, wire) as killer,
    ):
        known = {name: killer.undisturbed(work) for name, work in islice(WORKS.items(), count)}
        points = {name: _points(chance, len(asked)) for name, (asked, _) in known.items()}
        done = dict.fromkeys(known, 0)
        for name in islice(cycle(known), count):
            number, when = points[name][done[name] % len(points[name])]
            done[name] += 1
            expected = known[name][1]
            if name == "a count":
                expected = multiplied(expected, done[name] + 1)
            where = f"{name}, killed {when} request {number} of {known[name][0]}, seed {seed}"
            try:
                found = killer.killed(WORKS[name], number, when)
            except Exception as error:
                raise AssertionError(f"{where}: {error!r}") from error
            assert found == expected, f"{where}: {found} instead of {expected}"
    return ", ".join(f"{name}: {done[name]} kills at {len(points[name])} points" for name in known) + ", nothing amiss"


def _points(chance: Random, requests: int) -> list[tuple[int, When]]:
    points = [(number, when) for number in range(1, requests + 1) for when in When]
    chance.shuffle(points)
    return points
