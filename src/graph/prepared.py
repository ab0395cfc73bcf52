"""Documents made ready once: parsed, held against the limits, validated, their cost counted; kept by schema and text.

Only what may be executed is kept. The same text is the same syntax tree from then on, which plans of the execution rely
on. A refused document is made ready anew each time, which its limits make cheap.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    ExecutableDefinitionsRule,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.validate import ValidationAbortedError
from strawberry.types.graphql import OperationType

from graph.arguments import brief, way_to
from graph.errors import BadOperationName, ParseFailed, TooComplex, ValidationFailed
from graph.limits import bounds
from graph.limits.cost import Cost
from graph.limits.walk import walk

MAX_DOCUMENTS = 500
# A syntax tree takes 40 to 150 bytes for each character of its text: 45 MB at most.
MAX_CHARACTERS = 300_000
# Built once: a tuple of new classes at each request would find no cache.
_RULES = tuple(specified_rules)
# The parser's own words, in which alone its refusals of large documents differ from those of wrong ones.
_TOO_MANY_TOKENS = "Syntax Error: Document contains more than"
_TOO_DEEP = "Syntax Error: Document is nested too deeply"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document."""

    node: OperationDefinitionNode
    kind: OperationType
    cost: Cost
    changes: int

    @property
    def name(self) -> str | None:
        """Its name, if it has one."""
        return self.node.name.value if self.node.name else None

    def cost_under(self, variables: Mapping[str, Any]) -> int:
        """The points that it may cost; raises TooComplex."""
        cost = self.cost.under(variables)
        if cost > bounds.MAX_COST:
            raise TooComplex(
                f"This operation costs up to {cost} points; at most {bounds.MAX_COST} are answered at once.",
                requested=cost,
                max=bounds.MAX_COST,
            )
        return cost


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may be executed, and its operations by name (None for one without)."""

    document: DocumentNode
    operations: Mapping[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """The one to execute; raises BadOperationName. An empty name is none."""
        if name:
            found = self.operations.get(name)
            if found is None:
                raise BadOperationName(f"There is no operation named {name!r}.")
            return found
        if len(self.operations) != 1:
            raise BadOperationName(
                f"The document holds {len(self.operations)} operations: operationName must name one."
            )
        return next(iter(self.operations.values()))


class Cache:
    """The documents of one schema, the least recently asked for given up first; pinned ones stay."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[tuple[str, bool], Prepared] = OrderedDict()
        self._pinned: dict[tuple[str, bool], Prepared] = {}
        self._characters = 0

    def get(self, text: str, *, locked: bool, pin: bool = False, pay: Callable[[], None] | None = None) -> Prepared:
        """The document of this text, made ready now unless it is kept; raises RequestRefused.

        Before it is made ready, ``pay`` is called, and what that raises ends it.
        """
        key = (text, locked)
        found = self._pinned.get(key) or self._kept.get(key)
        if found is None:
            if pay:
                pay()
            found = prepare(self._schema, text, locked=locked)
            if pin:
                self._pinned[key] = found
            else:
                self._keep(key, found)
        elif key in self._kept:
            self._kept.move_to_end(key)
        return found

    def _keep(self, key: tuple[str, bool], prepared: Prepared) -> None:
        self._kept[key] = prepared
        self._characters += len(key[0])
        while len(self._kept) > MAX_DOCUMENTS or self._characters > MAX_CHARACTERS:
            (text, _), _ = self._kept.popitem(last=False)
            self._characters -= len(text)


def prepare(schema: GraphQLSchema, text: str, *, locked: bool = False) -> Prepared:
    """Make a document ready; raises ParseFailed, BadOperationName, TooComplex, IntrospectionOff, ValidationFailed.

    Args:
        schema: what it must fit.
        text: the document.
        locked: neither introspection, nor a word of the schema in what is told of a document that does not fit.
    """
    document = _parsed(text)
    if not all(isinstance(each, ExecutableDefinitionNode) for each in document.definitions):
        raise _misfit(document, validate(schema, document, [ExecutableDefinitionsRule]), locked=locked)
    nodes = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if not nodes:
        raise BadOperationName("The document holds no operation.")
    counts = walk(schema, document, introspection=not locked)
    errors = validate(schema, document, _RULES, max_errors=bounds.MAX_ERRORS, hide_suggestions=locked)
    if errors:
        raise _misfit(document, errors, locked=locked)
    operations = {
        node.name.value if node.name else None: Operation(
            node, OperationType(node.operation.value), counted.cost, counted.changes
        )
        for node, counted in zip(nodes, counts, strict=True)
    }
    return Prepared(document, operations)


def _parsed(text: str) -> DocumentNode:
    if len(text) > bounds.MAX_DOCUMENT_CHARACTERS:
        raise TooComplex(f"A document may have at most {bounds.MAX_DOCUMENT_CHARACTERS} characters.")
    try:
        return parse(text, max_tokens=bounds.MAX_TOKENS)
    except GraphQLSyntaxError as error:
        if error.message.startswith(_TOO_MANY_TOKENS):
            raise TooComplex(f"A document may have at most {bounds.MAX_TOKENS} tokens.") from None
        if error.message.startswith(_TOO_DEEP):
            raise TooComplex("The document is nested too deeply.") from None
        raise ParseFailed(error.message, [error]) from None


def _misfit(document: DocumentNode, errors: list[GraphQLError], *, locked: bool) -> ValidationFailed:
    """What is told of a document that does not fit: the first few errors, or in the locked stage that it does not."""
    if locked:
        return ValidationFailed("The document does not fit the schema.")
    # That it was given up tells nobody what to mend.
    real = [error for error in errors if not isinstance(error, ValidationAbortedError)]
    if not real:
        return ValidationFailed("The document's fragments and fields are too entangled to be held against the schema.")
    shown = [_placed(document, error) for error in real[: bounds.MAX_ERRORS]]
    return ValidationFailed(shown[0].message, shown, counted=len(errors) <= bounds.MAX_ERRORS)


def _placed(document: DocumentNode, error: GraphQLError) -> GraphQLError:
    """An error of a value that is written in an argument, with the way to it."""
    way = way_to(error.nodes[0], document.definitions) if error.nodes else None
    if way is None:
        return error
    return GraphQLError(error.message, error.nodes, extensions={"argument": brief(way)})
