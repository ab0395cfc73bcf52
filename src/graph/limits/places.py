"""How often the same answer key stands in one place: what validation compares, two by two.

Fields of one key are merged into one answer, and so is what is below them: `profile` twice, each with `sex` twice, is
four times `sex` in one place.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import TooComplex
from graph.limits import bounds

type Places = dict[str, "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """An answer key: how often it is asked for, and the keys below it."""

    times: int
    below: Mapping[str, "Place"]


def add(own: Places, other: Mapping[str, Place]) -> None:
    """Put other keys of the same place beside those that are there; raises TooComplex. ``other`` stays as it is."""
    for key, place in other.items():
        known = own.get(key)
        own[key] = place if known is None else _both(known, place)


def pairs(places: Mapping[str, Place]) -> int:
    """Two fields of one key each, at all levels."""
    return sum(each.times * (each.times - 1) // 2 + pairs(each.below) for each in places.values())


def at_most(found: int, most: int, what: str) -> int:
    """The number that was found; raises TooComplex where it is more than allowed."""
    if found > most:
        raise TooComplex(f"There may be at most {most} {what}")
    return found


def _both(one: Place, other: Place) -> Place:
    times = at_most(one.times + other.times, bounds.MAX_DUPLICATES, "times the same field in one place")
    below = dict(one.below)
    add(below, other.below)
    return Place(times, below)
