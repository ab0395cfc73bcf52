"""Resolvers: how each is called."""

import dis
from datetime import date, datetime, time
from enum import Enum
from inspect import iscoroutinefunction
from types import FunctionType, NoneType
from typing import Any

from graphql import ArgumentNode, GraphQLField, ListValueNode, ObjectValueNode, ValueNode, VariableNode
from graphql.execution.executor import Executor
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver
from strawberry.types.unset import UnsetType

from graph.execution.fields import Field
from graph.execution.runs import BASIC, Run

# The functions that Strawberry makes resolvers of. Those of our own making are called by the plan, without them.
_MADE_IN = f"{GraphQLCoreConverter.from_resolver.__qualname__}.<locals>."
_BASIC = _MADE_IN + BASIC
_CALLING = frozenset({_MADE_IN + "_resolver", _MADE_IN + "_async_resolver"})
# Arguments that all calls may share.
_UNCHANGING = (str, int, float, bool, NoneType, UnsetType, date, datetime, time, Enum)


def attribute(definition: GraphQLField) -> str | None:
    """The attribute that a field without a resolver reads; None for a field with one."""
    field = _strawberry_field(definition)
    if field is None or getattr(definition.resolve, "__qualname__", "") != _BASIC:
        return None
    return field.python_name if field.default_resolver is getattr and field.python_name.isidentifier() else None


def call_of(field: Field, executor: Executor[Any]) -> "Call":
    """How to call a field's resolver."""
    known = _strawberry_field(field.definition)
    schema = getattr(executor.schema, "_strawberry_schema", None)
    if (
        known is None
        or schema is None
        or known.extensions
        or schema.exception_handlers
        or known.base_resolver is None
        or not isinstance(known.base_resolver.wrapped_func, FunctionType)
        or getattr(field.definition.resolve, "__qualname__", "") not in _CALLING
    ):
        return Call(field)
    return DirectCall(field, known, known.base_resolver, schema)


class Call:
    """A resolver, called as graphql-core calls it.

    Attributes:
        awaits_nothing: whether it is a coroutine function whose coroutines never wait.
    """

    awaits_nothing = False

    def __init__(self, field: Field) -> None:
        self._field = field
        self._resolve = field.definition.resolve

    def __call__(self, run: Run, source: Any, path: Path) -> Any:
        """What the resolver returns or raises."""
        executor = run.executor
        info = self._field.info(executor, path)
        arguments = _coerced(self._field, executor)
        try:
            return (self._resolve or executor.field_resolver)(source, info, **arguments)
        except Exception as error:
            run.failed(path, error)
            raise


class DirectCall(Call):
    """The function below a Strawberry field, called with what Strawberry would call it with."""

    def __init__(self, field: Field, known: StrawberryField, resolver: StrawberryResolver[Any], schema: Any) -> None:
        super().__init__(field)
        self._function: Any = resolver.wrapped_func
        self._known = known
        self._config = schema.config
        self._scalars = schema.schema_converter.scalar_registry
        self._takes_self = resolver.self_parameter is not None
        self._sources = [each.name for each in (resolver.parent_parameter, resolver.root_parameter) if each is not None]
        self._info = resolver.info_parameter.name if resolver.info_parameter else None
        self._varies = any(_has_variable(each) for each in field.nodes[0].arguments or ())
        self._arguments: dict[str, Any] | None = None if known.arguments else {}
        self.awaits_nothing = iscoroutinefunction(self._function) and _awaits_nothing(self._function)

    def __call__(self, run: Run, source: Any, path: Path) -> Any:
        """What the function returns or raises."""
        arguments = self._arguments
        if arguments is None:
            arguments = run.arguments.get(self)
            if arguments is None:
                arguments = self._converted(run, path)
        if self._info or self._sources:
            arguments = arguments | dict.fromkeys(self._sources, source)
            if self._info:
                arguments[self._info] = self._strawberry_info(run, path)
        try:
            return self._function(source, **arguments) if self._takes_self else self._function(**arguments)
        except Exception as error:
            run.failed(path, error)
            raise

    def _converted(self, run: Run, path: Path) -> dict[str, Any]:
        converted = convert_arguments(
            _coerced(self._field, run.executor),
            self._known.arguments,
            scalar_registry=self._scalars,
            config=self._config,
            info=self._strawberry_info(run, path),
        )
        if all(isinstance(value, _UNCHANGING) for value in converted.values()):
            if self._varies:
                run.arguments[self] = converted
            else:
                self._arguments = converted
        return converted

    def _strawberry_info(self, run: Run, path: Path) -> Any:
        return self._config.info_class(_raw_info=self._field.info(run.executor, path), _field=self._known)


def _strawberry_field(definition: GraphQLField) -> StrawberryField | None:
    """The Strawberry field of a definition; None where it is no plain one."""
    found = definition.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    return found if type(found) is StrawberryField else None


def _coerced(field: Field, executor: Executor[Any]) -> dict[str, Any]:
    node = field.nodes[0]
    if not field.definition.args and not node.arguments:
        return {}
    return get_argument_values(field.definition, node, executor.variable_values, None, executor.hide_suggestions)


def _has_variable(node: ArgumentNode | ValueNode) -> bool:
    match node:
        case VariableNode():
            return True
        case ListValueNode():
            return any(map(_has_variable, node.values))
        case ObjectValueNode():
            return any(_has_variable(each.value) for each in node.fields)
        case ArgumentNode():
            return _has_variable(node.value)
    return False


def _awaits_nothing(function: Any) -> bool:
    """Whether nothing in a coroutine function can wait: no ``await``, ``async for`` or ``async with``."""
    return not any(each.opname in ("SEND", "YIELD_VALUE") for each in dis.get_instructions(function))
