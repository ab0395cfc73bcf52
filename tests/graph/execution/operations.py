"""Random operations that are valid in a schema: aliases, fragments, conditions, variables, fields asked for twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_required_argument,
    is_union_type,
)

DEPTH = 7
FIELDS = 60
OF_A_LEVEL = 7

type Values = Callable[[Random, str, GraphQLNamedType], Any]


@dataclass(frozen=True, slots=True)
class Made:
    """An operation."""

    text: str
    variables: dict[str, Any]


@dataclass(slots=True)
class Level:
    """A place in the answer: what is asked for there, by its key. Whatever asks again, asks for the same.

    Attributes:
        renamed: whether every field has a key of its own.
    """

    renamed: bool = False
    heads: dict[str, str] = field(default_factory=dict)
    below: dict[str, "Level"] = field(default_factory=dict)


class Enum(str):
    """A member of an enum, as a document has it."""

    __slots__ = ()


class Generator:
    """Makes operations.

    Args:
        schema: what they fit.
        values: the value of an argument by its name and its type, lists and nulls aside; text of enums as ``Enum``.
        without: names of fields that are never asked for.
    """

    def __init__(self, schema: GraphQLSchema, values: Values, without: set[str]) -> None:
        self._schema = schema
        self._values = values
        self._without = without

    def made(self, chance: Random) -> Made:
        """A new one."""
        return _Operation(self._schema, self._values, self._without, chance).made()


class _Operation:
    def __init__(self, schema: GraphQLSchema, values: Values, without: set[str], chance: Random) -> None:
        self._schema, self._values, self._without, self._chance = schema, values, without, chance
        self._left = chance.choice((5, 20, FIELDS))
        self._aliases = 0
        self._declared: list[str] = []
        self._given: dict[str, Any] = {}
        self._fragments: list[str] = []

    def made(self) -> Made:
        root = self._schema.query_type
        assert root
        selection = self._selection(root, Level(), DEPTH)
        declared = f"({', '.join(self._declared)})" if self._declared else ""
        text = " ".join([f"query Q{declared} {selection}", *self._fragments])
        return Made(text, self._given)

    def _selection(self, kind: Any, level: Level, depth: int) -> str:
        parts = [self._part(kind, level, depth) for _ in range(self._chance.randint(1, OF_A_LEVEL))]
        return "{ " + " ".join(parts) + " }"

    def _part(self, kind: Any, level: Level, depth: int) -> str:
        draw = self._chance.random()
        if draw < 0.04 or (is_union_type(kind) and draw < 0.2):
            return self._head("__typename", "__typename", level)
        if is_abstract_type(kind) and (is_union_type(kind) or draw < 0.35):
            one = self._chance.choice(self._schema.get_possible_types(kind))
            # Keys of their own: what two types have by one name may be of two types.
            return f"... on {one.name}{self._condition()} {self._selection(one, Level(renamed=True), depth)}"
        if draw > 0.8 and depth > 2:
            return self._fragment(kind, level, depth)
        return self._field(kind, level, depth)

    def _fragment(self, kind: Any, level: Level, depth: int) -> str:
        above = [kind.name, *(each.name for each in getattr(kind, "interfaces", ()))]
        named = self._chance.choice(above)
        inner = self._schema.type_map[named]
        if self._chance.random() < 0.5 or depth < 3:
            on = f" on {named}" if self._chance.random() < 0.7 else ""
            return f"...{on}{self._condition()} {self._selection(inner if on else kind, level, depth - 1)}"
        name = f"F{len(self._fragments)}"
        self._fragments.append("")
        place = len(self._fragments) - 1
        self._fragments[place] = f"fragment {name} on {named} {self._selection(inner, level, depth - 1)}"
        return f"...{name}{self._condition()}"

    def _field(self, kind: Any, level: Level, depth: int) -> str:
        fields = [name for name in kind.fields if name not in self._without]
        leaves = [name for name in fields if is_leaf_type(get_named_type(kind.fields[name].type))]
        if depth <= 1 or self._left <= 0:
            fields = leaves
        if not fields:
            return self._head("__typename", "__typename", level)
        name = self._chance.choice(fields)
        definition = kind.fields[name]
        self._left -= 1
        key = name
        if level.renamed or (name not in level.heads and self._chance.random() < 0.2):
            key = f"a{self._aliases}"
            self._aliases += 1
        if key not in level.heads:
            alias = "" if key == name else f"{key}: "
            level.heads[key] = f"{alias}{name}{self._arguments(definition.args)}"
        head = f"{level.heads[key]}{self._condition()}"
        inner = get_named_type(definition.type)
        if not is_composite_type(inner):
            return head
        return f"{head} {self._selection(inner, level.below.setdefault(key, Level()), depth - 1)}"

    def _head(self, key: str, text: str, level: Level) -> str:
        if self._chance.random() < 0.2:
            self._aliases += 1
            return f"a{self._aliases}x: {text}"
        level.heads[key] = text
        return text

    def _condition(self) -> str:
        if self._chance.random() > 0.12:
            return ""
        word = self._chance.choice(("skip", "include"))
        shown = self._chance.random() < 0.8
        value = shown if word == "include" else not shown
        if self._chance.random() < 0.5:
            return f" @{word}(if: {str(value).lower()})"
        return f" @{word}(if: ${self._variable('Boolean!', value)})"

    def _arguments(self, definitions: dict[str, GraphQLArgument]) -> str:
        told = []
        for name, definition in definitions.items():
            if is_required_argument(definition) or self._chance.random() < 0.35:
                value = self._value(name, definition.type)
                if self._chance.random() < 0.3:
                    told.append(f"{name}: ${self._variable(str(definition.type), value)}")
                else:
                    told.append(f"{name}: {_literal(value)}")
        return f"({', '.join(told)})" if told else ""

    def _variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self._declared)}"
        self._declared.append(f"${name}: {kind}")
        self._given[name] = value
        return name

    def _value(self, name: str, kind: GraphQLInputType) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self._value_of(name, kind.of_type)
        return None if self._chance.random() < 0.1 else self._value_of(name, kind)

    def _value_of(self, name: str, kind: Any) -> Any:
        if isinstance(kind, GraphQLList):
            return [self._value(name, kind.of_type) for _ in range(self._chance.randint(0, 4))]
        if isinstance(kind, GraphQLEnumType):
            return Enum(self._chance.choice(list(kind.values)))
        return self._values(self._chance, name, kind)


def _literal(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Enum():
            return str(value)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return "[" + ", ".join(map(_literal, value)) + "]"
    return str(value)
