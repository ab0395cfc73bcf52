"""The kernels as a table for people, as docs/kernels.md ends with it."""

from kernels import jit
from kernels.registry import ENTRIES, Entry

HEAD = """| kernel | arguments and results | after | oracle | peer |
|---|---|---|---|---|
"""


def table() -> str:
    """Every public kernel, by its module."""
    jit.load_all()
    return HEAD + "".join(_row(ENTRIES[name]) for name in sorted(ENTRIES))


def _row(entry: Entry) -> str:
    cells = [f"`{entry.name}`", f"`{entry.shapes}`", entry.reference, entry.oracle, entry.peer]
    return f"| {' | '.join(cells)} |\n"
