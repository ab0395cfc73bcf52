"""Scalars of our own: instants and days, each in one form on the way out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from operator import methodcaller
from typing import Any

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.scalar import ScalarDefinition

_LONGEST_SHOWN = 40


def _reader[T](name: str, form: str, read: Callable[[str], T]) -> Callable[[Any], T]:
    """What reads a value of this scalar; what cannot be read is refused with the form that is wanted."""

    def parse(value: Any) -> T:
        if not isinstance(value, str):
            raise StrawberryInputCoercionError(f"A {name} is written {form}, as a text.")
        try:
            return read(value)
        except ValueError:
            shown = value[:_LONGEST_SHOWN]
            raise StrawberryInputCoercionError(f"A {name} is written {form}, not {shown!r}.") from None

    return parse


def _instant(text: str) -> datetime:
    # RFC 3339 allows small letters, Python's reader knows a capital Z alone.
    return datetime.fromisoformat(text.upper())


# Methods of C both, called by C: an answer may hold hundreds of them.
DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="An instant by RFC 3339, with its offset from UTC. Answers have whole seconds, cut off, not rounded: "
    "2026-11-22T07:02:41+09:00. Input needs an offset too (+09:00, or Z); fractions of a second are taken.",
    serialize=methodcaller("isoformat", timespec="seconds"),
    parse_value=_reader("DateTime", "2026-11-22T07:02:41+09:00", _instant),
)
DATE = strawberry.scalar(
    name="Date",
    description="A day of the local calendar, YYYY-MM-DD: 2026-11-22. It is no instant, and has no offset.",
    serialize=methodcaller("isoformat"),
    parse_value=_reader("Date", "YYYY-MM-DD", date.fromisoformat),
)
SCALARS: Mapping[object, ScalarDefinition] = {datetime: DATE_TIME, date: DATE}
