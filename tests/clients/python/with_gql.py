"""gql, with the schema fetched by introspection: ``python with_gql.py URL TOKEN FILE...``."""

import sys
from pathlib import Path

from gql import Client, GraphQLRequest
from gql.transport.httpx import HTTPXTransport
from story import told

OPERATIONS = (Path(__file__).parents[1] / "operations.graphql").read_text(encoding="utf-8")

url, token, *files = sys.argv[1:]
transport = HTTPXTransport(f"{url}/graphql", headers={"authorization": f"Bearer {token}"})
with Client(transport=transport, fetch_schema_from_transport=True) as client:
    # Every operation is validated against the fetched schema before it is sent.
    told(
        lambda name, variables: client.execute(
            GraphQLRequest(OPERATIONS, variable_values=dict(variables), operation_name=name)
        ),
        files,
    )
