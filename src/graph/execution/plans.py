"""Plans: what is to be done for each object of a type under a selection, worked out once.

A plan holds nothing of a request. Several threads may run one plan; what they add to it (types met for the first time,
shapes of rows) is the same whoever adds it.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Protocol

from graphql import GraphQLObjectType, TypeNameMetaFieldDef
from graphql.execution.collect_fields import GroupedFieldSet
from graphql.execution.executor import Executor
from graphql.pyutils import Path

from graph.execution.calls import attribute, call_of
from graph.execution.fields import Field
from graph.execution.leaves import Kernel, Leaf
from graph.execution.runs import Data, Run
from graph.execution.shapes import LeafShape, Shape, shape_of
from graph.execution.unusual import Unusual

# Of one plan: a kernel for each set of types that its leaves were met with.
_MOST_KERNELS = 16


class Size:
    """How much an operation's plans hold, which grows as types are met.

    Attributes:
        fields: of all its plans.
    """

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields = 0


class Step(Protocol):
    """One field of an object, or several beside each other."""

    def put(self, run: Run, source: Any, path: Path | None, result: Data) -> None:
        """Write into an object's dict."""
        ...


class ObjectPlan:
    """What to do for each object of a type."""

    __slots__ = ("_steps",)

    def __init__(self, executor: Executor[Any], kind: GraphQLObjectType, fields: GroupedFieldSet, size: Size) -> None:
        self._steps: list[Step] = []
        size.fields += len(fields)
        leaves: list[tuple[str, str, LeafShape]] = []
        for key, details in fields.items():
            if any(each.defer_usage or each.fragment_variable_values for each in details):
                raise Unusual
            definition = executor.schema.get_field(kind, details[0].node.name.value)
            if definition is None:
                continue
            field = Field(key, kind, definition, details)
            name, shape = attribute(definition), shape_of(definition.type, field, size)
            if name is not None and isinstance(shape, LeafShape):
                leaves.append((key, name, shape))
                continue
            self._close(leaves)
            if definition is TypeNameMetaFieldDef:
                self._steps.append(Constant(key, kind.name))
            elif name is not None:
                self._steps.append(Attribute(field, name, shape))
            else:
                self._steps.append(Resolved(field, shape, executor))
        self._close(leaves)

    def _close(self, leaves: list[tuple[str, str, LeafShape]]) -> None:
        if leaves:
            self._steps.append(Leaves(leaves))
            leaves.clear()

    def run(self, run: Run, source: Any, path: Path | None) -> Data:
        """The dict of an object's fields, in their order."""
        result: Data = {}
        for step in self._steps:
            step.put(run, source, path, result)
        return result


class Constant:
    """``__typename``."""

    def __init__(self, key: str, value: str) -> None:
        self._key = key
        self._value = value

    def put(self, _run: Run, _source: Any, _path: Path | None, result: Data) -> None:
        """Write the name of the type."""
        result[self._key] = self._value


class Leaves:
    """Scalars and enums beside each other that are attributes: read together, and judged together by their types."""

    def __init__(self, leaves: Sequence[tuple[str, str, LeafShape]]) -> None:
        self._keys = [key for key, _, _ in leaves]
        self._leaves: list[tuple[str, Leaf, bool]] = [(key, shape.leaf, shape.nullable) for key, _, shape in leaves]
        read = attrgetter(*(name for _, name, _ in leaves))
        self._read = read if len(leaves) > 1 else lambda source: (read(source),)
        self._kernels: dict[tuple[type, ...], Kernel] = {}

    def put(self, _run: Run, source: Any, _path: Path | None, result: Data) -> None:
        """Write the values."""
        values = self._read(source)
        kinds = tuple(map(type, values))
        kernel = self._kernels.get(kinds)
        if kernel is None:
            kernel = Kernel(self._leaves, kinds)
            if len(self._kernels) < _MOST_KERNELS:
                self._kernels[kinds] = kernel
        result.update(zip(self._keys, values, strict=True))
        kernel.put(values, result)


class Attribute:
    """An object or a list that is an attribute."""

    def __init__(self, field: Field, name: str, shape: Shape) -> None:
        self._key = field.key
        self._parent = field.parent.name
        self._read = attrgetter(name)
        self._shape = shape

    def put(self, run: Run, source: Any, path: Path | None, result: Data) -> None:
        """Write what the attribute becomes."""
        result[self._key] = self._shape.complete(run, self._read(source), Path(path, self._key, self._parent))


class Resolved:
    """What a resolver answers."""

    def __init__(self, field: Field, shape: Shape, executor: Executor[Any]) -> None:
        self._key = field.key
        self._parent = field.parent.name
        self._shape = shape
        self._call = call_of(field, executor)
        self._awaits_nothing = self._call.awaits_nothing

    def put(self, run: Run, source: Any, path: Path | None, result: Data) -> None:
        """Write what the answer becomes, or have it written when it is there."""
        here = Path(path, self._key, self._parent)
        value = self._call(run, source, here)
        if self._awaits_nothing:
            value = run.settled(here, value)
        elif run.is_awaitable(value):
            task = run.started(here, value)
            if not task.done():
                result[self._key] = None
                run.wait(task, self, result, here)
                return
            value = task.result()
        else:
            run.told(here, value)
        result[self._key] = self._shape.complete(run, value, here)

    def complete(self, run: Run, value: Any, result: Data, path: Path) -> None:
        """Write what an answer becomes that was waited for."""
        result[self._key] = self._shape.complete(run, value, path)
