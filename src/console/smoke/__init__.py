"""How fast a deployed service is: cold starts, a list, and the way of an upload, measured where it runs."""
