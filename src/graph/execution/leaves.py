"""Scalars and enums: what values of them become in an answer.

What a value becomes depends on its exact type. Most are passed as they are; others go through the coercion of the
GraphQL type, the very function that graphql-core calls.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from math import isfinite
from types import NoneType
from typing import Any, Final
from uuid import UUID

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)
from graphql.pyutils import is_awaitable

from graph.execution.unusual import Unusual
from models.columns import Floats

type Conversion = Callable[[Any], Any]


class Same:
    """Values of this type go into the answer as they are; ``finite``: after they were found to be finite."""

    def __init__(self, *, finite: bool) -> None:
        self.finite = finite


SAME: Final = Same(finite=False)
FINITE: Final = Same(finite=True)
type Rule = Same | Conversion

_AS_THEY_ARE: Final[dict[GraphQLLeafType, dict[type, Rule]]] = {
    GraphQLFloat: {float: FINITE},
    GraphQLString: {str: SAME},
    GraphQLID: {str: SAME},
    GraphQLBoolean: {bool: SAME},
}
# Never awaitable and never exceptions, whatever their values.
_PLAIN: Final = (bool, int, float, str, bytes, date, datetime, time, Decimal, UUID)


class Leaf:
    """A scalar or an enum."""

    def __init__(self, kind: GraphQLLeafType) -> None:
        self._coerce = kind.coerce_output_value
        self._rules: dict[type, Rule] = dict(_AS_THEY_ARE.get(kind, {}))
        self._is_float = kind is GraphQLFloat
        if kind is GraphQLInt:
            self._rules[int] = _int32
        members = getattr(kind, "wrapped_cls", None)
        if isinstance(members, type) and issubclass(members, Enum):
            self._rules[members] = {member: self._plain(member) for member in members}.__getitem__

    def rule(self, kind: type, *, nullable: bool) -> Rule:
        """What values of exactly this type become. Raises Unusual for types that cannot be told."""
        if kind is NoneType:
            if nullable:
                return SAME
            raise Unusual
        rule = self._rules.get(kind)
        if rule is None:
            rule = self._plain if kind in _PLAIN or issubclass(kind, Enum) else self._careful
        return rule

    def one(self, value: Any, *, nullable: bool) -> Any:
        """What one value becomes."""
        rule = self.rule(type(value), nullable=nullable)
        if isinstance(rule, Same):
            if rule.finite and not isfinite(value):
                raise Unusual
            return value
        return rule(value)

    def many(self, values: list[Any], *, nullable: bool) -> list[Any]:
        """What the values of a list become; the list itself where they are passed as they are."""
        if type(values) is Floats and self._is_float and (nullable or values.complete):
            return values
        kinds = set(map(type, values))
        if self._is_float and int in kinds and kinds <= {int, NoneType}:
            return self._floats(values, missing=NoneType in kinds, nullable=nullable)
        rules = {kind: self.rule(kind, nullable=nullable) for kind in kinds}
        if all(isinstance(rule, Same) for rule in rules.values()):
            if FINITE in rules.values():
                _check_finite([value for value in values if value is not None] if NoneType in kinds else values)
            return values
        return [self.one(value, nullable=nullable) for value in values]

    def _floats(self, values: list[Any], *, missing: bool, nullable: bool) -> list[Any]:
        if not missing:
            floats: list[Any] = list(map(float, values))
        elif nullable:
            floats = [None if value is None else float(value) for value in values]
        else:
            raise Unusual
        if floats != values:  # more digits than a float has
            raise Unusual
        return floats

    def _plain(self, value: Any) -> Any:
        coerced = self._coerce(value)
        if coerced is None or coerced is Undefined:
            raise Unusual
        return coerced

    def _careful(self, value: Any) -> Any:
        if isinstance(value, Exception) or value is Undefined or is_awaitable(value):
            raise Unusual
        return self._plain(value)


@lru_cache(maxsize=256)
def leaf_of(kind: GraphQLLeafType) -> Leaf:
    """The leaf of a type: one for all fields."""
    return Leaf(kind)


def _int32(value: int) -> int:
    if GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT:
        return value
    raise Unusual


def _check_finite(values: list[float]) -> None:
    # A sum that is finite is of values that are; one that is not may be of values too large to be summed.
    if not isfinite(sum(values)) and not all(map(isfinite, values)):
        raise Unusual


class Kernel:
    """What the values of several leaves become, when they are of these types."""

    __slots__ = ("_conversions", "_floats")

    def __init__(self, leaves: Sequence[tuple[str, Leaf, bool]], kinds: Sequence[type]) -> None:
        rules = [leaf.rule(kind, nullable=nullable) for (_, leaf, nullable), kind in zip(leaves, kinds, strict=True)]
        self._floats = [index for index, rule in enumerate(rules) if rule is FINITE]
        self._conversions = [
            (key, index, rule)
            for index, ((key, _, _), rule) in enumerate(zip(leaves, rules, strict=True))
            if not isinstance(rule, Same)
        ]

    def put(self, values: Sequence[Any], result: dict[str, Any]) -> None:
        """Replace, among values that lie in the result as they are, those that are not to be; raises Unusual."""
        for index in self._floats:
            if not isfinite(values[index]):
                raise Unusual
        for key, index, conversion in self._conversions:
            result[key] = conversion(values[index])
