"""Activities in the table: made visible, listed, read and deleted, each with its totals in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from models import cursors, keys, records
from models.entities import Activity, ActivityMeta, Detail, Page, epoch_ms
from models.errors import RetryLater
from models.table import (
    CONDITION_FAILED,
    Item,
    MetaItem,
    PartItem,
    RowItem,
    TicketItem,
    TombstoneItem,
    TotalsItem,
    connection,
    transact,
)
from models.terms import Sport, Weekday
from models.uploads import TicketClosing, closing_actions, holds

TOMBSTONE_DAYS = 90
_COUNTED = ("distance_mm", "moving_ms", "elapsed_ms", "steps", "ascent_dm")


def get_meta(uid: str, aid: str) -> ActivityMeta | None:
    """The activity with this id, or None; read strongly, so that a finished upload is there."""
    item = _meta_item(uid, aid)
    return records.meta_of_item(item) if item else None


def get_detail(uid: str, aid: str) -> Detail:
    """Laps, splits, efforts, track and previews in one request; empty where there is no such activity."""
    answer = connection().query(keys.user_pk(uid), Item.sk.startswith(keys.detail_prefix(aid)), consistent_read=True)
    return records.detail_of_items(answer["Items"])


def page(
    uid: str,
    *,
    first: int,
    after: str | None = None,
    sport: Sport | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[Activity]:
    """Activities newest first, in one request; raises BadCursor.

    ``since`` is included, ``until`` is not. One row more than asked for is read, because a full page alone does not
    tell whether there is a next one.
    """
    scope = "|".join(str(part) for part in ("activities", sport, since, until))
    letter = keys.sport_letter(sport) if sport else "A"
    low, high = keys.row_bounds(since, until, letter)
    start = cursors.decode(uid, scope, after) if after is not None else None
    sort = RowItem.by_sport if sport else RowItem.sk
    answer = connection().query(
        keys.user_pk(uid),
        sort.between(low, high),
        index_name=keys.BY_SPORT if sport else None,
        exclusive_start_key=_start_key(uid, start, sport) if start else None,
        limit=first + 1,
        scan_index_forward=False,
    )
    rows = [RowItem.from_raw_data(raw) for raw in answer["Items"]]
    shown = rows[:first]
    return Page(
        records=tuple(records.activity_of_row(row) for row in shown),
        cursors=tuple(cursors.encode(uid, scope, row.sk) for row in shown),
        has_next=len(rows) > first,
        has_previous=after is not None,
    )


def finish(uid: str, meta: ActivityMeta, detail: Detail, first_weekday: Weekday, closing: TicketClosing | None) -> bool:
    """Make an activity visible and count it, closing its upload in the same transaction where ``closing`` is given.

    The parts are written before, invisible until then. Returns False when the activity is there already.
    Raises RetryLater when another worker holds the upload.
    """
    activity = meta.activity
    parts = records.items_of_detail(uid, activity.aid, meta.job, detail)
    for part in parts:
        part.save()
    totals_keys = keys.totals_sks(activity.local_start.date(), first_weekday)
    item = records.item_of_meta(uid, meta, totals_keys)
    pk = keys.user_pk(uid)

    def build(transaction: TransactWrite) -> None:
        ticket = TicketItem(pk, keys.ticket_sk(meta.upload_id))
        if closing:
            transaction.update(ticket, closing_actions(closing), condition=holds(meta.job))
        else:
            transaction.condition_check(TicketItem, pk, ticket.sk, condition=holds(meta.job))
        transaction.save(item, condition=MetaItem.pk.does_not_exist())
        transaction.save(records.row_of(uid, activity))
        transaction.delete(TombstoneItem(pk, keys.tombstone_sk(activity.aid)))
        _count(transaction, item, sign=1)

    if transact(build):
        return True
    found = get_meta(uid, activity.aid)
    if found and found.job == meta.job:  # done before, and the answer was lost
        return True
    for part in parts:
        part.delete()
    if found is None:
        raise RetryLater("another worker took over this upload")
    return False


def delete(uid: str, aid: str, now: datetime) -> ActivityMeta | None:
    """Take an activity away with everything that it added; a tombstone stays for phones that were offline.

    Returns what was deleted, or None where there is no such activity. Its upload keeps its ticket: other activities of
    the file may still need it, and a new promise of the file finds that something is missing.
    """
    item = _meta_item(uid, aid)
    if item is None:
        return None
    pk = keys.user_pk(uid)
    parts = connection().query(pk, Item.sk.startswith(keys.detail_prefix(aid)), consistent_read=True)["Items"]

    def build(transaction: TransactWrite) -> None:
        transaction.delete(item, condition=MetaItem.job == item.job)
        transaction.delete(RowItem(pk, item.row_sk))
        for raw in parts:
            if raw["SK"]["S"] != item.sk:
                transaction.delete(PartItem(pk, raw["SK"]["S"]))
        transaction.save(
            TombstoneItem(
                pk,
                keys.tombstone_sk(aid),
                by_update=keys.update_sort(now, aid),
                ttl=epoch_ms(now + timedelta(days=TOMBSTONE_DAYS)) // 1000,
            )
        )
        _count(transaction, item, sign=-1)

    return records.meta_of_item(item) if transact(build) else None


def note_duplicate(uid: str, aid: str, raw_key: str) -> bool:
    """Remember that this file held the same recording, so that it is deleted with it; False where it is gone."""
    item = MetaItem(keys.user_pk(uid), keys.meta_sk(aid))
    try:
        item.update([MetaItem.duplicate_keys.add({raw_key})], condition=MetaItem.pk.exists())
    except UpdateError as error:
        if error.cause_response_code == CONDITION_FAILED:
            return False
        raise
    return True


def any_alive(uid: str, aids: Iterable[str]) -> bool:
    """Whether one of these activities is there."""
    return any(_meta_item(uid, aid) is not None for aid in aids)


def all_alive(uid: str, aids: Iterable[str]) -> bool:
    """Whether every one of these activities is there."""
    return all(_meta_item(uid, aid) is not None for aid in aids)


def _meta_item(uid: str, aid: str) -> MetaItem | None:
    try:
        return MetaItem.get(keys.user_pk(uid), keys.meta_sk(aid), consistent_read=True)
    except MetaItem.DoesNotExist:
        return None


def _start_key(uid: str, sort: str, sport: Sport | None) -> dict[str, dict[str, str]]:
    key = {"PK": {"S": keys.user_pk(uid)}, "SK": {"S": sort}}
    if sport:
        key["KS"] = {"S": keys.sport_sort(sport, sort)}
    return key


def _count(transaction: TransactWrite, item: MetaItem, sign: int) -> None:
    """Add the item's figures to (or take them from) the totals that it names."""
    kind = "run" if item.sport == Sport.RUNNING else "walk"
    for sk in item.totals_keys:
        actions: list[Action] = [TotalsItem.v.set(1), getattr(TotalsItem, f"{kind}_count").add(sign)]
        amounts = {figure: getattr(item, figure) for figure in _COUNTED}
        actions.extend(getattr(TotalsItem, f"{kind}_{name}").add(sign * n) for name, n in amounts.items() if n)
        transaction.update(TotalsItem(item.pk, sk), actions)
