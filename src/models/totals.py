"""Sums and bests, read: weeks for days, years for months and bests."""

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from functools import lru_cache

from models import keys, store
from models.entities import Amounts, PersonalBest, Totals, from_epoch_ms
from models.ledger import FIGURES, LETTERS
from models.store import RawItem
from models.terms import Sport

_COUNTER = re.compile(r"(\d+)([rw])([a-z])")
_BEST = re.compile(r"B([rw])(\d\d)")
_SPORTS = {letter: sport for sport, letter in LETTERS.items()}
_PLACES = {field.name: place for place, field in enumerate(fields(Amounts))}


def days(uid: str, since: date, until: date) -> list[Totals]:
    """The local days from ``since`` to before ``until`` that have anything, oldest first, in one request."""
    bounds = keys.week_sk(since), keys.week_sk(until)
    found = []
    for raw in store.query_all(keys.user_pk(uid), bounds):
        monday = date.fromisoformat(keys.tail(raw["SK"]["S"]))
        found += [Totals(monday + timedelta(days=day), amounts) for day, amounts in _parts(raw)]
    return [day for day in found if since <= day.start < until]


def months(uid: str, since: date, until: date) -> list[Totals]:
    """The months that begin from ``since`` to before ``until`` and have anything, oldest first, in one request."""
    bounds = keys.year_sk(since), keys.year_sk(until)
    found = []
    for raw in store.query_all(keys.user_pk(uid), bounds):
        year = int(keys.tail(raw["SK"]["S"]))
        found += [Totals(date(year, month, 1), amounts) for month, amounts in _parts(raw)]
    return [month for month in found if since <= month.start < until]


def bests(uid: str, year: int | None = None) -> list[PersonalBest]:
    """The best efforts of all time, or of one local year: one for each sport and distance, in one request."""
    bounds = store.prefix(keys.YEAR_PREFIX) if year is None else (keys.year_sk(date(year, 1, 1)),) * 2
    best: dict[tuple[Sport, int], PersonalBest] = {}
    for raw in store.query_all(keys.user_pk(uid), bounds):
        for found in bests_of(raw):
            place = found.sport, found.position
            best[place] = min(found, best.get(place, found))
    return sorted(best.values(), key=lambda found: (found.sport, found.position))


def bests_of(raw: RawItem) -> Iterable[PersonalBest]:
    """The bests that a year's item holds."""
    for name, value in raw.items():
        if match := _BEST.fullmatch(name):
            duration_ms, started_ms, aid = value["S"].split("#")
            started_at = from_epoch_ms(int(started_ms))
            yield PersonalBest(int(duration_ms), started_at, aid, _SPORTS[match[1]], int(match[2]))


def _parts(raw: RawItem) -> list[tuple[int, dict[Sport, Amounts]]]:
    """The days of a week or the months of a year that have anything, by their number."""
    figures: dict[tuple[int, Sport], list[int]] = {}
    for name, value in raw.items():
        counter = _counter_of(name)
        if counter:
            key, place = counter
            amounts = figures.get(key)
            if amounts is None:
                amounts = figures[key] = [0] * len(_PLACES)
            amounts[place] = int(value["N"])
    parts: dict[int, dict[Sport, Amounts]] = {}
    for (number, sport), amounts in sorted(figures.items()):
        parts.setdefault(number, {})[sport] = Amounts(*amounts)
    return [(number, part) for number, part in parts.items() if any(amounts.count for amounts in part.values())]


@lru_cache(maxsize=1_024)  # seven days or twelve months, two sports, six figures: the same names in every item
def _counter_of(name: str) -> tuple[tuple[int, Sport], int] | None:
    """What the counter of this name counts, and its place in ``Amounts``; None for what is none of this version."""
    match = _COUNTER.fullmatch(name)
    figure = FIGURES.get(match[3]) if match else None
    return ((int(match[1]), _SPORTS[match[2]]), _PLACES[figure]) if match and figure else None
