"""Where a value stands in the arguments of a field: the way to it, the argument's name first."""

from collections.abc import Iterable, Iterator

from graphql import (
    ArgumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    VariableNode,
)

type Way = list[str | int]

# What a client wrote may be long; what is told of it is not.
_MAX_NAME, _MAX_STEPS = 60, 12


def way_to(value: Node, within: Iterable[Node]) -> Way | None:
    """The way to a value, or to a field of an input, that is written in one of these definitions."""
    return next((way for node, way in _values(within) if node is value), None)


def way_of_variable(name: str, within: Iterable[Node]) -> Way | None:
    """The way to the first place in which a variable is used."""
    uses = (way for node, way in _values(within) if isinstance(node, VariableNode) and node.name.value == name)
    return next(uses, None)


def brief(way: Way) -> Way:
    """A way that cannot fill an answer."""
    return [part[:_MAX_NAME] if isinstance(part, str) else part for part in way[:_MAX_STEPS]]


def _values(within: Iterable[Node]) -> Iterator[tuple[Node, Way]]:
    for argument in _arguments(within):
        values: list[tuple[Node, Way]] = [(argument.value, [argument.name.value])]
        while values:
            node, way = values.pop()
            yield node, way
            if isinstance(node, ListValueNode):
                values.extend((each, [*way, place]) for place, each in enumerate(node.values))
            elif isinstance(node, ObjectValueNode):
                values.extend((each, [*way, each.name.value]) for each in node.fields)
            elif isinstance(node, ObjectFieldNode):
                values.append((node.value, way))


def _arguments(within: Iterable[Node]) -> Iterator[ArgumentNode]:
    """Those of all fields. Not by recursion: how deep a document is, its sender decides."""
    nodes = [each for each in within if isinstance(each, OperationDefinitionNode | FragmentDefinitionNode)][::-1]
    selections: list[Node] = list(nodes)
    while selections:
        node = selections.pop()
        if isinstance(node, FieldNode):
            yield from node.arguments or ()
        if not isinstance(node, FragmentSpreadNode) and (below := getattr(node, "selection_set", None)):
            selections.extend(reversed(below.selections))
