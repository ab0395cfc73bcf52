"""Types of fields: what values of them become in an answer, lists and objects included."""

from typing import TYPE_CHECKING, Any, Protocol

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    Undefined,
    is_abstract_type,
    is_leaf_type,
)
from graphql.pyutils import Path
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE
from strawberry.types.union import StrawberryUnion

from graph.execution.fields import Field
from graph.execution.leaves import Leaf, leaf_of
from graph.execution.runs import Run
from graph.execution.unusual import Unusual
from models.columns import Floats

if TYPE_CHECKING:
    from graph.execution.plans import ObjectPlan, Size

_BACKREF = GraphQLCoreConverter.DEFINITION_BACKREF
_LISTS = (list, Floats)
# Classes whose objects a field is known to take; more would be made at run time, and not be forgotten.
_MOST_CLASSES = 64


class Shape(Protocol):
    """The type of a field or of the items of a list."""

    def complete(self, run: Run, value: Any, path: Path) -> Any:
        """What a value becomes in the answer. Raises Unusual, or whatever else is wrong with it."""
        ...


def shape_of(kind: GraphQLOutputType, field: Field, size: "Size", *, nullable: bool = True) -> Shape:
    """The shape of a type, of this field of an operation of this size."""
    if isinstance(kind, GraphQLNonNull):
        return shape_of(kind.of_type, field, size, nullable=False)
    if isinstance(kind, GraphQLList):
        return ListShape(shape_of(kind.of_type, field, size), nullable=nullable)
    if is_leaf_type(kind):
        return LeafShape(leaf_of(kind), nullable=nullable)
    return ObjectShape(kind, field, size, nullable=nullable)


class LeafShape:
    """A scalar or an enum."""

    def __init__(self, leaf: Leaf, *, nullable: bool) -> None:
        self.leaf = leaf
        self.nullable = nullable

    def complete(self, _run: Run, value: Any, _path: Path) -> Any:
        """The value, coerced."""
        return self.leaf.one(value, nullable=self.nullable)


class ListShape:
    """A list."""

    def __init__(self, item: Shape, *, nullable: bool) -> None:
        self._item = item
        self._nullable = nullable

    def complete(self, run: Run, value: Any, path: Path) -> Any:
        """The list of what its items become. Whatever is no list or tuple may be read only once, and is left alone."""
        if type(value) not in _LISTS:
            if value is None and self._nullable:
                return None
            if type(value) is not tuple:
                raise Unusual
            value = list(value)
        item = self._item
        if isinstance(item, LeafShape):
            return item.leaf.many(value, nullable=item.nullable)
        return [item.complete(run, each, Path(path, index, None)) for index, each in enumerate(value)]


class ObjectShape:
    """An object type, an interface or a union.

    Which plan a value takes follows from its class wherever Strawberry looks at nothing but the class; elsewhere it is
    asked for each value.
    """

    def __init__(self, kind: Any, field: Field, size: "Size", *, nullable: bool) -> None:
        self._kind = kind
        self._size = size
        self._abstract = is_abstract_type(kind)
        self._field = field
        self._nullable = nullable
        self._by_class: dict[type, ObjectPlan] = {}
        self._by_type: dict[GraphQLObjectType, ObjectPlan] = {}
        self._castable = self._abstract or kind.is_type_of is not None

    def complete(self, run: Run, value: Any, path: Path) -> Any:
        """The dict of the value's fields."""
        if value is None:
            if self._nullable:
                return None
            raise Unusual
        plan = self._by_class.get(type(value))
        if plan is None or (self._castable and getattr(value, TYPE_CAST_ATTRIBUTE, None) is not None):
            plan = self._plan(run, value, path)
        return plan.run(run, value, path)

    def _plan(self, run: Run, value: Any, path: Path) -> "ObjectPlan":
        from graph.execution.plans import ObjectPlan  # noqa: PLC0415 -- plans are made of shapes

        if isinstance(value, Exception) or value is Undefined or run.is_awaitable(value):
            raise Unusual
        kind = self._kind_of(run, value, path)
        plan = self._by_type.get(kind)
        if plan is None:
            fields, deferred, _ = run.executor.collect_subfields(kind, self._field.details)
            if deferred:
                raise Unusual
            plan = self._by_type[kind] = ObjectPlan(run.executor, kind, fields, self._size)
        if self._class_tells(type(value), kind) and len(self._by_class) < _MOST_CLASSES:
            self._by_class[type(value)] = plan
        return plan

    def _kind_of(self, run: Run, value: Any, path: Path) -> GraphQLObjectType:
        """The object type, asked for as the stock executor does."""
        kind: Any = self._kind
        executor, info = run.executor, self._field.info(run.executor, path)
        if self._abstract:
            name = (kind.resolve_type or executor.type_resolver)(value, info, kind)
            kind = executor.ensure_valid_runtime_type(_at_once(run, name), kind, self._field.details, info, value)
        if kind.is_type_of and not _at_once(run, kind.is_type_of(value, info)):
            raise Unusual
        found: GraphQLObjectType = kind
        return found

    def _class_tells(self, made: Any, kind: GraphQLObjectType) -> bool:
        """Whether all objects of a class are of this type, if they were not cast."""
        if hasattr(made, "__getattr__") or made.__getattribute__ is not object.__getattribute__:
            return False
        if not self._castable:
            return not hasattr(made, "__await__")
        definition, own = kind.extensions.get(_BACKREF), vars(made).get("__strawberry_definition__")
        return (
            isinstance(definition, StrawberryObjectDefinition)
            and definition.origin is made
            and definition is own
            and not definition.is_graphql_generic
            and not definition.is_type_of
            and not hasattr(made, "__await__")
            and self._resolved_by_class()
        )

    def _resolved_by_class(self) -> bool:
        known = self._kind.extensions.get(_BACKREF)
        if isinstance(self._kind, GraphQLUnionType):
            return type(known) is StrawberryUnion
        return isinstance(known, StrawberryObjectDefinition) and not known.resolve_type


def _at_once(run: Run, answer: Any) -> Any:
    if run.is_awaitable(answer):
        if hasattr(answer, "close"):
            answer.close()
        raise Unusual
    return answer
