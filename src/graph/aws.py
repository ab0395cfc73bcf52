"""The API function: a thin door from API Gateway's HTTP API to the application."""

import asyncio
from typing import Any

from mangum import Mangum

from graph.app import make_app

# Mangum takes the thread's current loop. Ours lives as long as the container, whatever else sets or clears that.
_loop = asyncio.new_event_loop()
asyncio.set_event_loop(_loop)

_adapter = Mangum(
    make_app(),
    lifespan="off",
    text_mime_types=["application/json", "application/graphql-response+json", "text/"],
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request."""
    asyncio.set_event_loop(_loop)
    return _adapter(event, context)
