"""How often what stands below a list may be answered: as its arguments say, or as long as such lists are."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    get_nullable_type,
    is_list_type,
)

from resolvers.activities import MAX_PAGE
from resolvers.history import MAX_WEEKS
from resolvers.sessions import MAX_DAYS
from resolvers.totals import MAX_SPANS

type Counter = Callable[[Mapping[str, Any]], int]

# Nested fragments and lists multiply without end; counting may stop here.
COUNTLESS = 10**9
# Characters of a number or a date that is read.
LONGEST = 40
# Days of the shortest span of each unit.
_DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 28, "YEAR": 365}


def of_page(given: Mapping[str, Any]) -> int:
    """As many as ``first`` says."""
    return whole(given.get("first"), MAX_PAGE)


def of_weeks(given: Mapping[str, Any]) -> int:
    """As many as ``weeks`` says."""
    return whole(given.get("weeks"), MAX_WEEKS)


def of_spans(given: Mapping[str, Any]) -> int:
    """Spans of a unit that overlap a range of days."""
    days, unit = _days(given), _DAYS.get(str(given.get("unit")), 1)
    if days is None:
        return MAX_SPANS
    # A range may begin and end within a span.
    return min(days if unit == 1 else days // unit + 2, MAX_SPANS)


def of_days(given: Mapping[str, Any]) -> int:
    """A session a day."""
    days = _days(given)
    return MAX_DAYS if days is None else min(days, MAX_DAYS)


# These say by an argument how long they are. Of `formHistory` that is told of the weeks below it.
BY_ARGUMENTS: dict[str, Counter] = {
    "User.totals": of_spans,
    "User.sessions": of_days,
    "User.formHistory": of_weeks,
}
# Counted where their argument stands, one level up.
OF_PARENT = frozenset(
    {
        *("ActivityConnection.nodes", "ActivityConnection.edges", "ChangeConnection.nodes", "ChangeConnection.edges"),
        "FormHistory.weeks",
    }
)
# As many as there can be, or where a file or a person can make it longer (`USUAL`), as many as the longest usual ones
# have: what is longer costs no more, and is held back by the bytes of an answer alone.
MOST = {
    "Activity.problems": 20,
    "Activity.bestEfforts": 13,
    "Activity.bestMeans": 18,
    "Score.components": 11,
    "Advice.exercises": 5,
    "HeartRateZones.zones": 5,
    "PaceZones.zones": 5,
    "Series.channels": 11,
    "FormWeek.components": 11,
    "ActivityComparison.figures": 6,
    "ActivityComparison.components": 11,
    "BodyProgram.basis": 10,
    "BodyProgram.sessions": 3,
    "PlannedSession.exercises": 10,
    "User.personalBests": 26,
}
USUAL = {
    # A long run, by kilometres.
    "Activity.laps": 20,
    "Activity.splits": 20,
    "Activity.possibleDuplicates": 10,
    "Form.bySpeed": 10,
    "Brisk.segments": 10,
    "User.devices": 10,
    "User.gear": 10,
    "User.exports": 10,
    "User.rescores": 10,
    "BodyProgram.leftOut": 10,
    # As a programme has them; twenty at most.
    "Session.exercises": 10,
    "Upload.putHeaders": 10,
    "Upload.skipped": 10,
    "Upload.activities": 10,
    "InputRefused.problems": 10,
}
# Lists of numbers and names: nothing can be asked below them.
_OF_LEAVES = 10


def counter_of(parent: GraphQLNamedType | None, name: str, field: GraphQLField) -> Counter | None:
    """What tells from a field's arguments how many it answers; None for one that has no such argument."""
    if "first" in field.args:
        return of_page
    return next((BY_ARGUMENTS[each] for each in _names(parent, name) if each in BY_ARGUMENTS), None)


def most(parent: GraphQLNamedType | None, name: str, field: GraphQLField) -> int:
    """How many a field without such an argument answers."""
    names = _names(parent, name)
    if not is_list_type(get_nullable_type(field.type)) or OF_PARENT.intersection(names):
        return 1
    return next((found for each in names if (found := MOST.get(each) or USUAL.get(each))), _OF_LEAVES)


def whole(value: Any, otherwise: int) -> int:
    """How often: at least once, and as ``otherwise`` for what is no whole number, which the field will refuse."""
    if type(value) is int:
        return min(max(value, 1), COUNTLESS)
    if isinstance(value, float) and value.is_integer():
        return min(max(int(value), 1), COUNTLESS)
    return otherwise


def _days(given: Mapping[str, Any]) -> int | None:
    """The days of a range, both ends included; None where they cannot be read."""
    try:
        first, last = (date.fromisoformat(given[name]) for name in ("from", "to"))
    except (KeyError, TypeError, ValueError):
        return None
    return max((last - first).days + 1, 1)


def _names(parent: GraphQLNamedType | None, name: str) -> list[str]:
    if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return []
    return [f"{each.name}.{name}" for each in (parent, *parent.interfaces)]
