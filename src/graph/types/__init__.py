"""GraphQL types, each with the one function that maps a record to it."""
