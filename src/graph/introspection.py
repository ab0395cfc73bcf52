"""What may be asked without a token: the schema alone, and that on a developer's machine only."""

from collections.abc import Iterator, Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)

from graph.limits import bounds

_OF_THE_SCHEMA = {"__schema", "__type", "__typename"}


def asks_for_the_schema_alone(text: str | None) -> bool:
    """Whether every operation of a document is a query for ``__schema``, ``__type`` and ``__typename``.

    A text that is none, too large, or not GraphQL asks for nothing that could be answered: False.
    """
    if not text or len(text) > bounds.MAX_DOCUMENT_CHARACTERS:
        return False
    try:
        document = parse(text, max_tokens=bounds.MAX_TOKENS)
    except GraphQLSyntaxError:
        return False
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    asked = {name for each in operations for name in _top(each.selection_set, fragments, set())}
    queries = all(each.operation is OperationType.QUERY for each in operations)
    return bool(asked) and queries and asked <= _OF_THE_SCHEMA


def _top(
    selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[str]:
    """The names of the fields at the top level; fragments may hold themselves."""
    for node in selections.selections:
        match node:
            case FieldNode():
                yield node.name.value
            case InlineFragmentNode():
                yield from _top(node.selection_set, fragments, seen)
            case FragmentSpreadNode() if node.name.value not in seen and node.name.value in fragments:
                seen.add(node.name.value)
                yield from _top(fragments[node.name.value].selection_set, fragments, seen)
