"""Files that a command was given, folders opened."""

from collections.abc import Iterable, Iterator
from pathlib import Path


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and every file in the folders among them, by name; hidden ones are left out."""
    return [file for path in paths for file in (_visible(path) if path.is_dir() else [path])]


def _visible(folder: Path) -> Iterator[Path]:
    return (child for child in sorted(folder.rglob("*")) if child.is_file() and not child.name.startswith("."))
