"""The same requests made by three: raw boto3, PynamoDB as its users write it, and the service's own functions.

All three answer to the same names, and all get the same bytes from ``Canned``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import boto3
from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from bench import account
from bench.canned import Canned
from bench.plain import REGION, SECRET, TABLE, plain
from models import activities, client, keys, ledger, store, table, uploads, users
from models.metering import meter
from models.records import activity_of_row, item_of_meta, row_of
from models.settings import Settings, settings, use
from models.table import MetaItem, ProfileItem, RowItem, SumItem, TicketItem
from models.terms import ChangeKind, FileFormat, UploadState

PK = keys.user_pk(account.UID)
NOW_S = int(account.NOW.timestamp())
KNOWN = account.meta(3)
TICKET_SK = keys.ticket_sk(KNOWN.upload_id)
FILE = (FileFormat.FIT, 94_208, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
COUNTED = cast("ledger.Contribution", ledger.contribution_of(KNOWN))
WEEK_SK, YEAR_SK = keys.week_sk(KNOWN.activity.started_at), keys.year_sk(KNOWN.activity.started_at)


@contextmanager
def connected(canned: Canned) -> Iterator[None]:
    """The service's own client, answered by ``canned``."""
    before = settings()
    use(Settings(table=TABLE, region=REGION, local_secret=SECRET, cursor_secret=SECRET))
    client.reset()
    table.connect()
    canned.answer_for(client.dynamodb())
    try:
        yield
    finally:
        use(before)
        client.reset()


class Ours:
    """The functions that resolvers and uploads call: records come back, not the wire's JSON."""

    def page(self) -> object:
        """A page of records with their signed cursors."""
        return activities.page(account.UID, first=account.PAGE)

    def cards(self) -> object:
        """The same without cursors."""
        found = store.query(PK, keys.row_bounds(None, None), limit=account.PAGE + 1, backward=True)
        return tuple(map(activity_of_row, found.items))

    def profile(self) -> object:
        """A profile."""
        return users.get_profile(account.UID)

    def meta(self) -> object:
        """What is known of an activity."""
        return activities.get_meta(account.UID, KNOWN.activity.aid)

    def promise(self) -> object:
        """A new ticket, where there is none yet."""
        return uploads.promise(account.UID, KNOWN.upload_id, account.NOW, file=FILE, sport_hint=None)

    def finish(self) -> object:
        """The five writes that make an activity visible, count it and close its upload."""
        made = store.Transaction()
        made.update(TicketItem, (PK, TICKET_SK), _closing(), "ticket", uploads.holds(KNOWN.job))
        made.put(item_of_meta(account.UID, KNOWN), "meta", MetaItem.pk.does_not_exist())
        made.put(row_of(account.UID, KNOWN, ChangeKind.CREATED), "row")
        made.update(SumItem, (PK, WEEK_SK), _sums("3r"), "week")
        made.update(SumItem, (PK, YEAR_SK), [*_sums("09r"), *_bests()], "year", _unbeaten())
        return made.commit()


class Raw:
    """A boto3 client as it comes; it is given the finished parameters of our requests, and its answers stay JSON."""

    def __init__(self, canned: Canned) -> None:
        self._client = boto3.client(
            "dynamodb", region_name=REGION, aws_access_key_id=SECRET, aws_secret_access_key=SECRET
        )
        canned.answer_for(self._client)
        self._calls = _calls_of_ours(canned)

    def page(self) -> object:
        """A page of items."""
        return self._client.query(**self._calls["page"])

    cards = page

    def profile(self) -> object:
        """An item."""
        return self._client.get_item(**self._calls["profile"])

    def meta(self) -> object:
        """A larger item."""
        return self._client.get_item(**self._calls["meta"])

    def promise(self) -> object:
        """An item written under a condition."""
        return self._client.put_item(**self._calls["promise"])

    def finish(self) -> object:
        """Five writes."""
        return self._client.transact_write_items(**self._calls["finish"])


class Plain:
    """PynamoDB models with their defaults; their answers are model instances."""

    def __init__(self, canned: Canned) -> None:
        self._row, self._meta, self._profile = plain(RowItem), plain(MetaItem), plain(ProfileItem)
        self._ticket, self._sum = plain(TicketItem), plain(SumItem)
        self._connection = Connection(region=REGION, aws_access_key_id=SECRET, aws_secret_access_key=SECRET)
        for model in (self._row, self._meta, self._profile, self._ticket, self._sum):
            canned.answer_for(model._get_connection().connection.client)
        canned.answer_for(self._connection.client)
        ticket = {"state": UploadState.WAITING, "format": FILE[0], "size_bytes": FILE[1], "sha256": FILE[2]}
        ends_s = NOW_S + uploads.WAITING_DAYS * 86_400
        self._new_ticket = ticket | {"created_ms": NOW_S * 1000, "ttl": ends_s}
        self._new_meta = item_of_meta(account.UID, KNOWN).attribute_values
        self._new_row = row_of(account.UID, KNOWN, ChangeKind.CREATED).attribute_values

    def page(self) -> object:
        """A page of model instances."""
        between = self._row.sk.between(*keys.row_bounds(None, None))
        return list(self._row.query(PK, between, scan_index_forward=False, limit=account.PAGE + 1))

    cards = page

    def profile(self) -> object:
        """A model instance."""
        return self._profile.get(PK, keys.PROFILE_SK)

    def meta(self) -> object:
        """A larger model instance."""
        return self._meta.get(PK, keys.meta_sk(KNOWN.activity.aid))

    def promise(self) -> object:
        """An instance saved under a condition."""
        ticket = self._ticket(PK, TICKET_SK, **self._new_ticket)
        return ticket.save(self._ticket.pk.does_not_exist() | (self._ticket.ttl < NOW_S))

    def finish(self) -> object:
        """Five writes."""
        with TransactWrite(connection=self._connection) as made:
            made.update(self._ticket(PK, TICKET_SK), _closing(), condition=uploads.holds(KNOWN.job))
            made.save(self._meta(**self._new_meta), condition=self._meta.pk.does_not_exist())
            made.save(self._row(**self._new_row))
            made.update(self._sum(PK, WEEK_SK), _sums("3r"))
            made.update(self._sum(PK, YEAR_SK), [*_sums("09r"), *_bests()], condition=_unbeaten())
        return None


def _calls_of_ours(canned: Canned) -> Mapping[str, dict[str, Any]]:
    """The parameters of each of our requests, without what only the meter asks for."""
    calls = {}
    for name, content in account.answers().items():
        canned.content = content
        with meter.recording() as requests:
            getattr(Ours(), name)()
        (request,) = requests
        calls[name] = {key: part for key, part in request.call.items() if key != "ReturnConsumedCapacity"}
    return calls


def _closing() -> list[Action]:
    return uploads.closing_actions(uploads.TicketClosing((KNOWN.activity.aid,), ()))


def _sums(prefix: str) -> list[Action]:
    """What the activity adds to a week or a year, as ``models.ledger`` does."""
    added = [Path(f"{prefix}{figure}").add(getattr(COUNTED.amounts, name)) for figure, name in ledger.FIGURES.items()]
    return [*added, SumItem.v.set(1)]


def _efforts() -> list[tuple[Path, str]]:
    """The year's attribute of each best, and what the activity sets it to."""
    positions = COUNTED.positions()
    return [(Path(ledger.best_name(COUNTED.sport, position)), COUNTED.best(position)) for position in positions]


def _bests() -> list[Action]:
    """The bests of a year's first activity."""
    return [*(stored.set(mine) for stored, mine in _efforts()), SumItem.bests_version.add(1)]


def _unbeaten() -> Condition | None:
    """The condition that nobody set a better one meanwhile."""
    joined = None
    for stored, mine in _efforts():
        free = stored.does_not_exist() | (stored > mine)
        joined = free if joined is None else joined & free
    return joined
