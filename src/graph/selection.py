"""What an operation selects, read from its text before anything is read from the table."""

from collections.abc import Iterator
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo, SelectionSetNode

DETAIL_FIELDS = frozenset(
    {
        "laps",
        "splits",
        "bestEfforts",
        "track",
        "series",
        "heartRateZones",
        "paceZones",
        "gradeAdjusted",
        "pacing",
        "aerobicDecoupling",
        "load",
        "bestMeans",
    }
)


def wants_detail(info: GraphQLResolveInfo[Any]) -> bool:
    """Whether the operation, its fragments included, asks for any activity's detail.

    One request answers an activity with its detail; knowing that it is wanted saves the one for the activity alone.
    """
    sets = [info.operation.selection_set, *(fragment.selection_set for fragment in info.fragments.values())]
    return any(name in DETAIL_FIELDS for each in sets for name in _fields(each))


def _fields(selections: SelectionSetNode) -> Iterator[str]:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        inner = getattr(node, "selection_set", None)
        if inner:
            yield from _fields(inner)
