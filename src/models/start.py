"""The start of a function: between its first line and its first event, on Lambda.

A package that was built for Lambda holds a file beside this module with the compiled code of every data class's methods
(``scripts/compile_classes.py`` writes it). ``dataclasses`` puts the text of those methods together and compiles it each
time a class is made, which takes a fifth of the API's whole start; here the text is looked up first. Code goes by its
exact text: what is not found is compiled as ever. Without the file, in a checkout, nothing is done.

Nothing that is made during a start is garbage: it is not looked for meanwhile, and what was made is never looked at
again.
"""

import builtins
import dataclasses
import gc
import marshal
from collections.abc import Mapping
from hashlib import blake2b
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

CLASSES = Path(__file__).with_name("_classes.bin")
_KEY_BYTES = 16

_under_way: list[Mapping[bytes, CodeType]] = []


def begin(classes: Path = CLASSES) -> None:
    """Before anything else is imported. Handlers that import each other each begin and end; the outermost counts."""
    codes = {} if _under_way else read(classes)
    _under_way.append(codes)
    if not codes:
        return
    gc.disable()

    def execute(source: str, *scope: Any) -> None:
        builtins.exec(codes.get(key(source)) or source, *scope)  # noqa: S102 -- what dataclasses would

    dataclasses.exec = execute  # type: ignore[attr-defined] # found before the built-in one


def end() -> None:
    """After everything was made that lives as long as the environment."""
    if not _under_way.pop():
        return
    del dataclasses.exec  # type: ignore[attr-defined]
    gc.freeze()
    gc.enable()


def key(source: str) -> bytes:
    """What code is kept by."""
    return blake2b(source.encode(), digest_size=_KEY_BYTES).digest()


def write(codes: dict[bytes, CodeType], classes: Path = CLASSES) -> None:
    """Keep code for the Python that runs this."""
    classes.write_bytes(MAGIC_NUMBER + marshal.dumps(codes))


def read(classes: Path = CLASSES) -> Mapping[bytes, CodeType]:
    """The code that is kept; empty where none is, or that of another Python, or half a file: a start needs none."""
    try:
        kept = classes.read_bytes()
        if not kept.startswith(MAGIC_NUMBER):
            return {}
        found = marshal.loads(kept[len(MAGIC_NUMBER) :])  # noqa: S302 -- of our own package
    except (FileNotFoundError, EOFError, ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
