"""GraphQL over HTTP, apart from any schema: what a request asks, and how its answer travels."""
