"""The one table as PynamoDB models: schema, conditions and writes.

Attribute names are short because DynamoDB bills them with every item. Every item carries its version ``v``.
Writers never ``save`` over an item that may hold attributes they do not know: they update by name.
"""

import random
import time
from collections.abc import Callable
from typing import Any, ClassVar

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.connection import TableConnection
from pynamodb.exceptions import TransactWriteError
from pynamodb.indexes import AllProjection, LocalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from models import client, keys
from models.errors import RetryLater
from models.settings import settings


class BySport(LocalSecondaryIndex[Any]):
    """One sport, newest first."""

    class Meta:
        """Name and projection."""

        index_name = keys.BY_SPORT
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    by_sport = UnicodeAttribute(range_key=True, attr_name="KS")


class ByUpdate(LocalSecondaryIndex[Any]):
    """Everything that changed, oldest change first."""

    class Meta:
        """Name and projection."""

        index_name = keys.BY_UPDATE
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    by_update = UnicodeAttribute(range_key=True, attr_name="UK")


class Item(Model):
    """What all items share: keys and version. The connection is made once and inherited by all."""

    class Meta:
        """Filled by ``connect`` from the settings."""

        table_name: ClassVar[str] = ""
        region: ClassVar[str] = "us-east-1"
        billing_mode = "PAY_PER_REQUEST"

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    v = NumberAttribute(default=1)
    ttl = NumberAttribute(null=True)


class TableItem(Item):
    """The schema with which the table is made; never read or written."""

    sports = BySport()
    updates = ByUpdate()


class IdentityItem(Item):
    """An issuer's subject, leading to the uid."""

    uid = UnicodeAttribute()
    state = UnicodeAttribute(default="ACTIVE")


class ProfileItem(Item):
    """A person."""

    birth_date = UnicodeAttribute(null=True)
    sex = UnicodeAttribute(null=True)
    height_m = NumberAttribute(null=True)
    weight_kg = NumberAttribute(null=True)
    resting_heart_rate_bpm = NumberAttribute(null=True)
    max_heart_rate_bpm = NumberAttribute(null=True)
    locale = UnicodeAttribute(null=True)
    units = UnicodeAttribute(null=True)
    first_weekday = UnicodeAttribute(null=True)
    wanted_sport = UnicodeAttribute(null=True)


class Figures(Item):
    """What a list card shows; shared by row and meta. Lengths in mm and times in ms, as integers."""

    updated_ms = NumberAttribute(attr_name="u")
    utc_offset_s = NumberAttribute(attr_name="o")
    distance_mm = NumberAttribute(attr_name="d")
    elapsed_ms = NumberAttribute(attr_name="e")
    moving_ms = NumberAttribute(attr_name="m")
    name = UnicodeAttribute(attr_name="n", null=True)
    steps = NumberAttribute(attr_name="s", null=True)
    average_heart_rate_dbpm = NumberAttribute(attr_name="h", null=True)
    max_heart_rate_dbpm = NumberAttribute(attr_name="hx", null=True)
    average_cadence_dspm = NumberAttribute(attr_name="c", null=True)
    ascent_dm = NumberAttribute(attr_name="a", null=True)
    descent_dm = NumberAttribute(attr_name="ad", null=True)
    calories_kcal = NumberAttribute(attr_name="k", null=True)
    calories_method = UnicodeAttribute(attr_name="km", null=True)


class RowItem(Figures):
    """An activity in a list."""

    by_sport = UnicodeAttribute(attr_name="KS")
    by_update = UnicodeAttribute(attr_name="UK")
    sports = BySport()
    updates = ByUpdate()


class MetaItem(Figures):
    """An activity by its id: the card's figures, its origin, and what it added to the totals."""

    sport = UnicodeAttribute(attr_name="sp")
    started_ms = NumberAttribute(attr_name="t")
    row_sk = UnicodeAttribute(attr_name="r")
    upload_id = UnicodeAttribute(attr_name="up")
    job = UnicodeAttribute(attr_name="j")
    offset_source = UnicodeAttribute(attr_name="os")
    distance_source = UnicodeAttribute(attr_name="ds")
    positions_distance_mm = NumberAttribute(attr_name="pd", null=True)
    device = JSONAttribute(attr_name="dv")
    device_totals = JSONAttribute(attr_name="dt")
    raw_key = UnicodeAttribute(attr_name="fr")
    detail_key = UnicodeAttribute(attr_name="fd")
    channels: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, attr_name="ch")
    problems = JSONAttribute(attr_name="pr")
    algorithm = NumberAttribute(attr_name="al")
    duplicate_keys = UnicodeSetAttribute(attr_name="du", null=True)
    siblings: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, attr_name="sb")
    totals_keys: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, attr_name="tk")


class PartItem(Item):
    """One packed part of an activity's detail: laps, splits and efforts, or the track."""

    body = BinaryAttribute(attr_name="b", legacy_encoding=False)


class PreviewItem(Item):
    """The series at few points: a compressed JSON array a column."""

    points = NumberAttribute(attr_name="n")
    columns: MapAttribute[str, bytes] = MapAttribute(attr_name="c")


class TotalsItem(Item):
    """A day, week, month or year: running and walking side by side, every number an integer."""

    run_count = NumberAttribute(attr_name="rc", null=True)
    run_distance_mm = NumberAttribute(attr_name="rd", null=True)
    run_moving_ms = NumberAttribute(attr_name="rm", null=True)
    run_elapsed_ms = NumberAttribute(attr_name="re", null=True)
    run_steps = NumberAttribute(attr_name="rs", null=True)
    run_ascent_dm = NumberAttribute(attr_name="ra", null=True)
    walk_count = NumberAttribute(attr_name="wc", null=True)
    walk_distance_mm = NumberAttribute(attr_name="wd", null=True)
    walk_moving_ms = NumberAttribute(attr_name="wm", null=True)
    walk_elapsed_ms = NumberAttribute(attr_name="we", null=True)
    walk_steps = NumberAttribute(attr_name="ws", null=True)
    walk_ascent_dm = NumberAttribute(attr_name="wa", null=True)


class TicketItem(Item):
    """An upload."""

    state = UnicodeAttribute()
    format = UnicodeAttribute(null=True)
    size_bytes = NumberAttribute()
    sha256 = UnicodeAttribute()
    sport_hint = UnicodeAttribute(null=True)
    created_ms = NumberAttribute()
    job = UnicodeAttribute(null=True)
    lease_until_ms = NumberAttribute(null=True)
    activity_ids: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)
    skipped = JSONAttribute(null=True)
    problem = JSONAttribute(null=True)


class TombstoneItem(Item):
    """What is left of a deleted activity, for phones that were offline."""

    by_update = UnicodeAttribute(attr_name="UK")


def connect() -> None:
    """Point every model at the table of the settings, through the one client."""
    Item.Meta.table_name = settings().table
    Item.Meta.region = settings().region
    # PynamoDB has no public way to share a connection or a client. Left alone, every class would make its own. The
    # one that knows the indexes makes it for all.
    TableItem._connection = None
    made = TableItem._get_connection()
    made.connection._client = client.dynamodb()
    Item._connection = made


def connection() -> TableConnection:
    """The one connection, for queries that span item types and for transactions."""
    return Item._get_connection()


def create() -> None:
    """Make the table with both indexes, which cannot be added later."""
    TableItem.create_table(wait=True, billing_mode="PAY_PER_REQUEST")


CONDITION_FAILED = "ConditionalCheckFailedException"
_TRANSACTION_TRIES = 6
# Nothing was written, and the same call may well succeed in a moment.
_TRANSIENT = {
    "TransactionConflict",
    "TransactionConflictException",
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}


def transact(build: Callable[[TransactWrite], None]) -> bool:
    """Write everything that ``build`` puts into the transaction, or nothing.

    Returns False when a condition refused it. Conflicts with other transactions are tried again a few times with
    jitter, which is safe because a refused transaction wrote nothing; then RetryLater.
    """
    for attempt in range(_TRANSACTION_TRIES):
        if attempt:
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 -- jitter, not a secret
        try:
            with TransactWrite(connection=connection().connection) as transaction:
                build(transaction)
        except TransactWriteError as error:
            codes = {reason.code for reason in error.cancellation_reasons or () if reason}
            if "ConditionalCheckFailed" in codes:
                return False
            if not {*codes, error.cause_response_code} & _TRANSIENT:
                raise
        else:
            return True
    raise RetryLater("the table is busy with other changes of this person")
