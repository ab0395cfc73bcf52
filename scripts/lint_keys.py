#!/usr/bin/env python3
"""Keys of the table and the bucket are built in one place: this finds the ones that are built elsewhere.

A string or f-string that begins like a key ("U#", "A#", "raw/"), and a dictionary with a "PK" or "SK", is allowed in
the modules of ALLOWED alone; the reason stands beside each. Usage: lint_keys.py FOLDER
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ALLOWED = {
    "models/keys.py": "builds the table's keys",
    "models/catalog.py": "declares the shapes of the table's keys",
    "models/object_keys.py": "builds the bucket's keys",
    "models/store.py": "turns keys into the wire's form",
    "uploads/archive.py": "names the files of an archive, which are no keys",
}
TABLE_KEY = re.compile(r"(?:[A-Z]{1,2}|PB)#")
OBJECT_KEY = re.compile(r"(?:raw|detail|export)/")


def problems(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each key that a module builds by hand."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in documentation:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_key(node.value):
            yield node.lineno, f"builds the key {node.value!r} by hand"
        if isinstance(node, ast.Dict):
            names = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if names & {"PK", "SK"}:
                yield node.lineno, "builds a key of the wire by hand"


def _is_key(text: str) -> bool:
    return bool(TABLE_KEY.match(text) or OBJECT_KEY.match(text))


def main(folder: Path) -> int:
    """Print what is wrong; how many places."""
    count = 0
    for path in sorted(folder.rglob("*.py")):
        if path.relative_to(folder).as_posix() in ALLOWED:
            continue
        for line, problem in problems(ast.parse(path.read_text(encoding="utf-8"))):
            print(f"{path}:{line}: {problem}; use models.keys or models.object_keys")
            count += 1
    return count


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]))))
