"""The typed client that ariadne-codegen makes: ``python with_ariadne.py URL TOKEN FILE...``."""

import re
import sys

from story import told
from typed import Client

url, token, *files = sys.argv[1:]


def method(name):
    """The generated client's method for an operation."""
    return getattr(client, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())


with Client(f"{url}/graphql", headers={"authorization": f"Bearer {token}"}) as client:
    # Its answers are pydantic models: what does not fit the schema is refused by them.
    told(lambda name, variables: method(name)(**variables).model_dump(by_alias=True, mode="json"), files)
