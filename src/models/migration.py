"""Items brought to the newest version where they lie, page by page: what readers otherwise do at each reading.

A page can be repeated at any time. An item is changed attribute by attribute, under the condition that those
attributes are still what was read: a change that comes between is kept, and that item is left to the next run.
"""

from collections import Counter
from dataclasses import dataclass, field

from models import store
from models.catalog import CATALOG
from models.records import is_tombstone
from models.store import RawItem
from models.versions import count_unknown, newest

PAGE_ITEMS = 200


@dataclass(slots=True)
class Tally:
    """What came of the pages so far: items by what happened to them, and by kind where that is unknown."""

    seen: int = 0
    rewritten: int = 0
    changed_meanwhile: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


def migrate_page(start: RawItem | None, tally: Tally, limit: int = PAGE_ITEMS) -> RawItem | None:
    """Bring the items behind this key to their newest version; where to go on, None at the end of the table."""
    page = store.scan(start, limit)
    for raw in page.items:
        tally.seen += 1
        kind = CATALOG.kind_of(raw["PK"]["S"], raw["SK"]["S"])
        if kind is None:
            shape = raw["SK"]["S"].partition("#")[0] or raw["SK"]["S"]
            tally.unknown[shape] += 1
            count_unknown(shape)
        else:
            _migrate(kind, raw, tally)
    return page.last_key


def _migrate(kind: str, raw: RawItem, tally: Tally) -> None:
    if kind == "meta" and is_tombstone(raw):
        return
    wanted = newest("row" if kind == "hidden row" else kind, raw)
    if wanted == raw:
        return
    if store.rewrite(raw, wanted):
        tally.rewritten += 1
    else:
        tally.changed_meanwhile += 1
