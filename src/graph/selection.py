"""What an operation selects, read from its text before anything is read from the table."""

from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo, IntValueNode, SelectionSetNode, VariableNode

from models.entities import PREVIEW_POINTS

DETAIL_FIELDS = frozenset({"laps", "splits", "bestEfforts", "track", "series"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whether any activity's detail is asked for, and whether in the finer preview.

    One request answers an activity with its detail; knowing that it is wanted saves the one for the activity alone.
    """

    detail: bool
    fine: bool


def wanted(info: GraphQLResolveInfo[Any]) -> Wanted:
    """What the whole operation asks for, its fragments included."""
    sets = [info.operation.selection_set, *(fragment.selection_set for fragment in info.fragments.values())]
    nodes = [node for each in sets for node in _fields(each)]
    detail = any(node.name.value in DETAIL_FIELDS for node in nodes)
    return Wanted(detail, any(node.name.value == "series" and _is_fine(node, info) for node in nodes))


def _fields(selections: SelectionSetNode) -> list[FieldNode]:
    found: list[FieldNode] = []
    for node in selections.selections:
        if isinstance(node, FieldNode):
            found.append(node)
        inner = getattr(node, "selection_set", None)
        if inner:
            found += _fields(inner)
    return found


def _is_fine(series: FieldNode, info: GraphQLResolveInfo[Any]) -> bool:
    """Whether more points are asked for than the coarser preview has; what cannot be told counts as more."""
    for argument in series.arguments or ():
        if argument.name.value == "maxPoints":
            value = argument.value
            if isinstance(value, IntValueNode):
                return int(value.value) > PREVIEW_POINTS[0]
            if isinstance(value, VariableNode):
                given = info.variable_values.coerced.get(value.name.value, PREVIEW_POINTS[0])
                return isinstance(given, int) and given > PREVIEW_POINTS[0]
    return False
