"""What an operation selects, read from its text before anything is read from the table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionSetNode,
)

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
        "form",
        "brisk",
        "compareActivities",
    }
)
# Of a score; others have fields of these names, too.
SCORE_DETAIL_FIELDS = frozenset({"components", "driftPoints", "comparison", "advice"})
# Told by the detail of an activity without a score alone: a list in which most have one does not read it for all.
UNSCORED_FIELDS = frozenset({"reason", "help"})
_SCORE = "score"
_LISTS = frozenset({"nodes", "edges"})


def wants_detail(info: GraphQLResolveInfo[Any]) -> bool:
    """Whether the operation, its fragments included, asks for any activity's detail.

    One request answers an activity with its detail; knowing that it is wanted saves the one for the activity alone.
    """
    walk = _Walk(info.fragments)
    return any(
        name in DETAIL_FIELDS
        or (above == _SCORE and (name in SCORE_DETAIL_FIELDS or (name in UNSCORED_FIELDS and not listed)))
        for name, above, listed in walk.fields(info.operation.selection_set, "", listed=False)
    )


@dataclass(frozen=True, slots=True)
class _Walk:
    """Through an operation, into each fragment once for each kind of place that spreads it."""

    fragments: dict[str, FragmentDefinitionNode]
    seen: set[tuple[str, str, bool]] = field(default_factory=set)

    def fields(self, selections: SelectionSetNode, above: str, *, listed: bool) -> Iterator[tuple[str, str, bool]]:
        """(name, the field above it, whether below a list of things) of every field."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                name = node.name.value
                yield name, above, listed
                if node.selection_set:
                    yield from self.fields(node.selection_set, name, listed=listed or name in _LISTS)
            elif isinstance(node, FragmentSpreadNode):
                place = node.name.value, above, listed
                if place not in self.seen:
                    self.seen.add(place)
                    yield from self.fields(self.fragments[node.name.value].selection_set, above, listed=listed)
            elif isinstance(node, InlineFragmentNode):
                yield from self.fields(node.selection_set, above, listed=listed)
