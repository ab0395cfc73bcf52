"""How many fields an operation may be answered: counted from its text once, and by its variables at each request.

A list multiplies what is asked below it, and an alias asks for the same once more: a short text can make a huge answer.
So fields are counted as often as they may be answered: below ``first`` that often, below any other list ten times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLField, IntValueNode, VariableNode, get_nullable_type, is_list_type

from resolvers.activities import MAX_PAGE

# Nested fragments and lists multiply without end; counting may stop here.
COUNTLESS = 10**9
_OTHER_LISTS = 10
_OF_A_PAGE = {"nodes", "edges"}


@dataclass(frozen=True, slots=True)
class Times:
    """Fields that are answered as often as a variable says; ``otherwise`` where it says nothing."""

    variable: str
    otherwise: int
    inner: "Cost"

    def under(self, variables: Mapping[str, Any]) -> int:
        """The count under these variables."""
        return min(_whole(variables.get(self.variable, self.otherwise)) * self.inner.under(variables), COUNTLESS)


@dataclass(frozen=True, slots=True)
class Cost:
    """A number of fields, and those that variables multiply."""

    fixed: int = 0
    times: tuple[Times, ...] = ()

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(min(self.fixed + other.fixed, COUNTLESS), self.times + other.times)

    def multiplied(self, by: int) -> "Cost":
        """As often as this."""
        if by == 1:
            return self
        return Cost(
            min(self.fixed * by, COUNTLESS),
            tuple(Times(each.variable, each.otherwise, each.inner.multiplied(by)) for each in self.times),
        )

    def under(self, variables: Mapping[str, Any]) -> int:
        """The count under these variables, as they came: numbers that no field takes count, too."""
        if not self.times:
            return self.fixed
        return min(self.fixed + sum(each.under(variables) for each in self.times), COUNTLESS)


def cost_of(node: FieldNode, field: GraphQLField, inner: Cost, defaults: Mapping[str, Any]) -> Cost:
    """The cost of a field, with that of what is selected below it and the operation's defaults of variables."""
    one = inner + Cost(1)
    first = field.args.get("first")
    if first is None:
        plain = node.name.value in _OF_A_PAGE or not is_list_type(get_nullable_type(field.type))
        return one.multiplied(1 if plain else _OTHER_LISTS)
    asked = next((each.value for each in node.arguments or () if each.name.value == "first"), None)
    if asked is None:
        return one.multiplied(_whole(first.default_value))
    if isinstance(asked, VariableNode):
        name = asked.name.value
        return Cost(0, (Times(name, _whole(defaults.get(name, first.default_value)), one),))
    return one.multiplied(_literal(asked.value) if isinstance(asked, IntValueNode) else MAX_PAGE)


def default_of(value: Any) -> int:
    """The default of a variable as the document writes it: a page where it is no number."""
    return _literal(value.value) if isinstance(value, IntValueNode) else MAX_PAGE


def _literal(digits: str) -> int:
    return max(int(digits), 1) if len(digits) < len(str(COUNTLESS)) else COUNTLESS


def _whole(value: Any) -> int:
    """How often: at least once, and a page for what is no whole number, which the field will refuse."""
    if type(value) is int:
        return min(max(value, 1), COUNTLESS)
    if isinstance(value, float) and value.is_integer():
        return min(max(int(value), 1), COUNTLESS)
    return MAX_PAGE
