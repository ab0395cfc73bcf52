"""Servers that answer the same four screens: ours, and what a user would pick instead of it.

Each is a process of its own, ``server OPTIONS``, whose options are one JSON object (``bench.process.Options``).
"""
