"""PynamoDB as its users write it: a model class for each kind of item, and nothing else changed.

Each class has the attributes of ours, a ``Meta`` of its own, and therefore a connection and a client of its own.
"""

from copy import deepcopy
from typing import Any

from pynamodb.attributes import MapAttribute
from pynamodb.models import Model

from models import table

# Sign what is never sent.
TABLE, REGION, SECRET = "bench", "us-east-1", "canned"
_SHARED = {"Item", "Figures", "TableItem"}


class Meta:
    """Where the table would be."""

    table_name = TABLE
    region = REGION
    aws_access_key_id = SECRET
    aws_secret_access_key = SECRET


def plain(ours: type[Model]) -> Any:
    """A model class of the same attributes and indexes as ours."""
    attributes = {name: _copied(attribute) for name, attribute in ours.get_attributes().items()}
    own = {"Meta": type("Meta", (Meta,), {}), "__module__": __name__, **attributes}
    return type(f"Plain{ours.__name__}", (Model,), own)


def _copied(attribute: Any) -> Any:
    if isinstance(attribute, MapAttribute):  # it knows the class that it belongs to
        return type(attribute)(attr_name=attribute.attr_name, null=attribute.null)
    return deepcopy(attribute)


def ours() -> list[type[Model]]:
    """Every model class of ours that stands for an item."""
    found: list[type[Model]] = [table.Item]
    for model in found:
        found += model.__subclasses__()
    return [model for model in found if model.__name__ not in _SHARED]
