"""The API function: a thin door from API Gateway's HTTP API to the application."""

from models import start

start.begin()

import asyncio
from typing import Any

from graph.app import make_app
from graph.http import gateway

# Mangum takes the thread's current loop. Ours lives as long as the container, whatever else sets or clears that.
_loop = asyncio.new_event_loop()
asyncio.set_event_loop(_loop)

_app = make_app()
start.end()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request; an event that is none is refused."""
    asyncio.set_event_loop(_loop)
    return gateway.answer(_app, event, context)
