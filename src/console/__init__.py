"""The stridegraph command: the service in one process, and its client."""
