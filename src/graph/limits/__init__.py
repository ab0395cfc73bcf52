"""Limits of a request: their sizes, the one walk that holds a document against them, and the cost of an operation."""
