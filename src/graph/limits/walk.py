"""One walk over a document before it is validated: every limit that its text alone can break.

Fragments are expanded where they are spread, and each is walked once for each operation. Nothing here trusts the
document: unknown names, fragments that hold themselves and missing ones are left to the rules of validation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)

from graph.errors import IntrospectionOff, TooComplex
from graph.limits import bounds
from graph.limits.cost import Cost, cost_of, default_of

# The whole of our schema is some 10,000 answered fields, for 230 that are asked.
_INTROSPECTED = 50
_INTROSPECTION = {"__schema", "__type"}
_LISTS_OF_TYPES = {"fields", "inputFields", "interfaces", "possibleTypes"}


@dataclass(slots=True)
class Selected:
    """What a selection set asks for, its fragments expanded.

    Attributes:
        depth: levels of fields.
        lists: lists of types within each other, of an introspection.
        fields, aliases, directives, introspections: how many, at all levels.
        names: how often each answer key stands at the top level.
        cost: how many fields may be answered.
    """

    depth: int = 0
    lists: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    introspections: int = 0
    names: dict[str, int] = field(default_factory=dict)
    cost: Cost = field(default_factory=Cost)

    def take(self, other: "Selected") -> None:
        """Add what stands beside it at the same level; raises TooComplex."""
        self.depth = max(self.depth, other.depth)
        self.lists = max(self.lists, other.lists)
        for name, count in other.names.items():
            self.names[name] = _at_most(
                self.names.get(name, 0) + count, bounds.MAX_DUPLICATES, "times the same field in one place"
            )
        self.count(other)
        self.cost += other.cost

    def count(self, other: "Selected") -> None:
        """Add the numbers of another level; raises TooComplex."""
        self.fields = _at_most(self.fields + other.fields, bounds.MAX_SELECTED, "selected fields")
        self.aliases = _at_most(self.aliases + other.aliases, bounds.MAX_ALIASES, "aliases")
        self.directives = _at_most(self.directives + other.directives, bounds.MAX_DIRECTIVES, "directives")
        self.introspections = _at_most(
            self.introspections + other.introspections, bounds.MAX_INTROSPECTIONS, "questions for the schema"
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """What an operation may be answered, and how many changes it makes."""

    cost: Cost
    changes: int


def walk(schema: GraphQLSchema, document: DocumentNode, *, introspection: bool = True) -> list[Counted]:
    """The count of each operation, in their order; raises TooComplex and IntrospectionOff."""
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    _at_most(len(operations), bounds.MAX_OPERATIONS, "operations")
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    _at_most(len(fragments), bounds.MAX_FRAGMENTS, "fragments")
    return [_Walk(schema, fragments, each, introspection=introspection).counted() for each in operations]


class _Walk:
    """Through one operation."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        operation: OperationDefinitionNode,
        *,
        introspection: bool,
    ) -> None:
        self._schema, self._fragments, self._operation = schema, fragments, operation
        self._introspection = introspection
        self._walked: dict[str, Selected] = {}
        self._nesting = 0
        self._defaults = {
            each.variable.name.value: default_of(each.default_value)
            for each in operation.variable_definitions or ()
            if each.default_value
        }

    def counted(self) -> Counted:
        """The whole operation; raises TooComplex."""
        operation = self._operation
        found = Selected(directives=len(operation.directives or ()))
        for each in operation.variable_definitions or ():
            found.directives += len(each.directives or ())
        found.take(self._selected(operation.selection_set, self._schema.get_root_type(operation.operation)))
        _at_most(found.depth, bounds.MAX_DEPTH, "levels of fields")
        changes = sum(found.names.values()) if operation.operation is OperationType.MUTATION else 0
        return Counted(found.cost, _at_most(changes, bounds.MAX_CHANGES, "changes in a mutation"))

    def _selected(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> Selected:
        self._nesting = _at_most(self._nesting + 1, bounds.MAX_NESTING, "levels of fields and fragments")
        found = Selected()
        for node in selections.selections:
            found.directives += len(node.directives or ())
            found.take(self._one(node, parent))
        self._nesting -= 1
        return found

    def _one(self, node: SelectionNode, parent: GraphQLNamedType | None) -> Selected:
        match node:
            case FieldNode():
                return self._field(node, parent)
            case InlineFragmentNode():
                on = node.type_condition
                return self._selected(node.selection_set, self._schema.get_type(on.name.value) if on else parent)
            case FragmentSpreadNode():
                return self._fragment(node.name.value)
        return Selected()

    def _fragment(self, name: str) -> Selected:
        """A fragment, walked once; one that holds itself, or is not there, adds nothing."""
        if name not in self._walked:
            self._walked[name] = Selected()
            fragment = self._fragments.get(name)
            if fragment:
                on = self._schema.get_type(fragment.type_condition.name.value)
                self._walked[name] = self._selected(fragment.selection_set, on)
        return self._walked[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Selected:
        name = node.name.value
        if name in _INTROSPECTION:
            return self._question(node)
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        known = fields.get(name)
        inner = Selected()
        if node.selection_set:
            inner = self._selected(node.selection_set, get_named_type(known.type) if known else None)
        if node.arguments:
            _check_lists(node)
        found = _top(node, inner)
        found.lists = inner.lists + (name in _LISTS_OF_TYPES)
        found.cost = cost_of(node, known, inner.cost, self._defaults) if known else inner.cost + Cost(1)
        return found

    def _question(self, node: FieldNode) -> Selected:
        """What asks for the schema: nested otherwise than data, so that it has limits of its own."""
        if not self._introspection:
            raise IntrospectionOff
        inner = Selected()
        if node.selection_set:
            inner = self._selected(node.selection_set, None)
        _at_most(inner.depth, bounds.MAX_INTROSPECTION_DEPTH, "levels of an introspection")
        _at_most(inner.lists, bounds.MAX_INTROSPECTION_LISTS, "lists of types within each other")
        found = _top(node, inner)
        found.depth, found.lists = 1, 0
        found.introspections += 1
        found.cost = Cost(1 + _INTROSPECTED * inner.fields)
        return found


def _top(node: FieldNode, inner: Selected) -> Selected:
    """A field with what is below it."""
    key = node.alias.value if node.alias else node.name.value
    found = Selected(depth=inner.depth + 1, fields=1, aliases=int(node.alias is not None), names={key: 1})
    found.count(inner)
    return found


def _check_lists(node: FieldNode) -> None:
    """Raises TooComplex for a list that is too long, however deep it lies in the arguments."""
    values: list[Any] = [each.value for each in node.arguments or ()]
    while values:
        value = values.pop()
        if isinstance(value, ListValueNode):
            _at_most(len(value.values), bounds.MAX_LIST, "values in a list")
            values.extend(value.values)
        elif isinstance(value, ObjectValueNode):
            values.extend(each.value for each in value.fields)


def _at_most(found: int, most: int, what: str) -> int:
    if found > most:
        raise TooComplex(f"There may be at most {most} {what}")
    return found
