"""Slices of lists."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page[T]:
    """A slice of a list: records with their cursors, in the order asked for."""

    records: tuple[T, ...]
    cursors: tuple[str, ...]
    has_next: bool
    has_previous: bool = False
