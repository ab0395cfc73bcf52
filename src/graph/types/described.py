"""How an enumeration becomes GraphQL's, with a description for each value."""

from enum import Enum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition


def described[E: type[Enum]](enum: E, description: str, *values: str) -> E:
    """Make the enumeration a GraphQL one; one text for each of its values, in their order."""
    made = strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = made.__dict__["__strawberry_definition__"]
    for value, text in zip(definition.values, values, strict=True):
        value.description = text
    return made
