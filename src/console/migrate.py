"""What is behind ``stridegraph migrate``: a whole table brought to the newest version, resumable after each page."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from console.lines import line
from models import table as tables
from models.errors import RetryLater
from models.migration import PAGE_ITEMS, Tally, migrate_page
from models.settings import settings, use
from models.store import RawItem


class CannotMigrate(Exception):
    """Why it stopped: one sentence for a person. What was done stays done."""


def migrate(table: str, console: Console, folder: Path, *, page_items: int = PAGE_ITEMS) -> Tally:
    """Rewrite every older item of a table; goes on where an interrupted run wrote that it was.

    Args:
        table: its name, where the settings' region and endpoint lead.
        console: where to tell what is done.
        folder: where the last key of the pages that are done is kept; it goes with the end of the table.
        page_items: how many items are read at a time.

    Raises CannotMigrate.
    """
    use(replace(settings(), table=table))
    tables.connect()
    place = f"{table} in {settings().dynamodb_url or settings().region}"
    progress = folder / f"migrate-{hashlib.sha256(place.encode()).hexdigest()[:16]}.json"
    line(console, f"table {place}")
    try:
        tally = _pages(console, progress, page_items)
    except (BotoCoreError, ClientError, RetryLater) as error:
        raise CannotMigrate(f"Stopped: {str(error).rstrip('.')}. Run it again to go on.") from error
    for told in _lines(tally):
        line(console, told)
    return tally


def _pages(console: Console, progress: Path, page_items: int) -> Tally:
    tally, start = Tally(), _remembered(progress)
    if start:
        line(console, "going on where the last run was interrupted")
    while True:
        start = migrate_page(start, tally, page_items)
        if start is None:
            progress.unlink(missing_ok=True)
            return tally
        _remember(progress, start)


def _lines(tally: Tally) -> list[str]:
    told = [f"{tally.seen} items were read, {tally.rewritten} of them rewritten"]
    if tally.changed_meanwhile:
        told.append(f"{tally.changed_meanwhile} were changed meanwhile: run it once more for those")
    told += [f"{count} items of unknown kind {kind} were left as they are" for kind, count in tally.unknown.items()]
    return told


def _remembered(progress: Path) -> RawItem | None:
    last_key: RawItem | None = json.loads(progress.read_text()) if progress.exists() else None
    return last_key


def _remember(progress: Path, last_key: RawItem) -> None:
    progress.parent.mkdir(parents=True, exist_ok=True)
    whole = progress.with_suffix(".new")
    whole.write_text(json.dumps(last_key))
    whole.replace(progress)
