"""A process pointed at an engine, and tables of their own in it."""

from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from models import client, table
from models.settings import settings, use


@contextmanager
def pointed_at(chosen):
    """This process with these settings, and clients made from them."""
    before = settings()
    use(chosen)
    client.reset()
    yield chosen
    use(before)
    client.reset()


@contextmanager
def empty_table(chosen):
    """An empty table in the engine of these settings; they, with its name."""
    chosen = replace(chosen, table=f"models-{uuid4().hex}")
    use(chosen)
    table.connect()
    table.create()
    yield chosen
    table.connection().delete_table()
