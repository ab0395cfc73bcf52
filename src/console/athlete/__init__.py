"""The demo athlete: her body, weeks, ways and recordings."""
