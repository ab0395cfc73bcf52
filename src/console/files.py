"""Files that a command was given, folders opened."""

from collections.abc import Iterable
from pathlib import Path


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and every file in the folders among them, by name."""
    found: list[Path] = []
    for path in paths:
        found += sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
    return found
