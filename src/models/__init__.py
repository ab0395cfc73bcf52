"""Entities, errors, settings and the one table."""
