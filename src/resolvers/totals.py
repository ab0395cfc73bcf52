"""Sums and bests of the signed-in person."""

from datetime import date

from coaching.spans import Span, spans
from models import totals
from models.entities import PersonalBest, Totals
from models.errors import InvalidInput
from models.terms import TotalsUnit, Weekday
from resolvers.access import Caller, uid_of

MAX_SPANS = 400


def spans_of(unit: TotalsUnit, since: date, until: date, first_weekday: Weekday) -> list[Span]:
    """The spans that overlap a range of local days; raises InvalidInput."""
    if since > until:
        raise InvalidInput("to", "must not be earlier than from")
    found = spans(unit, since, until, first_weekday, MAX_SPANS)
    if found is None:
        raise InvalidInput("to", f"is more than {MAX_SPANS} {unit.lower()}s later than from")
    return found


def reach(unit: TotalsUnit, since: date, until: date) -> Span:
    """The local days within which these spans lie, whatever day a week begins with; raises InvalidInput."""
    found = spans_of(unit, since, until, Weekday.MONDAY)
    if unit is not TotalsUnit.WEEK:
        return Span(found[0].first, found[-1].last)
    first, last = since.toordinal() - 6, until.toordinal() + 6
    return Span(date.fromordinal(max(first, 1)), date.fromordinal(min(last, date.max.toordinal())))


def parts(caller: Caller, unit: TotalsUnit, over: list[Span]) -> list[Totals]:
    """The days or months from which these spans are summed, in one request."""
    read = totals.days if unit in {TotalsUnit.DAY, TotalsUnit.WEEK} else totals.months
    end = min(over[-1].last.toordinal() + 1, date.max.toordinal())
    return read(uid_of(caller), over[0].first, date.fromordinal(end))


def bests(caller: Caller, year: int | None) -> list[PersonalBest]:
    """Best efforts of all time or of a local year; raises InvalidInput."""
    if year is not None and not 1970 <= year <= 9998:
        raise InvalidInput("year", "must be from 1970 to 9998")
    return totals.bests(uid_of(caller), year)
