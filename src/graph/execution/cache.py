"""Plans of operations that come again: kept beside their documents, which are cached by their text.

An operation is known by the identity of its node. ``@skip`` and ``@include`` decide what is selected, so a plan belongs
to the values of the variables that they name.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
)
from graphql.execution.collect_fields import GroupedFieldSet
from graphql.execution.executor import Executor

from graph.execution.plans import ObjectPlan, Size
from graph.execution.unusual import Unusual

MOST_OPERATIONS = 500
# A plan keeps its document: 40 to 150 bytes for each character of its text, 45 MB at most.
MOST_CHARACTERS = 300_000
# A field of a plan takes up to 1,200 bytes: 36 MB.
MOST_FIELDS = 30_000
_MOST_PLANS = 16
_CONDITIONS = frozenset({"skip", "include"})
# Introspection is asked rarely, and of much that is no list.
_LEFT_ALONE = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """An operation that was met.

    Attributes:
        conditions: the variables that decide what is selected; None where the operation is left to the stock executor.
        plans: by the values of these variables.
    """

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    conditions: tuple[str, ...] | None
    plans: dict[tuple[Any, ...], ObjectPlan] = field(default_factory=dict)
    size: Size = field(default_factory=Size)

    @property
    def characters(self) -> int:
        """Of its document's text."""
        return len(self.operation.loc.source.body) if self.operation.loc else 0

    def is_of(self, executor: Executor[Any]) -> bool:
        """Whether it is the one that is to be carried out: the same nodes."""
        found = executor.fragment_definitions
        return (
            self.operation is executor.operation
            and self.schema is executor.schema
            and len(found) == len(self.fragments)
            and all(self.fragments.get(name) is each for name, each in found.items())
        )


# The one that was asked for last at the end.
_known: OrderedDict[int, Known] = OrderedDict()
_lock = Lock()


def plan_of(executor: Executor[Any], kind: GraphQLObjectType, fields: GroupedFieldSet) -> ObjectPlan | None:
    """The plan of an executor's operation, from its root; None where the stock executor is to carry it out."""
    known = _known.get(id(executor.operation))
    if known is None or not known.is_of(executor):
        known = _remembered(executor)
    else:
        with suppress(KeyError):  # another thread has given it up
            _known.move_to_end(id(known.operation))
    if known.conditions is None:
        return None
    given = executor.variable_values.coerced
    values = tuple(given.get(name, Undefined) for name in known.conditions)
    plan = known.plans.get(values)
    if plan is None:
        return _planned(known, values, executor, kind, fields)
    return plan


def _planned(
    known: Known,
    values: tuple[Any, ...],
    executor: Executor[Any],
    kind: GraphQLObjectType,
    fields: GroupedFieldSet,
) -> ObjectPlan | None:
    kept = len(known.plans) < _MOST_PLANS
    try:
        plan = ObjectPlan(executor, kind, fields, known.size if kept else Size())
    except Unusual:
        return None
    if kept:
        known.plans[values] = plan
        with _lock:
            _trim()
    return plan


def forget() -> None:
    """Forget all plans."""
    with _lock:
        _known.clear()


def _remembered(executor: Executor[Any]) -> Known:
    operation, fragments = executor.operation, executor.fragment_definitions
    known = Known(executor.schema, operation, fragments, _conditions(operation, fragments))
    with _lock:
        _known.pop(id(operation), None)
        _known[id(operation)] = known
        _trim()
    return known


def _trim() -> None:
    """Give up what was not asked for lately. Plans grow as types are met, so that they are counted anew each time."""
    kept = list(_known.values())
    fields = sum(each.size.fields for each in kept)
    characters = sum(each.characters for each in kept)
    while len(_known) > 1 and (len(_known) > MOST_OPERATIONS or fields > MOST_FIELDS or characters > MOST_CHARACTERS):
        _, oldest = _known.popitem(last=False)
        fields -= oldest.size.fields
        characters -= oldest.characters


def _conditions(
    operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]
) -> tuple[str, ...] | None:
    if operation.directives or any(each.variable_definitions for each in fragments.values()):
        return None
    found: dict[str, None] = {}
    roots = [operation.selection_set, *(each.selection_set for each in fragments.values())]
    for node in (each for root in roots for each in _nodes(root)):
        if isinstance(node, FieldNode) and node.name.value in _LEFT_ALONE:
            return None
        for directive in node.directives or ():
            if directive.name.value not in _CONDITIONS:
                return None
            found.update(dict.fromkeys(_variables(directive)))
    return tuple(found)


def _nodes(selections: SelectionSetNode) -> Iterator[FieldNode | InlineFragmentNode | FragmentSpreadNode]:
    for node in selections.selections:
        if isinstance(node, FieldNode | InlineFragmentNode | FragmentSpreadNode):
            yield node
        if isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set:
            yield from _nodes(node.selection_set)


def _variables(directive: DirectiveNode) -> Iterator[str]:
    for argument in directive.arguments or ():
        if isinstance(argument.value, VariableNode):
            yield argument.value.name.value
