"""One walk over a document before it is validated: every limit that its text alone can break.

Fragments are expanded where they are spread, and each is walked once for each operation; those that no operation
reaches are walked, too, as validation compares their fields all the same. Nothing here trusts the document: unknown
names, fragments that hold themselves and missing ones are left to the rules of validation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableDefinitionNode,
    get_named_type,
)

from graph.errors import IntrospectionOff
from graph.limits import bounds
from graph.limits.cost import Cost, cost_of, literal
from graph.limits.places import Place, Places, add, at_most, pairs
from graph.limits.reads import ROW, is_of_row

# The whole of our schema is some 10,000 answered fields, for 230 that are asked.
_INTROSPECTED = 50
_INTROSPECTION = {"__schema", "__type"}
_PAIRS = "pairs of the same field, or of fragments, in one place"
_LISTS_OF_TYPES = {"fields", "inputFields", "interfaces", "possibleTypes"}


@dataclass(slots=True)
class Selected:
    """What a selection set asks for, its fragments expanded.

    Attributes:
        depth: levels of fields.
        lists: lists of types within each other, of an introspection.
        fields, aliases, directives, introspections: how many, at all levels.
        places: how often each answer key stands at the top level, and below.
        of_row: whether a field at the top level is read with its object from the table.
        cost: how many fields may be answered, and what is read for them.
    """

    depth: int = 0
    lists: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    introspections: int = 0
    places: Places = field(default_factory=dict)
    of_row: bool = False
    cost: Cost = field(default_factory=Cost)

    def take(self, other: "Selected") -> None:
        """Add what stands beside it at the same level; raises TooComplex."""
        self.depth = max(self.depth, other.depth)
        self.lists = max(self.lists, other.lists)
        self.of_row |= other.of_row
        add(self.places, other.places)
        self.count(other)
        self.cost += other.cost

    def count(self, other: "Selected") -> None:
        """Add the numbers of another level; raises TooComplex."""
        self.fields = at_most(self.fields + other.fields, bounds.MAX_SELECTED, "selected fields")
        self.aliases = at_most(self.aliases + other.aliases, bounds.MAX_ALIASES, "aliases")
        self.directives = at_most(self.directives + other.directives, bounds.MAX_DIRECTIVES, "directives")
        self.introspections = at_most(
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
    at_most(len(operations), bounds.MAX_OPERATIONS, "operations")
    fragments = [each for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
    at_most(len(fragments), bounds.MAX_FRAGMENTS, "fragments")
    named = {each.name.value: each for each in fragments}
    found, reached, compared = list[Counted](), set[int](), 0
    for each in operations:
        one = _Walk(schema, named, each.variable_definitions or (), introspection=introspection)
        found.append(one.counted(each))
        reached |= {id(named.get(name)) for name in one.walked}
        compared = at_most(compared + one.compared, bounds.MAX_PAIRS, _PAIRS)
    rest = _Walk(schema, named, (), introspection=introspection)
    rest.count([each for each in fragments if id(each) not in reached])
    at_most(compared + rest.compared, bounds.MAX_PAIRS, _PAIRS)
    return found


class _Walk:
    """Through one operation, or through the fragments that none reaches.

    Attributes:
        walked: fragments that were reached, by their names.
        compared: pairs of fields with the same answer key, and of fragments that are spread beside each other.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Iterable[VariableDefinitionNode],
        *,
        introspection: bool,
    ) -> None:
        self._schema, self._fragments, self._variables = schema, fragments, tuple(variables)
        self._introspection = introspection
        self._nesting = 0
        self._defaults = {
            each.variable.name.value: literal(each.default_value) for each in self._variables if each.default_value
        }
        self.walked: dict[str, Selected] = {}
        self.compared = 0

    def counted(self, operation: OperationDefinitionNode) -> Counted:
        """The whole operation; raises TooComplex."""
        found = Selected(directives=_directives(operation.directives))
        for each in self._variables:
            found.directives += _directives(each.directives)
            if each.default_value:
                _check_values([each.default_value])
        found.take(self._selected(operation.selection_set, self._schema.get_root_type(operation.operation)))
        at_most(found.depth, bounds.MAX_DEPTH, "levels of fields")
        changes = sum(each.times for each in found.places.values()) if _changes(operation) else 0
        self.compared += pairs(found.places)
        return Counted(found.cost, at_most(changes, bounds.MAX_CHANGES, "changes in a mutation"))

    def count(self, fragments: Iterable[FragmentDefinitionNode]) -> None:
        """Fragments as they stand, all of them together under the limits of one operation; raises TooComplex."""
        found = Selected()
        for each in fragments:
            inner = self._definition(each)
            found.count(inner)
            at_most(inner.depth, bounds.MAX_DEPTH, "levels of fields")
            self.compared += pairs(inner.places)

    def _selected(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> Selected:
        self._nesting = at_most(self._nesting + 1, bounds.MAX_NESTING, "levels of fields and fragments")
        found = Selected()
        spread = sum(isinstance(each, FragmentSpreadNode) for each in selections.selections)
        self.compared += spread * (spread - 1) // 2
        for node in selections.selections:
            found.directives += _directives(node.directives)
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
        if name not in self.walked:
            self.walked[name] = Selected()
            fragment = self._fragments.get(name)
            if fragment:
                self.walked[name] = self._definition(fragment)
        return self.walked[name]

    def _definition(self, fragment: FragmentDefinitionNode) -> Selected:
        on = self._schema.get_type(fragment.type_condition.name.value)
        found = self._selected(fragment.selection_set, on)
        found.directives += _directives(fragment.directives)
        return found

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
            at_most(len(node.arguments), bounds.MAX_LIST, "arguments of a field")
            _check_values(each.value for each in node.arguments)
        found = _top(node, inner)
        found.lists = inner.lists + (name in _LISTS_OF_TYPES)
        below = inner.cost + Cost(ROW) if inner.of_row else inner.cost
        found.cost = cost_of(node, parent, known, below, self._defaults) if known else below + Cost(1)
        found.of_row = is_of_row(parent, name)
        return found

    def _question(self, node: FieldNode) -> Selected:
        """What asks for the schema: nested otherwise than data, so that it has limits of its own."""
        if not self._introspection:
            raise IntrospectionOff
        inner = Selected()
        if node.selection_set:
            inner = self._selected(node.selection_set, None)
        at_most(inner.depth, bounds.MAX_INTROSPECTION_DEPTH, "levels of an introspection")
        at_most(inner.lists, bounds.MAX_INTROSPECTION_LISTS, "lists of types within each other")
        found = _top(node, inner)
        found.depth, found.lists = 1, 0
        found.introspections += 1
        found.cost = Cost(1 + _INTROSPECTED * inner.fields)
        return found


def _top(node: FieldNode, inner: Selected) -> Selected:
    """A field with what is below it."""
    key = node.alias.value if node.alias else node.name.value
    found = Selected(depth=inner.depth + 1, fields=1, aliases=int(node.alias is not None))
    found.count(inner)
    found.places[key] = Place(1, inner.places)
    return found


def _changes(operation: OperationDefinitionNode) -> bool:
    return operation.operation is OperationType.MUTATION


def _directives(given: Iterable[DirectiveNode] | None) -> int:
    """How many; raises TooComplex for what their arguments hold."""
    count = 0
    for count, each in enumerate(given or (), 1):  # noqa: B007 -- counted to the end
        at_most(len(each.arguments or ()), bounds.MAX_LIST, "arguments of a directive")
        _check_values(argument.value for argument in each.arguments or ())
    return count


def _check_values(given: Iterable[ValueNode]) -> None:
    """Raises TooComplex for a list or an object that is too long, however deep it lies."""
    values = list(given)
    while values:
        value = values.pop()
        if isinstance(value, ListValueNode):
            at_most(len(value.values), bounds.MAX_LIST, "values in a list")
            values.extend(value.values)
        elif isinstance(value, ObjectValueNode):
            at_most(len(value.fields), bounds.MAX_LIST, "fields of an object")
            values.extend(each.value for each in value.fields)
        elif isinstance(value, IntValueNode | FloatValueNode):
            at_most(len(value.value), bounds.MAX_DIGITS, "digits in a number")
