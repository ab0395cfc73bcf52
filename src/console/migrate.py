"""What is behind ``stridegraph migrate``: the whole table brought to the newest version, resumable after each page."""

import json
from pathlib import Path

from rich.console import Console

from console.lines import line
from models import table
from models.migration import PAGE_ITEMS, Tally, migrate_page
from models.settings import settings
from models.store import RawItem


def migrate(console: Console, progress: Path, *, page_items: int = PAGE_ITEMS) -> Tally:
    """Rewrite every older item of the table of the settings; goes on where an interrupted run wrote that it was.

    Args:
        console: where to tell what is done.
        progress: file that keeps the last key of the pages that are done; it goes with the end of the table.
        page_items: how many items are read at a time.
    """
    table.connect()
    tally, start = Tally(), _remembered(progress)
    if start:
        line(console, "going on where the last run was interrupted")
    while True:
        start = migrate_page(start, tally, page_items)
        if start is None:
            break
        _remember(progress, start)
    progress.unlink(missing_ok=True)
    for told in _lines(tally):
        line(console, told)
    return tally


def _lines(tally: Tally) -> list[str]:
    told = [f"{tally.seen} items of table {settings().table} were read, {tally.rewritten} of them rewritten"]
    if tally.changed_meanwhile:
        told.append(f"{tally.changed_meanwhile} were changed meanwhile: run it once more for those")
    told += [f"{count} items of unknown kind {kind} were left as they are" for kind, count in tally.unknown.items()]
    return told


def _remembered(progress: Path) -> RawItem | None:
    """The last key of an interrupted run on the same table."""
    if not progress.exists():
        return None
    known = json.loads(progress.read_text())
    return known["last_key"] if known["table"] == settings().table else None


def _remember(progress: Path, last_key: RawItem) -> None:
    progress.parent.mkdir(parents=True, exist_ok=True)
    whole = progress.with_suffix(".new")
    whole.write_text(json.dumps({"table": settings().table, "last_key": last_key}))
    whole.replace(progress)
