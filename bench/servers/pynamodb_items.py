"""The table as PynamoDB models, as PynamoDB's pages show them: a class a kind of item, read in threads."""

from collections.abc import Sequence
from typing import Any

from anyio.to_thread import run_sync
from pynamodb.attributes import BinaryAttribute, JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from bench.servers.shared import OPTIONS


class Meta:
    """Where the table is; each class has a ``Meta`` of its own."""

    table_name = OPTIONS["table"]
    region = OPTIONS["region"]
    host = OPTIONS["dynamodb"]
    aws_access_key_id = OPTIONS["access_key"]
    aws_secret_access_key = OPTIONS["secret"]
    max_pool_connections = 50


class Figures(Model):
    """What rows and metas share."""

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
    gear_id = UnicodeAttribute(attr_name="g", null=True)
    packed_scores = BinaryAttribute(attr_name="q", legacy_encoding=False, null=True)


class Row(Figures):
    """An activity in a list."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    by_sport = UnicodeAttribute(attr_name="KS")

    @property
    def aid(self) -> str:
        """Its id."""
        return self.sk.split("#")[2]

    @property
    def started_ms(self) -> int:
        """Its start, ms since 1970."""
        return int(self.sk.split("#")[1])

    @property
    def sport(self) -> str:
        """Running or walking."""
        return "RUNNING" if self.by_sport.startswith("R") else "WALKING"


class ActivityItem(Figures):
    """An activity by its id."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    sport = UnicodeAttribute(attr_name="sp")
    started_ms = NumberAttribute(attr_name="t")
    job = UnicodeAttribute(attr_name="j")
    device = JSONAttribute(attr_name="dv")

    @property
    def aid(self) -> str:
        """Its id."""
        return self.sk.split("#")[1]


class DetailItem(Model):
    """What lies within an activity."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    splits = BinaryAttribute(attr_name="b", legacy_encoding=False)


class ScoreItem(Model):
    """The scores of an activity by version."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    scores: MapAttribute[str, bytes] = MapAttribute(attr_name="s")


class Columns(MapAttribute[str, bytes]):
    """The channels of a series."""

    elapsed_s = BinaryAttribute(attr_name="elapsedS", legacy_encoding=False, null=True)
    altitude_m = BinaryAttribute(attr_name="altitudeM", legacy_encoding=False, null=True)
    speed_m_s = BinaryAttribute(attr_name="speedMS", legacy_encoding=False, null=True)
    heart_rate_bpm = BinaryAttribute(attr_name="heartRateBpm", legacy_encoding=False, null=True)
    cadence_spm = BinaryAttribute(attr_name="cadenceSpm", legacy_encoding=False, null=True)
    power_w = BinaryAttribute(attr_name="powerW", legacy_encoding=False, null=True)
    vertical_oscillation_mm = BinaryAttribute(attr_name="verticalOscillationMm", legacy_encoding=False, null=True)


class SeriesItem(Model):
    """The series of an activity."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    points = NumberAttribute()
    columns = Columns()


class GearItem(Model):
    """A pair of shoes."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    name = UnicodeAttribute()


class ProfileItem(Model):
    """A person."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    locale = UnicodeAttribute(default="EN")
    first_weekday = UnicodeAttribute(default="MONDAY")


class WeekItem(Model):
    """The sums of a week's days."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    parts: MapAttribute[str, Any] = MapAttribute()


class YearItem(Model):
    """The bests of a year."""

    class Meta(Meta):
        """Its own."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    bests: MapAttribute[str, str] = MapAttribute(null=True)


# The Python name of each column.
_PLACES = {attribute.attr_name: place for place, attribute in Columns.get_attributes().items()}


async def get[T: Model](model: type[T], uid: str, sk: str, columns: Sequence[str] = ()) -> T | None:
    """An item of a person; of it only some columns where they are named."""

    def read() -> T | None:
        try:
            return model.get(f"U#{uid}", sk, attributes_to_get=list(columns) or None)
        except model.DoesNotExist:
            return None

    return await run_sync(read)


async def prefixed[T: Model](model: type[T], uid: str, prefix: str) -> list[T]:
    """The items of a person whose sort keys begin so."""
    return await run_sync(lambda: list(model.query(f"U#{uid}", model.sk.startswith(prefix))))  # type: ignore[attr-defined]  # all have one


async def rows(uid: str, limit: int) -> list[Row]:
    """The newest activities."""
    asked: dict[str, Any] = {"scan_index_forward": False, "limit": limit}
    return await run_sync(lambda: list(Row.query(f"U#{uid}", Row.sk.between("A#", "A#~"), **asked)))


async def weeks(uid: str, first: str, last: str) -> list[WeekItem]:
    """The weeks from one Monday to another."""
    between = WeekItem.sk.between(f"TW#{first}", f"TW#{last}")
    return await run_sync(lambda: list(WeekItem.query(f"U#{uid}", between)))


async def series(uid: str, aid: str, names: Sequence[str]) -> tuple[int, dict[str, bytes]] | None:
    """The points of an activity's series and its columns, of these those alone that are named."""
    found = await get(SeriesItem, uid, f"S#{aid}", ["points", *(f"columns.{name}" for name in names)])
    if found is None:
        return None
    columns = {name: getattr(found.columns, _PLACES[name]) for name in names}
    return int(found.points), {name: packed for name, packed in columns.items() if packed is not None}


async def whole(uid: str, aid: str) -> tuple[ActivityItem, DetailItem | None, ScoreItem | None] | None:
    """An activity with its parts: three kinds of items by one request, so the models are filled by hand."""
    prefix = ActivityItem.sk.startswith(f"D#{aid}#")
    connection = ActivityItem._get_connection()
    answer = await run_sync(lambda: connection.query(f"U#{uid}", range_key_condition=prefix))
    parts = {raw["SK"]["S"]: raw for raw in answer["Items"]}
    if f"D#{aid}#0" not in parts:
        return None
    found = ActivityItem.from_raw_data(parts[f"D#{aid}#0"])
    detail, score = (parts.get(f"D#{aid}#{kind}#{found.job}") for kind in ("1detail", "3score"))
    return found, detail and DetailItem.from_raw_data(detail), score and ScoreItem.from_raw_data(score)
