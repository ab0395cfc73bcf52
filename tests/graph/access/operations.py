"""Operations made from the schema: every field that it has, a new one from its first day on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
    is_required_input_field,
)

from graph.limits.bounds import MAX_ALIASES

# What a required argument or input field is given, by its name; an id is given by the test itself.
KNOWN: dict[str, Any] = {
    "unit": "WEEK",
    "sport": "WALKING",
    "from": "2026-01-01",
    "to": "2026-12-31",
    "sizeBytes": 1000,
    "sha256": "0" * 64,
    "name": "a stranger's",
    "confirm": "DELETE",
    "effort": "RIGHT",
    "day": None,  # of the test's own clock
    "exercises": ["CALF_RAISE"],
}
# Fields whose answers hang on the clock, or on a signature that does.
UNSTEADY = {"putUrl", "putHeaders", "expiresAt", "detailUrl", "url", "resetAt", "remaining", "bodyProgram"}
# Of the leaves of one operation, well below what one operation may ask for.
LEAVES = 40
_ALIASED = re.compile(r"\w+: ")


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that an operation is given at each request: the document stays the same, and is made ready once."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A value that names something: an argument of a field, or a field of its input."""

    root: str
    path: tuple[str, ...]  # response names down to the field; the last one has the argument
    argument: str
    member: str | None = None

    def __str__(self) -> str:
        """As a test's id reads it."""
        return ".".join((self.root, *self.path)) + f"({self.argument}{'.' + self.member if self.member else ''})"


def named_in(schema: GraphQLSchema, scalar: str, names: set[str] | None = None) -> list[Place]:
    """Every argument of this scalar (among ``names`` if given): of root fields, of the viewer's, in inputs."""
    found = []
    for root, path, field in _entrances(schema):
        for name, argument in field.args.items():
            kind = get_named_type(argument.type)
            if kind.name == scalar and (names is None or name in names):
                found.append(Place(root, path, name))
            if isinstance(kind, GraphQLInputObjectType):
                found += [
                    Place(root, path, name, member)
                    for member, each in kind.fields.items()
                    if get_named_type(each.type).name == scalar and (names is None or member in names)
                ]
    return found


def _entrances(schema: GraphQLSchema) -> Iterator[tuple[str, tuple[str, ...], GraphQLField]]:
    for root, kind in (("query", schema.query_type), ("mutation", schema.mutation_type)):
        assert kind
        for name, field in kind.fields.items():
            yield root, (name,), field
    viewer = schema.type_map["User"]
    assert isinstance(viewer, GraphQLObjectType)
    for name, field in viewer.fields.items():
        yield "query", ("viewer", name), field


def call(schema: GraphQLSchema, place: Place, known: dict[str, Any], depth: int = 7) -> Iterator[str]:
    """Operations that ask for everything below a place, its values given by ``known`` (argument or member: value)."""
    root = schema.query_type if place.root == "query" else schema.mutation_type
    assert root
    yield from _operations(schema, place.root, _at(schema, root, place.path), known, depth)


def everything(schema: GraphQLSchema, known: dict[str, Any], depth: int = 8) -> Iterator[str]:
    """Operations that ask the viewer for everything."""
    assert schema.query_type
    yield from _operations(schema, "query", _at(schema, schema.query_type, ("viewer",)), known, depth)


def _at(
    schema: GraphQLSchema, root: GraphQLNamedType, path: tuple[str, ...]
) -> tuple[tuple[tuple[str, GraphQLField], ...], GraphQLField]:
    above = []
    kind = root
    for name in path:
        assert isinstance(kind, GraphQLObjectType)
        field = kind.fields[name]
        above.append((name, field))
        kind = get_named_type(field.type)
    return tuple(above), above[-1][1]


def _operations(schema, root, place, known, depth):
    above, field = place
    opened = [_opened(name, each, known) for name, each in above]
    below = list(_leaves(schema, get_named_type(field.type), known, depth, frozenset()))
    for number, some in enumerate(_parts(below) if root == "query" else [below]):
        named = [["__typename"], *(leaf for leaf in some if leaf != ["__typename"])]
        text = _merged([[*opened, *leaf] for leaf in named])
        used = {each for each in known.values() if isinstance(each, Variable) and f"${each.name}" in text}
        told = ", ".join(sorted(f"${each.name}: {each.kind}" for each in used))
        yield f"{root} part{number}{told and f'({told})'} {text}"


def _parts(leaves: list[list[str]]) -> Iterator[list[list[str]]]:
    """As many leaves at once as one operation may ask for, and as many aliases."""
    some: list[list[str]] = []
    aliases: set[tuple[str, ...]] = set()
    for leaf in leaves:
        more = aliases | {tuple(leaf[: n + 1]) for n, step in enumerate(leaf) if _ALIASED.match(step)}
        if len(some) == LEAVES or len(more) > MAX_ALIASES:
            yield some
            some, more = [], more - aliases
        some.append(leaf)
        aliases = more
    yield some


def _leaves(
    schema: GraphQLSchema, kind: GraphQLNamedType, known: dict[str, Any], depth: int, above: frozenset[str]
) -> Iterator[list[str]]:
    """Paths to what has no fields; a type below itself is asked for its name alone."""
    if isinstance(kind, GraphQLUnionType):
        yield ["__typename"]
        for each in kind.types:
            yield from _of_one(schema, each, known, depth, above | {each.name}, each.fields)
        return
    if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return
    if kind.name in above or depth == 0:
        yield ["__typename"]
        return
    yield from _fields(schema, kind.fields, known, depth, above | {kind.name})
    if isinstance(kind, GraphQLInterfaceType):
        yield ["__typename"]
        for each in schema.get_possible_types(kind):
            # What the interface has was asked above; Node's own types have all of theirs here.
            own = {name: field for name, field in each.fields.items() if name not in kind.fields}
            yield from _of_one(schema, each, known, depth, above | {kind.name, each.name}, own)


def _of_one(schema, kind, known, depth, above, fields):
    """Of one of several types; aliases keep apart what they have by one name, and of different types."""
    if depth == 0:
        return
    for leaf in _fields(schema, fields, known, depth, above, f"{kind.name}_"):
        yield [f"... on {kind.name}", *leaf]


def _fields(schema, fields, known, depth, above, alias=""):
    for name, field in fields.items():
        if name in UNSTEADY:
            continue
        inner = get_named_type(field.type)
        below = list(_leaves(schema, inner, known, depth - 1, above))
        text = (alias and f"{alias}{name}: ") + _opened(name, field, known)
        if below:
            yield from ([text, *leaf] for leaf in below)
        else:
            yield [text]


def _opened(name: str, field: GraphQLField, known: dict[str, Any]) -> str:
    """A field with its arguments."""
    given = []
    for argument, definition in field.args.items():
        value = _value(argument, definition, known)
        if value is not None:
            given.append(f"{argument}: {value}")
    return f"{name}({', '.join(given)})" if given else name


def _value(name: str, definition: GraphQLArgument | GraphQLInputField, known: dict[str, Any]) -> str | None:
    kind = get_named_type(definition.type)
    if isinstance(kind, GraphQLInputObjectType):
        inner = ((member, _value(member, each, known)) for member, each in kind.fields.items())
        return "{" + ", ".join(f"{member}: {value}" for member, value in inner if value is not None) + "}"
    required = (is_required_argument if isinstance(definition, GraphQLArgument) else is_required_input_field)(
        definition
    )
    if name not in known and not required:
        return None
    if name not in known and name not in KNOWN:
        raise AssertionError(f"A required argument {name} is new: tell tests.graph.access.operations.KNOWN a value.")
    return _literal(kind, known.get(name, KNOWN.get(name)))


def _literal(kind: GraphQLNamedType, value: Any) -> str:
    if isinstance(value, Variable):
        return f"${value.name}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(kind, each) for each in value) + "]"
    if isinstance(kind, GraphQLEnumType) or not isinstance(value, str):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _merged(leaves: list[list[str]]) -> str:
    tree: dict[str, Any] = {}
    for leaf in leaves:
        here = tree
        for step in leaf:
            here = here.setdefault(step, {})
    return _text(tree)


def _text(tree: dict[str, Any]) -> str:
    return "{ " + " ".join(f"{step} {_text(below)}" if below else step for step, below in tree.items()) + " }"
