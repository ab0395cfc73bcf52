"""What is wrong with variables, and where: the way to each value, as the client wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    is_input_type,
    type_from_ast,
)
from graphql.utilities import validate_input_value

from graph.arguments import Way, brief, way_of_variable
from graph.errors import BadVariables
from graph.limits import bounds

_MESSAGE = "Variables cannot be used."


def refusal(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    said: Sequence[GraphQLError],
    *,
    locked: bool,
) -> BadVariables:
    """The refusal of variables that do not fit their types; ``said`` is what the execution said of them.

    Of each error, ``variable`` is the way to the value, the variable's name first, and ``argument`` the way to it from
    the argument in which the variable is used. The locked stage tells the names of the variables alone: what fits and
    what does not, field by field, would tell the inputs.
    """
    if locked:
        return _untold(schema, operation, variables)
    fragments = [each for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
    errors = []
    for node, way, message in islice(_problems(schema, operation, variables), bounds.MAX_ERRORS + 1):
        name = str(brief(way)[0])
        extensions: dict[str, Any] = {"variable": brief(way)}
        if used := way_of_variable(str(way[0]), [operation, *fragments]):
            extensions["argument"] = brief([*used, *way[1:]])
        told = f"Variable '${name}' has invalid value{_written(way[1:])}: {message}"
        errors.append(GraphQLError(told, node, extensions=extensions))
    return BadVariables(_MESSAGE, errors[: bounds.MAX_ERRORS] or said, counted=len(errors) <= bounds.MAX_ERRORS)


def _untold(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> BadVariables:
    """That the first variable that does not fit does not; nothing of why, or where in it."""
    found = next(_problems(schema, operation, variables), None)
    if found is None:
        return BadVariables(_MESSAGE)
    node, way, _ = found
    told = GraphQLError(
        f"Variable '${brief(way)[0]}' has invalid value.", node, extensions={"variable": brief(way[:1])}
    )
    return BadVariables(_MESSAGE, [told])


def _problems(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> Iterator[tuple[VariableDefinitionNode, Way, str]]:
    for each in operation.variable_definitions or ():
        name = each.variable.name.value
        wanted: Any = type_from_ast(schema, each.type)
        value = variables.get(name, Undefined)
        if (value is Undefined and each.default_value) or not is_input_type(wanted):
            continue
        yield from ((each, [name, *way], message) for way, message in _misfits(value, wanted))


def _misfits(value: Any, wanted: GraphQLInputType) -> list[tuple[Way, str]]:
    found: list[tuple[Way, str]] = []

    def note(error: GraphQLError, way: Way) -> None:
        found.append((list(way), error.message))

    validate_input_value(value, wanted, note)
    return found


def _written(way: Sequence[str | int]) -> str:
    return " at " + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in way) if way else ""
