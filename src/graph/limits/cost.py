"""What an operation may cost: counted from its text once, and by its variables at each request.

A list multiplies what is asked below it, and an alias asks for the same once more: a short text can make a huge answer.
So fields are counted as often as they may be answered (``graph.limits.lists``), and what they ask of the table
(``graph.limits.reads``) is added.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLNamedType, value_from_ast_untyped
from graphql.language import ValueNode, VariableNode

from graph.limits import lists
from graph.limits.lists import COUNTLESS, Counter
from graph.limits.reads import points_of


@dataclass(frozen=True, slots=True)
class Times:
    """Fields that are answered as often as the arguments of a list say, of which some are variables.

    Attributes:
        given: the values of its arguments that the document tells: literals, and defaults of variables.
        variables: the names of the variables that replace them, by argument.
    """

    count: Counter
    given: Mapping[str, Any]
    variables: Mapping[str, str]
    inner: "Cost"
    by: int = 1

    def under(self, variables: Mapping[str, Any]) -> int:
        """The count under these variables."""
        told = {name: variables[known] for name, known in self.variables.items() if known in variables}
        return min(self.count({**self.given, **told}) * self.inner.under(variables) * self.by, COUNTLESS)


@dataclass(frozen=True, slots=True)
class Cost:
    """A number of points, and those that variables multiply."""

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
            tuple(
                Times(each.count, each.given, each.variables, each.inner, min(each.by * by, COUNTLESS))
                for each in self.times
            ),
        )

    def under(self, variables: Mapping[str, Any]) -> int:
        """The count under these variables, as they came: numbers that no field takes count, too."""
        if not self.times:
            return self.fixed
        return min(self.fixed + sum(each.under(variables) for each in self.times), COUNTLESS)


def cost_of(
    node: FieldNode, parent: GraphQLNamedType | None, field: GraphQLField, inner: Cost, defaults: Mapping[str, Any]
) -> Cost:
    """The cost of a field, with that of what is selected below it and the operation's defaults of variables."""
    name = node.name.value
    own, one = Cost(points_of(parent, name)), inner + Cost(1)
    counter = lists.counter_of(parent, name, field)
    if counter is None:
        return own + one.multiplied(lists.most(parent, name, field))
    given = {key: argument.default_value for key, argument in field.args.items()}
    variables = {}
    for argument in node.arguments or ():
        key = argument.name.value
        if isinstance(argument.value, VariableNode):
            variables[key] = argument.value.name.value
            if variables[key] in defaults:
                given[key] = defaults[variables[key]]
        else:
            given[key] = literal(argument.value)
    if variables:
        return own + Cost(0, (Times(counter, given, variables, one),))
    return own + one.multiplied(counter(given))


def literal(node: ValueNode) -> Any:
    """What a document writes; numbers of no sensible length are not read, as reading takes time."""
    written = getattr(node, "value", "")
    if isinstance(written, str) and len(written) > lists.LONGEST:
        return COUNTLESS
    return value_from_ast_untyped(node)
