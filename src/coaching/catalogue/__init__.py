"""What the coach says, in the languages of the service: frozen texts, one module a topic."""
