"""The one table as PynamoDB models: schema, conditions and writes.

Attribute names are short because DynamoDB bills them with every item. Every item carries its version ``v``; readers
bring older ones up to date in memory (``models.versions``). Writers never put over an item that may hold attributes
they do not know: they update by name, or carry over what they read (``models.store``).
"""

from typing import Any, ClassVar

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.connection import TableConnection
from pynamodb.indexes import AllProjection, LocalSecondaryIndex
from pynamodb.models import Model

from models import client, keys
from models.settings import settings
from models.terms import AccountState


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

    class Meta(Item.Meta):
        """Who listens to the stream reads the items as they are then: their keys are enough."""

        stream_view_type = "KEYS_ONLY"

    sports = BySport()
    updates = ByUpdate()


class IdentityItem(Item):
    """An issuer's subject, leading to the uid, and the state of the account."""

    uid = UnicodeAttribute()
    state = UnicodeAttribute(default=AccountState.ACTIVE)
    job = UnicodeAttribute(null=True)


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
    run_goal = UnicodeAttribute(null=True)
    running_gear = UnicodeAttribute(null=True)
    walking_gear = UnicodeAttribute(null=True)


class DeletedAccountItem(Item):
    """What is left of an account while it is being deleted, and a month longer, so that nothing grows back."""

    identity_pk = UnicodeAttribute()
    heard_ms = NumberAttribute()
    swept_ms = NumberAttribute(null=True)


class Figures(Item):
    """What a list card shows and what is counted; shared by row and meta. Integers in mm, ms and dm."""

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
    efforts = BinaryAttribute(attr_name="b", legacy_encoding=False, null=True)
    gear_id = UnicodeAttribute(attr_name="g", null=True)
    packed_scores = BinaryAttribute(attr_name="q", legacy_encoding=False, null=True)


class RowItem(Figures):
    """An activity in a list; hidden where it was merged into another one, and then in no list of a sport."""

    change = UnicodeAttribute(attr_name="x")
    by_sport = UnicodeAttribute(attr_name="KS", null=True)
    sport = UnicodeAttribute(attr_name="sp", null=True)  # a hidden row's: KS tells it otherwise
    by_update = UnicodeAttribute(attr_name="UK")
    sports = BySport()
    updates = ByUpdate()


class MetaItem(Figures):
    """An activity by its id: the card's figures, its origin, and the revision that every change names."""

    revision = NumberAttribute(attr_name="rev")
    updated_ms = NumberAttribute(attr_name="u")
    sport = UnicodeAttribute(attr_name="sp")
    started_ms = NumberAttribute(attr_name="t")
    upload_id = UnicodeAttribute(attr_name="up")
    job = UnicodeAttribute(attr_name="j")
    offset_source = UnicodeAttribute(attr_name="os")
    distance_source = UnicodeAttribute(attr_name="ds")
    positions_distance_mm = NumberAttribute(attr_name="pd", null=True)
    distance_reason = UnicodeAttribute(attr_name="dr", null=True)
    raw_distance_mm = NumberAttribute(attr_name="rd", null=True)
    device = JSONAttribute(attr_name="dv")
    device_totals = JSONAttribute(attr_name="dt")
    channels: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, attr_name="ch")
    problems = JSONAttribute(attr_name="pr")
    algorithm = NumberAttribute(attr_name="al")
    duplicate_keys = UnicodeSetAttribute(attr_name="du", null=True)
    siblings: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, attr_name="sb")
    edits = JSONAttribute(attr_name="ed", null=True)
    merged_into = UnicodeAttribute(attr_name="mi", null=True)
    remeasuring = UnicodeAttribute(attr_name="rm", null=True)


class TombstoneItem(Item):
    """What is left of a deleted activity, in place of its meta, for phones that were offline."""

    by_update = UnicodeAttribute(attr_name="UK")
    change = UnicodeAttribute(attr_name="x")
    left = JSONAttribute()


class DetailItem(Item):
    """What an activity shows: laps, splits, efforts and intensity, the track, and the series at two resolutions."""

    splits = BinaryAttribute(attr_name="b", legacy_encoding=False)
    track = BinaryAttribute(attr_name="tr", legacy_encoding=False, null=True)
    levels = BinaryAttribute(attr_name="tl", legacy_encoding=False, null=True)  # of the track's points
    points = NumberAttribute(attr_name="n", null=True)
    columns: MapAttribute[str, bytes] = MapAttribute(attr_name="c", null=True)
    coarse = BinaryAttribute(attr_name="cs", legacy_encoding=False, null=True)


class ScoreItem(Item):
    """What a recording says of the form, and its scores by version."""

    form = BinaryAttribute(attr_name="f", legacy_encoding=False)
    scores: MapAttribute[str, bytes] = MapAttribute(attr_name="s")


class SumItem(Item):
    """A week or a year; its counters are named by day or month, sport and figure: see ``models.ledger``."""

    bests_version = NumberAttribute(attr_name="bv", null=True)


class GearItem(Item):
    """A pair of shoes; its counters are those of ``entities.Amounts``."""

    name = UnicodeAttribute()
    retired = BooleanAttribute(default=False)
    activities = NumberAttribute(attr_name="count", default=0)
    distance_mm = NumberAttribute(default=0)
    moving_ms = NumberAttribute(default=0)
    elapsed_ms = NumberAttribute(default=0)
    steps = NumberAttribute(default=0)
    ascent_dm = NumberAttribute(default=0)


class DeviceItem(Item):
    """A recorder."""

    manufacturer = UnicodeAttribute(null=True)
    product = UnicodeAttribute(null=True)
    serial = UnicodeAttribute(null=True)
    first_day = UnicodeAttribute()
    last_day = UnicodeAttribute()


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


class AllowanceItem(Item):
    """A bucket of asks for something costly: when it will be full again."""

    full_ms = NumberAttribute(attr_name="full")


class SessionItem(Item):
    """A session of exercises that was done."""

    exercises: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)
    effort = UnicodeAttribute()
    painful: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)


class CountedItem(Item):
    """What a person's month was counted as in each cohort; the mark is another one with each count."""

    added = JSONAttribute()
    mark = UnicodeAttribute()


class HistogramItem(Item):
    """People of a cohort in each bin of points, a month's; its counters are named in ``models.cohorts``."""


class SnapshotItem(Item):
    """A cohort's counts as they were published, and of each month those that they were made of."""

    counts = BinaryAttribute(legacy_encoding=False)
    months = BinaryAttribute(legacy_encoding=False, null=True)
    made_ms = NumberAttribute()


class JobItem(Item):
    """Work of the background; ``progress`` is the worker's own note of how far it is.

    ``kind`` is a ``JobKind``, an export's where there is none; ``again`` says that it was asked for since it began.
    """

    kind = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    requested_ms = NumberAttribute()
    finished_ms = NumberAttribute(null=True)
    size_bytes = NumberAttribute(null=True)
    done = NumberAttribute(null=True)
    again = BooleanAttribute(null=True)
    worker = UnicodeAttribute(null=True)
    progress = JSONAttribute(null=True)
    lease_until_ms = NumberAttribute(null=True)


def connect() -> None:
    """Point every model at the table of the settings, through the one client."""
    Item.Meta.table_name = settings().table
    Item.Meta.region = settings().region
    # PynamoDB has no public way to share a connection or a client. Left alone, every class would make its own. The
    # one that knows the indexes makes it for all.
    TableItem._connection = None
    made = TableItem._get_connection()
    shared: Any = client.dynamodb()
    made.connection._client = shared
    Item._connection = made


def connection() -> TableConnection:
    """The one connection, for queries that span item types and for transactions."""
    return Item._get_connection()


def create() -> None:
    """Make the table with both indexes, which cannot be added later."""
    TableItem.create_table(wait=True, billing_mode="PAY_PER_REQUEST")
