"""The API function: a thin door from API Gateway's HTTP API to the application."""

from mangum import Mangum

from graph.app import make_app

handler = Mangum(
    make_app(),
    lifespan="off",
    text_mime_types=["application/json", "application/graphql-response+json", "text/"],
)
