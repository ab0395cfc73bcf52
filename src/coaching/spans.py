"""Days, weeks, months and years of a local calendar, and sums over them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.entities import Amounts, Totals
from models.terms import Sport, TotalsUnit, Weekday

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A day, week, month or year, both ends included."""

    first: date
    last: date


def spans(unit: TotalsUnit, since: date, until: date, first_weekday: Weekday, most: int) -> list[Span] | None:
    """Every span that overlaps the local days from ``since`` to ``until``; None for more than ``most``."""
    found: list[Span] = []
    start = _start(unit, since, first_weekday)
    while start <= until:
        if len(found) == most:
            return None
        last = _last(unit, start)
        found.append(Span(start, last))
        if last == date.max:
            break
        start = last + DAY
    return found


def summed(into: Sequence[Span], parts: Iterable[Totals], sport: Sport | None) -> list[Amounts]:
    """The sums of one sport, or of both, over each span, from parts that each lie within one of them."""
    sums = [Amounts()] * len(into)
    firsts = [span.first for span in into]
    for part in parts:
        place = bisect_right(firsts, part.start) - 1
        for each, amounts in part.amounts.items():
            if place >= 0 and part.start <= into[place].last and sport in {None, each}:
                sums[place] += amounts
    return sums


def _start(unit: TotalsUnit, day: date, first_weekday: Weekday) -> date:
    if unit is TotalsUnit.WEEK:
        back = (day.weekday() - list(Weekday).index(first_weekday)) % 7
        return date.fromordinal(max(day.toordinal() - back, 1))
    if unit is TotalsUnit.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit is TotalsUnit.YEAR else day


def _last(unit: TotalsUnit, start: date) -> date:
    if unit is TotalsUnit.WEEK:
        return date.fromordinal(min(start.toordinal() + 6, date.max.toordinal()))
    if unit is TotalsUnit.MONTH:
        return start.replace(day=31) if start.month == 12 else start.replace(month=start.month + 1) - DAY
    return start.replace(month=12, day=31) if unit is TotalsUnit.YEAR else start
