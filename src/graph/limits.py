"""How much one operation may ask for, told before anything is read.

A list multiplies what is asked below it, and an alias asks for the same once more: a short text can make a huge answer.
So fields are counted as often as they may be answered: below ``first`` that often, below any other list ten times.
"""

from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from resolvers.activities import MAX_PAGE

# A hundred activities with two hundred fields each.
MAX_FIELDS = 20_000
# Each of them is a change of its own.
MAX_MUTATIONS = 20

_OTHER_LISTS = 10
# Nested fragments and lists multiply without end; counting may stop here.
_COUNTLESS = 10**9
_OF_A_PAGE = {"nodes", "edges"}


class FieldLimit(ValidationRule):
    """Refuses an operation that asks for too many fields, or makes too many changes."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: dict[str, int] = {}
        self._fragment_changes: dict[str, int] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Count one operation."""
        if node.operation is OperationType.MUTATION and self._changes(node.selection_set) > MAX_MUTATIONS:
            message = f"A mutation may hold at most {MAX_MUTATIONS} changes."
            self.report_error(GraphQLError(message, node, extensions={"code": "TOO_COMPLEX"}))
        root = self.context.schema.get_root_type(node.operation)
        fields = self._count(node.selection_set, root)
        if fields > MAX_FIELDS:
            message = f"This operation asks for up to {fields} fields; at most {MAX_FIELDS} are answered at once."
            self.report_error(GraphQLError(message, node, extensions={"code": "TOO_COMPLEX"}))

    def _changes(self, selected: SelectionSetNode) -> int:
        """The fields that a mutation asks for itself, its fragments opened."""
        total = 0
        for node in selected.selections:
            match node:
                case FieldNode():
                    total += 1
                case InlineFragmentNode():
                    total += self._changes(node.selection_set)
                case FragmentSpreadNode():
                    total += self._changes_of(node.name.value)
        return min(total, _COUNTLESS)

    def _changes_of(self, name: str) -> int:
        if name not in self._fragment_changes:
            self._fragment_changes[name] = 0
            fragment = self.context.get_fragment(name)
            if fragment:
                self._fragment_changes[name] = self._changes(fragment.selection_set)
        return self._fragment_changes[name]

    def _count(self, selected: SelectionSetNode | None, parent: GraphQLNamedType | None) -> int:
        if selected is None:
            return 0
        total = 0
        for node in selected.selections:
            match node:
                case FieldNode():
                    total += self._count_field(node, parent)
                case InlineFragmentNode():
                    on = node.type_condition
                    inner = self.context.schema.get_type(on.name.value) if on else parent
                    total += self._count(node.selection_set, inner)
                case FragmentSpreadNode():
                    total += self._count_fragment(node.name.value)
        return min(total, _COUNTLESS)

    def _count_field(self, node: FieldNode, parent: GraphQLNamedType | None) -> int:
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        field = fields.get(node.name.value)
        if field is None:  # unknown, or of the language itself: other rules tell of it
            return 1
        return _times(node, field) * (1 + self._count(node.selection_set, get_named_type(field.type)))

    def _count_fragment(self, name: str) -> int:
        """The fields of a fragment, counted once; one that holds itself is another rule's to refuse."""
        if name not in self._fragments:
            self._fragments[name] = 0
            fragment = self.context.get_fragment(name)
            if fragment:
                on = self.context.schema.get_type(fragment.type_condition.name.value)
                self._fragments[name] = self._count(fragment.selection_set, on)
        return self._fragments[name]


def _times(node: FieldNode, field: GraphQLField) -> int:
    """How often a field and what is below it may be answered."""
    first = field.args.get("first")
    if first is not None:
        told = next((each.value for each in node.arguments or () if each.name.value == "first"), None)
        if told is None:
            return int(first.default_value)
        if not isinstance(told, IntValueNode):
            return MAX_PAGE
        return max(int(told.value), 1) if len(told.value) < len(str(_COUNTLESS)) else _COUNTLESS
    if node.name.value in _OF_A_PAGE or not is_list_type(get_nullable_type(field.type)):
        return 1
    return _OTHER_LISTS
