"""A field of a plan: where it is selected, and what its resolver is called with."""

from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.executor import Executor
from graphql.pyutils import Path


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field as an operation selects it on a type.

    Attributes:
        key: its name in the answer.
        details: every place that selects it; their selections are merged.
    """

    key: str
    parent: GraphQLObjectType
    definition: GraphQLField
    details: FieldDetailsList
    nodes: list[FieldNode] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", [each.node for each in self.details])

    def info(self, executor: Executor[Any], path: Path) -> GraphQLResolveInfo[Any]:
        """What a resolver may know, with the field's own path where this one leads to an item of its list."""
        while isinstance(path.key, int) and path.prev is not None:
            path = path.prev
        return executor.build_resolve_info(self.definition, self.nodes, self.parent, path)
