"""The table as a page for people: every item with its keys, every access pattern with its one request."""

from models.catalog import ITEMS, PATTERNS
from models.keys import BY_SPORT, BY_UPDATE
from models.patterns import QUERY, Item, Pattern, shown

HEAD = """# The table

Written by `make schema` from `ITEMS` and `PATTERNS` of [`models/catalog.py`](../src/models/catalog.py); a test compares
them, and every test fails whose code makes a request that no pattern declares.

One table, PK and SK, two local secondary indexes (by-sport on KS, by-update on UK), no global one. `<start>` and
`<update>` are milliseconds since 1970 in 14 digits. *Planned* items are declared and measured, and built by what first
writes them.

## Items

| item | PK | SK | index sort keys | size | goes |
|---|---|---|---|---|---|
"""
MIDDLE = """
## Access patterns

Each is one request. Units are the most that the named case may take, read eventually unless said otherwise;
transactions are counted by DynamoDB's published rule, two units for each KB of each item and index entry.

| pattern | need | operation | items | range | units at most | case |
|---|---|---|---|---|---|---|
"""
_INDEXES = {BY_SPORT: "KS", BY_UPDATE: "UK"}


def document() -> str:
    """docs/table.md."""
    items = "".join(_row(_item_cells(item)) for item in ITEMS)
    patterns = "".join(_row(_pattern_cells(pattern)) for pattern in PATTERNS)
    return HEAD + items + MIDDLE + patterns


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _named(name: str, *, planned: bool) -> str:
    return f"*{name} (planned)*" if planned else name


def _item_cells(item: Item) -> list[str]:
    sorts = [f"{_INDEXES[index]} `{shown(sort)}`" for index, templates in item.sorts.items() for sort in templates]
    key = [f"`{shown(item.pk)}`", f"`{shown(item.sk)}`"]
    return [_named(item.name, planned=item.planned), *key, ", ".join(sorts), item.size, item.expires]


def _pattern_cells(pattern: Pattern) -> list[str]:
    over = " or ".join(f"`{shown(prefix)}...`" for prefix in pattern.prefixes)
    if pattern.index:
        over = f"{_INDEXES[pattern.index]} {over}"
    if pattern.backward:
        over += ", newest first"
    if pattern.operation == QUERY and not pattern.prefixes:
        over = "the whole partition"
    return [
        _named(pattern.name, planned=pattern.planned),
        pattern.need,
        pattern.operation,
        ", ".join(pattern.items) or "any",
        over,
        f"{pattern.units:g}" if pattern.units else "",
        pattern.case,
    ]
