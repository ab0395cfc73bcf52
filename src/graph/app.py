"""The product: a Starlette application with one endpoint, its playground and a health check."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from graph import documents, playground
from graph.http.endpoint import BESIDE, GraphQLEndpoint
from graph.http.status import Edition
from graph.schema import schema
from models import logs, table
from models.settings import settings


def health(_: Request) -> PlainTextResponse:
    """Whether this process answers; asks nothing of the table."""
    return PlainTextResponse("ok")


def make_app() -> Starlette:
    """The application of the current settings."""
    table.connect()
    logs.prepare()
    chosen = settings()
    documents.warm(schema)
    endpoint = GraphQLEndpoint(schema, Edition(chosen.http_edition))
    directory = Path(chosen.playground_dir) if chosen.playground_dir else None
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(chosen.cors_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", "accept-language", "if-none-match"],
        expose_headers=["etag", "retry-after"],
        max_age=3600,
    )
    app = Starlette(
        routes=[
            Route("/graphql", endpoint),
            # Refused as clients of GraphQL can read it.
            Route(f"/graphql/{{{BESIDE}:path}}", endpoint),
            Route(f"/{{{BESIDE}:path}}/graphql", endpoint),
            Route("/health", health),
            *([] if chosen.locked else playground.routes(directory, chosen.playground_token)),
        ],
        middleware=[cors] if chosen.cors_origins else [],
    )
    # A POST that is sent on to another path loses its body with some clients.
    app.router.redirect_slashes = False
    return app
