"""The executor: plans where they reach, graphql-core's own way of doing it for everything else."""

from collections.abc import Awaitable
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import GroupedFieldSet
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.execution.cache import plan_of
from graph.execution.runs import Run


class PlannedExecutor(StrawberryGraphQLCoreExecutionContext):
    """Carries out queries by plans, with the data and the errors of the stock executor.

    Given to ``Schema(execution_context_class=...)``. It pays where documents are cached: a plan belongs to a document's
    nodes. Left to the stock executor from the start: mutations and subscriptions, introspection, ``@defer`` and other
    directives than ``@skip`` and ``@include``, extensions that wrap resolvers, abort signals.
    """

    def execute_root_grouped_field_set(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,  # noqa: FBT001 -- graphql-core's
        position_context: Any,
    ) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """The data of an operation."""

        def stock() -> dict[str, Any] | Awaitable[dict[str, Any]]:
            return super(PlannedExecutor, self).execute_root_grouped_field_set(
                root_type, root_value, grouped_field_set, serially, position_context
            )

        if serially or position_context is not None or not self._is_plain() or root_type is not self.schema.query_type:
            return stock()
        plan = plan_of(self, root_type, grouped_field_set)
        return Run(self).answer(plan, root_value, stock) if plan else stock()

    def _is_plain(self) -> bool:
        """Whether nothing looks into the execution from outside."""
        manager = self.middleware_manager
        return (manager is None or not manager.middlewares) and self.abort_signal is None and self.hooks is None
