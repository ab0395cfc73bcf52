"""Items as they go over the wire."""

from base64 import b64decode, b64encode

import orjson

from models import keys, store


def wire(item):
    """A PynamoDB item as a reader gets it: binary as base64 text."""
    return orjson.loads(orjson.dumps(item.serialize(), default=lambda binary: b64encode(binary).decode()))


def bytes_of(value):
    """The content of a binary attribute."""
    return b64decode(value["B"])


def items(uid, prefix=""):
    """A person's items below a prefix, as they lie in the table."""
    found = store.query_all(keys.user_pk(uid), None, strong=True)
    return [item for item in found if item["SK"]["S"].startswith(prefix)]
