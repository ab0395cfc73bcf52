#!/usr/bin/env python3
"""Compile the methods of all data classes of a function ahead of time: compile_classes.py PACKAGE HANDLER...

PACKAGE is the folder of a function's package, and HANDLER a module of it (``graph.aws``). They are imported as a
function imports them, from the package alone, and what ``dataclasses`` compiles meanwhile is written into the package,
where ``models.start`` looks it up.
"""

import builtins
import dataclasses
import importlib
import sys
from pathlib import Path
from types import CodeType
from typing import Any


def main(package: Path, handlers: list[str]) -> int:
    """Import the handlers, listening to ``dataclasses``; 1 where they brought none."""
    sys.path[:0] = [str(package)]
    sys.dont_write_bytecode = True
    codes: dict[str, CodeType] = {}

    def execute(source: str, *scope: Any) -> None:
        codes[source] = compile(source, "<data class>", "exec")
        builtins.exec(codes[source], *scope)  # noqa: S102 -- what dataclasses would

    dataclasses.exec = execute  # type: ignore[attr-defined]
    start = importlib.import_module("models.start")
    start.CLASSES.unlink(missing_ok=True)
    for handler in handlers:
        importlib.import_module(handler)
    start.write({start.key(source): code for source, code in codes.items()})
    print(f"Methods of data classes compiled ahead of time: {len(codes)}", file=sys.stderr)
    return 0 if codes else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
